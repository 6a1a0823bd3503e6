/// Addresses: the JID (RFC 7622) and its preparation.
///
/// Read {@link im.coven.jid.Jid} first. Values only: imports nothing of Coven, knows no thread.
@NullMarked
package im.coven.jid;

import org.jspecify.annotations.NullMarked;

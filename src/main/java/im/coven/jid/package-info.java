/// Addresses: the JID (RFC 7622), the nick (RFC 8266), and their preparation.
///
/// Read {@link im.coven.jid.Jid} first, then {@link im.coven.jid.Nick}. Values only: imports
/// nothing of Coven, knows no thread.
@NullMarked
package im.coven.jid;

import org.jspecify.annotations.NullMarked;

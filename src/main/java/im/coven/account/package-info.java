/// The participant's server, its pure part: roster, subscriptions, MIX-PAM (RFC 6121, XEP-0405).
///
/// Imports `stanza` and below, and `channel` for the names of nodes.
@NullMarked
package im.coven.account;

import org.jspecify.annotations.NullMarked;

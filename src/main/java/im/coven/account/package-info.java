/// The participant's server, its pure part: roster, subscriptions, sessions, MIX-PAM (RFC 6121,
/// XEP-0405 0.5.3).
///
/// Read {@link im.coven.account.RosterItem} first, then {@link im.coven.account.Subscriptions}.
/// Imports `stanza` and below. Values only.
@NullMarked
package im.coven.account;

import org.jspecify.annotations.NullMarked;

/// A load test against any XMPP server: members of MIX channels or MUC rooms, messages at an open
/// rate, and an account of every delivery.
///
/// Read {@link im.coven.load.LoadTest} first: it logs in, joins, publishes, and makes the {@link
/// im.coven.load.Report}. {@link im.coven.load.Ledger} says what was lost, doubled or reordered.
/// Imports `xml` and `client`; nothing of the service is in it. A member and all it holds belong to
/// one event loop; several loops share the members.
@NullMarked
package im.coven.load;

import org.jspecify.annotations.NullMarked;

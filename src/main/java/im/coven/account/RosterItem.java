package im.coven.account;

import im.coven.jid.Jid;
import im.coven.stanza.Presence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an account knows of one contact or channel.
///
/// `listed` is false for someone who is here only for a `request`, and for a channel that the
/// account only observes: clients do not see such an item. `request` is a subscription request that
/// the user has not answered. `ask` says that the user awaits an answer, `approved` that a request
/// will be granted at once. `participantId` is set for a MIX channel and is the user's stable id
/// there. See RFC 6121 §2.1.2 and XEP-0405 §2.9.
public record RosterItem(
    Jid jid,
    boolean listed,
    String name,
    List<String> groups,
    Subscription subscription,
    boolean ask,
    boolean approved,
    @Nullable Presence request,
    @Nullable String participantId) {

  public RosterItem {
    groups = List.copyOf(groups);
  }

  /// A contact of whom nothing is known yet.
  public static RosterItem unknown(Jid jid) {
    return new RosterItem(jid, false, "", List.of(), Subscription.NONE, false, false, null, null);
  }

  /// A channel that the account takes part in.
  public RosterItem asChannel(String participantId, Subscription subscription) {
    return new RosterItem(jid, true, name, groups, subscription, false, false, null, participantId);
  }

  /// The same item under a name and in groups that the user chose.
  public RosterItem named(String name, List<String> groups) {
    return new RosterItem(
        jid, true, name, groups, subscription, ask, approved, request, participantId);
  }

  RosterItem with(Subscription subscription, boolean ask) {
    return new RosterItem(
        jid,
        listed || ask || subscription != Subscription.NONE,
        name,
        groups,
        subscription,
        ask,
        approved,
        request,
        participantId);
  }

  RosterItem withRequest(@Nullable Presence request) {
    return new RosterItem(
        jid, listed, name, groups, subscription, ask, approved, request, participantId);
  }

  RosterItem withApproval(boolean approved) {
    return new RosterItem(
        jid, listed || approved, name, groups, subscription, ask, approved, request, participantId);
  }

  /// A channel that the account has to do with without taking part; clients do not see it.
  public RosterItem observing(String participantId) {
    return isChannel()
        ? this
        : new RosterItem(
            jid, listed, name, groups, subscription, ask, approved, request, participantId);
  }

  public boolean isChannel() {
    return participantId != null;
  }

  /// Whether it is a channel that the account takes no part in.
  public boolean isObserved() {
    return participantId != null && !listed;
  }

  /// Whether the item need not be kept.
  public boolean isVoid() {
    return !listed && request == null && participantId == null;
  }

  /// Whether a client that saw `before` sees something else now.
  public boolean differsFor(RosterItem before) {
    return !withRequest(null).equals(before.withRequest(null));
  }
}

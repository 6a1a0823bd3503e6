package im.coven.account;

import im.coven.stanza.Presence;

/// The subscription states as one table: what a subscription stanza does to a roster item, and
/// whether it goes on. See RFC 6121 appendix A.
///
/// Of a stanza that the user sends, `passes` says whether it is routed to the contact; of one that
/// comes from the contact, whether the user's clients get it. `granted` says that the server itself
/// answers `subscribed`.
public final class Subscriptions {

  /// What comes of a subscription stanza.
  public record Step(RosterItem item, boolean passes, boolean granted) {}

  private Subscriptions() {}

  /// The user sends a subscription stanza to the contact. See RFC 6121 §A.2.
  public static Step outbound(RosterItem item, Presence.Type type) {
    Subscription now = item.subscription();
    return switch (type) {
      case SUBSCRIBE -> passed(now.sees() ? item : item.with(now, true));
      case UNSUBSCRIBE -> passed(item.with(Subscription.of(false, now.isSeen()), false));
      case SUBSCRIBED -> {
        if (item.request() != null) {
          RosterItem next = item.with(Subscription.of(now.sees(), true), item.ask());
          yield passed(next.withRequest(null));
        }
        yield stopped(now.isSeen() ? item : item.withApproval(true));
      }
      case UNSUBSCRIBED -> {
        RosterItem next = item.with(Subscription.of(now.sees(), false), item.ask());
        boolean passes = now.isSeen() || item.request() != null;
        yield new Step(next.withRequest(null).withApproval(false), passes, false);
      }
      default -> throw new IllegalArgumentException("no subscription stanza: " + type);
    };
  }

  /// The contact sends a subscription stanza to the user. See RFC 6121 §A.3.
  public static Step inbound(RosterItem item, Presence stanza) {
    Subscription now = item.subscription();
    return switch (stanza.type()) {
      case SUBSCRIBE -> {
        if (now.isSeen()) {
          yield new Step(item, false, true);
        }
        if (item.approved()) {
          RosterItem next = item.with(Subscription.of(now.sees(), true), item.ask());
          yield new Step(next.withApproval(false).withRequest(null), false, true);
        }
        yield item.request() == null ? passed(item.withRequest(stanza)) : stopped(item);
      }
      case UNSUBSCRIBE -> {
        boolean passes = now.isSeen() || item.request() != null;
        RosterItem next = item.with(Subscription.of(now.sees(), false), item.ask());
        yield new Step(next.withRequest(null), passes, false);
      }
      case SUBSCRIBED ->
          item.ask() && !now.sees()
              ? passed(item.with(Subscription.of(true, now.isSeen()), false))
              : stopped(item);
      case UNSUBSCRIBED ->
          item.ask() || now.sees()
              ? passed(item.with(Subscription.of(false, now.isSeen()), false))
              : stopped(item);
      default -> throw new IllegalArgumentException("no subscription stanza: " + stanza.type());
    };
  }

  /// Whether the type is one of the four that manage subscriptions.
  public static boolean manages(Presence.Type type) {
    return switch (type) {
      case SUBSCRIBE, SUBSCRIBED, UNSUBSCRIBE, UNSUBSCRIBED -> true;
      default -> false;
    };
  }

  private static Step passed(RosterItem item) {
    return new Step(item, true, false);
  }

  private static Step stopped(RosterItem item) {
    return new Step(item, false, false);
  }
}

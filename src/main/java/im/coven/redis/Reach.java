package im.coven.redis;

import io.vertx.redis.client.Command;

/// How far a publication is heard, with the words that Redis has for it.
enum Reach {
  /// On the node that has the topic's slot, and so by who listens there.
  SLOT("ssubscribe", "sunsubscribe"),
  /// On every node.
  EVERYWHERE("subscribe", "unsubscribe");

  /// What Redis says when a subscription begins.
  final String subscribed;

  /// What Redis says when a subscription has ended.
  final String unsubscribed;

  Reach(String subscribed, String unsubscribed) {
    this.subscribed = subscribed;
    this.unsubscribed = unsubscribed;
  }

  Command subscribe() {
    return this == SLOT ? Command.SSUBSCRIBE : Command.SUBSCRIBE;
  }

  Command unsubscribe() {
    return this == SLOT ? Command.SUNSUBSCRIBE : Command.UNSUBSCRIBE;
  }
}

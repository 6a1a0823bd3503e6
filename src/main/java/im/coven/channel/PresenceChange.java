package im.coven.channel;

/// What became of one client's item in the presence node. See XEP-0403 §4.
public sealed interface PresenceChange {

  /// The item as it is now or, where it is gone, was.
  PresenceItem item();

  /// The client is present, or in another way than before.
  record Shown(PresenceItem item) implements PresenceChange {}

  /// The client is not present any more; only its face matters of what it was.
  record Gone(PresenceItem item) implements PresenceChange {

    /// The end of an item, without what it held.
    static Gone of(PresenceItem item) {
      return new Gone(
          new PresenceItem(
              item.id(), item.resource(), item.owner(), null, "", item.face(), item.guest()));
    }
  }
}

package im.coven.channel;

/// The lists of JIDs and domains that say who may come in. See XEP-0406 §2.2, §2.3.
public enum Access {
  ALLOWED(MixNode.ALLOWED),
  BANNED(MixNode.BANNED);

  private final MixNode node;

  Access(MixNode node) {
    this.node = node;
  }

  /// The node whose items are the list.
  public MixNode node() {
    return node;
  }

  static Access ofStored(String stored) {
    return stored.equals(ALLOWED.stored()) ? ALLOWED : BANNED;
  }

  String stored() {
    return node.shortName();
  }
}

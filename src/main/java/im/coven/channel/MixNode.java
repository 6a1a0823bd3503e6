package im.coven.channel;

import java.util.Optional;

/// The nodes that a channel can have. Who may subscribe to them is a matter of its configuration.
///
/// See XEP-0369 §4.7, XEP-0403 §3.5, XEP-0404 §2.5, XEP-0406 §2, XEP-0407 §2. `SUBJECT` is a legacy
/// node (H09).
public enum MixNode {
  MESSAGES("messages"),
  PARTICIPANTS("participants"),
  INFO("info"),
  PRESENCE("presence"),
  SUBJECT("subject"),
  CONFIG("config"),
  ALLOWED("allowed"),
  BANNED("banned"),
  JIDMAP("jidmap"),
  AVATAR_DATA("avatar-data", "urn:xmpp:avatar:data"),
  AVATAR_METADATA("avatar-metadata", "urn:xmpp:avatar:metadata");

  /// What the name of every node of MIX itself begins with.
  public static final String PREFIX = "urn:xmpp:mix:nodes:";

  private final String shortName;
  private final String wire;

  MixNode(String shortName) {
    this(shortName, MixNode.PREFIX + shortName);
  }

  MixNode(String shortName, String wire) {
    this.shortName = shortName;
    this.wire = wire;
  }

  /// The node of a full name, or nothing where no channel has such a node.
  public static Optional<MixNode> of(String wire) {
    for (MixNode node : values()) {
      if (node.wire.equals(wire)) {
        return Optional.of(node);
      }
    }
    return Optional.empty();
  }

  /// The node of a short name.
  static MixNode ofShortName(String shortName) {
    for (MixNode node : values()) {
      if (node.shortName.equals(shortName)) {
        return node;
      }
    }
    throw new IllegalArgumentException("no node " + shortName);
  }

  /// The full name.
  public String wire() {
    return wire;
  }

  /// The name without its prefix.
  public String shortName() {
    return shortName;
  }
}

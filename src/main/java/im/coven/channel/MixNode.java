package im.coven.channel;

import java.util.Optional;

/// The nodes of a channel that exist today, with who may subscribe to them by default.
///
/// See XEP-0369 §4.7, XEP-0403 §3.1, XEP-0406 §2. `SUBJECT` is a legacy node (H09).
public enum MixNode {
  MESSAGES("messages", Role.PARTICIPANT),
  PARTICIPANTS("participants", Role.PARTICIPANT),
  INFO("info", Role.PARTICIPANT),
  PRESENCE("presence", Role.PARTICIPANT),
  SUBJECT("subject", Role.PARTICIPANT),
  CONFIG("config", Role.OWNER),
  ALLOWED("allowed", Role.ADMINISTRATOR),
  BANNED("banned", Role.ADMINISTRATOR);

  /// What every node name begins with.
  public static final String PREFIX = "urn:xmpp:mix:nodes:";

  private final String shortName;
  private final String wire;
  private final Role subscriber;

  MixNode(String shortName, Role subscriber) {
    this.shortName = shortName;
    this.wire = PREFIX + shortName;
    this.subscriber = subscriber;
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

  /// The node of a name without its prefix.
  static MixNode ofShortName(String shortName) {
    return of(PREFIX + shortName)
        .orElseThrow(() -> new IllegalArgumentException("no node " + shortName));
  }

  /// The full name.
  public String wire() {
    return wire;
  }

  /// The name without its prefix.
  public String shortName() {
    return shortName;
  }

  /// The lowest role that may subscribe to the node and read it.
  public Role subscriber() {
    return subscriber;
  }
}

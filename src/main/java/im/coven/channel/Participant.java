package im.coven.channel;

import im.coven.jid.Jid;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Somebody who takes part in a channel: the stable participant id, the bare JID, the nick as it is
/// shown, the nodes subscribed to, the dialect of the last join, and what it wishes of the channel.
///
/// Who is `transitory` came by the MUC face, and takes part as long as a client of its account is
/// in the room. See XEP-0369 §4.6, XEP-0404 §3.1, XEP-0408 §2.
public record Participant(
    String id,
    Jid jid,
    @Nullable String nick,
    Set<MixNode> nodes,
    Dialect dialect,
    Preferences preferences,
    boolean transitory) {

  public Participant {
    nodes = Set.copyOf(nodes);
  }

  /// Somebody who takes no part and is treated like a participant in this: without nick, in the
  /// newest dialect, with no wishes.
  public static Participant outsider(String id, Jid jid, Set<MixNode> nodes) {
    return new Participant(id, jid, null, nodes, Dialect.CORE_1, Preferences.DEFAULT);
  }

  /// Somebody who takes part until it leaves the channel.
  public Participant(
      String id,
      Jid jid,
      @Nullable String nick,
      Set<MixNode> nodes,
      Dialect dialect,
      Preferences preferences) {
    this(id, jid, nick, nodes, dialect, preferences, false);
  }

  /// Somebody who takes part while in the room, under a nick.
  static Participant visiting(String id, Jid jid, String nick) {
    return new Participant(id, jid, nick, Set.of(), Dialect.CORE_1, Preferences.DEFAULT, true);
  }

  /// The nick, or what it is called by who needs one and has none.
  public String name() {
    return nick == null ? id : nick;
  }

  /// Whether the participant gets what the node distributes.
  public boolean isSubscribedTo(MixNode node) {
    return nodes.contains(node);
  }

  Participant withNick(String nick) {
    return new Participant(id, jid, nick, nodes, dialect, preferences, transitory);
  }

  Participant withNodes(Set<MixNode> nodes) {
    return new Participant(id, jid, nick, nodes, dialect, preferences, transitory);
  }

  Participant preferring(Preferences preferences) {
    return new Participant(id, jid, nick, nodes, dialect, preferences, transitory);
  }

  /// The same as one who stays only as long as it is in the room: the channel sends it nothing.
  Participant visiting() {
    return new Participant(id, jid, nick, Set.of(), dialect, Preferences.DEFAULT, true);
  }
}

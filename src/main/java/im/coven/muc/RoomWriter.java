package im.coven.muc;

import static java.nio.charset.StandardCharsets.UTF_8;

import im.coven.channel.ChannelEvent.Published;
import im.coven.jid.Jid;
import im.coven.jid.Nick;
import im.coven.mix.Rendering;
import im.coven.stanza.Stanza;
import im.coven.xml.Element;
import im.coven.xml.XmlWriter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the stanzas that a room sends, but for their receivers. See XEP-0045 §7.
final class RoomWriter {

  /// See XEP-0045 §15.6.
  static final int NON_ANONYMOUS = 100;

  static final int SELF = 110;
  static final int CREATED = 201;
  static final int NICK_ASSIGNED = 210;
  static final int CHANGED = 104;
  static final int NOW_NON_ANONYMOUS = 172;
  static final int NOW_SEMI_ANONYMOUS = 173;
  static final int BANNED = 301;
  static final int NEW_NICK = 303;
  static final int REMOVED = 321;

  private final Jid room;

  RoomWriter(Jid room) {
    this.room = room;
  }

  /// Somebody is in the room; `jid` whether the real JID is shown.
  Rendering available(Appearance who, boolean jid, List<Integer> statuses) {
    Element x = user(who, who.affiliation().role(), null, jid, statuses);
    var head = head("presence", who.nick());
    attribute("xml:lang", who.lang(), head);
    return rendering(head, who.payload() + written(x) + occupantId(who.id()));
  }

  /// Somebody is not in the room any more; what its presence held is its last word.
  Rendering unavailable(Appearance who, boolean jid, List<Integer> statuses) {
    return gone(who, user(who, "none", null, jid, statuses), who.payload());
  }

  /// Somebody is not there under its nick any more, but under another.
  Rendering renamed(Appearance who, String nick, boolean jid, List<Integer> statuses) {
    return gone(who, user(who, who.affiliation().role(), nick, jid, statuses), "");
  }

  private Rendering gone(Appearance who, Element x, String payload) {
    var head = head("presence", who.nick());
    attribute("type", "unavailable", head);
    return rendering(head, payload + written(x) + occupantId(who.id()));
  }

  /// The room is no more, to one who was in it. See XEP-0045 §10.9.
  Rendering destroyed(String nick, String id, boolean told) {
    var x = Element.builder("x", Muc.NS_USER).add(item("none", "none", null, null));
    if (told) {
      x.add(Element.of("destroy", Muc.NS_USER));
    } else {
      x.add(status(SELF));
    }
    var head = head("presence", nick);
    attribute("type", "unavailable", head);
    return rendering(head, written(x.build()) + occupantId(id));
  }

  /// A message of somebody; with `sent` as it is told later. The room's own id is that of the
  /// archive, `archiveId`, null where it is in none.
  Rendering message(
      Published message, @Nullable String archiveId, String id, @Nullable Instant sent) {
    String nick = message.nick() == null ? message.participantId() : message.nick();
    var head = head("message", nick);
    attribute("id", message.clientId() == null ? id : message.clientId(), head);
    attribute("type", "groupchat", head);
    attribute("xml:lang", message.lang(), head);
    var content = new StringBuilder(256 + message.payload().length);
    content.append(new String(message.payload(), UTF_8));
    if (archiveId != null) {
      content.append(
          written(
              Element.builder("stanza-id", Muc.NS_SID)
                  .attr("by", room)
                  .attr("id", archiveId)
                  .build()));
    }
    content.append(occupantId(message.participantId()));
    if (sent != null) {
      content.append(
          written(
              Element.builder("delay", Muc.NS_DELAY)
                  .attr("from", room)
                  .attr("stamp", sent)
                  .build()));
    }
    return rendering(head, content.toString());
  }

  /// What the room is about, at the end of entering; empty where nothing was ever set.
  Rendering subject(String subject) {
    var head = head("message", null);
    attribute("type", "groupchat", head);
    return rendering(head, written(Element.text("subject", Stanza.NS, subject)));
  }

  /// The configuration changed, in ways that concern these statuses. See XEP-0045 §10.2.1.
  Rendering configured(List<Integer> statuses) {
    var x = Element.builder("x", Muc.NS_USER);
    statuses.forEach(code -> x.add(status(code)));
    var head = head("message", null);
    attribute("type", "groupchat", head);
    return rendering(head, written(x.build()));
  }

  private static Element user(
      Appearance who, String role, @Nullable String nick, boolean jid, List<Integer> statuses) {
    String affiliation = who.affiliation().wire();
    var x =
        Element.builder("x", Muc.NS_USER)
            .add(item(affiliation, role, jid ? who.client() : null, nick));
    statuses.forEach(code -> x.add(status(code)));
    return x.build();
  }

  private static Element item(
      String affiliation, String role, @Nullable Jid jid, @Nullable String nick) {
    return Element.builder("item", Muc.NS_USER)
        .attr("affiliation", affiliation)
        .attr("role", role)
        .attr("jid", jid)
        .attr("nick", nick)
        .build();
  }

  static Element status(int code) {
    return Element.builder("status", Muc.NS_USER).attr("code", code).build();
  }

  private static String occupantId(String id) {
    return written(Element.builder("occupant-id", Muc.NS_OCCUPANT_ID).attr("id", id).build());
  }

  private StringBuilder head(String name, @Nullable String nick) {
    var head = new StringBuilder(160).append('<').append(name);
    attribute("from", address(room, nick), head);
    return head;
  }

  /// An occupant's address. A nick is a resourcepart already (see {@link Nick}).
  static String address(Jid room, @Nullable String nick) {
    return nick == null ? room.toString() : room.withResource(nick).toString();
  }

  private static String written(Element element) {
    return XmlWriter.toString(element, Stanza.NS);
  }

  private static void attribute(String name, @Nullable String value, StringBuilder out) {
    if (value != null) {
      out.append(' ').append(name).append("='");
      XmlWriter.escapeAttribute(value, out);
      out.append('\'');
    }
  }

  private static Rendering rendering(StringBuilder head, String content) {
    String name = head.substring(1, head.indexOf(" "));
    return new Rendering(
        head.append(" to='").toString().getBytes(UTF_8),
        ("'>" + content + "</" + name + ">").getBytes(UTF_8));
  }
}

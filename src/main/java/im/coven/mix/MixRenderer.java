package im.coven.mix;

import static java.nio.charset.StandardCharsets.UTF_8;

import im.coven.channel.Applied;
import im.coven.channel.Archiving;
import im.coven.channel.Channel;
import im.coven.channel.ChannelConfig;
import im.coven.channel.ChannelEvent;
import im.coven.channel.ChannelEvent.Published;
import im.coven.channel.Dialect;
import im.coven.channel.Disclosure;
import im.coven.channel.EntryId;
import im.coven.channel.JidVisibility;
import im.coven.channel.MixNode;
import im.coven.channel.Participant;
import im.coven.channel.PresenceItem;
import im.coven.channel.Retraction;
import im.coven.xml.Element;
import im.coven.xml.XmlWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Events of a channel to stanzas, each encoded once for all its receivers of one dialect, and only
/// in the dialects that somebody speaks.
///
/// See XEP-0369 §4.7, §7.1.
public final class MixRenderer {

  private static final String NS_SID = "urn:xmpp:sid:0";

  private final Channel channel;
  private final Set<Dialect> dialects;

  private MixRenderer(Channel channel, Set<Dialect> dialects) {
    this.channel = channel;
    this.dialects = dialects;
  }

  /// What the channel tells its subscribers of an event that was just applied: of each of its
  /// parts, in their order.
  public static List<List<Broadcast>> render(Channel channel, Applied applied) {
    return new MixRenderer(channel, channel.dialects()).render(applied);
  }

  /// What the channel told a subscriber who spoke `dialect` of an event that was applied.
  public static List<List<Broadcast>> render(Channel channel, Applied applied, Dialect dialect) {
    return new MixRenderer(channel, Set.of(dialect)).render(applied);
  }

  private List<List<Broadcast>> render(Applied applied) {
    String id = channel.ids().archiveId(applied.id());
    if (!(applied.event() instanceof ChannelEvent.Together(var events))) {
      return List.of(render(id, applied.event(), applied.swept()));
    }
    var all = new ArrayList<List<Broadcast>>();
    for (int n = 0; n < events.size(); n++) {
      all.add(render(id + "-" + (n + 1), events.get(n), applied.swept()));
    }
    return all;
  }

  private List<Broadcast> render(String id, ChannelEvent event, List<PresenceItem> swept) {
    return switch (event) {
      case ChannelEvent.Published published -> published(id, published);
      case ChannelEvent.Joined(var participant) ->
          List.of(present(id, participant), mapped(id, participant));
      case ChannelEvent.Changed(var before, var participant) -> {
        boolean told =
            !Objects.equals(before.nick(), participant.nick())
                || channel.shows(before) != channel.shows(participant);
        yield told ? List.of(present(id, participant)) : List.of();
      }
      case ChannelEvent.Left left -> left(id, left, swept);
      case ChannelEvent.PresenceChanged(var changes) ->
          changes.stream()
              .map(change -> presence(PresenceStanzas.of(channel.address(), change)))
              .toList();
      case ChannelEvent.InfoSet _ -> List.of(info(id));
      case ChannelEvent.Configured(var before, var config) -> configured(id, before, config);
      case ChannelEvent.AccessSet set -> List.of(access(id, set));
      case ChannelEvent.Emptied(var list, _) ->
          channel.has(list.node()) ? List.of(purged(id, list.node())) : List.of();
      case ChannelEvent.AvatarSet set -> avatar(id, set);
      case ChannelEvent.Created _,
          ChannelEvent.Observed _,
          ChannelEvent.OccupantsChanged _,
          ChannelEvent.RoomSet _ ->
          List.of();
      case ChannelEvent.Destroyed() -> deleted(id);
      case ChannelEvent.Together _ -> throw new IllegalArgumentException("together in together");
    };
  }

  /// A message as it stands in the archive: the reflected one without `to` (H07), in namespace
  /// `jabber:client`, which it declares. It shows the author's JID where it did so to all when it
  /// was sent and the channel still does (H38). Of a message that was retracted there is left who
  /// sent it and when. See XEP-0407 §4.
  public static String archived(
      Channel channel, EntryId entry, Published message, Dialect dialect) {
    return new MixRenderer(channel, Set.of(dialect)).archived(entry, message, dialect);
  }

  private String archived(EntryId entry, Published message, Dialect dialect) {
    String id = channel.ids().archiveId(entry);
    Published left =
        channel.retraction(entry).map(retraction -> tombstone(message, retraction)).orElse(message);
    return "<message xmlns='jabber:client'"
        + attributes(id, left)
        + ">"
        + content(id, left, new Copy(dialect, isShown(left.disclosure()), null))
        + "</message>";
  }

  /// Whether the archive shows a JID that was disclosed so.
  private boolean isShown(Disclosure disclosure) {
    return channel.config().jidVisibility() == JidVisibility.VISIBLE
        && disclosure == Disclosure.FULL;
  }

  private Published tombstone(Published message, Retraction retraction) {
    String by =
        isShown(retraction.disclosure())
            ? retraction.jid().toString()
            : channel.address() + "/" + retraction.participantId();
    Element tombstone =
        Element.builder("retracted", MixRequests.NS_MISC)
            .attr("by", by)
            .attr("time", retraction.time())
            .build();
    return new Published(
        message.participantId(),
        message.jid(),
        message.disclosure(),
        message.nick(),
        message.clientId(),
        message.lang(),
        null,
        XmlWriter.toBytes(tombstone, "jabber:client"));
  }

  private List<Broadcast> published(String id, Published message) {
    Map<Dialect, Rendering> renderings = new EnumMap<>(Dialect.class);
    for (Dialect dialect : dialects) {
      renderings.put(dialect, message(id, message, dialect, null));
    }
    Rendering toAuthor =
        channel
            .participant(message.participantId())
            .filter(author -> author.dialect() == Dialect.CORE_0)
            .map(_ -> message(id, message, Dialect.CORE_0, message.clientId()))
            .orElse(null);
    var broadcasts = new ArrayList<Broadcast>(2);
    broadcasts.add(new Broadcast(MixNode.MESSAGES, renderings, message.participantId(), toAuthor));
    String subject = message.subject();
    if (subject != null) {
      broadcasts.add(
          event(
              id + "-subject",
              MixNode.SUBJECT,
              dialect -> MixItems.subject(subject, dialect).toElement(MixItems.NS_EVENT)));
    }
    return broadcasts;
  }

  private Rendering message(
      String id, Published message, Dialect dialect, @Nullable String clientId) {
    String head = "<message" + attributes(id, message) + " to='";
    boolean shown = message.disclosure() != Disclosure.NONE;
    String tail = "'>" + content(id, message, new Copy(dialect, shown, clientId)) + "</message>";
    return new Rendering(head.getBytes(UTF_8), tail.getBytes(UTF_8));
  }

  private String attributes(String id, Published message) {
    var out = new StringBuilder(160);
    attribute("from", channel.address() + "/" + message.participantId(), out);
    attribute("id", id, out);
    attribute("type", "groupchat", out);
    if (message.lang() != null) {
      attribute("xml:lang", message.lang(), out);
    }
    return out.toString();
  }

  private static void attribute(String name, String value, StringBuilder out) {
    out.append(' ').append(name).append("='");
    XmlWriter.escapeAttribute(value, out);
    out.append('\'');
  }

  /// How a copy of a message differs from others: whether it shows the author's JID, and, in the
  /// author's own copy in the dialect of the walk-through, the client's id (H08).
  private record Copy(Dialect dialect, boolean shown, @Nullable String clientId) {}

  private String content(String id, Published message, Copy copy) {
    var out = new StringBuilder(256 + message.payload().length);
    var mix =
        Element.builder("mix", copy.dialect().ns())
            .text("nick", message.nick())
            .text("jid", copy.shown() ? message.jid().toString() : null)
            .text("submission-id", copy.clientId());
    XmlWriter.write(mix.build(), "jabber:client", out);
    out.append(new String(message.payload(), UTF_8));
    if (Archiving.isKept(message)) {
      var stanzaId =
          Element.builder("stanza-id", NS_SID).attr("by", channel.address()).attr("id", id);
      XmlWriter.write(stanzaId.build(), "jabber:client", out);
    }
    return out.toString();
  }

  private Broadcast present(String id, Participant participant) {
    return event(
        id,
        MixNode.PARTICIPANTS,
        dialect ->
            MixItems.participant(channel, participant, dialect).toElement(MixItems.NS_EVENT));
  }

  private Broadcast mapped(String id, Participant participant) {
    Element item = MixItems.jidmap(participant).toElement(MixItems.NS_EVENT);
    return event(id + "-jidmap", MixNode.JIDMAP, _ -> item);
  }

  private List<Broadcast> left(String id, ChannelEvent.Left left, List<PresenceItem> swept) {
    var broadcasts = new ArrayList<Broadcast>();
    for (PresenceItem item : swept) {
      if (item.id().equals(left.id())) {
        broadcasts.add(presence(PresenceStanzas.gone(channel.address(), item)));
      }
    }
    broadcasts.add(retracted(id, MixNode.PARTICIPANTS, left.id()));
    broadcasts.add(retracted(id + "-jidmap", MixNode.JIDMAP, left.id()));
    return broadcasts;
  }

  /// Presence is the same in all dialects.
  private Broadcast presence(Rendering rendering) {
    Map<Dialect, Rendering> renderings = new EnumMap<>(Dialect.class);
    dialects.forEach(dialect -> renderings.put(dialect, rendering));
    return new Broadcast(MixNode.PRESENCE, renderings, null, null);
  }

  private Broadcast info(String id) {
    return event(
        id, MixNode.INFO, dialect -> MixItems.info(channel, dialect).toElement(MixItems.NS_EVENT));
  }

  private Broadcast access(String id, ChannelEvent.AccessSet set) {
    MixNode node = set.list().node();
    String subject = set.subject().toString();
    return set.listed()
        ? event(id, node, _ -> new MixItems.Item(subject, null).toElement(MixItems.NS_EVENT))
        : retracted(id, node, subject);
  }

  private List<Broadcast> avatar(String id, ChannelEvent.AvatarSet set) {
    Element payload = set.payload();
    if (payload != null) {
      var item = new MixItems.Item(set.itemId(), payload);
      return List.of(event(id, set.node(), _ -> item.toElement(MixItems.NS_EVENT)));
    }
    return channel.has(set.node()) ? List.of(retracted(id, set.node(), set.itemId())) : List.of();
  }

  /// Besides the configuration itself, what follows from it for those who see less than that: nodes
  /// that are gone, JIDs that are shown or hidden now.
  private List<Broadcast> configured(String id, ChannelConfig before, ChannelConfig config) {
    var broadcasts = new ArrayList<Broadcast>();
    broadcasts.add(
        event(id, MixNode.CONFIG, _ -> MixItems.config(config).toElement(MixItems.NS_EVENT)));
    for (MixNode node : MixNode.values()) {
      if (before.has(node) && !config.has(node)) {
        broadcasts.add(deleted(id, node));
      }
    }
    if (before.jidVisibility() != config.jidVisibility()) {
      broadcasts.add(info(id + "-info"));
      for (Participant participant : channel.participants()) {
        if (before.shows(participant) != config.shows(participant)) {
          broadcasts.add(present(id + "-" + participant.id(), participant));
        }
      }
    }
    return broadcasts;
  }

  /// Every node that was distributed is said to be deleted (H47).
  private List<Broadcast> deleted(String id) {
    var broadcasts = new ArrayList<Broadcast>();
    for (PresenceItem item : channel.presence().all()) {
      broadcasts.add(presence(PresenceStanzas.gone(channel.address(), item)));
    }
    for (MixNode node : MixNode.values()) {
      if (node != MixNode.MESSAGES && channel.has(node)) {
        broadcasts.add(deleted(id, node));
      }
    }
    return broadcasts;
  }

  private Broadcast deleted(String id, MixNode node) {
    return node(id + "-" + node.shortName(), node, "delete");
  }

  private Broadcast purged(String id, MixNode node) {
    return node(id, node, "purge");
  }

  private Broadcast node(String id, MixNode node, String what) {
    Element content = Element.builder(what, MixItems.NS_EVENT).attr("node", node.wire()).build();
    return message(id, node, _ -> event(content));
  }

  private Broadcast retracted(String id, MixNode node, String item) {
    Element retract = Element.builder("retract", MixItems.NS_EVENT).attr("id", item).build();
    return event(id, node, _ -> retract);
  }

  private Broadcast event(String id, MixNode node, Function<Dialect, Element> content) {
    return message(
        id,
        node,
        dialect ->
            event(
                Element.builder("items", MixItems.NS_EVENT)
                    .attr("node", node.wire())
                    .add(content.apply(dialect))
                    .build()));
  }

  private static Element event(Element content) {
    return Element.builder("event", MixItems.NS_EVENT).add(content).build();
  }

  /// A node's event has type `headline`, so that no server keeps or bounces it (H04).
  private Broadcast message(String id, MixNode node, Function<Dialect, Element> event) {
    var head = new StringBuilder(128).append("<message");
    attribute("from", channel.address().toString(), head);
    attribute("id", id, head);
    attribute("type", "headline", head);
    head.append(" to='");
    byte[] start = head.toString().getBytes(UTF_8);
    Map<Dialect, Rendering> renderings = new EnumMap<>(Dialect.class);
    for (Dialect dialect : dialects) {
      String tail = "'>" + XmlWriter.toString(event.apply(dialect), "jabber:client") + "</message>";
      renderings.put(dialect, new Rendering(start, tail.getBytes(UTF_8)));
    }
    return new Broadcast(node, renderings, null, null);
  }
}

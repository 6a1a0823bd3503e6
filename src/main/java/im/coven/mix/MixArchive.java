package im.coven.mix;

import im.coven.channel.Archiving;
import im.coven.channel.Channel;
import im.coven.channel.ChannelEvent;
import im.coven.channel.Dialect;
import im.coven.channel.EntryId;
import im.coven.channel.EventCodec;
import im.coven.channel.JidVisibility;
import im.coven.channel.LogEntry;
import im.coven.channel.MixNode;
import im.coven.channel.Participant;
import im.coven.jid.Jid;
import im.coven.mam.MamAnswers.Archived;
import im.coven.xml.Element;
import im.coven.xml.XmlReader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What stands in a channel's archives, as its readers see it: the one place where that is
/// rendered, whether the channel is asked or the archive of an account.
///
/// See XEP-0369 §7.2, XEP-0442.
public final class MixArchive {

  private final Channel channel;
  private final Dialect dialect;

  private MixArchive(Channel channel, Dialect dialect) {
    this.channel = channel;
    this.dialect = dialect;
  }

  /// The archives of a channel for a bare JID, in the dialect that it speaks.
  public static MixArchive of(Channel channel, Jid reader) {
    return new MixArchive(
        channel, channel.participant(reader).map(Participant::dialect).orElse(Dialect.CORE_1));
  }

  /// Whether a reader may look for a message by the JID of its author: where that is shown, or to
  /// who may know it anyway. See MAM-010.
  public static boolean mayLookByJid(Channel channel, Jid reader) {
    return channel.config().jidVisibility() == JidVisibility.VISIBLE
        || mayKnowJids(channel, reader);
  }

  /// Whether a reader may know whose participant ids are whose.
  public static boolean mayKnowJids(Channel channel, Jid reader) {
    return channel.has(MixNode.JIDMAP) && channel.mayRead(reader, MixNode.JIDMAP);
  }

  /// An entry of the archive of a node; nothing where it is of another.
  public Optional<Archived> entry(MixNode node, LogEntry entry) {
    String id = channel.ids().archiveId(entry.id());
    ChannelEvent event = EventCodec.read(entry.event());
    return (event instanceof ChannelEvent.Published message
            ? Optional.of(message(entry.id(), message))
            : news(id, node, event))
        .map(message -> new Archived(id, Instant.ofEpochMilli(entry.id().ms()), message));
  }

  private Element message(EntryId entry, ChannelEvent.Published message) {
    return XmlReader.parse(MixRenderer.archived(channel, entry, message, dialect));
  }

  private Optional<Element> news(String id, MixNode node, ChannelEvent event) {
    var items = Element.builder("items", MixItems.NS_EVENT).attr("node", node.wire());
    List<Element> all =
        event.each().stream()
            .filter(each -> Archiving.node(each).equals(Optional.of(node)))
            .flatMap(each -> item(each).stream())
            .toList();
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Element.builder("message", "jabber:client")
                .attr("from", channel.address())
                .attr("id", id)
                .attr("type", "headline")
                .add(
                    Element.builder("event", MixItems.NS_EVENT)
                        .add(items.addAll(all).build())
                        .build())
                .build());
  }

  private Optional<Element> item(ChannelEvent event) {
    return switch (event) {
      case ChannelEvent.Joined(var participant) -> Optional.of(participant(participant));
      case ChannelEvent.Changed(_, var participant) -> Optional.of(participant(participant));
      case ChannelEvent.Left(var id, _, _) ->
          Optional.of(Element.builder("retract", MixItems.NS_EVENT).attr("id", id).build());
      case ChannelEvent.InfoSet(var info) ->
          Optional.of(
              new MixItems.Item(
                      info.itemId(), MixForms.info(info, channel.config().jidVisibility(), dialect))
                  .toElement(MixItems.NS_EVENT));
      case ChannelEvent.Configured(_, var config) ->
          Optional.of(MixItems.config(config).toElement(MixItems.NS_EVENT));
      default -> Optional.empty();
    };
  }

  private Element participant(Participant participant) {
    return MixItems.participant(channel, participant, dialect).toElement(MixItems.NS_EVENT);
  }
}

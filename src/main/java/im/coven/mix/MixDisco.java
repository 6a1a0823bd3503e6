package im.coven.mix;

import static im.coven.stanza.StanzaError.Condition.FORBIDDEN;
import static im.coven.stanza.StanzaError.Condition.ITEM_NOT_FOUND;
import static im.coven.stanza.StanzaError.Condition.NOT_ALLOWED;

import im.coven.channel.Channel;
import im.coven.channel.Dialect;
import im.coven.channel.MixNode;
import im.coven.channel.Role;
import im.coven.disco.DiscoInfo;
import im.coven.disco.DiscoItems;
import im.coven.disco.Identity;
import im.coven.form.DataForm;
import im.coven.jid.Jid;
import im.coven.stanza.Iq;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a MIX service and its channels say of themselves. See XEP-0369 §6.
public final class MixDisco {

  /// The node by which a channel's own discovery is asked for. See XEP-0369 §6.4.
  private static final String NODE = "mix";

  private MixDisco() {}

  /// The feature that nicks are registered. See XEP-0407 §3.
  public static final String NICK_REGISTER = MixRequests.NS_MISC + "#nick-register";

  /// The service's features for somebody who may, or may not, create channels, and those that it
  /// has besides.
  public static DiscoInfo service(
      String name, boolean searchable, boolean mayCreate, List<String> more) {
    var features = new ArrayList<>(List.of(DiscoInfo.NS, DiscoItems.NS));
    for (Dialect dialect : Dialect.values()) {
      features.add(dialect.ns());
      if (searchable) {
        features.add(dialect.ns() + "#searchable");
      }
      if (mayCreate) {
        features.add(dialect.ns() + "#create-channel");
      }
    }
    features.addAll(more);
    return new DiscoInfo(List.of(identity(name)), features, List.of());
  }

  /// What a channel says of itself besides: features, and what it says of its other face, where it
  /// has one.
  public record Besides(List<String> features, Optional<DataForm> mirror) {
    public Besides {
      features = List.copyOf(features);
    }
  }

  /// Answers disco#info to a channel. The node `mix` is the same as none (H15).
  public static Iq info(Iq.Request iq, Channel channel, Jid asker, Besides besides) {
    String node = iq.payload().attr("node");
    if (node != null && !node.equals(NODE)) {
      return iq.error(ITEM_NOT_FOUND.error());
    }
    if (!channel.admits(asker)) {
      return iq.error(FORBIDDEN.error());
    }
    List<String> features =
        Stream.concat(
                Stream.of(DiscoInfo.NS, DiscoItems.NS),
                Stream.concat(
                    Stream.of(Dialect.values()).map(Dialect::ns),
                    Stream.concat(
                        Stream.of("urn:xmpp:mam:2", "urn:xmpp:mam:2#extended", "urn:xmpp:sid:0"),
                        besides.features().stream())))
            .toList();
    var info = new DiscoInfo(List.of(identity(channel.info().name())), features, List.of());
    return iq.result(info.with(besides.mirror()).toElement(node));
  }

  /// Answers disco#items to a channel: the nodes that the asker may subscribe to (H15).
  public static Iq items(Iq.Request iq, Channel channel, Jid asker) {
    String node = iq.payload().attr("node");
    if (node == null) {
      return iq.error(NOT_ALLOWED.because("Ask with the node mix"));
    }
    if (!node.equals(NODE)) {
      return iq.error(ITEM_NOT_FOUND.error());
    }
    if (!channel.admits(asker)) {
      return iq.error(FORBIDDEN.error());
    }
    Role role = channel.role(asker);
    Role asParticipant = role.isAtLeast(Role.PARTICIPANT) ? role : Role.PARTICIPANT;
    List<DiscoItems.Item> items =
        Stream.of(MixNode.values())
            .filter(channel::has)
            .filter(each -> channel.config().mayRead(asParticipant, each))
            .map(each -> new DiscoItems.Item(channel.address(), each.wire(), null))
            .toList();
    return iq.result(new DiscoItems(items).toElement(node));
  }

  /// The channel's line in the service's list, for those who may know of it.
  public static Optional<DiscoItems.Item> line(Channel channel, Jid asker) {
    boolean shown = !channel.founding().adHoc() && channel.admits(asker);
    return shown
        ? Optional.of(new DiscoItems.Item(channel.address(), null, channel.info().name()))
        : Optional.empty();
  }

  private static Identity identity(@Nullable String name) {
    return new Identity("conference", "mix", name, null);
  }
}

package im.coven.channel;

import static im.coven.stanza.StanzaError.Condition.BAD_REQUEST;
import static im.coven.stanza.StanzaError.Condition.FORBIDDEN;
import static im.coven.stanza.StanzaError.Condition.ITEM_NOT_FOUND;
import static im.coven.stanza.StanzaError.Condition.NOT_ACCEPTABLE;
import static im.coven.stanza.StanzaError.Condition.SERVICE_UNAVAILABLE;

import im.coven.channel.ChannelRequest.RemoveAvatar;
import im.coven.channel.ChannelRequest.SetAvatar;
import im.coven.channel.Decision.Accepted;
import im.coven.channel.Decision.Done;
import im.coven.channel.Decision.Refused;
import im.coven.channel.Decision.Settled;
import im.coven.channel.Decision.Stored;
import im.coven.stanza.StanzaError;
import im.coven.xml.Element;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Decides what becomes of a channel's avatar: its data and what describes them, each the one item
/// of a node. See XEP-0407 §2, XEP-0084.
final class Avatars {

  static final List<MixNode> NODES = List.of(MixNode.AVATAR_DATA, MixNode.AVATAR_METADATA);

  private static final String NS_ERRORS = "http://jabber.org/protocol/pubsub#errors";

  private final int bytesMax;

  Avatars(MiscRules rules) {
    this.bytesMax = rules.avatarBytesMax();
  }

  Decision set(Channel channel, SetAvatar set) {
    Optional<Refused> refused = unfit(channel, set.from(), set.node());
    if (refused.isPresent()) {
      return refused.get();
    }
    return set.node() == MixNode.AVATAR_DATA ? data(channel, set) : metadata(channel, set);
  }

  Decision remove(Channel channel, RemoveAvatar remove) {
    Optional<Refused> refused = unfit(channel, remove.from(), remove.node());
    if (refused.isPresent()) {
      return refused.get();
    }
    return channel
        .avatar(remove.node())
        .filter(item -> item.id().equals(remove.itemId()))
        .<Decision>map(item ->
            new Accepted(new ChannelEvent.AvatarSet(remove.node(), item.id(), null), new Done()))
        .orElseGet(() -> new Refused(ITEM_NOT_FOUND.error()));
  }

  private Optional<Refused> unfit(Channel channel, im.coven.jid.Jid from, MixNode node) {
    Group updaters = channel.config().group(ConfigField.AVATAR_NODES_UPDATE_RIGHTS);
    if (!updaters.holds(channel.role(from))) {
      return Optional.of(new Refused(FORBIDDEN.because("You may not change the avatar")));
    }
    if (bytesMax == 0) {
      return Optional.of(new Refused(SERVICE_UNAVAILABLE.because("Channels have no avatars here")));
    }
    return channel.has(node)
        ? Optional.empty()
        : Optional.of(new Refused(ITEM_NOT_FOUND.because("The channel has no avatar")));
  }

  /// The image is kept as one line of Base64, under its own hash.
  private Decision data(Channel channel, SetAvatar set) {
    if (!set.payload().is("data", MixNode.AVATAR_DATA.wire())) {
      return new Refused(invalid());
    }
    byte[] image;
    try {
      image = Base64.getDecoder().decode(set.payload().text().replaceAll("\\s", ""));
    } catch (IllegalArgumentException notBase64) {
      return new Refused(invalid());
    }
    if (image.length == 0) {
      return new Refused(invalid());
    }
    if (image.length > bytesMax) {
      return new Refused(
          NOT_ACCEPTABLE
              .because("An avatar has " + bytesMax + " bytes at most")
              .with(Element.of("payload-too-big", NS_ERRORS)));
    }
    String id = sha1(image);
    if (!set.itemId().isEmpty() && !set.itemId().equalsIgnoreCase(id)) {
      return new Refused(NOT_ACCEPTABLE.because("The item's id is the SHA-1 of the image"));
    }
    String text = Base64.getEncoder().encodeToString(image);
    return stored(
        channel,
        MixNode.AVATAR_DATA,
        new AvatarItem(id, Element.text("data", MixNode.AVATAR_DATA.wire(), text)));
  }

  /// Metadata are about the image that the data node holds, or about none: then there is no avatar
  /// any more. See XEP-0084 §4.2.
  private static Decision metadata(Channel channel, SetAvatar set) {
    Element metadata = set.payload();
    if (!metadata.is("metadata", MixNode.AVATAR_METADATA.wire())) {
      return new Refused(invalid());
    }
    if (metadata.children().isEmpty()) {
      String id = set.itemId().isEmpty() ? "none" : set.itemId();
      return stored(channel, MixNode.AVATAR_METADATA, new AvatarItem(id, metadata));
    }
    Optional<AvatarItem> image = channel.avatar(MixNode.AVATAR_DATA);
    if (image.isEmpty()) {
      return new Refused(NOT_ACCEPTABLE.because("The image itself has to be published first"));
    }
    String id = image.get().id();
    boolean told =
        metadata
            .children("info", metadata.ns())
            .anyMatch(info -> info.attr("url") == null && id.equalsIgnoreCase(info.attr("id")));
    boolean named = set.itemId().isEmpty() || set.itemId().equalsIgnoreCase(id);
    return told && named
        ? stored(channel, MixNode.AVATAR_METADATA, new AvatarItem(id, metadata))
        : new Refused(NOT_ACCEPTABLE.because("This is not about the image that was published"));
  }

  private static Decision stored(Channel channel, MixNode node, AvatarItem item) {
    var answer = new Stored(item.id());
    return channel.avatar(node).filter(item::equals).isPresent()
        ? new Settled(answer)
        : new Accepted(new ChannelEvent.AvatarSet(node, item.id(), item.payload()), answer);
  }

  private static StanzaError invalid() {
    return BAD_REQUEST.error().with(Element.of("invalid-payload", NS_ERRORS));
  }

  private static String sha1(byte[] image) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(image));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

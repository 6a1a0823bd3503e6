package im.coven.mix;

import im.coven.channel.Dialect;
import im.coven.channel.MixNode;
import im.coven.channel.Participant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A stanza for all who are subscribed to a node, encoded once for each dialect that one of them
/// speaks.
///
/// `author` is the stable participant id of who caused it; `toAuthor`, where not null, is what the
/// author gets instead.
public record Broadcast(
    MixNode node,
    Map<Dialect, Rendering> renderings,
    @Nullable String author,
    @Nullable Rendering toAuthor) {

  public Broadcast {
    renderings = Map.copyOf(renderings);
  }

  /// What a participant gets, or null where it is not subscribed.
  public @Nullable Rendering to(Participant receiver) {
    if (!receiver.isSubscribedTo(node)) {
      return null;
    }
    return toAuthor != null && receiver.id().equals(author)
        ? toAuthor
        : renderings.get(receiver.dialect());
  }
}

package im.coven.muc;

import im.coven.channel.Channel;
import im.coven.channel.ChannelEvent;
import im.coven.channel.EventCodec;
import im.coven.channel.LogEntry;
import im.coven.jid.Jid;
import im.coven.mix.Rendering;
import im.coven.xml.Element;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What was said before somebody entered a room. See XEP-0045 §7.2.13 to §7.2.15.
public final class RoomHistory {

  /// How much a client wants of it, all of which holds together; what it cannot be understood to
  /// want is as if it had not said it. `since` is null where it goes back as far as it may.
  public record Wish(int messages, int characters, @Nullable Instant since) {

    /// Reads the child of the element that a client enters with. No more than `max` messages.
    public static Wish in(@Nullable Element x, int max, Instant now) {
      Optional<Element> wish =
          Optional.ofNullable(x).flatMap(entering -> entering.child("history", Muc.NS));
      if (wish.isEmpty()) {
        return new Wish(max, Integer.MAX_VALUE, null);
      }
      int messages = number(wish.get().attr("maxstanzas")).orElse(max);
      int characters = number(wish.get().attr("maxchars")).orElse(Integer.MAX_VALUE);
      Optional<Instant> seconds =
          number(wish.get().attr("seconds")).map(ago -> now.minus(Duration.ofSeconds(ago)));
      Optional<Instant> since = time(wish.get().attr("since"));
      Instant latest =
          seconds.isPresent() && since.isPresent()
              ? seconds.get().isAfter(since.get()) ? seconds.get() : since.get()
              : seconds.or(() -> since).orElse(null);
      return new Wish(Math.min(max, messages), characters, latest);
    }

    public boolean isNothing() {
      return messages == 0 || characters == 0;
    }
  }

  /// A client in a room.
  public record Place(Jid room, Jid client) {}

  private RoomHistory() {}

  /// The newest of `entries`, which come in the order of the log, as far as they are wished. What
  /// was retracted, or set the subject, is none.
  public static List<Rendering> of(
      Channel channel, Place place, List<LogEntry> entries, Wish wish) {
    var writer = new RoomWriter(place.room());
    var chosen = new ArrayDeque<Rendering>();
    int characters = 0;
    for (LogEntry entry : entries.reversed()) {
      Instant time = Instant.ofEpochMilli(entry.id().ms());
      boolean tooOld = wish.since() != null && time.isBefore(wish.since());
      if (tooOld || chosen.size() >= wish.messages()) {
        break;
      }
      boolean retracted = channel.retraction(entry.id()).isPresent();
      if (!retracted
          && EventCodec.read(entry.event()) instanceof ChannelEvent.Published message
          && message.subject() == null) {
        String id = channel.ids().archiveId(entry.id());
        Rendering rendering = writer.message(message, id, id, time);
        characters += length(rendering, place.client());
        if (characters > wish.characters()) {
          break;
        }
        chosen.addFirst(rendering);
      }
    }
    return List.copyOf(chosen);
  }

  private static int length(Rendering rendering, Jid receiver) {
    return new String(rendering.head(), StandardCharsets.UTF_8).length()
        + receiver.toString().length()
        + new String(rendering.tail(), StandardCharsets.UTF_8).length();
  }

  private static Optional<Integer> number(@Nullable String text) {
    return text != null && text.matches("\\d{1,9}")
        ? Optional.of(Integer.valueOf(text))
        : Optional.empty();
  }

  private static Optional<Instant> time(@Nullable String text) {
    try {
      return Optional.ofNullable(text).map(OffsetDateTime::parse).map(OffsetDateTime::toInstant);
    } catch (DateTimeException none) {
      return Optional.empty();
    }
  }
}

package im.coven.fault;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What one member of a channel did and saw: its streams one after the other, and what it holds in
/// the end, from its streams and from the archive together.
record Testimony(String who, List<Stream> streams, List<Heard> timeline) {

  Testimony {
    streams = List.copyOf(streams);
    timeline = List.copyOf(timeline);
  }

  /// How many messages its sender was told this of.
  long told(Told how) {
    return streams.stream()
        .flatMap(stream -> stream.sent().values().stream())
        .filter(told -> told.filter(how::equals).isPresent())
        .count();
  }

  /// A message of the channel: its archive id and its text, which no other has.
  record Heard(String id, String text) {}

  /// What a sender was told of a message.
  enum Told {
    /// It was reflected.
    ACCEPTED,
    /// It was refused: it is not stored.
    REFUSED,
    /// An error that says that nothing is known.
    UNSURE
  }

  /// What was sent and received on one stream, in that order. Not for several threads.
  static final class Stream {

    private final Map<String, Optional<Told>> sent = new LinkedHashMap<>();
    private final List<Heard> heard = new ArrayList<>();
    private final List<String> contradicted = new ArrayList<>();
    private int unanswered;
    private boolean broken;

    Stream sent(String text) {
      sent.put(text, Optional.empty());
      unanswered++;
      return this;
    }

    Stream told(String text, Told how) {
      Optional<Told> before = sent.getOrDefault(text, Optional.empty());
      sent.put(text, Optional.of(how));
      unanswered -= before.isEmpty() ? 1 : 0;
      if (before.filter(first -> first != Told.UNSURE).isPresent()) {
        contradicted.add(text);
      }
      return this;
    }

    Stream heard(Heard message) {
      heard.add(message);
      return this;
    }

    /// It ended before the member wanted it to.
    Stream broken() {
      broken = true;
      return this;
    }

    boolean isBroken() {
      return broken;
    }

    Map<String, Optional<Told>> sent() {
      return sent;
    }

    List<Heard> heard() {
      return heard;
    }

    /// What was told twice; only what was unsure may become known.
    List<String> contradicted() {
      return contradicted;
    }

    int unanswered() {
      return unanswered;
    }
  }
}

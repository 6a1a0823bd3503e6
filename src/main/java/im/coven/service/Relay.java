package im.coven.service;

import im.coven.channel.EntryId;
import im.coven.mix.Rendering;
import im.coven.service.Backlog.Missed;
import im.coven.stanza.Stanza;
import im.coven.stream.StreamError;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Stands in for a stream at one channel while it is found out what the stream has missed there,
/// and keeps what the channel sends meanwhile. Confined to its loop.
///
/// What is here may be behind the cursor or before it. From the first position that is known on,
/// the channel's broadcasts come here; what lies between the cursor and that position is read from
/// the log. Where the cursor is further, what comes up to it is dropped.
final class Relay implements ClientStream {

  private record Sent(EntryId at, Rendering rendering) {}

  private final Cursor cursor;
  private final Supplier<Optional<Cursor>> here;
  private final Runnable further;
  private final Promise<EntryId> reached = Promise.promise();
  private final List<Sent> live = new ArrayList<>();
  private @Nullable EntryId first;
  private @Nullable Missed missed;

  /// `here` is how far the channel came on this loop, `further` makes it go on.
  Relay(Cursor cursor, Supplier<Optional<Cursor>> here, Runnable further) {
    this.cursor = cursor;
    this.here = here;
    this.further = further;
  }

  /// The position up to which the log has to be read; fails where it is another log.
  Future<EntryId> reached() {
    return reached.future();
  }

  /// Takes what was read.
  Relay missed(Missed missed) {
    this.missed = missed;
    return this;
  }

  Cursor cursor() {
    return cursor;
  }

  /// Whether what was missed is exactly what would have been sent.
  boolean isCertain() {
    return missed != null && missed.certain();
  }

  /// All that the stream has to be sent; from now on the channel's broadcasts go to the stream
  /// itself, which the caller attaches in the same turn of the loop.
  List<Rendering> end() {
    var all = new ArrayList<Rendering>();
    if (missed != null) {
      all.addAll(missed.stanzas());
    }
    live.stream()
        .filter(sent -> sent.at().isAfter(cursor.at().id()))
        .forEach(sent -> all.add(sent.rendering()));
    return all;
  }

  @Override
  public void send(byte[] head, byte[] tail, Urgency urgency) {
    here.get().ifPresent(now -> live.add(new Sent(now.at().id(), new Rendering(head, tail))));
  }

  @Override
  public void moved() {
    if (reached.future().isComplete()) {
      return;
    }
    here.get()
        .ifPresent(now -> {
          EntryId wanted = cursor.at().id();
          if (first == null) {
            first = now.at().id();
          }
          if (!now.at().epoch().equals(cursor.at().epoch())) {
            reached.fail("another log");
          } else if (wanted.isAfter(now.at().id())) {
            further.run();
          } else {
            reached.complete(first);
          }
        });
  }

  @Override
  public void send(Stanza stanza) {}

  @Override
  public void close(StreamError error) {}

  @Override
  public void leave(StreamError error) {}
}

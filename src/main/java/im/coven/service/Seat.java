package im.coven.service;

import im.coven.channel.EntryId;
import im.coven.jid.Jid;
import im.coven.mix.Rendering;
import im.coven.muc.RoomNews;
import im.coven.muc.RoomStanza;
import im.coven.service.ClientStream.Urgency;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A stream's place in a room. It hears nothing before it entered; then it is told who is there,
/// and what happens waits until it was told what was said before. See XEP-0045 §7.1.
///
/// What it is told on entering is in no log, so its session cannot be resumed without that before
/// its client has acknowledged it. Confined to its loop.
final class Seat {

  /// Who waits for history while so much is said goes without.
  private static final int HELD_MAX = 1000;

  private enum Phase {
    ENTERING,
    WAITING,
    SEATED
  }

  private final Jid client;
  private final Jid account;
  private final ClientStream stream;
  private final Deque<Rendering> held = new ArrayDeque<>();
  private Phase phase;
  private @Nullable EntryId entered;
  private @Nullable Rendering subject;

  /// `seated` is whether the client is in the room already.
  Seat(Jid client, ClientStream stream, boolean seated) {
    this.client = client;
    this.account = client.bare();
    this.stream = stream;
    this.phase = seated ? Phase.SEATED : Phase.ENTERING;
  }

  /// The same place for another stream.
  Seat with(ClientStream other) {
    return new Seat(client, other, isSeated());
  }

  ClientStream stream() {
    return stream;
  }

  boolean isEntering() {
    return phase == Phase.ENTERING;
  }

  /// Whether all that happens reaches the stream at once.
  boolean isSeated() {
    return phase == Phase.SEATED;
  }

  /// The client entered: it is told who is there. Answers how many stanzas that took.
  int enter(RoomReplica.Arrival arrival) {
    int sent = phase == Phase.WAITING ? finish(List.of()) : 0;
    arrival.there().forEach(this::send);
    phase = Phase.WAITING;
    entered = arrival.at();
    subject = arrival.subject();
    stream.moved();
    return sent + arrival.there().size();
  }

  /// What was said before it entered at an entry, and what it is all about.
  int past(EntryId at, List<Rendering> history) {
    return phase == Phase.WAITING && at.equals(entered) ? finish(history) : 0;
  }

  private int finish(List<Rendering> history) {
    int sent = history.size() + held.size() + 1;
    history.forEach(this::send);
    if (subject != null) {
      send(subject);
    }
    held.forEach(this::send);
    held.clear();
    phase = Phase.SEATED;
    stream.moved();
    return sent;
  }

  /// What happened; answers how many stanzas were sent.
  int tell(RoomStanza stanza, Set<Jid> seers) {
    Rendering rendering = stanza.to(account, seers);
    return switch (phase) {
      case ENTERING -> 0;
      case SEATED -> {
        send(rendering);
        yield 1;
      }
      case WAITING -> {
        held.add(rendering);
        yield held.size() > HELD_MAX ? finish(List.of()) : 0;
      }
    };
  }

  /// The last word.
  void dismiss(RoomNews.Farewell farewell) {
    if (phase == Phase.WAITING) {
      finish(List.of());
    }
    send(farewell.last());
  }

  private void send(Rendering rendering) {
    stream.send(rendering.head(), rendering.tail(), Urgency.NOW);
  }
}

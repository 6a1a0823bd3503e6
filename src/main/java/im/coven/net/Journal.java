package im.coven.net;

import im.coven.service.ClientStream.Urgency;
import im.coven.service.SentStanza;
import im.coven.service.Session;
import im.coven.stanza.Stanza;
import im.coven.stream.Acknowledgements;
import im.coven.stream.Checkpoint;
import im.coven.stream.Checkpoint.Kept;
import im.coven.stream.StreamXml;
import im.coven.xml.Element;
import im.coven.xml.XmlWriter;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Keeps a session in Redis while its stream goes on, so that it can be resumed when this instance
/// dies.
///
/// What only this client gets, and what it is told of its own stanzas, leaves only when it is kept,
/// and everything behind it waits too: so a count of the stanzas that the client has says which of
/// the rest it has, and that is in the channels' logs. A broadcast alone is not waited for and
/// costs no command. Writes are gathered: one is under way at a time.
///
/// Now and then a *mark* notes how far each channel was sent at a number; when the client has
/// acknowledged that many, the mark is the new base of the {@link Checkpoint}, and what is older is
/// forgotten. Belongs to the stream's loop.
final class Journal {

  private static final long RETRY_MS = 100;

  /// Writes that fail for so long end the stream: what the client was not told has not happened.
  private static final int RETRIES_MAX = 100;

  /// Between an acknowledgement and the writing of the base that it makes: a channel of a thousand
  /// such clients must not cost Redis a command for each of them and every few messages.
  private static final long BASE_MS = 1000;

  /// What the journal stands on.
  interface Ground {

    /// Does something at the end of the loop's turn.
    void later(Runnable task);

    /// Does something after a while.
    void after(long ms, Runnable task);

    /// The session is another's by now, or cannot be kept: the stream must end.
    void lost();
  }

  private record Mark(long number, String position, long moves) {}

  private record Output(byte[] head, byte @Nullable [] tail, Urgency urgency) {

    private Output(byte[] head, byte @Nullable [] tail) {
      this(head, tail, Urgency.NOW);
    }
  }

  private final Session session;
  private final Acknowledgements<SentStanza> acks;
  private final ClientWire wire;
  private final byte[] address;
  private final Ground ground;
  private final TreeMap<Long, Kept> fresh = new TreeMap<>();
  private final TreeSet<Long> kept = new TreeSet<>();
  private final ArrayDeque<Mark> marks = new ArrayDeque<>();
  private List<Output> next = new ArrayList<>();
  private List<Output> flying = new ArrayList<>();
  private boolean dirty;
  private boolean scheduled;
  private boolean saving;
  private boolean stopped;
  private boolean asks;
  private boolean answers;
  private boolean baseDue;
  private long moves;
  private boolean unsettled;
  private @Nullable Mark base;
  private String state = "";
  private String inbound = "";

  Journal(
      Session session,
      Acknowledgements<SentStanza> acks,
      ClientWire wire,
      byte[] address,
      Ground ground) {
    this.session = session;
    this.acks = acks;
    this.wire = wire;
    this.address = address;
    this.ground = ground;
  }

  /// Begins to keep a session whose client has just asked for it; `enabled` is the answer.
  void open(Element enabled) {
    next.add(new Output(bytes(enabled), null));
    Checkpoint first = checkpoint();
    unsettled = !first.settled();
    begin(() -> session.open(first).map(true));
  }

  /// Goes on with a session that was resumed, and with what its client has not got yet, which was
  /// counted and put in here; `stale` are fields that are not needed any more.
  void resumed(Collection<String> stale) {
    Checkpoint first = checkpoint();
    unsettled = !first.settled();
    kept.addAll(first.kept().keySet());
    fresh.clear();
    Map<String, String> fields = first.fields();
    List<String> removed = stale.stream().filter(name -> !fields.containsKey(name)).toList();
    begin(() -> session.save(new Checkpoint.Change(fields, removed)));
  }

  private void begin(Supplier<Future<Boolean>> write) {
    dirty = false;
    asks = false;
    fly(write, 0);
  }

  /* ---- what is sent ---- */

  /// A stanza for this client alone was counted.
  void own(SentStanza.Whole whole) {
    fresh.put(acks.sent(), SentStanza.kept(whole, address));
    next.add(new Output(bytes(whole.stanza().toElement()), null));
    touch();
  }

  /// A stanza that many get was counted.
  void shared(byte[] head, byte[] tail, Urgency urgency) {
    if (dirty || saving) {
      hold(new Output(head, tail, urgency));
    } else {
      wire.put(head, address, tail, urgency);
    }
  }

  /// A stanza that was sent before is sent again; before {@link #resumed}.
  void again(byte[] head, byte @Nullable [] tail) {
    next.add(new Output(head, tail));
  }

  /// Says how much of the client's is taken care of, once that is kept.
  void answer() {
    answers = true;
    touch();
  }

  /// Asks the client to acknowledge what it has, at the end of the turn: a mark has to stand where
  /// all channels were sent as far as they came. Nothing is written for it.
  void ask() {
    asks = true;
    schedule();
  }

  /// The stanzas come from other channels from here on.
  void moved() {
    moves++;
    unsettled = true;
    asks = true;
    touch();
  }

  /// More of the client's stanzas are taken care of than is kept, and would have an effect again.
  void touch() {
    dirty = true;
    schedule();
  }

  private void schedule() {
    if (!scheduled && !saving && !stopped) {
      scheduled = true;
      ground.later(this::flush);
    }
  }

  /// It leaves with what it was sent behind.
  private void hold(Output output) {
    (dirty ? next : flying).add(output);
  }

  private void write(Output output) {
    if (output.tail() == null) {
      wire.put(output.head());
    } else {
      wire.put(output.head(), address, output.tail(), output.urgency());
    }
  }

  private static byte[] bytes(Element element) {
    return XmlWriter.toBytes(element, Stanza.NS);
  }

  /* ---- what is kept ---- */

  /// The client acknowledged more.
  void acknowledged() {
    Mark reached = null;
    while (!marks.isEmpty() && marks.element().number() <= acks.acknowledged()) {
      reached = marks.remove();
    }
    if (reached != null) {
      base = reached;
    }
    boolean urgent = !kept.isEmpty() && kept.first() <= acks.acknowledged();
    if (urgent || (reached != null && unsettled)) {
      touch();
    } else if (reached != null && !baseDue) {
      baseDue = true;
      ground.after(BASE_MS, this::baseOver);
    }
  }

  private void baseOver() {
    baseDue = false;
    if (base != null) {
      touch();
    }
  }

  private void flush() {
    scheduled = false;
    if (saving || stopped) {
      return;
    }
    if (asks) {
      asks = false;
      mark();
      var request = new Output(bytes(StreamXml.ackRequest()), null);
      if (dirty) {
        next.add(request);
      } else {
        write(request);
      }
    }
    if (!dirty) {
      return;
    }
    if (answers) {
      answers = false;
      next.add(new Output(bytes(StreamXml.ack(acks.handled())), null));
    }
    dirty = false;
    Checkpoint.Change change = change();
    fly(() -> session.save(change), 0);
  }

  private void mark() {
    if (!marks.isEmpty() && marks.getLast().number() == acks.sent()) {
      marks.removeLast();
    }
    session.position().ifPresent(position -> marks.add(new Mark(acks.sent(), position, moves)));
  }

  private Checkpoint.Change change() {
    var set = new HashMap<String, String>();
    var removed = new ArrayList<String>();
    String nowInbound = acks.inbound().toString();
    if (!nowInbound.equals(inbound)) {
      inbound = nowInbound;
      set.put(Checkpoint.INBOUND, inbound);
    }
    set.put(Checkpoint.ACKNOWLEDGED, String.valueOf(acks.acknowledged()));
    String nowState = session.state();
    if (!nowState.equals(state)) {
      state = nowState;
      set.put(Checkpoint.STATE, state);
    }
    Mark reached = base;
    base = null;
    if (reached != null) {
      set.put(Checkpoint.BASE, String.valueOf(reached.number()));
      set.put(Checkpoint.POSITION, reached.position());
      unsettled = reached.moves() != moves;
      var old = kept.headSet(reached.number(), true);
      old.forEach(number -> removed.add(Checkpoint.field(number)));
      old.clear();
      fresh.headMap(reached.number(), true).clear();
    }
    if (reached != null || unsettled) {
      set.put(Checkpoint.UNSETTLED, unsettled ? "1" : "");
    }
    fresh.forEach((number, stanza) -> set.put(Checkpoint.field(number), stanza.toString()));
    kept.addAll(fresh.keySet());
    fresh.clear();
    return new Checkpoint.Change(set, removed);
  }

  /// Writes, and lets what waited for it go. What is for all follows what it was sent behind.
  private void fly(Supplier<Future<Boolean>> write, int tries) {
    if (tries == 0) {
      flying = next;
      next = new ArrayList<>();
    }
    saving = true;
    if (stopped) {
      return;
    }
    write
        .get()
        .onSuccess(ours -> {
          if (stopped) {
            return;
          }
          if (ours) {
            landed();
          } else {
            stop();
            ground.lost();
          }
        })
        .onFailure(cause -> {
          if (stopped) {
            return;
          }
          if (tries < RETRIES_MAX) {
            ground.after(RETRY_MS, () -> fly(write, tries + 1));
          } else {
            stop();
            ground.lost();
          }
        });
  }

  private void landed() {
    saving = false;
    flying.forEach(this::write);
    flying = new ArrayList<>();
    if (dirty || asks) {
      schedule();
    }
  }

  /// Nothing is kept any more: what waits is not sent.
  void stop() {
    stopped = true;
  }

  /// All that is known of the stream now.
  Checkpoint checkpoint() {
    var all = new TreeMap<Long, Kept>();
    long number = acks.acknowledged();
    for (SentStanza stanza : acks.unacknowledged()) {
      number++;
      all.put(number, SentStanza.kept(stanza, address));
    }
    state = session.state();
    inbound = acks.inbound().toString();
    String position = session.position().orElse("");
    return new Checkpoint(
        acks.inbound(),
        acks.acknowledged(),
        acks.sent(),
        position,
        session.position().isPresent(),
        state,
        all);
  }

  /// The fields that are kept and belong to nothing in the last checkpoint.
  List<String> stale() {
    return kept.headSet(acks.acknowledged(), true).stream().map(Checkpoint::field).toList();
  }
}

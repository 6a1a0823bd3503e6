package im.coven.stream;

import im.coven.stream.Checkpoint.Inbound;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// The counters of a stream with acknowledgements, and what the client has not acknowledged yet.
///
/// `T` is whatever the door needs to know a sent stanza by. On the wire counters are modulo 2^32;
/// here they do not wrap. Belongs to the stream's loop. See XEP-0198 §4.
public final class Acknowledgements<T> {

  private static final long MODULUS = 1L << 32;

  /// A stanza of the client that is being taken care of.
  public static final class Ticket {
    private final long number;
    private final boolean known;
    private boolean done;

    private Ticket(long number, boolean known) {
      this.number = number;
      this.known = known;
    }

    /// Which of the client's stanzas it is.
    public long number() {
      return number;
    }

    /// Whether it was taken care of before the stream was resumed.
    public boolean isKnown() {
      return known;
    }
  }

  private final int requestEvery;
  private final int unacknowledgedMax;
  private final ArrayDeque<T> unacknowledged = new ArrayDeque<>();
  private final ArrayDeque<Ticket> inHand = new ArrayDeque<>();
  private final Set<Long> known = new HashSet<>();
  private long sent;
  private long received;
  private long handled;
  private int sinceRequest;

  /// @param requestEvery stanzas sent after which the client is asked to acknowledge
  /// @param unacknowledgedMax stanzas kept; with one more the stream has to be closed
  public Acknowledgements(int requestEvery, int unacknowledgedMax) {
    this(requestEvery, unacknowledgedMax, 0, new Inbound(0, List.of()));
  }

  /// Goes on where another stream broke.
  ///
  /// @param acknowledged how many stanzas the client has
  /// @param inbound what was taken care of of the client's
  public Acknowledgements(
      int requestEvery, int unacknowledgedMax, long acknowledged, Inbound inbound) {
    this.requestEvery = requestEvery;
    this.unacknowledgedMax = unacknowledgedMax;
    this.sent = acknowledged;
    this.received = inbound.all();
    this.handled = inbound.all();
    this.known.addAll(inbound.more());
  }

  /// What has to follow a stanza that was sent.
  public enum Next {
    NOTHING,
    /// Ask for an acknowledgement.
    REQUEST,
    /// Close the stream: the client has not acknowledged for too long.
    OVERFLOW
  }

  /// A stanza was sent.
  public Next sent(T stanza) {
    sent++;
    unacknowledged.add(stanza);
    if (unacknowledged.size() > unacknowledgedMax) {
      return Next.OVERFLOW;
    }
    sinceRequest++;
    if (sinceRequest < requestEvery) {
      return Next.NOTHING;
    }
    sinceRequest = 0;
    return Next.REQUEST;
  }

  /// How many stanzas were sent.
  public long sent() {
    return sent;
  }

  /// How many of them the client has acknowledged.
  public long acknowledged() {
    return sent - unacknowledged.size();
  }

  /// The client acknowledged `h` stanzas in all. Answers how many were sent where that is fewer.
  public OptionalLong acknowledged(long h) {
    long newly = unwrapped(acknowledged(), h) - acknowledged();
    if (newly > unacknowledged.size()) {
      return OptionalLong.of(wire(sent));
    }
    for (long i = 0; i < newly; i++) {
      unacknowledged.remove();
    }
    return OptionalLong.empty();
  }

  /// The first number from `from` on that is `h` on the wire.
  public static long unwrapped(long from, long h) {
    return from + Math.floorMod(h - from, MODULUS);
  }

  /// A number as it stands on the wire.
  public static long wire(long number) {
    return number % MODULUS;
  }

  /// A stanza came in; {@link #handled(Ticket)} is called when it is taken care of.
  public Ticket received() {
    received++;
    var ticket = new Ticket(received, !known.isEmpty() && known.remove(received));
    inHand.add(ticket);
    return ticket;
  }

  /// A stanza that came in is taken care of. It counts once all before it are.
  public void handled(Ticket ticket) {
    ticket.done = true;
    while (!inHand.isEmpty() && inHand.element().done) {
      inHand.remove();
      handled++;
    }
  }

  /// How many stanzas of the client are taken care of, as it stands on the wire.
  public long handled() {
    return wire(handled);
  }

  /// Whether nothing of the client's is being taken care of.
  public boolean isIdle() {
    return inHand.isEmpty();
  }

  /// What is taken care of of the client's stanzas.
  public Inbound inbound() {
    var more = new ArrayList<>(known);
    inHand.stream().filter(ticket -> ticket.done).forEach(ticket -> more.add(ticket.number));
    return new Inbound(handled, more);
  }

  /// Whether there is anything that the client could be asked to acknowledge.
  public boolean isWaiting() {
    return !unacknowledged.isEmpty();
  }

  /// What the client has not acknowledged, oldest first.
  public List<T> unacknowledged() {
    return new ArrayList<>(unacknowledged);
  }
}

package im.coven.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// The counters of a stream with acknowledgements, and what the client has not acknowledged yet.
///
/// `T` is whatever the door needs to know a sent stanza by. Counters are those of the wire: modulo
/// 2^32. Belongs to the stream's loop. See XEP-0198 §4.
public final class Acknowledgements<T> {

  private static final long MODULUS = 1L << 32;

  /// A stanza of the client that is being taken care of.
  public static final class Ticket {
    private boolean done;

    private Ticket() {}
  }

  private final int requestEvery;
  private final int unacknowledgedMax;
  private final ArrayDeque<T> unacknowledged = new ArrayDeque<>();
  private final ArrayDeque<Ticket> inHand = new ArrayDeque<>();
  private long sent;
  private long handled;
  private int sinceRequest;

  /// @param requestEvery stanzas sent after which the client is asked to acknowledge
  /// @param unacknowledgedMax stanzas kept; with one more the stream has to be closed
  public Acknowledgements(int requestEvery, int unacknowledgedMax) {
    this(requestEvery, unacknowledgedMax, 0);
  }

  /// Starts with counters that are not zero.
  Acknowledgements(int requestEvery, int unacknowledgedMax, long counted) {
    this.requestEvery = requestEvery;
    this.unacknowledgedMax = unacknowledgedMax;
    this.sent = counted;
    this.handled = counted;
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
    sent = (sent + 1) % MODULUS;
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

  /// The client acknowledged `h` stanzas in all. Answers how many were sent where that is fewer.
  public OptionalLong acknowledged(long h) {
    long newly = (h - acknowledgedSoFar() + MODULUS) % MODULUS;
    if (newly > unacknowledged.size()) {
      return OptionalLong.of(sent);
    }
    for (long i = 0; i < newly; i++) {
      unacknowledged.remove();
    }
    return OptionalLong.empty();
  }

  private long acknowledgedSoFar() {
    return (sent - unacknowledged.size() + MODULUS) % MODULUS;
  }

  /// A stanza came in; {@link #handled(Ticket)} is called when it is taken care of.
  public Ticket received() {
    var ticket = new Ticket();
    inHand.add(ticket);
    return ticket;
  }

  /// A stanza that came in is taken care of. It counts once all before it are.
  public void handled(Ticket ticket) {
    ticket.done = true;
    while (!inHand.isEmpty() && inHand.element().done) {
      inHand.remove();
      handled = (handled + 1) % MODULUS;
    }
  }

  /// How many stanzas of the client are taken care of.
  public long handled() {
    return handled;
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

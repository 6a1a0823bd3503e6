package im.coven.net;

import im.coven.jid.Jid;
import im.coven.service.AccountServer;
import im.coven.service.ClientStream;
import im.coven.service.ClientStream.Urgency;
import im.coven.service.SentStanza;
import im.coven.service.Session;
import im.coven.stanza.Message;
import im.coven.stanza.Stanza;
import im.coven.stream.Acknowledgements;
import im.coven.stream.StreamEffect.Resumption;
import im.coven.stream.StreamError.Condition;
import im.coven.stream.StreamXml;
import im.coven.xml.Element;
import im.coven.xml.XmlWriter;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What leaves a bound stream, counted where the client asked for that (XEP-0198), and kept where
/// its session can be resumed.
///
/// Belongs to the stream's loop.
final class Counting {

  /// Time for what is being taken care of when a connection is lost to be answered.
  private static final long SETTLE_MS = 3000;

  private final ClientDoor door;
  private final ClientConfig config;
  private final ClientWire wire;
  private final ClientStream stream;
  private byte[] address = {};
  private @Nullable Acknowledgements<SentStanza> acks;
  private @Nullable Journal journal;
  private @Nullable Runnable departure;

  /// `stream` is what is counted.
  Counting(ClientDoor door, ClientWire wire, ClientStream stream) {
    this.door = door;
    this.config = door.config();
    this.wire = wire;
    this.stream = stream;
  }

  /// The stream belongs to a session from now on.
  void bind(Jid full) {
    address = SentStanza.escaped(full);
  }

  boolean isOn() {
    return acks != null;
  }

  /// Begins to count, and says so.
  void enable(Resumption wanted, Session session) {
    var counted =
        new Acknowledgements<SentStanza>(
            config.acknowledgeEvery(), config.limits().unacknowledgedMax());
    acks = counted;
    int seconds = session.resumeSeconds();
    if (wanted == Resumption.WANTED && seconds > 0) {
      var begun = new Journal(session, counted, wire, address, new Ground());
      journal = begun;
      begun.open(StreamXml.enabled(session.resumptionId(), seconds));
    } else {
      put(StreamXml.enabled(null, 0));
    }
  }

  /// Goes on with a session: sends what its client has not got.
  void resume(AccountServer.Resumed resumed, AccountServer.Rest rest) {
    bind(resumed.session().address());
    // A client that was away has more to acknowledge than one that was not.
    int most = 2 * config.limits().unacknowledgedMax() + rest.stanzas().size();
    var counted =
        new Acknowledgements<SentStanza>(
            config.acknowledgeEvery(), most, rest.handled(), resumed.checkpoint().inbound());
    var begun = new Journal(resumed.session(), counted, wire, address, new Ground());
    acks = counted;
    journal = begun;
    for (SentStanza stanza : rest.stanzas()) {
      var _ = counted.sent(stanza);
      switch (stanza) {
        case SentStanza.Spliced(var head, var tail) -> begun.again(head, tail);
        case SentStanza.Shared(var bytes) -> begun.again(bytes, null);
        case SentStanza.Whole whole ->
            begun.again(
                bytes(SentStanza.delayed(whole, resumed.session().address()).toElement()), null);
      }
    }
    var stale = new ArrayList<>(resumed.checkpoint().keptFields());
    stale.addAll(resumed.back().deliver());
    begun.resumed(stale);
    begun.ask();
  }

  /* ---- out ---- */

  /// Sends a stanza.
  void write(Stanza stanza) {
    Acknowledgements<SentStanza> counted = acks;
    if (counted == null) {
      put(stanza.toElement());
      return;
    }
    var whole = new SentStanza.Whole(stanza, door.clock().millis());
    Acknowledgements.Next next = counted.sent(whole);
    if (journal == null) {
      put(stanza.toElement());
    } else {
      journal.own(whole);
    }
    follow(next);
  }

  /// Sends what many streams get.
  void write(byte[] head, byte[] tail, Urgency urgency) {
    Acknowledgements<SentStanza> counted = acks;
    if (counted == null) {
      wire.put(head, address, tail, urgency);
      return;
    }
    Acknowledgements.Next next = counted.sent(new SentStanza.Spliced(head, tail));
    if (journal == null) {
      wire.put(head, address, tail, urgency);
    } else {
      journal.shared(head, tail, urgency);
    }
    follow(next);
  }

  private void follow(Acknowledgements.Next next) {
    switch (next) {
      case NOTHING -> {}
      case REQUEST -> ask();
      case OVERFLOW ->
          stream.close(Condition.RESOURCE_CONSTRAINT.because("Too much is not acknowledged"));
    }
  }

  /// Asks the client to acknowledge.
  void ask() {
    if (journal == null) {
      put(StreamXml.ackRequest());
    } else {
      journal.ask();
    }
  }

  /// Sends what is not counted.
  void put(Element element) {
    wire.put(bytes(element));
  }

  private static byte[] bytes(Element element) {
    return XmlWriter.toBytes(element, Stanza.NS);
  }

  /// The stanzas that many get come from other channels from here on.
  void moved() {
    if (journal != null && departure == null) {
      journal.moved();
    }
  }

  /* ---- in ---- */

  /// A stanza of the client came in; null while they are not counted.
  Acknowledgements.@Nullable Ticket received() {
    return acks == null ? null : acks.received();
  }

  /// What is told apart when it comes again; 0 is nothing.
  long number(Acknowledgements.@Nullable Ticket ticket) {
    return journal == null || ticket == null ? 0 : ticket.number();
  }

  /// A stanza of the client is taken care of. What a channel stored is told apart when it comes
  /// again, so that it need not be kept at once.
  void handled(Acknowledgements.@Nullable Ticket ticket, @Nullable Stanza stanza) {
    if (ticket == null || acks == null) {
      return;
    }
    acks.handled(ticket);
    boolean told = stanza instanceof Message message && message.type() == Message.Type.GROUPCHAT;
    if (journal != null && !told) {
      journal.touch();
    }
    if (departure != null && acks.isIdle()) {
      departure.run();
    }
  }

  /// Says how much of the client's is taken care of.
  void answer() {
    if (journal != null) {
      journal.answer();
    } else {
      put(StreamXml.ack(acks == null ? 0 : acks.handled()));
    }
  }

  /// The client acknowledged `h` stanzas.
  void acknowledged(long h) {
    OptionalLong sent = acks == null ? OptionalLong.empty() : acks.acknowledged(h);
    if (sent.isPresent()) {
      stream.close(StreamXml.handledCountTooHigh(h, sent.getAsLong()));
    } else if (journal != null) {
      journal.acknowledged();
    }
  }

  /* ---- the end ---- */

  /// Whether the session can go on without the stream.
  boolean isKept() {
    return journal != null;
  }

  /// Whether the stream is over and its session still takes stanzas.
  boolean isDeparting() {
    return departure != null;
  }

  /// The stream is over: the session waits to be resumed as soon as the client's stanzas in hand
  /// are taken care of, or after a while.
  Future<Void> depart(Session session) {
    Acknowledgements<SentStanza> counted = acks;
    Journal kept = journal;
    if (counted == null || kept == null) {
      throw new IllegalStateException("the session cannot be resumed");
    }
    kept.stop();
    Promise<Void> parked = Promise.promise();
    departure =
        () -> {
          departure = null;
          if (!parked.future().isComplete()) {
            session.park(kept.checkpoint(), kept.stale()).onComplete(parked);
          }
        };
    if (counted.isIdle()) {
      departure.run();
    } else {
      door.after(
          SETTLE_MS,
          () -> {
            if (departure != null) {
              departure.run();
            }
          });
    }
    return parked.future();
  }

  /// What the journal asks.
  private final class Ground implements Journal.Ground {

    @Override
    public void later(Runnable task) {
      door.later(task);
    }

    @Override
    public void after(long ms, Runnable task) {
      door.after(ms, task);
    }

    @Override
    public void lost() {
      stream.leave(Condition.CONFLICT.because("The session goes on elsewhere"));
    }
  }

  /// The stream and its session are over: what nobody has got.
  List<Stanza> end(Session session) {
    departure = null;
    if (journal != null) {
      journal.stop();
    }
    return acks == null ? List.of() : SentStanza.owed(acks.unacknowledged(), session.address());
  }
}

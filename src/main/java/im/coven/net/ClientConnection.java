package im.coven.net;

import im.coven.sasl.Credentials;
import im.coven.service.AccountServer;
import im.coven.service.ClientStream;
import im.coven.service.Session;
import im.coven.stanza.Stanza;
import im.coven.stanza.StanzaCodec;
import im.coven.stream.Acknowledgements;
import im.coven.stream.ClientStreamMachine;
import im.coven.stream.Entry;
import im.coven.stream.Step;
import im.coven.stream.StreamEffect;
import im.coven.stream.StreamError;
import im.coven.stream.StreamError.Condition;
import im.coven.stream.StreamInput;
import im.coven.stream.StreamInput.Verdict;
import im.coven.stream.StreamReader;
import im.coven.stream.StreamState;
import im.coven.stream.StreamXml;
import im.coven.xml.Element;
import im.coven.xml.StreamHeader;
import im.coven.xml.XmlFault;
import im.coven.xml.XmlSink;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client's connection: carries out what {@link ClientStreamMachine} decides.
///
/// The socket is read only while the machine waits for the client, the client's stanzas in hand are
/// few, its rate is kept and it takes what is sent to it; what was read already waits in `chunk`.
/// Belongs to the loop of its door.
final class ClientConnection implements ClientStream, XmlSink {

  private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

  private final ClientDoor door;
  private final ClientWire wire;
  private final Admission.Ticket ticket;
  private final Allowance allowance;
  private final ClientStreamMachine machine;
  private final StreamReader reader;
  private StreamState state;
  private byte @Nullable [] chunk;
  private int chunkAt;
  private boolean reading;
  private boolean securing;
  private @Nullable Session session;
  private final Counting counting;
  private AccountServer.@Nullable Resumed resumed;
  private AccountServer.@Nullable Rest rest;
  private boolean leaving;

  /// How a client comes: what is known of it before it says anything, and who answers it.
  record Arrival(ClientStreamMachine machine, Entry.Security security, Entry.Origin origin) {}

  ClientConnection(ClientDoor door, ClientWire wire, Admission.Ticket ticket, Arrival arrival) {
    this.door = door;
    this.ticket = ticket;
    this.wire = wire;
    this.machine = arrival.machine();
    this.allowance = new Allowance(door.config().limits());
    this.counting = new Counting(door, wire, this);
    this.reader = wire.reader(door.negotiationLimits(), this);
    long patience = door.config().limits().unauthenticatedSecondsMax() * 1000L;
    this.state =
        ClientStreamMachine.start(arrival.security(), arrival.origin(), door.nowMs() + patience);
    wire.onBytes(this::received);
    wire.onRoom(this::read);
    wire.onGone(this::gone, () -> take(new StreamInput.Lost()));
  }

  /* ---- bytes in ---- */

  private void received(byte[] bytes) {
    wire.heard(door.nowMs());
    if (state instanceof StreamState.Securing) {
      take(new StreamInput.Stop(Condition.POLICY_VIOLATION.because("Data before TLS")));
      return;
    }
    chunk = chunk == null ? bytes : joined(bytes);
    read();
  }

  /// Only where bytes come although the socket is paused.
  private byte[] joined(byte[] more) {
    byte[] before = chunk == null ? new byte[0] : chunk;
    byte[] all = Arrays.copyOfRange(before, chunkAt, before.length - chunkAt + more.length);
    System.arraycopy(more, 0, all, before.length - chunkAt, more.length);
    chunkAt = 0;
    return all;
  }

  /// Reads on as far as may be, and stops or starts the socket accordingly.
  private void read() {
    if (reading) {
      return;
    }
    reading = true;
    try {
      while (chunk != null && mayRead()) {
        chunkAt += reader.feed(chunk, chunkAt, chunk.length - chunkAt);
        if (chunkAt == chunk.length) {
          forgetChunk();
        }
      }
      if (securing) {
        secure();
      }
    } catch (RuntimeException bug) {
      fail(bug);
    } finally {
      reading = false;
    }
    wire.setReading((chunk == null && mayRead()) || state instanceof StreamState.Securing);
  }

  /// What should not happen: the client learns that it is not its fault, the others are served on.
  private void fail(RuntimeException bug) {
    LOG.error("the stream of {} failed in {}", wire.remote(), state, bug);
    if (state instanceof StreamState.Closed) {
      wire.abort();
    } else {
      take(new StreamInput.Stop(Condition.INTERNAL_SERVER_ERROR.error()));
    }
  }

  /// What comes in after the end is thrown away.
  private boolean mayRead() {
    return state instanceof StreamState.Closed
        || (!state.isBusy() && allowance.isLeft() && !wire.isBlocked());
  }

  private void forgetChunk() {
    chunk = null;
    chunkAt = 0;
  }

  /* ---- the parser's sink ---- */

  @Override
  public void opened(StreamHeader header) {
    take(new StreamInput.Opened(header));
    pauseUnlessReading();
  }

  @Override
  public void element(Element element) {
    Acknowledgements.Ticket counted = null;
    if (state instanceof StreamState.Bound && StanzaCodec.isStanza(element)) {
      counted = counting.received();
      allowance.spend();
    }
    if (counted != null && counted.isKnown()) {
      counting.handled(counted, null);
      pauseUnlessReading();
      return;
    }
    Step step = machine.step(state, new StreamInput.Received(element));
    if (step.effects().size() == 1
        && step.effects().getFirst() instanceof StreamEffect.Deliver(var stanza)) {
      deliver(stanza, counted);
    } else {
      carryOut(step);
      counting.handled(counted, null);
    }
    pauseUnlessReading();
  }

  @Override
  public void closed() {
    take(new StreamInput.Ended());
  }

  @Override
  public void fault(XmlFault fault) {
    Condition condition = Condition.valueOf(fault.kind().name());
    take(new StreamInput.Stop(condition.because(fault.text())));
  }

  private void pauseUnlessReading() {
    if (!mayRead()) {
      reader.pause();
    }
  }

  private void deliver(Stanza stanza, Acknowledgements.@Nullable Ticket counted) {
    Session bound = session;
    if (bound == null) {
      throw new IllegalStateException("a stanza before a session");
    }
    door.figures().stanzasIn().increment();
    Future<Void> taken = bound.receive(stanza, counting.number(counted));
    if (taken.isComplete()) {
      counting.handled(counted, stanza);
      return;
    }
    allowance.begin();
    taken.onComplete(done -> {
      allowance.end();
      counting.handled(counted, stanza);
      read();
    });
  }

  /* ---- what the machine wants ---- */

  private void take(StreamInput input) {
    carryOut(machine.step(state, input));
  }

  private void carryOut(Step step) {
    StreamState before = state;
    state = step.next();
    for (StreamEffect effect : step.effects()) {
      carryOut(effect);
    }
    if (state instanceof StreamState.Closed && !(before instanceof StreamState.Closed)) {
      over();
    }
  }

  private void carryOut(StreamEffect effect) {
    switch (effect) {
      case StreamEffect.Open(var domain, var to) -> wire.open(door.passwords().nonce(), domain, to);
      case StreamEffect.Features(var features) -> wire.put(StreamXml.features(features));
      case StreamEffect.Send(var element) -> counting.put(element);
      case StreamEffect.RefuseLogin(var failure) -> {
        door.figures().authenticationFailed(failure);
        counting.put(StreamXml.failure(failure));
      }
      case StreamEffect.Reply(var stanza) -> write(stanza);
      case StreamEffect.StartTls _ -> securing = true;
      case StreamEffect.Restart _ -> restart();
      case StreamEffect.FindCredentials(var account) ->
          answer(
              door.accounts().credentials(account),
              found ->
                  new StreamInput.Found(
                      door.passwords().complete(account.toString(), found),
                      door.passwords().nonce()));
      case StreamEffect.CheckPassword(var account, var password) ->
          answer(
              door.accounts()
                  .credentials(account)
                  .compose(kept -> door.passwords().check(account.toString(), kept, password)),
              right -> new StreamInput.PasswordChecked(verdict(right)));
      case StreamEffect.Register(var account, var password) ->
          answer(
              door.passwords()
                  .derive(password)
                  .compose((Credentials made) -> door.accounts().register(account, made)),
              ended ->
                  new StreamInput.Registered(verdict(ended == AccountServer.Registration.DONE)));
      case StreamEffect.Bind(var account, var resource) ->
          answer(door.accounts().bind(account, resource, this), this::bound);
      case StreamEffect.Deliver(var stanza) -> deliver(stanza, null);
      case StreamEffect.EnableAcks(var wanted) ->
          counting.enable(wanted, Objects.requireNonNull(session));
      case StreamEffect.Resume(var account, var id, var h) ->
          answer(door.accounts().resume(account, id, h, this), this::resumed);
      case StreamEffect.Continue _ ->
          counting.resume(Objects.requireNonNull(resumed), Objects.requireNonNull(rest));
      case StreamEffect.AnswerAck _ -> counting.answer();
      case StreamEffect.TakeAck(var h) -> counting.acknowledged(h);
      case StreamEffect.Finish(var error) -> finish(error);
    }
  }

  private static Verdict verdict(boolean accepted) {
    return accepted ? Verdict.ACCEPTED : Verdict.REFUSED;
  }

  private <T> void answer(Future<T> asked, Function<T, StreamInput> input) {
    asked.onComplete(done -> {
      if (done.failed()) {
        LOG.warn("a client's request in {} could not be served", state, done.cause());
      }
      try {
        take(done.succeeded() ? input.apply(done.result()) : new StreamInput.Unavailable());
      } catch (RuntimeException bug) {
        fail(bug);
      }
      read();
    });
  }

  private StreamInput bound(AccountServer.Binding binding) {
    return switch (binding) {
      case AccountServer.Unbound(var error) -> new StreamInput.BindRefused(error);
      case AccountServer.Bound(var made) -> {
        if (state instanceof StreamState.Closed) {
          made.ended(List.of());
        } else {
          session = made;
          door.figures().sessions().rise();
          counting.bind(made.address());
        }
        yield new StreamInput.ResourceBound(made.address());
      }
    };
  }

  private StreamInput resumed(AccountServer.Resumption resumption) {
    return switch (resumption) {
      case AccountServer.NotResumed(var h) -> new StreamInput.NotResumed(h);
      case AccountServer.Resumed found -> {
        if (state instanceof StreamState.Closed) {
          found.back().giveBack();
          yield new StreamInput.NotResumed(-1);
        }
        Optional<AccountServer.Rest> missed = found.back().begin();
        if (missed.isEmpty()) {
          yield new StreamInput.NotResumed(-1);
        }
        resumed = found;
        rest = missed.get();
        session = found.session();
        door.figures().sessions().rise();
        door.figures().resumed();
        long h = Acknowledgements.wire(found.checkpoint().inbound().all());
        yield new StreamInput.Resumed(found.session().address(), h);
      }
    };
  }

  private void restart() {
    boolean authenticated =
        state instanceof StreamState.AwaitingHeader(_, var account) && account != null;
    if (authenticated) {
      ticket.authenticated();
    }
    reader.restart(authenticated ? door.sessionLimits() : door.negotiationLimits());
  }

  /// Once the parser has stopped behind the request: whatever follows was sent in the clear.
  private void secure() {
    securing = false;
    if (chunk != null) {
      take(new StreamInput.Stop(Condition.POLICY_VIOLATION.because("Data before TLS")));
      return;
    }
    wire.startTls(door.startTls(), StreamXml.PROCEED)
        .onComplete(done -> {
          take(done.succeeded() ? new StreamInput.Secured() : new StreamInput.Lost());
          if (done.failed()) {
            wire.abort();
          }
          read();
        });
  }

  private void finish(@Nullable StreamError error) {
    if (error == null) {
      wire.end();
      wire.close(door.nowMs());
    } else {
      door.figures().ended(error);
      wire.put(StreamXml.error(error));
      wire.end();
      wire.closeAfterReading(door.nowMs());
    }
  }

  /* ---- the session's stream ---- */

  @Override
  public void send(Stanza stanza) {
    if (isTaking()) {
      write(stanza);
    }
  }

  private boolean isTaking() {
    return !(state instanceof StreamState.Closed) || counting.isDeparting();
  }

  @Override
  public void send(byte[] head, byte[] tail, Urgency urgency) {
    if (!isTaking()) {
      return;
    }
    door.outboxes().count();
    counting.write(head, tail, urgency);
    checkRoom();
  }

  @Override
  public void moved() {
    counting.moved();
  }

  @Override
  public void close(StreamError error) {
    take(new StreamInput.Stop(error));
  }

  @Override
  public void leave(StreamError error) {
    leaving = true;
    take(new StreamInput.Stop(error));
  }

  private void write(Stanza stanza) {
    door.outboxes().count();
    counting.write(stanza);
    checkRoom();
  }

  private void checkRoom() {
    if (!wire.hasRoom()) {
      take(
          new StreamInput.Stop(
              Condition.RESOURCE_CONSTRAINT.because("Too much is waiting to be read")));
    }
  }

  /* ---- time, and the end ---- */

  /// Time has come to `nowMs`; called about once a second.
  void tick(long nowMs) {
    take(new StreamInput.Tick(nowMs));
    switch (state) {
      case StreamState.Closed _ -> wire.closeIfDue(nowMs);
      case StreamState.Bound(var bound, _) -> {
        if (allowance.renew()) {
          read();
        }
        if (wire.isSilent(nowMs)) {
          reader.rest();
        }
        switch (wire.silence(nowMs, door.config())) {
          case NONE -> {}
          case SIGN -> wire.signOfLife();
          case PING -> {
            if (counting.isOn()) {
              counting.ask();
            } else {
              write(door.ping(bound));
            }
          }
          case DEAD -> take(new StreamInput.Stop(Condition.CONNECTION_TIMEOUT.error()));
        }
      }
      default -> {}
    }
  }

  private void gone() {
    take(new StreamInput.Lost());
    wire.gone();
    ticket.leave();
    door.gone(this);
  }

  private void over() {
    reader.finish();
    if (!reading) {
      read();
    }
    Session bound = session;
    session = null;
    if (bound == null) {
      return;
    }
    door.figures().sessions().fall();
    if (counting.isKept() && isSurvived()) {
      door.parking(counting.depart(bound));
    } else {
      bound.ended(counting.end(bound));
    }
  }

  /// Whether the session outlives the stream: its connection is gone, or was given up, or the
  /// client is expected elsewhere.
  private boolean isSurvived() {
    return leaving
        || (state instanceof StreamState.Closed(var cause, var error)
            && (cause == StreamState.Cause.LOST
                || (error != null && error.condition() == Condition.CONNECTION_TIMEOUT)));
  }

  @Override
  public String toString() {
    return "ClientConnection[" + wire.remote() + ", " + state.getClass().getSimpleName() + "]";
  }
}

package im.coven.net;

import im.coven.jid.Jid;
import im.coven.service.AccountServer;
import im.coven.stanza.Iq;
import im.coven.stream.ClientStreamMachine;
import im.coven.stream.Entry;
import im.coven.stream.StreamError;
import im.coven.stream.StreamError.Condition;
import im.coven.stream.StreamPolicy;
import im.coven.stream.StreamXml;
import im.coven.xml.Element;
import im.coven.xml.XmlLimits;
import io.netty.handler.ssl.SslContext;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.net.TcpOption;
import io.vertx.core.net.TcpServerConfig;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The door for clients of one event loop: over TCP with STARTTLS on one port, with TLS from the
/// first byte on another (XEP-0368), and over WebSocket (RFC 7395) on two more.
///
/// Several doors, one per loop, listen on the same ports and take connections in turn. Made, opened
/// and closed on its loop.
public final class ClientDoor {

  static final int BACKLOG = 4096;
  private static final long TICK_MS = 1000;
  private static final String PING_NS = "urn:xmpp:ping";

  /// Where a door listens; -1 where it does not.
  public record Ports(int port, int tlsPort, int webSocket, int webSocketTls) {}

  private final Vertx vertx;
  private final Context context;
  private final ClientDoorParts parts;
  private final AccountServer accounts;
  private final ClientStreamMachine machine;
  private final WebDoor web;
  private final XmlLimits negotiationLimits;
  private final XmlLimits sessionLimits;
  private @Nullable SslContext startTls;
  private final OutboxLoop outboxes;
  private final Set<ClientConnection> connections = new LinkedHashSet<>();
  private final ArrayList<NetServer> servers = new ArrayList<>();
  private @Nullable Promise<Void> emptied;
  private int parking;
  private long timer;
  private long pings;

  public ClientDoor(Vertx vertx, ClientDoorParts parts, AccountServer accounts) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.parts = parts;
    this.accounts = accounts;
    ClientConfig config = parts.config();
    ServerSSLOptions tls = parts.tls();
    boolean required = tls != null && config.tlsRequired();
    StreamPolicy.Tls offer =
        tls == null
            ? StreamPolicy.Tls.ABSENT
            : required ? StreamPolicy.Tls.REQUIRED : StreamPolicy.Tls.OFFERED;
    this.machine = new ClientStreamMachine(config.policy(offer));
    // STARTTLS is not for WebSockets. See RFC 7395 §3.9.
    StreamPolicy.Tls before = required ? StreamPolicy.Tls.REQUIRED_BEFORE : StreamPolicy.Tls.ABSENT;
    this.web = new WebDoor(vertx, this, new ClientStreamMachine(config.policy(before)));
    this.negotiationLimits = config.negotiationLimits();
    this.sessionLimits = config.limits().stanzas();
    this.outboxes =
        new OutboxLoop(vertx, parts.figures().stanzasOut(), config.notificationsWaitMs());
  }

  /// Listens. Port 0 is any that is free, a negative one is none; the doors of further loops are
  /// given the ports that the first one answers.
  public Future<Ports> open(Ports wanted) {
    timer = vertx.setPeriodic(TICK_MS, id -> tick());
    ServerSSLOptions tls = parts.tls();
    Future<Integer> tlsPort =
        tls == null
            ? Future.succeededFuture(-1)
            : ServerTls.forStartTls(vertx, tls)
                .onSuccess(context -> startTls = context)
                .compose(context -> listen(wanted.tlsPort(), tls));
    return tlsPort.compose(secured ->
        listen(wanted.port(), null)
            .compose(port ->
                web.listen(wanted.webSocket(), null)
                    .compose(plain ->
                        web.listen(tls == null ? -1 : wanted.webSocketTls(), tls)
                            .map(secure -> new Ports(port, secured, plain, secure)))));
  }

  /// Says goodbye to all clients with `system-shutdown`, lets go of the sessions that can be
  /// resumed, waits for both, at most for `drainMs`, and stops to listen.
  public Future<Void> close(long drainMs) {
    emptied = Promise.promise();
    for (ClientConnection connection : new ArrayList<>(connections)) {
      connection.leave(Condition.SYSTEM_SHUTDOWN.error());
    }
    settle();
    return emptied
        .future()
        .timeout(Math.max(1, drainMs), TimeUnit.MILLISECONDS)
        .otherwiseEmpty()
        .compose(drained -> {
          vertx.cancelTimer(timer);
          return Future.all(servers.stream().map(NetServer::close).toList()).eventually(web::close);
        })
        .mapEmpty();
  }

  private Future<Integer> listen(int port, @Nullable ServerSSLOptions tls) {
    if (port < 0) {
      return Future.succeededFuture(-1);
    }
    var options = new TcpServerConfig().setAcceptBacklog(BACKLOG).setSsl(tls != null);
    options.setTransportConfig(
        new TcpConfig().setSoKeepAlive(true).setOption(TcpOption.NODELAY, true));
    NetServer server = vertx.createNetServer(options, tls).connectHandler(this::enter);
    servers.add(server);
    int asked = parts.ports().asked(port);
    return server
        .listen(asked, parts.config().host())
        .map(listening -> {
          parts.ports().taken(asked, listening.actualPort());
          return listening.actualPort();
        });
  }

  private void enter(NetSocket accepted) {
    var socket = (NetSocketInternal) accepted;
    Admission.Ticket ticket = parts.admission().enter(ClientWire.remote(socket));
    if (ticket == null) {
      refuse(socket, Condition.RESOURCE_CONSTRAINT.error());
    } else if (emptied != null) {
      ticket.leave();
      refuse(socket, Condition.SYSTEM_SHUTDOWN.error());
    } else {
      var wire = new ClientWire(socket, this, Framing.Document.INSTANCE);
      Entry.Security security = socket.isSsl() ? Entry.Security.TLS : Entry.Security.PLAIN;
      welcome(wire, ticket, new ClientConnection.Arrival(machine, security, wire.origin()));
    }
  }

  /// A client that was let in has its connection.
  void welcome(ClientWire wire, Admission.Ticket ticket, ClientConnection.Arrival arrival) {
    connections.add(new ClientConnection(this, wire, ticket, arrival));
  }

  /// Costs as little as may be: there may be many of them.
  private void refuse(NetSocketInternal socket, StreamError error) {
    parts.figures().refused(error);
    String domain = parts.config().domains().getFirst();
    String text =
        StreamXml.header(passwords().nonce(), domain, null)
            + StreamXml.error(error)
            + StreamXml.END;
    socket.exceptionHandler(broken -> {});
    socket.write(Buffer.buffer(text)).onComplete(written -> socket.close());
  }

  private void tick() {
    long nowMs = nowMs();
    for (ClientConnection connection : new ArrayList<>(connections)) {
      connection.tick(nowMs);
    }
    web.tick(nowMs);
  }

  /// Lets a connection in from an address, or answers null.
  Admission.@Nullable Ticket admit(String address) {
    Admission.Ticket ticket = parts.admission().enter(address);
    if (ticket == null) {
      parts.figures().refused(Condition.RESOURCE_CONSTRAINT.error());
    }
    return ticket;
  }

  /// Whether nobody is let in any more.
  boolean isClosing() {
    return emptied != null;
  }

  /// A connection is over.
  void gone(ClientConnection connection) {
    connections.remove(connection);
    settle();
  }

  /// A session is being let go of: it must be kept before the door is closed.
  void parking(Future<Void> parked) {
    parking++;
    parked.onComplete(done -> {
      parking--;
      settle();
    });
  }

  /// Does something at the end of the loop's turn.
  void later(Runnable task) {
    context.runOnContext(turn -> task.run());
  }

  /// Does something after a while.
  void after(long ms, Runnable task) {
    vertx.setTimer(ms, timer -> task.run());
  }

  private void settle() {
    if (emptied != null && connections.isEmpty() && parking == 0) {
      emptied.tryComplete();
    }
  }

  /// A request that every client answers, if only with an error. See XEP-0199 §4.2.
  Iq.Get ping(Jid client) {
    pings++;
    return new Iq.Get(
        Jid.domain(client.domainpart()), client, "ping-" + pings, Element.of("ping", PING_NS));
  }

  /// Monotonic, from an arbitrary beginning.
  long nowMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  ClientConfig config() {
    return parts.config();
  }

  AccountServer accounts() {
    return accounts;
  }

  PasswordWork passwords() {
    return parts.passwords();
  }

  FreePorts ports() {
    return parts.ports();
  }

  DoorFigures figures() {
    return parts.figures();
  }

  InstantSource clock() {
    return parts.clock();
  }

  OutboxLoop outboxes() {
    return outboxes;
  }

  XmlLimits negotiationLimits() {
    return negotiationLimits;
  }

  XmlLimits sessionLimits() {
    return sessionLimits;
  }

  /// What STARTTLS needs; the machine asks for it only where there is TLS.
  SslContext startTls() {
    return Objects.requireNonNull(startTls);
  }
}

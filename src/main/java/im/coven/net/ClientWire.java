package im.coven.net;

import im.coven.jid.Jid;
import im.coven.service.ClientStream;
import im.coven.stream.Entry;
import im.coven.stream.MessageReader;
import im.coven.stream.StreamReader;
import im.coven.stream.WebSocketFrame;
import im.coven.xml.XmlLimits;
import im.coven.xml.XmlSink;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The socket of one client: bytes in, the outbox, how long it has been silent, and its end. What
/// is sent stands on it as its [Framing] says.
///
/// Belongs to the loop of its door.
final class ClientWire implements MessageReader.Control {

  /// The first write after TLS was put in is not encrypted: it is the answer to STARTTLS.
  private static final boolean FIRST_IN_THE_CLEAR = true;

  /// Time for a client to read why its stream ended, while what it still sends is thrown away;
  /// closing at once would reset the connection, and the reason would be lost.
  static final long LINGER_MS = 2000;

  /// Longer than the pauses of a conversation, so that who talks keeps a parser.
  static final long REST_MS = 10_000;

  /// What to do about a silence.
  enum Silence {
    NONE,
    /// Send something, so that the connection is not forgotten on its way.
    SIGN,
    /// Ask the client for a sign of life.
    PING,
    /// It gave none.
    DEAD
  }

  private final NetSocketInternal socket;
  private final Channel channel;
  private final Outbox outbox;
  private final Framing framing;
  private WebSocketFrame.Close farewell = WebSocketFrame.Close.NORMAL;
  private Runnable whenLeft = () -> {};
  private boolean flowing = true;
  private boolean closing;
  private boolean pinged;
  private long heardMs;
  private long sentMs;
  private long closeMs = Long.MAX_VALUE;

  ClientWire(NetSocketInternal socket, ClientDoor door, Framing framing) {
    this.socket = socket;
    this.channel = socket.channelHandlerContext().channel();
    this.outbox = new Outbox(channel, door.outboxes(), door.config().limits().outboxBytesMax());
    this.framing = framing;
    socket.exceptionHandler(broken -> {});
  }

  void onBytes(Consumer<byte[]> taker) {
    socket.handler(buffer -> taker.accept(buffer.getBytes()));
  }

  /// The socket takes bytes again.
  void onRoom(Runnable then) {
    channel
        .pipeline()
        .addBefore(
            socket.channelHandlerContext().name(),
            "room",
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelWritabilityChanged(ChannelHandlerContext context) {
                if (!outbox.isBlocked()) {
                  outbox.write();
                  then.run();
                }
                context.fireChannelWritabilityChanged();
              }
            });
  }

  /// The socket is closed, or the client is about to close it.
  void onGone(Runnable then, Runnable left) {
    socket.closeHandler(gone -> then.run());
    whenLeft = left;
  }

  String remote() {
    return remote(socket);
  }

  /// The address of the peer.
  static String remote(NetSocket socket) {
    var address = socket.remoteAddress();
    return address == null ? "?" : String.valueOf(address.hostAddress());
  }

  /// Where the connection comes from.
  Entry.Origin origin() {
    return Admission.isLoopback(remote()) ? Entry.Origin.LOOPBACK : Entry.Origin.NETWORK;
  }

  /* ---- writing ---- */

  /// Opens our stream.
  void open(String id, String domain, @Nullable Jid to) {
    put(framing.header(id, domain, to));
  }

  /// Ends our stream.
  void end() {
    put(framing.end());
  }

  void put(String text) {
    put(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Puts in a header, an element or an end, as it stands in a stream that is one document.
  void put(byte[] bytes) {
    if (!closing) {
      byte[] element = framing.element(bytes);
      outbox.begin(framing.before(element.length));
      outbox.put(element);
    }
  }

  void put(byte[] head, byte[] middle, byte[] tail, ClientStream.Urgency urgency) {
    if (!closing) {
      byte[] first = framing.shared(head);
      outbox.begin(framing.before(first.length + middle.length + tail.length));
      outbox.put(first, middle, tail, urgency);
    }
  }

  /// Puts in what keeps the connection from being forgotten.
  void signOfLife() {
    if (!closing) {
      outbox.put(framing.signOfLife());
    }
  }

  boolean hasRoom() {
    return outbox.hasRoom();
  }

  boolean isBlocked() {
    return outbox.isBlocked();
  }

  /// Sends `proceed` as the last thing in the clear, and starts TLS. Every byte that follows it, in
  /// both directions, is TLS: there is no moment in between.
  ///
  /// COMPAT(Vert.x, 5.1.6): `upgradeToSsl` fails on the sockets of a server that shares its port
  /// with the servers of other loops; so Netty's handler is put in here.
  Future<Void> startTls(SslContext tls, String proceed) {
    outbox.flush();
    var handler = new SslHandler(tls.newEngine(channel.alloc()), FIRST_IN_THE_CLEAR);
    handler.setHandshakeTimeout(ServerTls.HANDSHAKE_SECONDS_MAX, TimeUnit.SECONDS);
    channel.pipeline().addFirst("ssl", handler);
    Promise<Void> secured = Promise.promise();
    handler
        .handshakeFuture()
        .addListener(done -> {
          if (done.isSuccess()) {
            secured.complete();
          } else {
            secured.fail(done.cause());
          }
        });
    outbox.put(proceed);
    outbox.flush();
    return secured.future();
  }

  /* ---- reading ---- */

  /// What reads the client's streams from the bytes that come in.
  StreamReader reader(XmlLimits limits, XmlSink sink) {
    return framing.reader(limits, sink, this);
  }

  @Override
  public void pinged(byte[] payload) {
    if (!closing) {
      outbox.put(WebSocketFrame.pong(payload));
    }
  }

  @Override
  public void failing(WebSocketFrame.Close why) {
    farewell = why;
  }

  /// The client closes, or says that it has heard that we do: nothing more is sent.
  @Override
  public void left() {
    sayFarewell(heardMs);
    outbox.finish(socket::close);
    whenLeft.run();
  }

  void setReading(boolean wanted) {
    boolean flow = wanted || closing;
    if (flow != flowing) {
      flowing = flow;
      if (flow) {
        socket.resume();
      } else {
        socket.pause();
      }
    }
  }

  void heard(long nowMs) {
    heardMs = nowMs;
    pinged = false;
  }

  /// Whether the client has been silent for so long that its parser may rest.
  boolean isSilent(long nowMs) {
    return nowMs - heardMs >= REST_MS;
  }

  /// What the silence until `nowMs` asks for; each thing is asked for once.
  Silence silence(long nowMs, ClientConfig config) {
    long silentMs = nowMs - heardMs;
    long idleMs = config.idleSeconds() * 1000L;
    if (silentMs >= idleMs + config.pongSeconds() * 1000L) {
      return Silence.DEAD;
    }
    if (silentMs >= idleMs && !pinged) {
      pinged = true;
      sentMs = nowMs;
      return Silence.PING;
    }
    if (nowMs - Math.max(sentMs, heardMs) >= config.whitespaceSeconds() * 1000L) {
      sentMs = nowMs;
      return Silence.SIGN;
    }
    return Silence.NONE;
  }

  /* ---- the end ---- */

  /// Closes when all is written.
  void close(long nowMs) {
    ending(nowMs, socket::close);
  }

  /// Ends our side when all is written, and closes when the client has, or after a while.
  void closeAfterReading(long nowMs) {
    ending(nowMs, this::shutOutput);
    setReading(true);
  }

  /// A WebSocket is closed when the client has said its farewell too.
  private void ending(long nowMs, Runnable written) {
    boolean isAnswered = sayFarewell(nowMs);
    outbox.finish(isAnswered ? () -> {} : written);
  }

  /// Answers whether the client will answer.
  private boolean sayFarewell(long nowMs) {
    byte[] last = framing.farewell(farewell);
    if (!closing && last.length > 0) {
      outbox.put(last);
    }
    closing = true;
    closeMs = nowMs + LINGER_MS;
    return last.length > 0;
  }

  private void shutOutput() {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (!channel.isActive()) {
      return;
    }
    if (tls != null) {
      var _ = tls.closeOutbound();
    } else if (channel instanceof DuplexChannel duplex) {
      var _ = duplex.shutdownOutput();
    }
  }

  /// Closes now if the time for reading is up.
  void closeIfDue(long nowMs) {
    if (nowMs >= closeMs) {
      abort();
    }
  }

  /// Closes now, whatever waits to be written.
  ///
  /// COMPAT(Vert.x, 5.1.6): its handler lets a close wait behind what is written, and behind that
  /// of a peer that reads nothing it would wait for good; so it is gone round.
  void abort() {
    closing = true;
    ChannelHandlerContext first = channel.pipeline().firstContext();
    var _ = first == null ? channel.close() : first.close();
  }

  /// The socket is closed.
  void gone() {
    closing = true;
    outbox.close();
  }
}

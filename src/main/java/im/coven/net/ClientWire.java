package im.coven.net;

import im.coven.service.ClientStream;
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
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The socket of one client: bytes in, the outbox, how long it has been silent, and its end.
///
/// Belongs to the loop of its door.
final class ClientWire {

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
    /// Send a space, so that the connection is not forgotten on its way.
    SPACE,
    /// Ask the client for a sign of life.
    PING,
    /// It gave none.
    DEAD
  }

  private final NetSocketInternal socket;
  private final Channel channel;
  private final Outbox outbox;
  private boolean flowing = true;
  private boolean closing;
  private boolean pinged;
  private long heardMs;
  private long sentMs;
  private long closeMs = Long.MAX_VALUE;

  ClientWire(NetSocketInternal socket, OutboxLoop loop, int outboxBytesMax) {
    this.socket = socket;
    this.channel = socket.channelHandlerContext().channel();
    this.outbox = new Outbox(channel, loop, outboxBytesMax);
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

  void onGone(Runnable then) {
    socket.closeHandler(gone -> then.run());
  }

  String remote() {
    return remote(socket);
  }

  /// The address of the peer.
  static String remote(NetSocket socket) {
    var address = socket.remoteAddress();
    return address == null ? "?" : String.valueOf(address.hostAddress());
  }

  boolean isLoopback() {
    return Admission.isLoopback(remote());
  }

  /* ---- writing ---- */

  void put(String text) {
    if (!closing) {
      outbox.put(text);
    }
  }

  void put(byte[] bytes) {
    if (!closing) {
      outbox.put(bytes);
    }
  }

  void put(byte[] head, byte[] middle, byte[] tail, ClientStream.Urgency urgency) {
    if (!closing) {
      outbox.put(head, middle, tail, urgency);
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
      return Silence.SPACE;
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

  private void ending(long nowMs, Runnable written) {
    closing = true;
    closeMs = nowMs + LINGER_MS;
    outbox.finish(written);
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
  void closed() {
    closing = true;
    outbox.close();
  }
}

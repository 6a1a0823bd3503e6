package im.coven.net;

import im.coven.service.ClientStream.Urgency;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// What waits to be written to one socket.
///
/// What is put in leaves in one write, at the end of the loop turn or a little later, as its
/// urgency wants; nothing overtakes. While the socket takes no more it stays here, up to a bound;
/// who passes it is told so, and has to end the stream. Belongs to the socket's loop.
///
/// Pieces are kept as they are and copied when they are written: what a thousand slow readers of a
/// channel wait for is in memory once, and the buffer of one socket's write is warm from the
/// other's. Writes go to Netty's channel itself: of a broadcast's cost per receiver, what Vert.x's
/// own way adds to a write would be a good part.
final class Outbox {

  /// Netty's own bound for what a channel takes in before it says that it is not writable.
  private static final int WRITE_BYTES = 64 * 1024;

  /// Most outboxes hold one stanza in three pieces.
  private static final int PIECES_AT_FIRST = 3;

  /// Never added to: what an outbox without anything in it holds.
  private static final ArrayDeque<byte[]> NONE = new ArrayDeque<>(0);

  private final Channel channel;
  private final OutboxLoop loop;
  private final int bytesMax;
  private ArrayDeque<byte[]> pieces = NONE;
  private int bytes;
  private boolean queued;
  private boolean queuedForLater;
  private boolean closed;
  private @Nullable Runnable whenWritten;

  Outbox(Channel channel, OutboxLoop loop, int bytesMax) {
    this.channel = channel;
    this.loop = loop;
    this.bytesMax = bytesMax;
  }

  /// Whether the bound is not passed yet.
  boolean hasRoom() {
    return bytes <= bytesMax;
  }

  /// Whether the peer does not take what is sent.
  boolean isBlocked() {
    return !channel.isWritable();
  }

  /// Puts in a piece that leaves with the next one.
  void begin(byte[] piece) {
    if (!closed && piece.length > 0) {
      add(piece);
    }
  }

  void put(String text) {
    put(text.getBytes(StandardCharsets.UTF_8));
  }

  void put(byte[] piece) {
    if (!closed) {
      add(piece);
      enqueue(Urgency.NOW);
    }
  }

  /// Puts in three pieces at once.
  void put(byte[] head, byte[] middle, byte[] tail, Urgency urgency) {
    if (!closed) {
      add(head);
      add(middle);
      add(tail);
      enqueue(urgency);
    }
  }

  private void add(byte[] piece) {
    if (bytes == 0) {
      pieces = new ArrayDeque<>(PIECES_AT_FIRST);
    }
    pieces.add(piece);
    bytes += piece.length;
  }

  private void enqueue(Urgency urgency) {
    if (queued) {
      return;
    }
    if (urgency == Urgency.NOW) {
      queued = true;
      loop.add(this);
    } else if (!queuedForLater) {
      queuedForLater = true;
      loop.addForLater(this);
    }
  }

  /// The turn is over.
  void drain() {
    queued = false;
    write();
  }

  /// The pause is over.
  void drainLater() {
    queuedForLater = false;
    write();
  }

  /// Writes what waits, as far as the socket takes it.
  void write() {
    if (closed || !channel.isWritable()) {
      return;
    }
    if (bytes > 0) {
      do {
        var _ = channel.write(take(WRITE_BYTES), channel.voidPromise());
      } while (bytes > 0 && channel.isWritable());
      channel.flush();
    }
    Runnable then = whenWritten;
    if (bytes == 0 && then != null) {
      whenWritten = null;
      channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> then.run());
    }
  }

  /// Has something done when the socket has taken all that waits, if it ever does. Nothing more is
  /// put in.
  void finish(Runnable then) {
    whenWritten = then;
    write();
  }

  /// Writes what waits, whatever the socket says.
  void flush() {
    if (bytes > 0) {
      var _ = channel.writeAndFlush(take(Integer.MAX_VALUE), channel.voidPromise());
    }
  }

  /// Takes out as many pieces as fit, one at least.
  private ByteBuf take(int bytesMost) {
    ByteBuf buffer = PooledByteBufAllocator.DEFAULT.directBuffer(Math.min(bytes, bytesMost));
    for (byte[] piece = pieces.poll(); piece != null; piece = pieces.poll()) {
      buffer.writeBytes(piece);
      bytes -= piece.length;
      byte[] next = pieces.peek();
      if (next != null && buffer.readableBytes() + next.length > bytesMost) {
        return buffer;
      }
    }
    pieces = NONE;
    return buffer;
  }

  /// The socket is gone.
  void close() {
    closed = true;
    pieces = NONE;
    bytes = 0;
  }
}

package im.coven.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What waits to be written to one socket.
///
/// Bytes put in leave in one write at the end of the loop turn. While the socket takes no more they
/// stay here, up to a bound; who passes it is told so, and has to end the stream. Holds a pooled
/// direct buffer only while it is not empty. Belongs to the socket's loop.
///
/// Writes go to Netty's channel itself: of a broadcast's cost per receiver, what Vert.x's own way
/// adds to a write would be a good part.
final class Outbox {

  private static final int BYTES_AT_FIRST = 1024;

  private final Channel channel;
  private final OutboxLoop loop;
  private final int bytesMax;
  private @Nullable ByteBuf waiting;
  private boolean queued;
  private boolean closed;

  Outbox(Channel channel, OutboxLoop loop, int bytesMax) {
    this.channel = channel;
    this.loop = loop;
    this.bytesMax = bytesMax;
  }

  /// Whether the bound is not passed yet.
  boolean hasRoom() {
    return waiting == null || waiting.readableBytes() <= bytesMax;
  }

  /// Whether the peer does not take what is sent.
  boolean isBlocked() {
    return !channel.isWritable();
  }

  void put(String text) {
    put(text.getBytes(StandardCharsets.UTF_8));
  }

  void put(byte[] bytes) {
    if (closed) {
      return;
    }
    buffer(bytes.length).writeBytes(bytes);
    enqueue();
  }

  /// Puts in three pieces at once.
  void put(byte[] head, byte[] middle, byte[] tail) {
    if (closed) {
      return;
    }
    buffer(head.length + middle.length + tail.length)
        .writeBytes(head)
        .writeBytes(middle)
        .writeBytes(tail);
    enqueue();
  }

  private ByteBuf buffer(int bytes) {
    ByteBuf buffer = waiting;
    if (buffer == null) {
      buffer = PooledByteBufAllocator.DEFAULT.directBuffer(Math.max(bytes, BYTES_AT_FIRST));
      waiting = buffer;
    }
    return buffer;
  }

  private void enqueue() {
    if (!queued) {
      queued = true;
      loop.add(this);
    }
  }

  /// Writes what waits, unless the socket takes no more just now.
  void drain() {
    queued = false;
    ByteBuf buffer = waiting;
    if (buffer != null && !closed && channel.isWritable()) {
      waiting = null;
      var _ = channel.writeAndFlush(buffer, channel.voidPromise());
    }
  }

  /// Writes what waits, whatever the socket says; the future ends when the socket has taken it all.
  ChannelFuture flush() {
    ByteBuf buffer = waiting == null ? Unpooled.EMPTY_BUFFER : waiting;
    waiting = null;
    return channel.writeAndFlush(buffer);
  }

  /// The socket is gone.
  void close() {
    closed = true;
    if (waiting != null) {
      waiting.release();
      waiting = null;
    }
  }
}

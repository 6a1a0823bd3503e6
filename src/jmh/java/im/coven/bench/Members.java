package im.coven.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/// Sockets of many members, served by the thread that measures: cheap, so that what is measured is
/// the server.
final class Members implements AutoCloseable {

  private static final byte[] END = "</message>".getBytes(UTF_8);

  private final List<SocketChannel> sockets = new ArrayList<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
  private final Selector selector;

  /// How far into `END` each socket's bytes reach so far.
  private int[] matched = new int[0];

  Members() {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Connects a socket that is read and written in turn until [#listen].
  int connect(int port) {
    try {
      SocketChannel socket =
          SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
      sockets.add(socket);
      return sockets.size() - 1;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Sends, and waits until an answer holds a text.
  void ask(int member, String text, String until) {
    send(member, text);
    var answer = new StringBuilder();
    byte[] bytes = new byte[8192];
    try {
      while (answer.indexOf(until) < 0) {
        int read = sockets.get(member).socket().getInputStream().read(bytes);
        if (read < 0) {
          throw new IllegalStateException("closed after " + answer);
        }
        answer.append(new String(bytes, 0, read, UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void send(int member, String text) {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
    try {
      while (bytes.hasRemaining()) {
        sockets.get(member).write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// From now on all sockets are read together.
  void listen() {
    matched = new int[sockets.size()];
    try {
      for (int i = 0; i < sockets.size(); i++) {
        sockets.get(i).configureBlocking(false);
        sockets.get(i).register(selector, SelectionKey.OP_READ, i);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads until so many messages ended, over all sockets.
  int await(int messages) {
    int[] seen = {0};
    try {
      while (seen[0] < messages) {
        selector.select(key -> seen[0] += read(key));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return seen[0];
  }

  private int read(SelectionKey key) {
    try {
      buffer.clear();
      if (((SocketChannel) key.channel()).read(buffer) < 0) {
        throw new IllegalStateException("a member was thrown out");
      }
      return ends(buffer.flip(), (Integer) key.attachment());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int ends(ByteBuffer bytes, int member) {
    int ends = 0;
    int at = matched[member];
    while (bytes.hasRemaining()) {
      byte next = bytes.get();
      at = next == END[at] ? at + 1 : next == END[0] ? 1 : 0;
      if (at == END.length) {
        ends++;
        at = 0;
      }
    }
    matched[member] = at;
    return ends;
  }

  @Override
  public void close() {
    try {
      selector.close();
      for (SocketChannel socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

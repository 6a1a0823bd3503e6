package im.coven.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Many connections that never log in: some say nothing, some stop in the middle of a header, some
/// open a stream and then are silent. One thread reads them all.
final class Crowd implements AutoCloseable {

  private static final List<String> SAYINGS =
      List.of("", "<stream:stream to='shakes", RawClient.HEADER);

  /// What the tests' process has open besides.
  private static final int OTHER_FILES = 1000;

  private static final int SELECT_MS = 100;

  private final InetSocketAddress server;
  private final Selector selector;
  private final List<Member> members = new ArrayList<>();
  private final ByteBuffer buffer = ByteBuffer.allocate(8192);

  private static final class Member {
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private boolean over;
  }

  /// A crowd that is going to be of this size, before one address.
  static Crowd of(int size, InetSocketAddress server) {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      long needed = size + system.getOpenFileDescriptorCount() + OTHER_FILES;
      if (system.getMaxFileDescriptorCount() < needed) {
        throw new IllegalStateException(
            "a process may open %d files here, and this test needs %d: see ulimit -Hn"
                .formatted(system.getMaxFileDescriptorCount(), needed));
      }
    }
    try {
      return new Crowd(server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Crowd(InetSocketAddress server) throws IOException {
    this.server = server;
    this.selector = Selector.open();
  }

  /// So many more connect, and say what they have to say.
  void come(int count) {
    try {
      for (int i = 0; i < count; i++) {
        var member = new Member();
        var channel = SocketChannel.open(server);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, member);
        say(channel, SAYINGS.get(members.size() % SAYINGS.size()));
        members.add(member);
      }
      listen(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void say(SocketChannel channel, String text) throws IOException {
    if (text.isEmpty()) {
      return;
    }
    try {
      channel.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
    } catch (IOException refused) {
      // What the other side said before it closed is still to be read.
    }
  }

  /// Waits until the other side has ended all connections but so many, or time is up; answers how
  /// many it has not ended.
  long thinsTo(int rest, Duration limit) {
    long untilNs = System.nanoTime() + limit.toNanos();
    try {
      while (present() > rest && System.nanoTime() < untilNs) {
        listen(SELECT_MS);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return present();
  }

  private long present() {
    return count(member -> !member.over);
  }

  /// How many were told this.
  long told(String text) {
    return count(member -> member.heard.toString(UTF_8).contains(text));
  }

  private long count(Predicate<Member> which) {
    return members.stream().filter(which).count();
  }

  private void listen(int waitMs) throws IOException {
    int ready = waitMs == 0 ? selector.selectNow() : selector.select(waitMs);
    if (ready > 0) {
      selector.selectedKeys().forEach(key -> read(key, (Member) key.attachment()));
      selector.selectedKeys().clear();
    }
  }

  private void read(SelectionKey key, Member member) {
    var channel = (SocketChannel) key.channel();
    try {
      int length = channel.read(buffer.clear());
      if (length >= 0) {
        member.heard.write(buffer.array(), 0, length);
        return;
      }
    } catch (IOException reset) {
      // It is over as well.
    }
    member.over = true;
    close(channel);
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    selector.keys().forEach(key -> close((SocketChannel) key.channel()));
    try {
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

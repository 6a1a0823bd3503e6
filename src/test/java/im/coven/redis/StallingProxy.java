package im.coven.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A way to a server on which single connections can be made half open: they stay, and what the
/// server sends on them is lost. The whole way can be cut, too.
public final class StallingProxy implements AutoCloseable {
  private final ServerSocket door;
  private final int target;
  private final List<Way> ways = new CopyOnWriteArrayList<>();
  private boolean cut;

  private static final class Way {
    private final Socket near;
    private final Socket far;
    private volatile boolean stalled;
    private volatile boolean severed;

    private Way(Socket near, Socket far) {
      this.near = near;
      this.far = far;
    }
  }

  public StallingProxy(int target) {
    this.target = target;
    try {
      this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  public String uri() {
    return "redis://127.0.0.1:" + door.getLocalPort();
  }

  int connections() {
    return ways.size();
  }

  /// Loses from now on what the server sends on a connection, by the order of their making.
  void stall(int number) {
    ways.get(number).stalled = true;
  }

  /// The same for all connections that there are.
  public void stallAll() {
    ways.forEach(way -> way.stalled = true);
  }

  /// Loses from now on what is sent on any connection, either way, also on new ones.
  public synchronized void cut() {
    cut = true;
    ways.forEach(way -> way.severed = true);
  }

  /// Lets new connections through again, and ends those that lost something.
  public synchronized void mend() {
    cut = false;
    ways.stream().filter(way -> way.severed).forEach(StallingProxy::end);
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ways.forEach(StallingProxy::end);
  }

  private static void end(Way way) {
    try (way.near;
        way.far) {
      way.severed = true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void open(Socket near) throws IOException {
    try {
      Way way = new Way(near, new Socket(InetAddress.getLoopbackAddress(), target));
      way.severed = cut;
      ways.add(way);
      Thread.ofVirtual().start(() -> pump(way, way.near, way.far));
      Thread.ofVirtual().start(() -> pump(way, way.far, way.near));
    } catch (IOException away) {
      near.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        open(door.accept());
      }
    } catch (IOException e) {
      if (!door.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void pump(Way way, Socket from, Socket to) {
    byte[] bytes = new byte[8192];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        boolean lost = way.severed || (way.stalled && from.equals(way.far));
        if (!lost) {
          out.write(bytes, 0, n);
        }
      }
    } catch (IOException e) {
      // One side went away; closing both is all there is to do.
    }
  }
}

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
/// server sends on them is lost.
final class StallingProxy implements AutoCloseable {
  private final ServerSocket door;
  private final int target;
  private final List<Way> ways = new CopyOnWriteArrayList<>();

  private static final class Way {
    private final Socket near;
    private final Socket far;
    private volatile boolean stalled;

    private Way(Socket near, Socket far) {
      this.near = near;
      this.far = far;
    }
  }

  StallingProxy(int target) throws IOException {
    this.target = target;
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  String uri() {
    return "redis://127.0.0.1:" + door.getLocalPort();
  }

  int connections() {
    return ways.size();
  }

  /// Loses from now on what the server sends on a connection, by the order of their making.
  void stall(int number) {
    ways.get(number).stalled = true;
  }

  @Override
  public void close() throws IOException {
    door.close();
    for (Way way : ways) {
      way.near.close();
      way.far.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        Way way = new Way(door.accept(), new Socket(InetAddress.getLoopbackAddress(), target));
        ways.add(way);
        Thread.ofVirtual().start(() -> pump(way, way.near, way.far));
        Thread.ofVirtual().start(() -> pump(way, way.far, way.near));
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
        boolean lost = way.stalled && from.equals(way.far);
        if (!lost) {
          out.write(bytes, 0, n);
        }
      }
    } catch (IOException e) {
      // One side went away; closing both is all there is to do.
    }
  }
}

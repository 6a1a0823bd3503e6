package im.coven.load;

import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/// Whether something stays on this machine.
public final class Loopback {

  private Loopback() {}

  /// Whether all addresses of a host are this machine's own.
  public static boolean is(String host) {
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (!address.isLoopbackAddress()) {
          return false;
        }
      }
      return true;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  static boolean is(@Nullable SocketAddress peer) {
    return peer != null && peer.hostAddress() != null && is(peer.hostAddress());
  }
}

package im.coven.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Counts the connections of a process, so that their number stays within its bounds. Shared by the
/// doors of all loops.
public final class Admission {

  private static final int IPV6_NETWORK_BYTES = 8;

  private final ClientLimits limits;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger unauthenticated = new AtomicInteger();
  private final ConcurrentHashMap<String, Integer> byNetwork = new ConcurrentHashMap<>();

  public Admission(ClientLimits limits) {
    this.limits = limits;
  }

  /// A connection that was let in. Belongs to the loop of its connection.
  final class Ticket {
    private final String network;
    private boolean inside = true;
    private boolean known;

    private Ticket(String network) {
      this.network = network;
    }

    /// The client has shown who it is.
    void authenticated() {
      if (!known) {
        known = true;
        forget(network);
      }
    }

    /// The connection is over.
    void leave() {
      if (inside) {
        inside = false;
        authenticated();
        open.decrementAndGet();
      }
    }
  }

  /// Lets a connection in, or answers null when there are too many. The bound per address is not
  /// for this machine, behind whose address there may be a balancer with everybody's connections.
  @Nullable Ticket enter(String address) {
    if (open.incrementAndGet() > limits.connectionsMax()) {
      open.decrementAndGet();
      return null;
    }
    String network = network(address);
    int same = byNetwork.merge(network, 1, Integer::sum);
    int all = unauthenticated.incrementAndGet();
    boolean crowd = same > limits.unauthenticatedPerAddressMax() && !isLoopback(address);
    if (crowd || all > limits.unauthenticatedMax()) {
      forget(network);
      open.decrementAndGet();
      return null;
    }
    return new Ticket(network);
  }

  /// Whether an address is of this machine.
  static boolean isLoopback(String address) {
    return address.startsWith("127.") || address.equals("::1") || address.equals("0:0:0:0:0:0:0:1");
  }

  /// How many connections are open.
  public int open() {
    return open.get();
  }

  /// How many of them have not authenticated.
  public int unauthenticated() {
    return unauthenticated.get();
  }

  private void forget(String network) {
    unauthenticated.decrementAndGet();
    byNetwork.computeIfPresent(network, (key, count) -> count == 1 ? null : count - 1);
  }

  /// What one customer of a provider has: one IPv4 address, or an IPv6 network of 64 bits.
  private static String network(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    try {
      // A literal is not looked up.
      byte[] bytes = InetAddress.getByName(address).getAddress();
      return HexFormat.of()
          .formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, IPV6_NETWORK_BYTES)));
    } catch (UnknownHostException malformed) {
      return address;
    }
  }
}

package im.coven;

import im.coven.redis.InstanceLease;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Set;

/// Which instances are dead, as this one last heard: asked for several times within a lease.
///
/// Who is not known to be dead lives, so that one that just started is reached at once. Answers on
/// every thread; it asks on the loop of the lease.
final class Living {

  private static final int ASKED_PER_LEASE = 3;

  private final InstanceLease lease;
  private volatile Set<String> dead = Set.of();

  private Living(InstanceLease lease) {
    this.lease = lease;
  }

  /// Begins to ask; on the loop of the lease, which lasts `leaseMs`.
  static Future<Living> watch(Vertx vertx, InstanceLease lease, int leaseMs) {
    var living = new Living(lease);
    vertx.setPeriodic(Math.max(1, leaseMs / ASKED_PER_LEASE), _ -> living.ask());
    return living.ask().map(living);
  }

  /// Whether the instance of a place (`instance/loop`) lives.
  boolean isAlive(String place) {
    return !dead.contains(place.substring(0, place.indexOf('/')));
  }

  private Future<Set<String>> ask() {
    return lease.lapsed().onSuccess(found -> dead = Set.copyOf(found));
  }
}

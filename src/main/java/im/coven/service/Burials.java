package im.coven.service;

import im.coven.redis.InstanceLease;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks for instances whose lease ran out, and ends what they left behind: their sessions, but for
/// those that can be resumed, and removals of accounts that they had begun. Sessions that waited
/// too long to be resumed are ended as well. One survivor buries each, none that was interrupted
/// itself of late; if it fails in the middle it tries again. Confined to the loop of the lease.
public final class Burials {

  private static final Logger LOG = LoggerFactory.getLogger(Burials.class);

  private final InstanceLease lease;
  private final AccountServer accounts;
  private final Set<String> buried = new HashSet<>();

  private Burials(InstanceLease lease, AccountServer accounts) {
    this.lease = lease;
    this.accounts = accounts;
  }

  /// Begins to look, now and every `everyMs` milliseconds; `accounts` are those of the lease's
  /// loop.
  public static void watch(Vertx vertx, InstanceLease lease, AccountServer accounts, long everyMs) {
    var burials = new Burials(lease, accounts);
    vertx.setPeriodic(everyMs, _ -> burials.look());
    burials.look();
  }

  private void look() {
    List.copyOf(buried).forEach(this::sweep);
    lease
        .lapsed()
        .onSuccess(lapsed -> lapsed.forEach(this::bury))
        .onFailure(cause -> LOG.debug("the leases cannot be read", cause));
    accounts
        .expire()
        .onFailure(cause -> LOG.debug("what waits to be resumed cannot be read", cause));
    accounts.takeUpRemovals().onFailure(cause -> LOG.debug("the removals cannot be read", cause));
  }

  private void bury(String instance) {
    if (!lease.isSteady()) {
      return;
    }
    lease
        .bury(instance)
        .onSuccess(ours -> {
          if (ours) {
            LOG.info("the instance {} is dead; its sessions are ended", instance);
            buried.add(instance);
            sweep(instance);
          }
        })
        .onFailure(cause -> LOG.warn("the instance {} cannot be buried", instance, cause));
  }

  private void sweep(String instance) {
    accounts
        .bury(instance)
        .onSuccess(done -> buried.remove(instance))
        .onFailure(cause -> LOG.warn("sessions of {} are not ended yet", instance, cause));
  }
}

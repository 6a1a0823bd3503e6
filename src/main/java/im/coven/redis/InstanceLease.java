package im.coven.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Response;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// This instance's sign of life, and a view of the others'. All times are of Redis' clock.
///
/// A lease that is not renewed lapses, and its holder then no longer counts as living. That alone
/// takes nothing from it: after an interruption that all suffered it just renews. Who wants to act
/// in the place of a dead instance *buries* it first. Only one succeeds, only while the lease is
/// lapsed, and from then on the buried one finds its lease lost. Each taking has a greater {@link
/// #token}, by which what an earlier life of an instance left behind can be told apart.
///
/// Confined to the loop of its link.
public final class InstanceLease {
  private static final Logger LOG = LoggerFactory.getLogger(InstanceLease.class);
  private static final Script TAKE = Script.named("lease_take");
  private static final Script RENEW = Script.named("lease_renew");
  private static final Script RELEASE = Script.named("lease_release");
  private static final Script BURY = Script.named("lease_bury");
  private static final Script LIST = Script.named("lease_list");

  /// Renewals within the time that a lease lasts, so that one may fail without harm.
  private static final int RENEWALS = 3;

  private final Vertx vertx;
  private final RedisLink link;
  private final String id;
  private final long token;
  private final int lastsMs;
  private final long timer;
  private final RedisClock clock;
  private long renewedNanos = System.nanoTime();
  private long steadyNanos = renewedNanos;
  private boolean held = true;
  private @Nullable Runnable onLost;

  private InstanceLease(Vertx vertx, RedisLink link, Taken taken) {
    this.vertx = vertx;
    this.link = link;
    this.id = taken.id;
    this.token = taken.token;
    this.lastsMs = taken.lastsMs;
    this.clock = new RedisClock(taken.epochMs);
    this.timer = vertx.setPeriodic(Math.max(1, lastsMs / RENEWALS), tick -> renew());
    // Another Redis may not have got what the others renewed last.
    link.onReturned(() -> steadyNanos = System.nanoTime());
  }

  private record Taken(String id, long token, int lastsMs, long epochMs) {}

  /// Takes the lease of the instance `id`, which lasts `lastsMs` milliseconds after each renewal.
  /// Fails with {@link IllegalStateException} while another holds it.
  public static Future<InstanceLease> take(Vertx vertx, RedisLink link, String id, int lastsMs) {
    List<String> keys = List.of(leases(link), link.prefix() + ":{instances}:token");
    return link.run(TAKE, keys, List.of(id, lastsMs))
        .map(taken -> {
          if (taken == null) {
            throw new IllegalStateException("the instance id '" + id + "' is in use");
          }
          long token = EntryFormat.number(taken.get(0));
          long epochMs = EntryFormat.number(taken.get(1));
          return new InstanceLease(vertx, link, new Taken(id, token, lastsMs, epochMs));
        });
  }

  public String id() {
    return id;
  }

  /// The number of this taking: greater than that of every taking before, by whomever.
  public long token() {
    return token;
  }

  /// The time of Redis' clock, read with each renewal.
  public InstantSource clock() {
    return clock;
  }

  /// Whether the others count this instance as living, as far as is known here: the last renewal is
  /// not older than the lease lasts.
  public boolean isHeld() {
    return held && System.nanoTime() - renewedNanos < TimeUnit.MILLISECONDS.toNanos(lastsMs);
  }

  /// Whether it was renewed in time again and again for as long as a lease lasts. Only then does it
  /// say something about another that its lease lapsed: after an interruption that all suffered,
  /// this one is the first to be back, and the others have as long as their leases last to renew
  /// them.
  public boolean isSteady() {
    return isHeld() && System.nanoTime() - steadyNanos >= TimeUnit.MILLISECONDS.toNanos(lastsMs);
  }

  /// Sets what happens once when the lease turns out to be lost: this instance was buried, or Redis
  /// came back without it. Whoever goes on must take a new one.
  public void onLost(Runnable action) {
    onLost = action;
  }

  /// The instances whose leases have not lapsed, this one among them.
  public Future<Set<String>> living() {
    return holders(link);
  }

  /// The instances whose leases have not lapsed, for those who have none.
  public static Future<Set<String>> holders(RedisLink link) {
    return list(link, 0);
  }

  /// The instances whose leases lapsed and that nobody buried.
  public Future<Set<String>> lapsed() {
    return list(link, 1);
  }

  /// Removes an instance whose lease lapsed; answers whether it was us who did.
  public Future<Boolean> bury(String other) {
    return link.run(BURY, List.of(leases(link)), List.of(other))
        .map(buried -> EntryFormat.number(buried) == 1);
  }

  /// Gives the lease back, so that nobody waits for it to lapse.
  public Future<Void> release() {
    stop();
    return link.run(RELEASE, List.of(leases(link)), List.of(id, token)).mapEmpty();
  }

  private static Future<Set<String>> list(RedisLink link, int which) {
    return link.run(LIST, List.of(leases(link)), List.of())
        .map(lists ->
            lists.get(which).stream()
                .map(Response::toString)
                .collect(Collectors.toCollection(HashSet::new)));
  }

  private void renew() {
    long asked = System.nanoTime();
    link.run(RENEW, List.of(leases(link)), List.of(id, token, lastsMs))
        .onSuccess(renewed -> {
          long epochMs = EntryFormat.number(renewed);
          if (epochMs == 0) {
            lose();
          } else {
            clock.read(epochMs);
            renewed(asked);
          }
        })
        .onFailure(e -> LOG.debug("the lease of {} is not renewed: {}", id, e.getMessage()));
  }

  /// Where two renewals in a row failed, another's lease may have lapsed for the same reason.
  private void renewed(long asked) {
    long patience = TimeUnit.MILLISECONDS.toNanos(lastsMs) * (RENEWALS - 1) / RENEWALS;
    if (System.nanoTime() - renewedNanos > patience) {
      steadyNanos = System.nanoTime();
    }
    renewedNanos = asked;
  }

  private void lose() {
    if (!held) {
      return;
    }
    stop();
    LOG.info("the lease of the instance {} is lost", id);
    if (onLost != null) {
      onLost.run();
    }
  }

  private void stop() {
    held = false;
    vertx.cancelTimer(timer);
  }

  private static String leases(RedisLink link) {
    return link.prefix() + ":{instances}:leases";
  }
}

package im.coven;

import im.coven.net.PasswordWork;
import im.coven.redis.InstanceLease;
import im.coven.redis.RedisConfig;
import im.coven.redis.RedisLink;
import im.coven.service.AccountParts;
import im.coven.service.AccountParts.Place;
import im.coven.service.AccountServer;
import im.coven.service.AccountSettings;
import im.coven.service.Burials;
import im.coven.service.ChannelEnds;
import im.coven.service.EmptyChannels;
import im.coven.service.MixConfig;
import im.coven.service.MixLimits;
import im.coven.service.MixService;
import im.coven.service.SessionDirectory;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;

/// The event loops of an instance, with all that serves on each of them.
///
/// Opened and closed from a thread that may wait; what it answers may be read on every thread.
final class Loops {

  private static final int SECRET_BYTES = 32;

  /// What an instance is among the others: its name, how long it may be silent, and what happens
  /// when it was silent for longer and they took it for dead.
  record Identity(String id, int leaseMs, Runnable onLost) {}

  /// What the services are told.
  record Config(
      RedisConfig redis,
      MixConfig mix,
      MixLimits limits,
      AccountSettings accounts,
      int scramIterations) {}

  /// One loop: where it runs, and what serves there.
  record Served(Context context, MixService.Loop loop, MixService mix, AccountServer accounts) {}

  private final Vertx vertx;
  private final Identity identity;
  private final Config config;
  private final SessionDirectory directory = new SessionDirectory();

  private Loops(Vertx vertx, Identity identity, Config config) {
    this.vertx = vertx;
    this.identity = identity;
    this.config = config;
  }

  /// An instance's loops, and its sign of life.
  record Opened(List<Served> loops, InstanceLease lease, PasswordWork passwords) {

    /// Gives the lease back and stops what runs by the clock. The loops themselves end with Vert.x.
    Future<Void> close() {
      passwords.close();
      loops.forEach(served -> on(served.context(), () -> closed(served)));
      return on(loops.getFirst().context(), lease::release);
    }

    private static Future<Void> closed(Served served) {
      served.mix().close();
      return Future.succeededFuture();
    }

    /// Whether all of them reach Redis.
    boolean isUp() {
      return loops.stream().allMatch(served -> served.loop().link().isUp());
    }
  }

  /// Opens `count` loops.
  static Future<Opened> open(Vertx vertx, int count, Identity identity, Config config) {
    return new Loops(vertx, identity, config).open(count);
  }

  private Future<Opened> open(int count) {
    var verticles = new ArrayList<LoopVerticle>();
    var deployed = new ArrayList<Future<String>>();
    for (int i = 0; i < count; i++) {
      var verticle = new LoopVerticle(config.redis());
      verticles.add(verticle);
      deployed.add(vertx.deployVerticle(verticle));
    }
    return Future.all(deployed)
        .compose(_ -> serve(verticles.stream().map(LoopVerticle::loop).toList()));
  }

  private Future<Opened> serve(List<MixService.Loop> loops) {
    MixService.Loop first = loops.getFirst();
    Future<InstanceLease> lease =
        on(
            first.context(),
            () -> InstanceLease.take(vertx, first.link(), identity.id(), identity.leaseMs()));
    return lease.compose(taken -> {
      taken.onLost(identity.onLost());
      return on(first.context(), () -> Living.watch(vertx, taken, identity.leaseMs()))
          .compose(living -> serve(loops, taken, living));
    });
  }

  private Future<Opened> serve(List<MixService.Loop> loops, InstanceLease lease, Living living) {
    return on(loops.getFirst().context(), () -> secret(loops.getFirst().link()))
        .map(secret -> new PasswordWork(vertx, secret, config.scramIterations()))
        .compose(passwords ->
            serve(loops, new Beside(lease, living, passwords))
                .onSuccess(served -> watch(served.getFirst(), lease))
                .map(served -> new Opened(served, lease, passwords)));
  }

  /// The sessions of an instance that dies are ended by one that lives, and channels when they are
  /// to end.
  private void watch(Served first, InstanceLease lease) {
    long everyMs = Math.max(1, identity.leaseMs() / 3);
    first
        .context()
        .runOnContext(_ -> {
          Burials.watch(vertx, lease, first.accounts(), everyMs);
          ChannelEnds.watch(vertx, first.mix(), lease.clock(), everyMs);
          EmptyChannels.watch(vertx, first.mix(), lease.clock(), config.limits());
        });
  }

  /// Random bytes that all instances of one Redis share, made when the first of them starts.
  private static Future<byte[]> secret(RedisLink link) {
    byte[] fresh = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(fresh);
    String key = link.prefix() + ":secret";
    return link.send(Command.SET, key, HexFormat.of().formatHex(fresh), "NX")
        .compose(_ -> link.send(Command.GET, key))
        .map(secret -> HexFormat.of().parseHex(secret.toString()));
  }

  private Future<List<Served>> serve(List<MixService.Loop> loops, Beside beside) {
    return MixService.open(config.mix(), config.limits(), loops, beside.lease().clock())
        .compose(services -> {
          var served = new ArrayList<Future<Served>>();
          for (int i = 0; i < loops.size(); i++) {
            served.add(accounts(loops.get(i), services.get(i), i, beside));
          }
          return Future.all(served).map(all -> all.<Served>list());
        });
  }

  /// What all loops of an instance share.
  private record Beside(InstanceLease lease, Living living, PasswordWork passwords) {}

  private Future<Served> accounts(MixService.Loop loop, MixService mix, int index, Beside beside) {
    return on(
        loop.context(),
        () -> {
          var place = new Place(identity.id(), index);
          var parts =
              new AccountParts(
                  loop.context(),
                  loop.link(),
                  mix,
                  directory,
                  place,
                  beside.living()::isAlive,
                  beside.passwords()::derive);
          var accounts = new AccountServer(config.accounts(), parts);
          return accounts.start().map(_ -> new Served(loop.context(), loop, mix, accounts));
        });
  }

  /// Does something on a loop.
  static <T> Future<T> on(Context context, Supplier<Future<T>> task) {
    Promise<T> promise = Promise.promise();
    context.runOnContext(_ -> {
      try {
        task.get().onComplete(promise);
      } catch (RuntimeException fault) {
        promise.fail(fault);
      }
    });
    return promise.future();
  }
}

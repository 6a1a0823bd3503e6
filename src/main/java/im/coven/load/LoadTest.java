package im.coven.load;

import im.coven.load.LoadPlan.Accounts;
import im.coven.load.LoadPlan.Crowd;
import im.coven.load.Report.Preparation;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.transport.Transport;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// A load test from the first connection to the report: log in, join, publish at an open rate,
/// account for every delivery, clean up.
///
/// {@link #run} blocks its thread; the members are on event loops, one per processor.
public final class LoadTest {

  /// Log-ins and joins that are under way at once.
  private static final int LOGINS_AT_ONCE = 64;

  private static final int JOINS_AT_ONCE = 32;
  private static final int CONNECT_MS_MAX = 30_000;
  private static final int PROGRESS_MS = 1000;
  private static final double SECOND_NANOS = 1e9;

  private final LoadPlan plan;
  private final Progress progress;
  private final int run = new SecureRandom().nextInt();
  private final int loopCount = Runtime.getRuntime().availableProcessors();
  private final Vertx vertx = vertx(loopCount);

  /// Held as long as the test: one that nobody holds is closed, and its connections with it.
  private final NetClient client =
      vertx.createNetClient(
          new NetClientOptions().setTcpNoDelay(true).setConnectTimeout(CONNECT_MS_MAX));

  private final LongAdder heard = new LongAdder();
  private final LongAdder delivered = new LongAdder();
  private final LoopState.StartTime start = new LoopState.StartTime();
  private final AtomicInteger loggedIn = new AtomicInteger();
  private final AtomicInteger joined = new AtomicInteger();
  private final List<LoopState> loops = new ArrayList<>();
  private final List<Member> members = new ArrayList<>();
  private final Quiet quiet = new Quiet(vertx, heard);
  private volatile Supplier<String> phase = () -> "connects";

  private LoadTest(LoadPlan plan, Progress progress) {
    this.plan = plan;
    this.progress = progress;
  }

  /// Runs a load test.
  ///
  /// @throws LoadFailure when it cannot be run: no connection, an account or a join refused
  public static Report run(LoadPlan plan, Progress progress) {
    var test = new LoadTest(plan, progress);
    long ticker = test.vertx.setPeriodic(PROGRESS_MS, _ -> progress.say(test.phase.get()));
    try {
      return test.run();
    } finally {
      test.vertx.cancelTimer(ticker);
      join(test.vertx.close());
    }
  }

  /// Native epoll where there is one, else NIO.
  private static Vertx vertx(int loops) {
    Transport epoll = Transport.EPOLL;
    boolean usable = epoll != null && epoll.available();
    return Vertx.builder()
        .with(new VertxOptions().setEventLoopPoolSize(loops))
        .withTransport(usable ? epoll : Transport.NIO)
        .build();
  }

  private Report run() {
    populate();
    try {
      Preparation preparation = prepare();
      Report report = measure(preparation);
      phase = () -> "cleans up";
      cleanUp();
      return report;
    } catch (CompletionException | LoadFailure failure) {
      unregister();
      abandon();
      throw failure(failure);
    }
  }

  private static LoadFailure failure(RuntimeException failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return cause instanceof LoadFailure ours ? ours : new LoadFailure("not to be done", cause);
  }

  /* ---- the crowd ---- */

  private void populate() {
    var mark = new Mark(run, plan.traffic().bodyBytes());
    var shared = new LoopState.Run(vertx, mark, heard, delivered, start);
    for (int i = 0; i < loopCount; i++) {
      loops.add(new LoopState(((VertxInternal) vertx).createEventLoopContext(), shared));
    }
    Crowd crowd = plan.crowd();
    for (int i = 0; i < crowd.members(); i++) {
      int channel = i / crowd.membersPerChannel();
      int place = i % crowd.membersPerChannel();
      int publisher = place < crowd.publishers() ? place : -1;
      var role = new Member.Role(i, channel, "load-%08x-%d".formatted(run, channel), publisher);
      members.add(new Member(loops.get(i % loopCount), plan, role));
    }
  }

  private LogIn.Who who(int index) {
    Accounts accounts = plan.crowd().accounts();
    String user =
        accounts.registered()
            ? "%s%08x-%d".formatted(accounts.prefix(), run, index)
            : accounts.prefix() + index;
    return new LogIn.Who(user, accounts.password(), accounts.registered());
  }

  /* ---- log in and join ---- */

  private Preparation prepare() {
    int count = members.size();
    phase = () -> "logs in: %d of %d".formatted(loggedIn.get(), count);
    double login = timed(() -> join(Lanes.run(count, LOGINS_AT_ONCE, this::logIn)));
    phase = () -> "joins: %d of %d".formatted(joined.get(), count);
    double joins =
        timed(() -> {
          join(on(owners(), Member::create));
          join(on(others(), Member::join));
        });
    phase = () -> "joined; waits for quiet";
    double settled = timed(() -> join(quiet.await()));
    return new Preparation(login, joins, settled);
  }

  /// The first member of each channel, who makes it.
  private List<Member> owners() {
    return members.stream().filter(member -> member.role().publisher() == 0).toList();
  }

  private List<Member> others() {
    return members.stream().filter(member -> member.role().publisher() != 0).toList();
  }

  private Future<Void> logIn(int index) {
    Member member = members.get(index);
    LogIn.Who who = who(index);
    var options =
        new ConnectOptions()
            .setRemoteAddress(
                SocketAddress.inetSocketAddress(plan.target().port(), plan.target().host()))
            .setHost(plan.target().domain())
            .setPort(plan.target().port());
    return onLoop(member, () -> client.connect(options))
        .transform(socket ->
            socket.succeeded()
                ? onLoop(member, () -> member.enter(socket.result(), who))
                : Future.failedFuture(socket.cause()))
        .onSuccess(_ -> loggedIn.incrementAndGet())
        .recover(refused -> Future.failedFuture(new LoadFailure(who.user(), refused)));
  }

  private Future<Void> on(List<Member> some, Function<Member, Future<Void>> act) {
    return Lanes.run(
        some.size(),
        JOINS_AT_ONCE,
        i -> {
          Member member = some.get(i);
          return onLoop(member, () -> act.apply(member))
              .onSuccess(_ -> joined.incrementAndGet())
              .recover(refused ->
                  Future.failedFuture(new LoadFailure(who(member.role().index()).user(), refused)));
        });
  }

  private static <T> Future<T> onLoop(Member member, Supplier<Future<T>> act) {
    return on(member.context(), act);
  }

  private static <T> Future<T> on(Context context, Supplier<Future<T>> act) {
    Promise<T> promise = Promise.promise();
    context.runOnContext(_ -> {
      try {
        act.get().onComplete(promise);
      } catch (RuntimeException fault) {
        promise.fail(fault);
      }
    });
    return promise.future();
  }

  /* ---- the run ---- */

  private Report measure(Preparation preparation) {
    List<List<Member>> publishers =
        IntStream.range(0, plan.crowd().channels())
            .mapToObj(channel ->
                members.stream()
                    .filter(m -> m.role().channel() == channel && m.role().publisher() >= 0)
                    .toList())
            .toList();
    var pacer = new Pacer(plan, publishers);
    var generator = new GeneratorLoad(loops);
    long startNanos = System.nanoTime();
    start.set(startNanos);
    phase = this::runLine;
    generator.begin();
    pacer.run(startNanos);
    generator.end();
    atRest();
    long expected =
        members.stream().mapToLong(Member::sent).sum() * plan.crowd().membersPerChannel();
    phase = () -> "waits for what is still to come: %d".formatted(expected - delivered.sum());
    join(quiet.awaitCount(delivered, expected, plan.traffic().patienceSeconds()));
    atRest();
    return new Settlement(plan, members, loops).report(preparation, generator);
  }

  private String runLine() {
    double seconds = (System.nanoTime() - start.nanos()) / SECOND_NANOS;
    int all = plan.traffic().warmupSeconds() + plan.traffic().seconds();
    return "runs: %.0f of %d s, %d deliveries".formatted(seconds, all, delivered.sum());
  }

  /// Returns when each loop has done what it was handed before; what the loops wrote may be read
  /// then.
  private void atRest() {
    for (LoopState loop : loops) {
      join(on(loop.context(), Future::succeededFuture));
    }
  }

  /* ---- the end ---- */

  private void cleanUp() {
    forget(on(owners(), Member::destroy));
    unregister();
    abandon();
  }

  private void unregister() {
    if (plan.crowd().accounts().registered()) {
      forget(on(members, Member::unregister));
    }
  }

  /// What cannot be cleaned up is said, and is no failure of the test.
  private void forget(Future<Void> cleaning) {
    try {
      join(cleaning);
    } catch (CompletionException e) {
      progress.say("not all is cleaned up: " + failure(e).getMessage());
    }
  }

  private void abandon() {
    members.forEach(member -> member.context().runOnContext(_ -> member.leave()));
    atRest();
  }

  private static double timed(Runnable act) {
    long before = System.nanoTime();
    act.run();
    return (System.nanoTime() - before) / SECOND_NANOS;
  }

  private static <T> T join(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}

package im.coven.replica;

import im.coven.channel.LogEntry;
import im.coven.channel.StateCodec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One instance of Coven: a machine, its two connections to Redis, and its timers.
///
/// Promises what `redis.RedisLink` does and no more: commands are carried out and answered in their
/// order, published entries come in theirs, what was on its way when a connection broke fails, and
/// nobody knows whether it was carried out.
final class ModelInstance {

  /// A command on its way: `execute` carries it out and says what the machine is then told; `lost`
  /// tells it that nobody knows.
  private record Call(Supplier<Runnable> execute, Runnable lost) {}

  private record Answer(Call call, Runnable arrival) {}

  /// What comes over the pub/sub connection.
  private sealed interface Push {}

  private record Published(LogEntry entry) implements Push {}

  private record Confirmed(Observed machine) implements Push {}

  private record Ready() implements Push {}

  private final int number;
  private final World world;
  private final ModelRedis redis;
  private final Deque<Call> sent = new ArrayDeque<>();
  private final Deque<Answer> answers = new ArrayDeque<>();
  private final Deque<Supplier<Runnable>> late = new ArrayDeque<>();
  private final Deque<Push> pushes = new ArrayDeque<>();
  private final List<LogEntry> heard = new ArrayList<>();
  private final List<Runnable> timers = new ArrayList<>();
  private final Deque<Runnable> inputs = new ArrayDeque<>();
  private boolean commandsUp = true;
  private boolean pubSubUp = true;
  private boolean pubSubReady = true;
  private boolean subscribed;
  private boolean confirmed;
  private boolean stepping;
  private @Nullable Observed follower;
  private @Nullable Observed current;

  ModelInstance(int number, World world, ModelRedis redis) {
    this.number = number;
    this.world = world;
    this.redis = redis;
  }

  Optional<Observed> current() {
    return Optional.ofNullable(current);
  }

  /// The machine that takes requests, made where there is none.
  Observed machine() {
    Observed present = current;
    if (present != null && !present.machine.isClosed()) {
      return present;
    }
    var made = new Observed(World.BOUNDS, world.safeguards(), redis, this::carryOut);
    current = made;
    input(made.machine::open);
    return made;
  }

  /// Gives the machine an input, after those that are not done with.
  void input(Runnable input) {
    inputs.add(input);
    if (stepping) {
      return;
    }
    stepping = true;
    for (Runnable next = inputs.poll(); next != null; next = inputs.poll()) {
      next.run();
    }
    stepping = false;
  }

  /* ---- what the machine wants done ---- */

  private void carryOut(Observed from, Effect<Asked> effect) {
    ReplicaMachine<Asked> machine = from.machine;
    switch (effect) {
      case Effect.Append<Asked> append -> append(machine, append);
      case Effect.Deliver<Asked>(var applied) -> {
        note("delivers " + applied.id());
        from.deliver(applied);
      }
      case Effect.Answer<Asked>(var asked, var reply) -> world.answered(asked, reply);
      case Effect.Show<Asked>(var asked) -> world.shown(asked);
      case Effect.AwaitGap<Asked> _ -> timers.add(machine::gapOver);
      case Effect.AwaitRetry<Asked> _ -> timers.add(machine::retryOver);
      case Effect.Follow<Asked> _ -> follow(from);
      case Effect.Load<Asked> _ -> send(load(from), machine::unread);
      case Effect.Read<Asked> read -> {
        note("reads after " + read.after());
        send(read(machine, read), machine::unread);
      }
      case Effect.Heal<Asked> heal -> {
        note("puts back what came after " + heal.last());
        send(() -> redis.heal(heal) ? machine::retryOver : machine::broken, machine::unread);
      }
      case Effect.Lost<Asked>(var last) -> note("has lost what came after " + last);
      case Effect.Reloaded<Asked> _ -> note("starts anew");
      case Effect.Closed<Asked> _ -> {
        note("closes");
        follower = null;
        subscribed = false;
        if (from.equals(current)) {
          current = null;
        }
      }
    }
  }

  private void append(ReplicaMachine<Asked> machine, Effect.Append<Asked> append) {
    note("appends " + append.work().appendId() + " at version " + append.version());
    Supplier<Runnable> execute =
        () -> {
          if (world.isFull()) {
            return () -> machine.notDone(append);
          }
          return redis
              .append(append)
              .<Runnable>map(
                  done -> () -> machine.stored(append, done.id(), done.previous(), done.version()))
              .orElse(() -> machine.stale(append));
        };
    if (commandsUp) {
      sent.add(new Call(execute, () -> machine.unsure(append)));
    } else {
      input(() -> machine.notDone(append));
    }
  }

  private Supplier<Runnable> load(Observed from) {
    return () ->
        redis
            .load()
            .<Runnable>map(state -> () -> from.loaded(StateCodec.read(ModelRedis.COVEN, state)))
            .orElse(from.machine::absent);
  }

  private Supplier<Runnable> read(ReplicaMachine<Asked> machine, Effect.Read<Asked> read) {
    return () -> {
      var found = redis.after(read.epoch(), read.after(), World.READ_COUNT);
      List<LogEntry> entries = found.entries();
      if (found.endsEarly()) {
        return () -> machine.endsEarly(found.last());
      }
      return entries == null ? machine::broken : () -> machine.read(entries, found.last());
    };
  }

  private void send(Supplier<Runnable> execute, Runnable failed) {
    if (commandsUp) {
      sent.add(new Call(execute, failed));
    } else {
      input(failed);
    }
  }

  private void follow(Observed from) {
    if (follower != null) {
      throw new Violation("follows the channel twice");
    }
    if (!pubSubUp) {
      input(from.machine::unread);
      return;
    }
    follower = from;
    confirmed = false;
    subscribed = true;
    pushes.add(new Confirmed(from));
  }

  /* ---- what the adversary does ---- */

  /// Something was published.
  void publish(LogEntry entry) {
    if (subscribed) {
      pushes.add(new Published(entry));
    }
  }

  boolean execute() {
    Call call = sent.poll();
    if (call == null) {
      return false;
    }
    answers.add(new Answer(call, call.execute().get()));
    return true;
  }

  boolean executeLate() {
    Supplier<Runnable> abandoned = late.poll();
    return abandoned != null && abandoned.get() != null;
  }

  boolean answer() {
    Answer answer = answers.poll();
    if (answer == null) {
      return false;
    }
    input(answer.arrival());
    return true;
  }

  boolean hear() {
    switch (pushes.poll()) {
      case null -> {
        return false;
      }
      case Published(var entry) -> {
        note("hears " + entry.id() + " after " + entry.previous());
        heard.add(entry);
        hear(entry);
      }
      case Confirmed(var machine) -> {
        confirmed = true;
        input(machine.machine::followed);
      }
      case Ready() -> {
        pubSubReady = true;
        up();
      }
    }
    return true;
  }

  void hearAgain(int which) {
    if (!heard.isEmpty()) {
      hear(heard.get(which % heard.size()));
    }
  }

  private void hear(LogEntry entry) {
    Observed listener = follower;
    if (listener != null) {
      input(() -> listener.machine.heard(entry));
    }
  }

  /// Loses what was published next, if that is what comes next.
  boolean drop() {
    if (pushes.peek() instanceof Published) {
      pushes.poll();
      return true;
    }
    return false;
  }

  void cutCommands(boolean executedLater) {
    commandsUp = false;
    var lost = new ArrayList<Call>();
    answers.forEach(answer -> lost.add(answer.call()));
    lost.addAll(sent);
    if (executedLater) {
      sent.forEach(call -> late.add(call.execute()));
    }
    answers.clear();
    sent.clear();
    lost.forEach(call -> input(call.lost()));
  }

  void connectCommands() {
    if (!commandsUp) {
      commandsUp = true;
      up();
    }
  }

  void cutPubSub() {
    pubSubUp = false;
    pubSubReady = false;
    subscribed = false;
    pushes.clear();
    Observed listener = follower;
    if (listener != null && !confirmed) {
      follower = null;
      input(listener.machine::unread);
    }
  }

  void connectPubSub() {
    if (!pubSubUp) {
      pubSubUp = true;
      subscribed = follower != null;
      pushes.add(new Ready());
    }
  }

  /// Messages may have been missed, and now nothing is.
  private void up() {
    Observed present = current;
    if (commandsUp && pubSubReady && present != null) {
      note("is connected again");
      input(present.machine::missed);
    }
  }

  boolean fire(int which) {
    if (timers.isEmpty()) {
      return false;
    }
    input(timers.remove(which % timers.size()));
    return true;
  }

  void expire() {
    Observed present = current;
    if (present != null) {
      input(() -> present.machine.expire(Long.MAX_VALUE));
    }
  }

  void idle() {
    Observed present = current;
    if (present != null && !present.machine.isBusy()) {
      present.machine.release();
      current = null;
      follower = null;
      subscribed = false;
    }
  }

  void crash(boolean executedLater) {
    if (executedLater) {
      sent.forEach(call -> late.add(call.execute()));
    }
    sent.clear();
    answers.clear();
    pushes.clear();
    timers.clear();
    heard.clear();
    current = null;
    follower = null;
    subscribed = false;
    commandsUp = true;
    pubSubUp = true;
    pubSubReady = true;
  }

  /// Redis is not the one any more that had the connections, and repeats nothing of what that one
  /// published.
  void loseRedis() {
    late.clear();
    heard.clear();
    cutCommands(false);
    cutPubSub();
  }

  private void note(String what) {
    world.note(() -> "    " + number + " " + what);
  }
}

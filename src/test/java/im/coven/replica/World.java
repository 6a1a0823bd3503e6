package im.coven.replica;

import im.coven.channel.Channel;
import im.coven.channel.ChannelRequest;
import im.coven.channel.LogEntry;
import im.coven.stanza.Message;
import im.coven.xml.Element;
import im.coven.xml.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Some instances over one Redis, an adversary who chooses what happens next, and what must hold
/// whatever it chooses:
///
/// * What was granted is in the log, once; what was refused is not, now or later; of the rest
///   nothing is there twice.
/// * An instance delivers the log: each entry after the one before it, each once.
/// * What one instance was asked is in the log in the order of asking.
/// * All this but the first half of the first also where Redis loses its last writes.
/// * When the adversary rests, so do the instances: each is at the end of the log, with the state
///   that the log adds up to, and everybody who asked has one answer.
final class World {

  static final Bounds BOUNDS = new Bounds(12, 3, Bounds.Trust.HEARD);

  /// Entries that one reading brings; few, so that several are needed.
  static final int READ_COUNT = 2;

  private static final int PEOPLE = 3;

  /// Rounds in which all must have come to rest.
  private static final int REST_ROUNDS = 1_000;

  private final Safeguards safeguards;
  private final ModelRedis redis;
  private final List<ModelInstance> instances;
  private final List<Asked> asked = new ArrayList<>();
  private final List<Supplier<String>> notes = new ArrayList<>();
  private boolean full;
  private boolean dropped;
  private boolean lossy;

  /// Instances that all follow the channel.
  World(int size, Safeguards safeguards) {
    this.safeguards = safeguards;
    this.redis = new ModelRedis(this::published);
    this.instances =
        IntStream.range(0, size).mapToObj(i -> new ModelInstance(i, this, redis)).toList();
    redis.create(PEOPLE);
    instances.forEach(ModelInstance::machine);
    rest();
    notes.clear();
  }

  /// Plays a game to its end.
  ///
  /// @throws Violation when something happened that must not
  void play(List<Step> steps) {
    try {
      for (Step step : steps) {
        note(() -> String.valueOf(step));
        take(step);
      }
      note(() -> "rest");
      rest();
      if (dropped) {
        // What was lost unnoticed shows with the next entry.
        note(() -> "a bell for all");
        redis.create(PEOPLE);
        redis.ask(ModelRedis.join(0, "bell"));
        rest();
      }
      check();
    } catch (IllegalStateException | NullPointerException e) {
      throw new Violation(String.valueOf(e));
    }
  }

  Safeguards safeguards() {
    return safeguards;
  }

  /// Whether Redis refuses writes.
  boolean isFull() {
    return full;
  }

  void note(Supplier<String> what) {
    notes.add(what);
  }

  /// What happened, a line each.
  String trace() {
    var text = new StringBuilder();
    notes.forEach(note -> text.append(note.get()).append('\n'));
    return text.toString();
  }

  void shown(Asked who) {
    note(() -> "    " + who + " is shown");
    who.shown = true;
    once(who);
  }

  void answered(Asked who, Reply reply) {
    note(() -> "    " + who + " is told " + word(reply));
    who.replies.add(reply);
    once(who);
    if (!lossy && reply instanceof Reply.Granted && who.isMarked() && count(who) != 1) {
      throw new Violation(who + " was granted, and is in the log " + count(who) + " times");
    }
  }

  private static String word(Reply reply) {
    return reply instanceof Reply.Failed failed ? failed.name() : reply.getClass().getSimpleName();
  }

  private static void once(Asked who) {
    if (who.answers() > 1) {
      throw new Violation(who + " is answered twice");
    }
  }

  private void published(LogEntry entry) {
    note(() -> "    the log has " + entry.id() + ": " + entry.appendId());
    instances.forEach(instance -> instance.publish(entry));
  }

  private void take(Step step) {
    ModelInstance at = instances.get(step.instance() % instances.size());
    int which = step.which();
    switch (step.kind()) {
      case PUBLISH, RENAME, JOIN, LEAVE, LOOK, DESTROY -> ask(at, step.kind(), which % PEOPLE);
      case CREATE -> redis.create(PEOPLE);
      case EXECUTE -> at.execute();
      case ANSWER -> at.answer();
      case HEAR -> at.hear();
      case HEAR_AGAIN -> at.hearAgain(which);
      case DROP -> dropped |= at.drop();
      case CUT_COMMANDS -> at.cutCommands(false);
      case CUT_COMMANDS_LATE -> at.cutCommands(true);
      case EXECUTE_LATE -> at.executeLate();
      case CONNECT_COMMANDS -> at.connectCommands();
      case CUT_PUB_SUB -> at.cutPubSub();
      case CONNECT_PUB_SUB -> at.connectPubSub();
      case LOSE -> {
        lossy = true;
        redis.lose(which);
        instances.forEach(ModelInstance::loseRedis);
      }
      case REFUSE -> full = !full;
      case TIMER -> at.fire(which);
      case EXPIRE -> at.expire();
      case CRASH -> {
        asked.stream()
            .filter(who -> who.instance.equals(at) && who.answers() == 0)
            .forEach(who -> who.orphaned = true);
        at.crash(which % 2 == 0);
      }
      case IDLE -> at.idle();
    }
  }

  private void ask(ModelInstance at, Step.Kind kind, int person) {
    String id = "a" + asked.size();
    Observed machine = at.machine();
    var who = new Asked(id, kind, kind == Step.Kind.DESTROY ? 0 : person, at, machine);
    asked.add(who);
    note(() -> "    " + who + " is asked");
    Work<Asked> work =
        request(kind, person, id)
            .<Work<Asked>>map(request -> new Work.Carry<>(request, id, 1, who))
            .orElseGet(() -> new Work.Look<>(who, 1));
    at.input(() -> machine.machine.take(work));
  }

  private static Optional<ChannelRequest> request(Step.Kind kind, int person, String id) {
    var from = ModelRedis.person(person);
    return switch (kind) {
      case PUBLISH -> {
        List<Node> body = List.of(Element.text("body", "jabber:client", id));
        var message = new Message(from, ModelRedis.COVEN, id, Message.Type.GROUPCHAT, null, body);
        yield Optional.of(new ChannelRequest.Publish(from, message));
      }
      case RENAME -> Optional.of(new ChannelRequest.SetNick(from, id));
      case JOIN -> Optional.of(ModelRedis.join(person, id));
      case LEAVE -> Optional.of(new ChannelRequest.Leave(from));
      case DESTROY -> Optional.of(new ChannelRequest.Destroy(ModelRedis.person(0)));
      default -> Optional.empty();
    };
  }

  /// Everything that is under way comes to its end, and every connection works.
  private void rest() {
    full = false;
    for (int round = 0; round < REST_ROUNDS; round++) {
      boolean moved = false;
      for (ModelInstance instance : instances) {
        instance.connectCommands();
        instance.connectPubSub();
        moved |= instance.executeLate();
        moved |= instance.execute();
        moved |= instance.answer();
        moved |= instance.hear();
        moved |= instance.fire(0);
      }
      if (!moved) {
        return;
      }
    }
    throw new Violation("does not come to rest");
  }

  private void check() {
    for (Asked who : asked) {
      checkAnswer(who);
    }
    checkOrder();
    for (ModelInstance instance : instances) {
      instance.current().ifPresent(this::checkState);
    }
  }

  private void checkAnswer(Asked who) {
    long count = count(who);
    if (count > 1) {
      throw new Violation(who + " is in the log " + count + " times");
    }
    if (who.orphaned) {
      return;
    }
    if (who.answers() == 0) {
      throw new Violation(who + " has no answer");
    }
    boolean mayBeThere =
        who.shown
            || who.replies.getFirst() instanceof Reply.Granted
            || who.replies.getFirst() == Reply.Failed.UNSURE;
    if (count > 0 && !mayBeThere) {
      throw new Violation(
          who + " was told " + word(who.replies.getFirst()) + ", and is in the log");
    }
  }

  private long count(Asked who) {
    return redis.everything().stream()
        .filter(entry -> Asked.base(entry.appendId()).equals(who.appendId))
        .count();
  }

  /// One person at one instance.
  private record Voice(Observed machine, int person) {}

  private void checkOrder() {
    Map<String, Integer> places = new HashMap<>();
    for (LogEntry entry : redis.everything()) {
      places.putIfAbsent(Asked.base(entry.appendId()), places.size());
    }
    Map<Voice, Asked> before = new HashMap<>();
    for (Asked who : asked) {
      Integer place = places.get(who.appendId);
      if (place == null || who.replies.isEmpty() || !isGranted(who)) {
        continue;
      }
      Asked last = before.put(new Voice(who.machine, who.person), who);
      if (last != null && places.getOrDefault(last.appendId, 0) > place) {
        throw new Violation(who + " overtook " + last);
      }
    }
  }

  private static boolean isGranted(Asked who) {
    return who.replies.getFirst() instanceof Reply.Granted;
  }

  private void checkState(Observed observed) {
    if (observed.machine.isBusy()) {
      throw new Violation("an instance is still busy");
    }
    if (redis.epoch().isEmpty()) {
      throw new Violation("an instance does not know that the channel is no more");
    }
    Channel is = observed.machine.channel();
    Channel should = redis.rebuilt();
    if (!is.epoch().equals(should.epoch()) || !is.position().equals(should.position())) {
      throw new Violation(
          "an instance is at %s %s, the log at %s %s"
              .formatted(is.epoch(), is.position(), should.epoch(), should.position()));
    }
    boolean same =
        is.version() == should.version()
            && is.subject().equals(should.subject())
            && List.copyOf(is.participants()).size() == should.participants().size()
            && is.participants().containsAll(should.participants());
    if (!same) {
      throw new Violation("an instance has another state than the log adds up to");
    }
  }
}

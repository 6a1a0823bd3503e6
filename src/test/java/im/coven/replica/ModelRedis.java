package im.coven.replica;

import im.coven.channel.Applied;
import im.coven.channel.Channel;
import im.coven.channel.ChannelConfig;
import im.coven.channel.ChannelEvent;
import im.coven.channel.ChannelInfo;
import im.coven.channel.ChannelLimits;
import im.coven.channel.ChannelRequest;
import im.coven.channel.Decider;
import im.coven.channel.Decision;
import im.coven.channel.Dialect;
import im.coven.channel.EntryId;
import im.coven.channel.EventCodec;
import im.coven.channel.Founding;
import im.coven.channel.LogEntry;
import im.coven.channel.MixNode;
import im.coven.channel.StateChange;
import im.coven.channel.StateCodec;
import im.coven.channel.StoredState;
import im.coven.jid.Jid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One channel in Redis, as `create.lua`, `append.lua`, `destroy.lua`, `load.lua`, `after.lua` and
/// `heal.lua` define it. Results of appends are kept for good.
final class ModelRedis {

  static final Jid COVEN = Jid.of("coven@mix.shakespeare.example");
  static final Decider DECIDER = new Decider(ChannelLimits.DEFAULT);

  private static final Founding FOUNDING =
      new Founding(
          person(0),
          new byte[32],
          false,
          new ChannelInfo("2026-11-21T01:00:00.000000Z", null, null, List.of()),
          ChannelConfig.initial(person(0), "2026-11-21T01:00:00.000000Z", true, false));

  /// What an append was answered that was done.
  record Stored(EntryId id, EntryId previous, long version) {}

  /// What a reader of the log finds; `entries` is null where the log does not lead on, be it that
  /// it ends before where the reader is.
  record Found(@Nullable List<LogEntry> entries, EntryId last, boolean endsEarly) {}

  private final Consumer<LogEntry> publisher;
  private final Map<String, Stored> results = new HashMap<>();
  private final Map<String, List<LogEntry>> history = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> hashes = new HashMap<>();
  private @Nullable String epoch;
  private EntryId last = EntryId.ZERO;
  private long version;
  private long clock;

  ModelRedis(Consumer<LogEntry> publisher) {
    this.publisher = publisher;
  }

  static Jid person(int number) {
    return Jid.of("witch" + number + "@shakespeare.example");
  }

  static ChannelRequest.Join join(int who, @Nullable String nick) {
    return new ChannelRequest.Join(
        person(who), nick, List.of(MixNode.MESSAGES.wire()), Dialect.CORE_1, null);
  }

  /// Makes the channel, unless there is one, with `people` in it.
  void create(int people) {
    if (epoch != null) {
      return;
    }
    epoch = "epoch" + history.size();
    history.put(epoch, new ArrayList<>());
    List.of("meta", "participants", "access", "presence")
        .forEach(hash -> hashes.put(hash, new HashMap<>()));
    last = EntryId.ZERO;
    version = 0;
    ChannelEvent created = new ChannelEvent.Created(FOUNDING);
    write("create", EventCodec.write(created), StateCodec.changes(created));
    for (int who = 0; who < people; who++) {
      ask(join(who, null));
    }
  }

  /// Has something happen in the channel, if there is one, that no instance under test has a part
  /// in.
  void ask(ChannelRequest request) {
    if (epoch != null
        && DECIDER.decide(rebuilt(), request) instanceof Decision.Accepted(var event, _)) {
      write("setup", EventCodec.write(event), StateCodec.changes(event));
    }
  }

  /// Nothing when the state is at another version or the log is another one.
  Optional<Stored> append(Effect.Append<?> append) {
    Stored done = results.get(append.work().appendId());
    if (done != null) {
      return Optional.of(done);
    }
    boolean leads = append.after() == null || results.containsKey(append.after());
    if (!append.epoch().equals(epoch) || append.version() != version || !leads) {
      return Optional.empty();
    }
    if (append.isEnd()) {
      version++;
    }
    EntryId previous = last;
    EntryId id = write(append.work().appendId(), append.bytes(), append.changes());
    var stored = new Stored(id, previous, version);
    results.put(append.work().appendId(), stored);
    if (append.isEnd()) {
      epoch = null;
    }
    return Optional.of(stored);
  }

  Optional<StoredState> load() {
    return Optional.ofNullable(epoch)
        .map(name ->
            new StoredState(
                name,
                last,
                version,
                Map.copyOf(hash("meta")),
                Map.copyOf(hash("participants")),
                Map.copyOf(hash("access")),
                Map.copyOf(hash("presence"))));
  }

  Found after(String wanted, EntryId after, int count) {
    if (!wanted.equals(epoch)) {
      return new Found(null, after, false);
    }
    List<LogEntry> entries =
        log(wanted).stream().filter(entry -> entry.id().isAfter(after)).limit(count).toList();
    boolean leads =
        entries.isEmpty() ? after.equals(last) : entries.getFirst().previous().equals(after);
    return new Found(leads ? entries : null, last, after.isAfter(last));
  }

  /// Puts back what was lost, unless the log ends elsewhere by now; answers whether it is the same
  /// log.
  boolean heal(Effect.Heal<?> heal) {
    if (heal.epoch().equals(epoch) && heal.last().equals(last)) {
      for (LogEntry entry : heal.entries()) {
        change(StateCodec.changes(EventCodec.read(entry.event())));
        results.put(entry.appendId(), new Stored(entry.id(), entry.previous(), entry.version()));
        version = entry.version();
        last = entry.id();
        history.computeIfAbsent(heal.epoch(), _ -> new ArrayList<>()).add(entry);
        publisher.accept(entry);
      }
    }
    return heal.epoch().equals(epoch);
  }

  /// Redis comes back without its last writes, `most` of this channel at most.
  void lose(int most) {
    if (epoch == null) {
      return;
    }
    List<LogEntry> log = history.getOrDefault(epoch, new ArrayList<>());
    for (int i = 0; i < most && log.size() > 1; i++) {
      LogEntry lost = log.removeLast();
      results.values().removeIf(result -> result.id().equals(lost.id()));
    }
    last = log.getLast().id();
    version = log.getLast().version();
    hashes.values().forEach(Map::clear);
    log.forEach(entry -> change(StateCodec.changes(EventCodec.read(entry.event()))));
  }

  /// The name of the log, where there is a channel.
  Optional<String> epoch() {
    return Optional.ofNullable(epoch);
  }

  /// All that ever stood in a log, that of a channel that was destroyed included.
  List<LogEntry> log(String name) {
    return history.getOrDefault(name, List.of());
  }

  List<LogEntry> everything() {
    return history.values().stream().flatMap(List::stream).toList();
  }

  /// The channel as its log alone tells it.
  Channel rebuilt() {
    String name = epoch().orElseThrow();
    List<LogEntry> log = log(name);
    Channel channel = Channel.founded(COVEN, name, FOUNDING, log.getFirst().id());
    for (LogEntry entry : log.subList(1, log.size())) {
      Applied _ = channel.apply(entry, EventCodec.read(entry.event()));
    }
    return channel;
  }

  private EntryId write(String appendId, byte[] event, List<StateChange> changes) {
    if (StateChange.makeVersion(changes)) {
      version++;
    }
    change(changes);
    String name = epoch().orElseThrow();
    var entry = new LogEntry(name, new EntryId(++clock, 0), last, version, appendId, event);
    last = entry.id();
    history.computeIfAbsent(name, _ -> new ArrayList<>()).add(entry);
    publisher.accept(entry);
    return entry.id();
  }

  private void change(List<StateChange> changes) {
    for (StateChange change : changes) {
      switch (change) {
        case StateChange.Put(var hash, var field, var value) -> hash(hash).put(field, value);
        case StateChange.Remove(var hash, var field) -> hash(hash).remove(field);
        case StateChange.Mark _ -> {}
        case StateChange.Clear(var hash, var prefix) ->
            hash(hash).keySet().removeIf(field -> field.startsWith(prefix));
      }
    }
  }

  private Map<String, String> hash(String name) {
    return hashes.computeIfAbsent(name, _ -> new HashMap<>());
  }
}

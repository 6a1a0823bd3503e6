package im.coven.redis;

import im.coven.channel.EntryId;
import im.coven.channel.LogEntry;
import im.coven.channel.MixNode;
import im.coven.channel.StateChange;
import im.coven.channel.StoredState;
import im.coven.jid.Jid;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The channels' logs and materialised states.
///
/// Keys of a channel, all in one slot: `coven:{channel}:log` the stream; `:head` its epoch, last id
/// and the state's version; `:meta`, `:participants`, `:access`, `:presence` the state; `:periods`
/// who took part when; `:index:NODE` which entries a node's archive has; `:append:ID` the result of
/// an append, for {@link #RESULT_KEPT_S} seconds. Its topic has the name of the log. The set
/// `coven:{domain}:channels` lists the localparts of a domain.
///
/// Every write is one script and one round trip. Every future fails with {@link RedisUnavailable}
/// when Redis cannot answer.
public final class ChannelStore {

  /// Seconds that Redis remembers the result of an append. A repetition has to come within them; so
  /// has the late execution of an append that was already given up and repeated.
  public static final int RESULT_KEPT_S = 120;

  /// What an append id begins with that a client may still repeat after it resumed its session.
  public static final String LASTING = "lasting-";

  /// Entries that one reading answers at most.
  public static final int READ_MAX = 1000;

  /// What an append is to do. It is carried out only while the channel's state has `version` and
  /// its log `epoch`, and, where `after` is not null, if the append of that id was carried out;
  /// `changes` make the next version as {@link StateChange#makeVersion} says. `archives` are the
  /// nodes whose archives the entry belongs to. A repeated `appendId` is answered with the first
  /// result. Neither `appendId` nor `epoch` may be empty or hold a space or line feed.
  public record Append(
      String appendId,
      String epoch,
      long version,
      byte[] event,
      List<StateChange> changes,
      @Nullable String after,
      List<MixNode> archives) {

    public Append {
      requireWord("append id", appendId);
      requireWord("epoch", epoch);
      changes = List.copyOf(changes);
      archives = List.copyOf(archives);
    }

    /// An append that depends on no other.
    public Append(
        String appendId, String epoch, long version, byte[] event, List<StateChange> changes) {
      this(appendId, epoch, version, event, changes, null, List.of());
    }
  }

  /// How an append ended.
  public sealed interface Appended {}

  /// It is in the log.
  public record Stored(EntryId id, EntryId previous, long version) implements Appended {}

  /// The state is at another version than the one that permitted it, or what it was to come after
  /// is not there: catch up, decide again.
  public record Stale(long version) implements Appended {}

  /// There is no such channel; for an append also: its log is another one.
  public record Gone() implements Appended, CatchUp {}

  /// What a reader finds who has applied the log up to some entry.
  public sealed interface CatchUp {}

  /// The entries that follow, without a hole; `last` is the log's last id at that moment, so there
  /// is more to read if it is not that of the last of these.
  public record Entries(List<LogEntry> entries, EntryId last) implements CatchUp {}

  /// The log ends with `last`, before the reader's position: Redis came back without its last
  /// writes, or a replica of it was promoted that had not got them. They can be put back.
  public record EndsEarly(EntryId last) implements CatchUp {}

  /// What the reader has applied does not lead to what the log holds: load the state anew.
  public record Lost(Loss loss) implements CatchUp {}

  /// How an attempt ended to put entries back.
  public enum Healed {
    /// They are in the log again.
    DONE,
    /// The log ends elsewhere by now, for somebody else did so or appended something.
    MOVED,
    /// The log is another one, or none.
    GONE
  }

  /// Why a log does not continue what a reader has.
  public enum Loss {
    /// The channel was made anew since.
    OTHER_EPOCH,
    /// The next entry does not follow the reader's: it was trimmed, or Redis came back without its
    /// last writes and went on from there.
    BROKEN
  }

  private static final Logger LOG = LoggerFactory.getLogger(ChannelStore.class);
  private static final Script CREATE = Script.named("create");
  private static final Script APPEND = Script.named("append");
  private static final Script DESTROY = Script.named("destroy");
  private static final Script LOAD = Script.named("load");
  private static final Script AFTER = Script.named("after");
  private static final Script HEAL = Script.named("heal");
  private static final Script RANGE = Script.named("range");

  private final RedisLink link;
  private final int resumeSeconds;
  private final NameList names;

  public ChannelStore(RedisLink link) {
    this(link, 0);
  }

  /// `resumeSeconds` is how much longer the results of [#LASTING] appends are kept.
  public ChannelStore(RedisLink link, int resumeSeconds) {
    this.resumeSeconds = resumeSeconds;
    this.link = link;
    this.names = new NameList(link, this::listKey, channel -> keys(channel).head());
  }

  /// The nicks that are registered with the domains of channels, over the same link.
  public NickStore nicks() {
    return new NickStore(link);
  }

  /// Makes a channel: its first entry, its state at version 1, its place in the domain's list.
  /// Answers nothing when the name is taken. A fresh channel has no version to compare: the name
  /// being free is the condition.
  public Future<Optional<Stored>> create(Jid channel, Append first) {
    ChannelKeys keys = keys(channel);
    ScriptKeys named = named(keys, first);
    named.addAll(keys.state());
    List<Object> args = arguments(first);
    addChanges(args, first.changes(), keys, named);
    return names
        .enlist(channel)
        .compose(listed -> link.run(CREATE, named.names(), args))
        .map(ChannelStore::created)
        .compose(created ->
            // Again, because who destroyed a namesake may just have taken it off the list.
            created.isEmpty()
                ? Future.succeededFuture(created)
                : names.enlist(channel).map(created).otherwise(created));
  }

  /// Whether there is such a channel.
  Future<Boolean> isThere(Jid channel) {
    return link.send(Command.EXISTS, keys(channel).head())
        .map(found -> EntryFormat.number(found) == 1);
  }

  /// Appends one event.
  public Future<Appended> append(Jid channel, Append append) {
    ChannelKeys keys = keys(channel);
    ScriptKeys named = named(keys, append);
    List<Object> args = arguments(append);
    args.add(append.version());
    args.add(append.version() + (StateChange.makeVersion(append.changes()) ? 1 : 0));
    args.add(after(append, keys, named));
    args.add(indexes(append.archives(), keys, named));
    addChanges(args, append.changes(), keys, named);
    return link.run(APPEND, named.names(), args).map(ChannelStore::appended);
  }

  /// Removes the channel with all that it holds, if it is at that version, and publishes `event` as
  /// its last entry, with the next version. The changes do not matter.
  public Future<Appended> destroy(Jid channel, Append append) {
    ChannelKeys keys = keys(channel);
    ScriptKeys named = named(keys, append);
    named.addAll(keys.state());
    List<Object> args = arguments(append);
    args.add(append.version());
    args.add(after(append, keys, named));
    return link.run(DESTROY, named.names(), args)
        .map(ChannelStore::appended)
        .compose(destroyed ->
            destroyed instanceof Stored
                ? names.strike(channel).map(destroyed).otherwise(destroyed)
                : Future.succeededFuture(destroyed));
  }

  /// Reads the state and the log's last position in one atomic step.
  public Future<Optional<StoredState>> load(Jid channel) {
    ChannelKeys keys = keys(channel);
    List<String> read =
        List.of(
            keys.head(),
            keys.hash("meta"),
            keys.hash("participants"),
            keys.hash("access"),
            keys.hash("presence"),
            keys.hash("occupants"));
    return link.runConfirmed(LOAD, read, List.of())
        .map(state ->
            state == null
                ? Optional.empty()
                : Optional.of(
                    new StoredState(
                        state.get(0).toString(),
                        EntryId.parse(state.get(1).toString()),
                        EntryFormat.number(state.get(2)),
                        hash(state.get(3)),
                        hash(state.get(4)),
                        hash(state.get(5)),
                        hash(state.get(6)),
                        hash(state.get(7)))));
  }

  /// Reads at most `count` entries after `after`, oldest first, if they follow it without a hole.
  /// Not more than {@link #READ_MAX}.
  public Future<CatchUp> after(Jid channel, String epoch, EntryId after, int count) {
    return link.runConfirmed(AFTER, logKeys(channel), List.of(after.toString(), most(count)))
        .map(answer -> answer == null ? new Gone() : caughtUp(epoch, after, answer));
  }

  /// Puts entries back under their ids, with their changes of the state and the results of their
  /// appends, if the log is `epoch` and ends with `last`; and publishes them again. The first one
  /// has to follow `last`, and each other the one before it.
  public Future<Healed> heal(Jid channel, String epoch, EntryId last, List<Replay> entries) {
    ChannelKeys keys = keys(channel);
    var named = new ScriptKeys(keys.head(), keys.log());
    List<Object> args = new ArrayList<>(List.of(epoch, last.toString(), RESULT_KEPT_S));
    for (Replay each : entries) {
      LogEntry entry = each.entry();
      List<Object> changes = new ArrayList<>();
      addChanges(changes, each.changes(), keys, named);
      args.addAll(List.of(entry.id().toString(), entry.version(), entry.appendId(), entry.event()));
      args.add(named.add(keys.result(entry.appendId())));
      args.add(indexes(each.archives(), keys, named));
      args.add(changes.size());
      args.addAll(changes);
    }
    return link.run(HEAL, named.names(), args)
        .map(how ->
            switch (how.toString()) {
              case "healed" -> Healed.DONE;
              case "moved" -> Healed.MOVED;
              default -> Healed.GONE;
            });
  }

  /// An entry that was in the log, how it changed the state, and the nodes whose archives it
  /// belongs to.
  public record Replay(LogEntry entry, List<StateChange> changes, List<MixNode> archives) {}

  /// Whether replicas have to confirm what counts as stored. What is read from a log or loaded is
  /// confirmed then; what is heard is not.
  public boolean isConfirmed() {
    return link.isConfirmed();
  }

  /// Milliseconds for which others may still put back what this Redis, which is another one than
  /// before, has lost. Who has nothing to put back waits so long before it appends.
  public long settlingMs() {
    return link.settlingMs();
  }

  /// Reads at most `count` entries with `from <= id <= to`, oldest first. Not more than {@link
  /// #READ_MAX}.
  public Future<List<LogEntry>> range(Jid channel, EntryId from, EntryId to, int count) {
    return range(channel, List.of("XRANGE", from.toString(), to.toString(), most(count)));
  }

  /// {@link #range} from the newest to the oldest.
  public Future<List<LogEntry>> rangeBackwards(Jid channel, EntryId from, EntryId to, int count) {
    return range(channel, List.of("XREVRANGE", to.toString(), from.toString(), most(count)));
  }

  /// Hears every entry that is published for the channel, from the completion of the future on, in
  /// the order of the log. One listener per channel and link. `missed` is run when some may have
  /// been missed although the link was not interrupted.
  public Future<Void> follow(Jid channel, Consumer<LogEntry> listener, Runnable missed) {
    return link.subscribe(
        keys(channel).log(),
        new RedisLink.Listener() {
          @Override
          public void heard(Buffer message) {
            hear(channel, message, listener);
          }

          @Override
          public void missed() {
            missed.run();
          }
        });
  }

  /// Stops hearing, at once.
  public Future<Void> unfollow(Jid channel) {
    return link.unsubscribe(keys(channel).log());
  }

  /// The localparts of a domain's channels in the order of their bytes, at most `count` after
  /// `after` (empty: from the start).
  public Future<List<String>> list(String domain, String after, int count) {
    return names.read(domain, after, Math.clamp(count, 1, READ_MAX));
  }

  private Future<List<LogEntry>> range(Jid channel, List<?> args) {
    return link.runConfirmed(RANGE, logKeys(channel), args)
        .map(answer ->
            answer == null
                ? List.of()
                : EntryFormat.stored(answer.get(0).toString(), answer.get(1)));
  }

  private static CatchUp caughtUp(String epoch, EntryId after, Response answer) {
    if (!answer.get(0).toString().equals(epoch)) {
      return new Lost(Loss.OTHER_EPOCH);
    }
    EntryId last = EntryId.parse(answer.get(1).toString());
    if (after.isAfter(last)) {
      return new EndsEarly(last);
    }
    List<LogEntry> entries = EntryFormat.stored(epoch, answer.get(2));
    EntryId position = after;
    for (LogEntry entry : entries) {
      if (!entry.previous().equals(position)) {
        return new Lost(Loss.BROKEN);
      }
      position = entry.id();
    }
    if (entries.isEmpty() && !after.equals(last)) {
      return new Lost(Loss.BROKEN);
    }
    return new Entries(entries, last);
  }

  private static void hear(Jid channel, Buffer message, Consumer<LogEntry> listener) {
    LogEntry entry;
    try {
      entry = EntryFormat.published(message);
    } catch (IllegalArgumentException e) {
      // Not from a script of ours. If it hid an entry, the next one shows the gap.
      LOG.warn("{}: a message on its topic is no entry", channel);
      return;
    }
    listener.accept(entry);
  }

  private static Optional<Stored> created(Response answer) {
    return answer.get(0).toString().equals("taken")
        ? Optional.empty()
        : Optional.of(storedResult(answer));
  }

  private static Appended appended(Response answer) {
    return switch (answer.get(0).toString()) {
      case "stored" -> storedResult(answer);
      case "stale" -> new Stale(EntryFormat.number(answer.get(1)));
      default -> new Gone();
    };
  }

  private static Stored storedResult(Response answer) {
    return new Stored(
        EntryId.parse(answer.get(1).toString()),
        EntryId.parse(answer.get(2).toString()),
        EntryFormat.number(answer.get(3)));
  }

  private static Map<String, String> hash(Response flat) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i + 1 < flat.size(); i += 2) {
      fields.put(flat.get(i).toString(), flat.get(i + 1).toString());
    }
    return fields;
  }

  private List<Object> arguments(Append append) {
    List<Object> args = new ArrayList<>();
    args.add(append.appendId());
    args.add(append.epoch());
    args.add(append.event());
    boolean lasts = append.appendId().startsWith(LASTING);
    args.add(RESULT_KEPT_S + (lasts ? resumeSeconds : 0));
    return args;
  }

  private static void addChanges(
      List<Object> args, List<StateChange> changes, ChannelKeys keys, ScriptKeys named) {
    for (StateChange change : changes) {
      int number = named.number(keys.hash(change.hash()));
      switch (change) {
        case StateChange.Put put -> args.addAll(List.of("+", number, put.field(), put.value()));
        case StateChange.Remove remove -> args.addAll(List.of("-", number, remove.field()));
        case StateChange.Mark mark -> args.addAll(List.of("@", number, mark.field(), mark.sign()));
        case StateChange.Clear clear -> args.addAll(List.of("*", number, clear.field()));
      }
    }
  }

  /// The keys that every script has which appends.
  private static ScriptKeys named(ChannelKeys keys, Append append) {
    return new ScriptKeys(keys.head(), keys.log(), keys.result(append.appendId()));
  }

  /// The key number of the result that has to be there, or 0.
  private static int after(Append append, ChannelKeys keys, ScriptKeys named) {
    return append.after() == null ? 0 : named.number(keys.result(append.after()));
  }

  /// The key numbers of the nodes' indexes, with a space between them.
  private static String indexes(List<MixNode> nodes, ChannelKeys keys, ScriptKeys named) {
    return nodes.stream()
        .map(node -> String.valueOf(named.number(keys.index(node))))
        .collect(Collectors.joining(" "));
  }

  private List<String> logKeys(Jid channel) {
    ChannelKeys keys = keys(channel);
    return List.of(keys.head(), keys.log());
  }

  private ChannelKeys keys(Jid channel) {
    return ChannelKeys.of(link, channel);
  }

  private String listKey(String domain) {
    return link.prefix() + ":{" + domain + "}:channels";
  }

  private static String most(int count) {
    return String.valueOf(Math.clamp(count, 1, READ_MAX));
  }

  private static void requireWord(String what, String text) {
    if (text.isEmpty() || text.indexOf(' ') >= 0 || text.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("no " + what + ": '" + text + "'");
    }
  }
}

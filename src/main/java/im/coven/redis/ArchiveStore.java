package im.coven.redis;

import im.coven.channel.EntryId;
import im.coven.channel.LogEntry;
import im.coven.channel.MixNode;
import im.coven.channel.Periods;
import im.coven.channel.Periods.Period;
import im.coven.jid.Jid;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The archives of channels: the entries of a log that the index of a node names.
///
/// An index is a stream as well; its entries have the ids of those that they name, and a number `n`
/// each, one more than the one before. A page costs what it holds, wherever in the archive it is,
/// and to count what lies between two ids takes two readings. Every future fails with {@link
/// RedisUnavailable} when Redis cannot answer.
public final class ArchiveStore {

  private static final Script PAGE = Script.named("page");
  private static final Script HOLDS = Script.named("holds");
  private static final Script TRIM = Script.named("trim");

  /// Entries from one id to another, both included.
  public record Range(EntryId from, EntryId to) {

    /// Everything.
    public static final Range ALL =
        new Range(EntryId.ZERO, new EntryId(Long.MAX_VALUE, Long.MAX_VALUE));

    public boolean isEmpty() {
      return from.isAfter(to);
    }

    /// What is in both.
    public Range and(Range other) {
      return new Range(
          from.isAfter(other.from) ? from : other.from, to.isAfter(other.to) ? other.to : to);
    }

    /// What comes after an entry.
    public static Range after(EntryId entry) {
      return new Range(entry.next(), ALL.to);
    }

    /// What comes before an entry.
    public static Range before(EntryId entry) {
      return new Range(EntryId.ZERO, entry.previous());
    }
  }

  /// From which end of a range a page is taken.
  public enum End {
    OLDEST,
    NEWEST
  }

  /// A page of what is in `range`; `all` is the range of all results, of which that is a part.
  public record Wanted(Range all, Range range, End end, int most) {

    /// The same where less counts.
    public Wanted within(Range kept) {
      return new Wanted(all.and(kept), range.and(kept), end, most);
    }

    /// A page of all results.
    public Wanted(Range range, End end, int most) {
      this(range, range, end, most);
    }
  }

  /// What was found, oldest first; `count` is how many results there are, `index` how many of them
  /// come before the page. `complete` says that the page reaches the other end of the results.
  public record Page<T>(List<T> entries, int count, int index, boolean complete) {
    public Page {
      entries = List.copyOf(entries);
    }

    /// The page of an archive that holds nothing.
    public static <T> Page<T> empty() {
      return new Page<>(List.of(), 0, 0, true);
    }

    /// The same page with what its entries are to the reader.
    public <R> Page<R> with(List<R> shown) {
      return new Page<>(shown, count, index, complete);
    }

    /// The same page with something made of each entry.
    public <R> Page<R> map(Function<T, R> view) {
      return with(entries.stream().map(view).toList());
    }
  }

  private final RedisLink link;

  public ArchiveStore(RedisLink link) {
    this.link = link;
  }

  /// Reads a page of a node's archive.
  public Future<Page<LogEntry>> page(Jid channel, MixNode node, Wanted wanted) {
    ChannelKeys keys = keys(channel);
    return page(
        link,
        List.of(keys.log(), keys.index(node)),
        wanted,
        entries -> EntryFormat.stored("", entries));
  }

  /// Whether a node's archive holds all these entries.
  public Future<Boolean> holds(Jid channel, MixNode node, List<EntryId> entries) {
    return holds(link, keys(channel).index(node), entries);
  }

  /// When an account took part in a channel.
  public Future<List<Period>> periods(Jid channel, Jid account) {
    return link.send(Command.HGET, keys(channel).hash("periods"), account.bare().toString())
        .map(text -> text == null ? List.of() : Periods.read(text.toString()));
  }

  /// How much of a channel is kept: `ageMs` and `messagesMax` are 0 where that does not matter;
  /// whatever the number of messages, nothing goes that is younger than `freshMs`.
  public record Keeping(long ageMs, int messagesMax, long freshMs) {}

  /// Removes some thousands of the oldest entries that need not be kept, of the log and of the
  /// indexes. Answers whether there may be more of them.
  public Future<Boolean> trim(Jid channel, Keeping keeping) {
    ChannelKeys keys = keys(channel);
    var all = new ArrayList<>(List.of(keys.log(), keys.hash("meta")));
    all.addAll(keys.indexes());
    return link.run(TRIM, all, List.of(keeping.ageMs(), keeping.messagesMax(), keeping.freshMs()))
        .map(removed -> EntryFormat.number(removed) > 0);
  }

  /// The last entry of a channel's log, if there is such a channel.
  public Future<Optional<EntryId>> last(Jid channel) {
    return link.send(Command.HGET, keys(channel).head(), "last")
        .map(last -> Optional.ofNullable(last).map(id -> EntryId.parse(id.toString())));
  }

  /// Whether the caller is the one to do something with the channels of a domain for a time; `what`
  /// names that.
  public Future<Boolean> takeTurn(Jid domain, String what, long ms) {
    String key = link.prefix() + ":{" + domain.domainpart() + "}:" + what;
    return link.send(Command.SET, key, "", "NX", "PX", ms).map(set -> set != null);
  }

  private ChannelKeys keys(Jid channel) {
    return ChannelKeys.of(link, channel);
  }

  /// Makes what is read of the answer of `XRANGE`.
  interface Reader<T> {
    List<T> read(io.vertx.redis.client.Response entries);
  }

  /// Reads a page by the keys of log and index.
  static <T> Future<Page<T>> page(
      RedisLink link, List<String> keys, Wanted wanted, Reader<T> reader) {
    if (wanted.all().isEmpty()) {
      return Future.succeededFuture(Page.empty());
    }
    boolean newest = wanted.end() == End.NEWEST;
    return link.runConfirmed(
            PAGE,
            keys,
            List.of(
                newest ? "-" : "+",
                wanted.range().from().toString(),
                wanted.range().to().toString(),
                wanted.range().isEmpty() ? 0 : Math.clamp(wanted.most(), 0, ChannelStore.READ_MAX),
                wanted.all().from().toString(),
                wanted.all().to().toString()))
        .map(answer -> {
          long first = EntryFormat.number(answer.get(1));
          long last = EntryFormat.number(answer.get(2));
          long pageFirst = EntryFormat.number(answer.get(3));
          long pageLast = EntryFormat.number(answer.get(4));
          boolean complete = pageFirst == 0 || (newest ? pageFirst == first : pageLast == last);
          return new Page<>(
              reader.read(answer.get(0)),
              first == 0 ? 0 : (int) (last - first + 1),
              pageFirst == 0 ? 0 : (int) (pageFirst - first),
              complete);
        });
  }

  static Future<Boolean> holds(RedisLink link, String index, List<EntryId> entries) {
    return entries.isEmpty()
        ? Future.succeededFuture(true)
        : link.runConfirmed(HOLDS, List.of(index), entries.stream().map(EntryId::toString).toList())
            .map(found -> EntryFormat.number(found) == 1);
  }
}

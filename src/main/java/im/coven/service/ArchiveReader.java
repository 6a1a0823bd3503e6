package im.coven.service;

import static im.coven.stanza.StanzaError.Condition.ITEM_NOT_FOUND;

import im.coven.channel.ChannelEvent.Published;
import im.coven.channel.ChannelIds;
import im.coven.channel.Dialect;
import im.coven.channel.EntryId;
import im.coven.channel.EventCodec;
import im.coven.channel.JidVisibility;
import im.coven.channel.LogEntry;
import im.coven.jid.Jid;
import im.coven.mam.MamAnswers.Archived;
import im.coven.mam.MamAnswers.Page;
import im.coven.mam.MamQuery;
import im.coven.mix.MixRenderer;
import im.coven.redis.ChannelStore;
import im.coven.stanza.StanzaError;
import im.coven.xml.XmlReader;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a channel's archive, which is its log, a page at a time. On the channel's loop.
///
/// A page costs what it holds and the other events between its messages, never what the archive
/// holds: ids read back to positions in the log without an index.
final class ArchiveReader {

  /// How many entries one reading of the log brings.
  private static final int CHUNK = 200;

  private static final EntryId LAST = new EntryId(Long.MAX_VALUE, Long.MAX_VALUE);

  private final ChannelStore store;
  private final Jid channel;
  private final ChannelIds ids;
  private final JidVisibility visibility;
  private final Dialect dialect;

  ArchiveReader(
      ChannelStore store, Jid channel, ChannelIds ids, JidVisibility visibility, Dialect dialect) {
    this.store = store;
    this.channel = channel;
    this.ids = ids;
    this.visibility = visibility;
    this.dialect = dialect;
  }

  /// What was found, or why nothing could be looked for.
  sealed interface Found {}

  /// A page of messages.
  record Messages(Page page) implements Found {}

  /// The query names a message that the archive does not hold.
  record Unknown(StanzaError error) implements Found {}

  /// Both bounds belong to the range.
  private record Range(EntryId from, EntryId to) {
    boolean isEmpty() {
      return from.isAfter(to);
    }
  }

  /// Answers one page of a query, of `max` messages at most.
  Future<Found> page(MamQuery query, int max) {
    var named = new ArrayList<String>(query.ids());
    for (String id :
        new @Nullable String[] {
          query.afterId(), query.beforeId(), query.page().after(), pageBefore(query)
        }) {
      if (id != null) {
        named.add(id);
      }
    }
    return known(named)
        .compose(known -> {
          if (!known) {
            return Future.succeededFuture(new Unknown(ITEM_NOT_FOUND.error()));
          }
          return query.ids().isEmpty() ? collect(query, max) : byIds(query);
        });
  }

  /// The first or the last message of the archive.
  Future<Optional<Archived>> end(boolean last) {
    return gather(new Range(EntryId.ZERO, LAST), null, 1, last)
        .map(found -> found.stream().findFirst());
  }

  private Future<Found> collect(MamQuery query, int max) {
    boolean backwards = query.page().before() != null;
    return gather(range(query), query.with(), max + 1, backwards)
        .map(found -> {
          boolean complete = found.size() <= max;
          List<Archived> page = new ArrayList<>(complete ? found : found.subList(0, max));
          if (backwards) {
            Collections.reverse(page);
          }
          return new Messages(new Page(page, complete));
        });
  }

  private Range range(MamQuery query) {
    EntryId from = EntryId.ZERO;
    EntryId to = LAST;
    if (query.start() != null) {
      from = later(from, new EntryId(query.start().toEpochMilli(), 0));
    }
    if (query.end() != null) {
      to = earlier(to, new EntryId(query.end().toEpochMilli(), Long.MAX_VALUE));
    }
    for (String after : new @Nullable String[] {query.afterId(), query.page().after()}) {
      if (after != null) {
        from = later(from, following(entry(after)));
      }
    }
    for (String before : new @Nullable String[] {query.beforeId(), pageBefore(query)}) {
      if (before != null) {
        to = earlier(to, preceding(entry(before)));
      }
    }
    return new Range(from, to);
  }

  private Future<Found> byIds(MamQuery query) {
    List<Future<Optional<Archived>>> reads =
        query.ids().stream().map(id -> single(entry(id))).toList();
    return Future.all(reads)
        .map(all ->
            new Messages(
                new Page(
                    all.<Optional<Archived>>list().stream()
                        .flatMap(Optional::stream)
                        .sorted((a, b) -> entry(a.id()).compareTo(entry(b.id())))
                        .toList(),
                    true)));
  }

  /// Whether the archive holds all of these.
  private Future<Boolean> known(List<String> named) {
    var reads = new ArrayList<Future<Optional<Archived>>>();
    for (String id : named) {
      Optional<EntryId> entry = ids.entry(id);
      if (entry.isEmpty()) {
        return Future.succeededFuture(false);
      }
      reads.add(single(entry.get()));
    }
    return reads.isEmpty()
        ? Future.succeededFuture(true)
        : Future.all(reads)
            .map(all -> all.<Optional<Archived>>list().stream().allMatch(Optional::isPresent));
  }

  private Future<Optional<Archived>> single(EntryId entry) {
    return store
        .range(channel, entry, entry, 1)
        .map(found -> found.stream().flatMap(e -> message(e, null).stream()).findFirst());
  }

  private Future<List<Archived>> gather(
      Range range, @Nullable Jid with, int count, boolean backwards) {
    return gather(range, with, count, backwards, new ArrayList<>());
  }

  private Future<List<Archived>> gather(
      Range range, @Nullable Jid with, int count, boolean backwards, List<Archived> found) {
    if (range.isEmpty()) {
      return Future.succeededFuture(found);
    }
    Future<List<LogEntry>> read =
        backwards
            ? store.rangeBackwards(channel, range.from(), range.to(), CHUNK)
            : store.range(channel, range.from(), range.to(), CHUNK);
    return read.compose(entries -> {
      for (LogEntry entry : entries) {
        message(entry, with).ifPresent(found::add);
        if (found.size() == count) {
          return Future.succeededFuture(found);
        }
      }
      if (entries.size() < CHUNK) {
        return Future.succeededFuture(found);
      }
      EntryId reached = entries.getLast().id();
      Range rest =
          backwards
              ? new Range(range.from(), preceding(reached))
              : new Range(following(reached), range.to());
      return gather(rest, with, count, backwards, found);
    });
  }

  private Optional<Archived> message(LogEntry entry, @Nullable Jid with) {
    if (!(EventCodec.read(entry.event()) instanceof Published message)
        || (with != null && !message.jid().equals(with.bare()))) {
      return Optional.empty();
    }
    String id = ids.archiveId(entry.id());
    String xml = MixRenderer.archived(channel, visibility, id, message, dialect);
    return Optional.of(
        new Archived(id, Instant.ofEpochMilli(entry.id().ms()), XmlReader.parse(xml)));
  }

  /// The entry of an id that is known.
  private EntryId entry(String id) {
    return ids.entry(id).orElseThrow();
  }

  /// The `before` of the page, or null where it is absent or empty: an empty one asks for the last
  /// page. See XEP-0059 §2.5.
  private static @Nullable String pageBefore(MamQuery query) {
    String before = query.page().before();
    return before == null || before.isEmpty() ? null : before;
  }

  private static EntryId later(EntryId a, EntryId b) {
    return a.isAfter(b) ? a : b;
  }

  private static EntryId earlier(EntryId a, EntryId b) {
    return a.isAfter(b) ? b : a;
  }

  private static EntryId following(EntryId entry) {
    return entry.seq() == Long.MAX_VALUE
        ? new EntryId(entry.ms() + 1, 0)
        : new EntryId(entry.ms(), entry.seq() + 1);
  }

  private static EntryId preceding(EntryId entry) {
    return entry.seq() == 0
        ? new EntryId(entry.ms() - 1, Long.MAX_VALUE)
        : new EntryId(entry.ms(), entry.seq() - 1);
  }
}

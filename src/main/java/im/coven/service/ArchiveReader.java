package im.coven.service;

import static im.coven.stanza.StanzaError.Condition.FORBIDDEN;
import static im.coven.stanza.StanzaError.Condition.ITEM_NOT_FOUND;
import static im.coven.stanza.StanzaError.Condition.POLICY_VIOLATION;

import im.coven.channel.Channel;
import im.coven.channel.ChannelEvent.Published;
import im.coven.channel.ChannelIds;
import im.coven.channel.Disclosure;
import im.coven.channel.EntryId;
import im.coven.channel.EventCodec;
import im.coven.channel.LogEntry;
import im.coven.channel.MixNode;
import im.coven.jid.Jid;
import im.coven.mam.MamAnswers.Archived;
import im.coven.mam.MamAnswers.Extent;
import im.coven.mam.MamAnswers.Page;
import im.coven.mam.MamQuery;
import im.coven.mix.MixArchive;
import im.coven.redis.ArchiveStore;
import im.coven.redis.ArchiveStore.End;
import im.coven.redis.ArchiveStore.Range;
import im.coven.redis.ArchiveStore.Wanted;
import im.coven.stanza.StanzaError;
import im.coven.xml.Element;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Reads an archive of a channel, a page at a time. On the channel's loop.
///
/// A page costs what it holds, wherever in the archive it is; only where messages of one author are
/// asked for others are read between them, and not more than {@link #SEARCHED_MAX}.
final class ArchiveReader {

  /// How many entries one reading brings where only some of them are wanted.
  private static final int CHUNK = 250;

  /// How many entries are searched for a page.
  private static final int SEARCHED_MAX = 20_000;

  private final ChannelHost host;
  private final Jid channel;
  private final MixNode node;
  private final Jid reader;
  private final ChannelIds ids;
  private final Range kept;

  /// `reader` is the bare JID that asks and may; `kept` is what of the archive is to be seen.
  ArchiveReader(ChannelHost host, Channel channel, MixNode node, Jid reader, Range kept) {
    this.host = host;
    this.channel = channel.address();
    this.node = node;
    this.reader = reader;
    this.ids = channel.ids();
    this.kept = kept;
  }

  /// What was found, or why nothing could be looked for.
  sealed interface Found {}

  /// A page of messages.
  record Messages(Page page) implements Found {}

  /// The query cannot be answered.
  record Refused(StanzaError error) implements Found {}

  /// Answers one page of a query, of `max` messages at most.
  Future<Found> page(MamQuery query, int max) {
    var named = new ArrayList<EntryId>();
    for (String id : named(query)) {
      Optional<EntryId> entry = ids.entry(id);
      if (entry.isEmpty()) {
        return Future.succeededFuture(new Refused(ITEM_NOT_FOUND.error()));
      }
      named.add(entry.get());
    }
    boolean seen = named.stream().allMatch(id -> !kept.and(new Range(id, id)).isEmpty());
    return archives()
        .holds(channel, node, named)
        .compose(held -> {
          if (!held || !seen) {
            return Future.succeededFuture(new Refused(ITEM_NOT_FOUND.error()));
          }
          if (!query.ids().isEmpty()) {
            return byIds(query, max);
          }
          return query.with() == null ? plain(query, max) : author(query, query.with(), max);
        });
  }

  /// The first or the last message of the archive.
  Future<Optional<Archived>> end(End end) {
    return archives()
        .page(channel, node, new Wanted(kept, end, 1))
        .compose(page -> render(page.entries()))
        .map(found -> found.stream().findFirst());
  }

  /// A message as the reader sees it, and its place in the log.
  record Seen(EntryId id, Element message) {}

  /// What a part of the archive holds, from one of its ends.
  Future<ArchiveStore.Page<Seen>> part(Wanted wanted) {
    return archives()
        .page(channel, node, wanted.within(kept))
        .compose(page ->
            shown(archive ->
                    page.entries().stream()
                        .flatMap(entry ->
                            archive.entry(node, entry).stream()
                                .map(shown -> new Seen(entry.id(), shown.message())))
                        .toList())
                .map(page::with));
  }

  private ArchiveStore archives() {
    return host.archives();
  }

  /// All ids that a query names.
  static List<String> named(MamQuery query) {
    return Stream.concat(
            query.ids().stream(),
            Stream.of(
                    Optional.ofNullable(query.afterId()),
                    Optional.ofNullable(query.beforeId()),
                    Optional.ofNullable(query.page().after()),
                    query.page().beforeEntry())
                .flatMap(Optional::stream))
        .toList();
  }

  private Future<Found> plain(MamQuery query, int max) {
    Range all = all(query);
    End end = query.page().isBackwards() ? End.NEWEST : End.OLDEST;
    return archives()
        .page(channel, node, new Wanted(all, all.and(page(query)), end, max))
        .compose(page ->
            render(page.entries())
                .map(found ->
                    new Messages(
                        new Page(
                            found,
                            page.complete() && max > 0,
                            new Extent(page.count(), page.index()),
                            isSettled()))));
  }

  /// What the form of a query asks for.
  private Range all(MamQuery query) {
    Range range = kept;
    if (query.start() != null) {
      range = range.and(new Range(EntryId.at(query.start()), Range.ALL.to()));
    }
    if (query.end() != null) {
      range = range.and(Range.before(EntryId.at(query.end().plusMillis(1))));
    }
    if (query.afterId() != null) {
      range = range.and(Range.after(entry(query.afterId())));
    }
    if (query.beforeId() != null) {
      range = range.and(Range.before(entry(query.beforeId())));
    }
    return range;
  }

  /// Where its page lies.
  private Range page(MamQuery query) {
    Range range = Range.ALL;
    if (query.page().after() != null) {
      range = range.and(Range.after(entry(query.page().after())));
    }
    Optional<String> before = query.page().beforeEntry();
    return before.isPresent() ? range.and(Range.before(entry(before.get()))) : range;
  }

  private Future<Found> byIds(MamQuery query, int max) {
    Range wanted = all(query);
    List<EntryId> all =
        query.ids().stream()
            .map(this::entry)
            .filter(id -> !wanted.and(new Range(id, id)).isEmpty())
            .distinct()
            .sorted()
            .toList();
    Range part = page(query);
    List<EntryId> rest = all.stream().filter(id -> !part.and(new Range(id, id)).isEmpty()).toList();
    int size = Math.min(max, rest.size());
    List<EntryId> page =
        query.page().isBackwards()
            ? rest.subList(rest.size() - size, rest.size())
            : rest.subList(0, size);
    var reads =
        page.stream()
            .map(id -> archives().page(channel, node, new Wanted(new Range(id, id), End.OLDEST, 1)))
            .toList();
    int index = page.isEmpty() ? 0 : all.indexOf(page.getFirst());
    return Future.all(reads)
        .compose(read ->
            render(
                read.<ArchiveStore.Page<LogEntry>>list().stream()
                    .flatMap(each -> each.entries().stream())
                    .toList()))
        .map(found ->
            new Messages(
                new Page(found, size == rest.size(), new Extent(all.size(), index), isSettled())));
  }

  /// The channel is not where somebody else's entries may still be put back.
  private boolean isSettled() {
    return host.store().settlingMs() == 0;
  }

  /* ---- messages of one author ---- */

  /// Where it may not be known who has which JID, nothing is found by one.
  private Future<Found> author(MamQuery query, Jid with, int max) {
    return host.look(
            channel,
            found ->
                new Knowledge(
                    MixArchive.mayLookByJid(found, reader), MixArchive.mayKnowJids(found, reader)),
            _ -> new Knowledge(false, false))
        .compose(known -> {
          boolean byId = with.bare().equals(channel);
          if (node != MixNode.MESSAGES || !(known.byJid() || byId)) {
            return Future.succeededFuture(
                new Refused(FORBIDDEN.because("You may not look for messages by JID")));
          }
          boolean backwards = query.page().isBackwards();
          var search = new Search(with, known.ofAll(), backwards, max + 1);
          return search(all(query).and(page(query)), search).compose(_ -> searched(search, max));
        });
  }

  /// Whether the reader may look for JIDs at all, and also for those that a message did not show.
  private record Knowledge(boolean byJid, boolean ofAll) {}

  /// `found` is in the order of searching.
  private record Search(
      Jid with, boolean all, boolean backwards, int wanted, List<LogEntry> found, int[] read) {
    Search(Jid with, boolean all, boolean backwards, int wanted) {
      this(with, all, backwards, wanted, new ArrayList<>(), new int[1]);
    }

    boolean isOver() {
      return found.size() >= wanted || read[0] >= SEARCHED_MAX;
    }

    boolean matches(LogEntry entry) {
      return EventCodec.read(entry.event()) instanceof Published message
          && (message.participantId().equals(with.resourcepart()) || isKnown(message));
    }

    private boolean isKnown(Published message) {
      return message.jid().equals(with.bare()) && (all || message.disclosure() == Disclosure.FULL);
    }
  }

  private Future<Void> search(Range range, Search search) {
    if (range.isEmpty() || search.isOver()) {
      return Future.succeededFuture();
    }
    End end = search.backwards() ? End.NEWEST : End.OLDEST;
    return archives()
        .page(channel, node, new Wanted(range, end, CHUNK))
        .compose(page -> {
          List<LogEntry> entries = search.backwards() ? page.entries().reversed() : page.entries();
          for (LogEntry entry : entries) {
            search.read()[0]++;
            if (!search.isOver() && search.matches(entry)) {
              search.found().add(entry);
            }
          }
          if (page.complete()) {
            return Future.succeededFuture();
          }
          EntryId reached = entries.getLast().id();
          return search(
              range.and(search.backwards() ? Range.before(reached) : Range.after(reached)), search);
        });
  }

  private Future<Found> searched(Search search, int max) {
    List<LogEntry> found = search.found();
    boolean gaveUp = search.read()[0] >= SEARCHED_MAX && found.size() <= max;
    if (gaveUp && found.isEmpty()) {
      return Future.succeededFuture(
          new Refused(POLICY_VIOLATION.because("Nothing was found soon; give a time as well")));
    }
    List<LogEntry> page = found.subList(0, Math.min(max, found.size()));
    return render(search.backwards() ? page.reversed() : page)
        .map(shown ->
            new Messages(new Page(shown, found.size() <= max && !gaveUp, null, isSettled())));
  }

  /* ---- what is seen ---- */

  private Future<List<Archived>> render(Collection<LogEntry> entries) {
    return entries.isEmpty()
        ? Future.succeededFuture(List.of())
        : shown(archive ->
            entries.stream().flatMap(entry -> archive.entry(node, entry).stream()).toList());
  }

  /// What is made of the archive as the channel has it shown now.
  private <T> Future<T> shown(Function<MixArchive, T> view) {
    return host.look(
            channel,
            found -> Optional.of(view.apply(MixArchive.of(found, reader))),
            _ -> Optional.<T>empty())
        .compose(shown ->
            shown
                .map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture("the channel cannot be read now")));
  }

  /// The entry of an id that is known.
  private EntryId entry(String id) {
    return ids.entry(id).orElseThrow();
  }
}

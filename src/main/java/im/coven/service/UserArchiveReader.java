package im.coven.service;

import static im.coven.stanza.StanzaError.Condition.ITEM_NOT_FOUND;
import static im.coven.stanza.StanzaError.Condition.POLICY_VIOLATION;

import im.coven.channel.EntryId;
import im.coven.channel.MixNode;
import im.coven.channel.Periods.Period;
import im.coven.jid.Jid;
import im.coven.mam.MamAnswers.Archived;
import im.coven.mam.MamAnswers.Extent;
import im.coven.mam.MamAnswers.Page;
import im.coven.mam.MamQuery;
import im.coven.mam.SealedIds;
import im.coven.redis.AccountArchive.Opened;
import im.coven.redis.ArchiveStore;
import im.coven.redis.ArchiveStore.End;
import im.coven.redis.ArchiveStore.Range;
import im.coven.redis.ArchiveStore.Wanted;
import im.coven.service.ArchiveMerge.Part;
import im.coven.service.ArchiveMerge.Piece;
import im.coven.service.ArchiveReader.Found;
import im.coven.service.ArchiveReader.Messages;
import im.coven.service.ArchiveReader.Refused;
import im.coven.xml.Element;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One query to an account's archive: its own messages and those of the channels, from each join of
/// the account to the leave, as one.
///
/// Everything is read as it was when the query came: what has the same millisecond in several logs
/// must be there before one of them is shown, or a reader who goes on from there would miss it.
final class UserArchiveReader {

  /// After so long a millisecond of Redis' clock is over.
  private static final long MILLISECOND_OVER = 2;

  /// The number of the own messages among the sources.
  private static final int OWN = 0;

  private final AccountParts parts;
  private final AccountSettings.Archive settings;
  private final UserArchive.Stores stores;
  private final Jid account;
  private final Opened opened;
  private final SealedIds ids;

  UserArchiveReader(
      AccountParts parts,
      AccountSettings.Archive settings,
      UserArchive.Stores stores,
      Jid account,
      Opened opened) {
    this.parts = parts;
    this.settings = settings;
    this.stores = stores;
    this.account = account;
    this.opened = opened;
    this.ids = new SealedIds(opened.key());
  }

  /// Answers one page of a query, of `max` messages at most.
  Future<Found> page(MamQuery query, int max) {
    return horizon()
        .compose(_ -> periods(query))
        .compose(periods ->
            known(query, periods)
                .compose(known ->
                    known.isEmpty()
                        ? Future.succeededFuture(new Refused(ITEM_NOT_FOUND.error()))
                        : page(query, max, parts(known.get(), periods))));
  }

  /// The first and the last message of the archive.
  Future<List<Optional<Archived>>> ends() {
    var everything = new Known(MamQuery.ALL, Map.of());
    return horizon()
        .compose(_ -> periods(MamQuery.ALL))
        .map(periods -> parts(everything, periods))
        .compose(all ->
            end(all, End.OLDEST)
                .compose(first -> end(all, End.NEWEST).map(last -> List.of(first, last))));
  }

  private Future<Optional<Archived>> end(List<Part> all, End end) {
    return new ArchiveMerge(all, end, 1, _ -> true)
        .read()
        .map(found -> found.stream().map(this::archived).findFirst());
  }

  private Future<Found> page(MamQuery query, int max, List<Part> all) {
    boolean backwards = query.page().isBackwards();
    End end = backwards ? End.NEWEST : End.OLDEST;
    Predicate<Element> filter = filter(query.with());
    boolean counts = query.with() == null || query.with().isBare();
    var merge = new ArchiveMerge(all, end, max == 0 ? 0 : max + 1, filter);
    return merge
        .read()
        .map(found -> {
          if (found.isEmpty() && merge.gaveUp()) {
            return new Refused(
                POLICY_VIOLATION.because("Nothing was found soon; give a time as well"));
          }
          List<Piece> page = found.subList(0, Math.min(max, found.size()));
          List<Archived> shown =
              (backwards ? page.reversed() : page).stream().map(this::archived).toList();
          boolean complete = max > 0 && found.size() <= max && !merge.gaveUp();
          Extent extent = counts ? new Extent(merge.count(), null) : null;
          return new Messages(new Page(shown, complete, extent, parts.link().settlingMs() == 0));
        });
  }

  /// A copy of a channel's message has the channel's id and the archive's own (H55).
  private Archived archived(Piece piece) {
    String id = ids.seal(piece.place().halves());
    Element message = piece.message().toBuilder().add(UserArchive.stanzaId(account, id)).build();
    return new Archived(id, Instant.ofEpochMilli(piece.place().id().ms()), message);
  }

  /* ---- what there is ---- */

  /// Waits until the time at which the query came is past.
  private Future<Void> horizon() {
    Promise<Void> over = Promise.promise();
    parts.context().owner().setTimer(MILLISECOND_OVER, _ -> over.complete());
    return over.future();
  }

  private Range kept() {
    var last = new EntryId(opened.timeMs(), Long.MAX_VALUE);
    long oldest =
        settings.days() == 0 ? 0 : opened.timeMs() - Duration.ofDays(settings.days()).toMillis();
    return new Range(new EntryId(Math.max(0, oldest), 0), last);
  }

  /// When the account took part in the channels that a query is about.
  private Future<Map<Jid, List<Period>>> periods(MamQuery query) {
    var read = new HashMap<Jid, Future<List<Period>>>();
    Jid with = query.with();
    if (!Boolean.FALSE.equals(query.groupchat())) {
      for (Jid channel : opened.channels().keySet()) {
        if (with == null || with.bare().equals(channel)) {
          read.put(channel, stores.channels().periods(channel, account));
        }
      }
    }
    return Future.all(List.copyOf(read.values()))
        .map(_ -> {
          var periods = new HashMap<Jid, List<Period>>();
          read.forEach((channel, found) -> periods.put(channel, found.result()));
          return periods;
        });
  }

  /// A query whose ids all name messages that the archive holds, at these places.
  private record Known(MamQuery query, Map<String, ArchivePlace> places) {

    /// What the form asks for in the log of a source.
    Range all(int source) {
      Range range = Range.ALL;
      if (query.start() != null) {
        range = range.and(new Range(EntryId.at(query.start()), Range.ALL.to()));
      }
      if (query.end() != null) {
        range = range.and(Range.before(EntryId.at(query.end().plusMillis(1))));
      }
      if (query.afterId() != null) {
        range = range.and(place(query.afterId()).after(source));
      }
      return query.beforeId() == null ? range : range.and(place(query.beforeId()).before(source));
    }

    /// Where the page lies in the log of a source.
    Range page(int source) {
      String after = query.page().after();
      Range range = after == null ? Range.ALL : place(after).after(source);
      return query
          .page()
          .beforeEntry()
          .map(before -> range.and(place(before).before(source)))
          .orElse(range);
    }

    /// What is named in the log of a source, in order; nothing where nothing is named.
    List<EntryId> named(int source) {
      return query.ids().stream()
          .map(this::place)
          .filter(place -> place.source() == source)
          .map(ArchivePlace::id)
          .distinct()
          .sorted()
          .toList();
    }

    private ArchivePlace place(String id) {
      return Objects.requireNonNull(places.get(id));
    }
  }

  /// Looks up what a query names; nothing when the archive does not hold all of it.
  private Future<Optional<Known>> known(MamQuery query, Map<Jid, List<Period>> periods) {
    var places = new HashMap<String, ArchivePlace>();
    for (String id : ArchiveReader.named(query)) {
      Optional<ArchivePlace> place = ids.open(id).flatMap(ArchivePlace::of);
      if (place.isEmpty() || !covers(kept(), place.get().id())) {
        return Future.succeededFuture(Optional.empty());
      }
      places.put(id, place.get());
    }
    var held = new ArrayList<Future<Boolean>>();
    Map<Integer, List<ArchivePlace>> bySource =
        places.values().stream().collect(Collectors.groupingBy(ArchivePlace::source));
    bySource.forEach((source, named) ->
        held.add(holds(source, named.stream().map(ArchivePlace::id).toList(), periods)));
    return Future.all(held)
        .map(all ->
            all.<Boolean>list().stream().allMatch(each -> each)
                ? Optional.of(new Known(query, places))
                : Optional.empty());
  }

  /// Whether a source has these messages, and the account was there.
  private Future<Boolean> holds(int source, List<EntryId> named, Map<Jid, List<Period>> periods) {
    if (source == OWN) {
      return stores.own().holds(account, named);
    }
    Optional<Jid> channel =
        opened.channels().entrySet().stream()
            .filter(entry -> entry.getValue() == source)
            .map(Map.Entry::getKey)
            .findFirst();
    if (channel.isEmpty()) {
      return Future.succeededFuture(false);
    }
    Jid address = channel.get();
    List<Period> known = periods.get(address);
    return (known == null
            ? stores.channels().periods(address, account)
            : Future.succeededFuture(known))
        .compose(there -> {
          boolean seen =
              named.stream()
                  .allMatch(id -> there.stream().anyMatch(period -> covers(range(period), id)));
          return seen
              ? stores.channels().holds(address, MixNode.MESSAGES, named)
              : Future.succeededFuture(false);
        });
  }

  private static boolean covers(Range range, EntryId id) {
    return !range.and(new Range(id, id)).isEmpty();
  }

  private static Range range(Period period) {
    Range since = Range.after(period.joined());
    return period.left() == null ? since : since.and(Range.before(period.left()));
  }

  /* ---- what is read ---- */

  /// The logs that a query is about, each as far as it is.
  private List<Part> parts(Known known, Map<Jid, List<Period>> periods) {
    var parts = new ArrayList<Part>();
    if (!known.query().ids().isEmpty()) {
      opened
          .channels()
          .forEach((address, source) ->
              named(source, known, wanted -> channel(address, source, wanted), parts));
      named(OWN, known, wanted -> own(null, wanted), parts);
      return parts;
    }
    Jid with = known.query().with();
    boolean channel = with != null && opened.channels().containsKey(with.bare());
    if (!channel) {
      part(OWN, Range.ALL, known, wanted -> own(with, wanted), parts);
    }
    periods.forEach((address, there) -> {
      int source = Objects.requireNonNull(opened.channels().get(address));
      for (Period period : there) {
        part(source, range(period), known, wanted -> channel(address, source, wanted), parts);
      }
    });
    return parts;
  }

  private static void named(int source, Known known, ArchiveMerge.Log reader, List<Part> parts) {
    for (EntryId id : known.named(source)) {
      Range all = known.all(source).and(new Range(id, id));
      if (!all.isEmpty()) {
        parts.add(new Part(all, all.and(known.page(source)), reader));
      }
    }
  }

  private void part(int source, Range log, Known known, ArchiveMerge.Log reader, List<Part> parts) {
    Range all = log.and(kept()).and(known.all(source));
    if (!all.isEmpty()) {
      parts.add(new Part(all, all.and(known.page(source)), reader));
    }
  }

  private Future<ArchiveStore.Page<Piece>> own(@Nullable Jid with, Wanted wanted) {
    return stores
        .own()
        .page(account, with == null ? null : with.bare(), wanted)
        .map(page ->
            page.map(
                kept -> new Piece(new ArchivePlace(kept.id(), OWN), kept.message().toElement())));
  }

  private Future<ArchiveStore.Page<Piece>> channel(Jid channel, int source, Wanted wanted) {
    return parts
        .mix()
        .archived(channel, account, wanted)
        .map(page ->
            page.map(seen -> new Piece(new ArchivePlace(seen.id(), source), seen.message())));
  }

  /// What a bare JID finds is known by where it is; a full one has to be looked for.
  private static Predicate<Element> filter(@Nullable Jid with) {
    return with == null || with.isBare()
        ? _ -> true
        : message ->
            with.toString().equals(message.attr("from"))
                || with.toString().equals(message.attr("to"));
  }
}

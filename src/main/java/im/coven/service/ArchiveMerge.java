package im.coven.service;

import im.coven.redis.ArchiveStore.End;
import im.coven.redis.ArchiveStore.Page;
import im.coven.redis.ArchiveStore.Range;
import im.coven.redis.ArchiveStore.Wanted;
import im.coven.xml.Element;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Several logs read as one, from one end, until a number of messages is found.
///
/// Of each log as much is read as is needed, so that a page costs what it holds and one reading of
/// each log.
final class ArchiveMerge {

  /// How many messages are searched where only some of them are wanted.
  private static final int SEARCHED_MAX = 20_000;

  private static final int CHUNK_MIN = 8;

  /// A message at its place.
  record Piece(ArchivePlace place, Element message) {}

  /// A part of a log. `all` is what of it counts, `range` what of that is read.
  record Part(Range all, Range range, Log log) {}

  /// Reads a log.
  interface Log {
    Future<Page<Piece>> read(Wanted wanted);
  }

  /// A part that is being read; what was read and not taken yet is in the order of reading.
  private final class Cursor {
    private final Part part;
    private final ArrayDeque<Piece> read = new ArrayDeque<>();
    private Range rest;
    private boolean over;
    private boolean counted;

    Cursor(Part part) {
      this.part = part;
      this.rest = part.range();
    }

    boolean isDry() {
      return read.isEmpty() && !over;
    }

    Future<Void> fill(int most) {
      return part.log()
          .read(new Wanted(part.all(), rest, end, most))
          .map(page -> {
            List<Piece> pieces = end == End.NEWEST ? page.entries().reversed() : page.entries();
            read.addAll(pieces);
            searched += pieces.size();
            count += counted ? 0 : page.count();
            counted = true;
            over = page.complete() || pieces.isEmpty();
            if (!pieces.isEmpty()) {
              var reached = pieces.getLast().place().id();
              rest = rest.and(end == End.NEWEST ? Range.before(reached) : Range.after(reached));
            }
            return null;
          });
    }
  }

  private final End end;
  private final int wanted;
  private final Predicate<Element> filter;
  private final List<Cursor> cursors;
  private final List<Piece> found = new ArrayList<>();
  private long count;
  private int searched;

  /// Reads until there are `wanted` messages that pass the filter.
  ArchiveMerge(List<Part> parts, End end, int wanted, Predicate<Element> filter) {
    this.end = end;
    this.wanted = wanted;
    this.filter = filter;
    this.cursors = parts.stream().map(Cursor::new).toList();
  }

  /// What was found, in the order of reading.
  Future<List<Piece>> read() {
    int each = cursors.isEmpty() ? 0 : Math.max(CHUNK_MIN, 2 * wanted / cursors.size());
    int first = wanted == 0 ? 0 : Math.min(each, Math.max(1, wanted));
    var filled = cursors.stream().map(cursor -> cursor.fill(first)).toList();
    return Future.all(filled).compose(_ -> wanted == 0 ? Future.succeededFuture(found) : merge());
  }

  /// How many messages the parts hold, before the filter. After {@link #read}.
  int count() {
    return (int) Math.min(Integer.MAX_VALUE, count);
  }

  /// Whether so much was read for nothing that it was left.
  boolean gaveUp() {
    return found.size() < wanted && searched >= SEARCHED_MAX;
  }

  private Future<List<Piece>> merge() {
    while (found.size() < wanted && searched < SEARCHED_MAX) {
      Optional<Cursor> dry = cursors.stream().filter(Cursor::isDry).findFirst();
      if (dry.isPresent()) {
        return dry.get().fill(Math.max(CHUNK_MIN, wanted - found.size())).compose(_ -> merge());
      }
      Comparator<Cursor> order = Comparator.comparing(cursor -> cursor.read.getFirst().place());
      Optional<Cursor> next =
          cursors.stream()
              .filter(cursor -> !cursor.read.isEmpty())
              .min(end == End.NEWEST ? order.reversed() : order);
      if (next.isEmpty()) {
        break;
      }
      Piece piece = next.get().read.removeFirst();
      if (filter.test(piece.message())) {
        found.add(piece);
      }
    }
    return Future.succeededFuture(found);
  }
}

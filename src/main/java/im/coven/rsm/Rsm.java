package im.coven.rsm;

import im.coven.xml.Element;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The `<set/>` of a request and of its answer, and the paging of a list that is in memory.
public final class Rsm {

  public static final String NS = "http://jabber.org/protocol/rsm";

  private Rsm() {}

  /// Which page is wanted. See XEP-0059 §2.
  ///
  /// @param max the most items in a page; 0 asks for the count alone, null leaves it to the service
  /// @param after the id behind which the page begins, null from the start
  /// @param before the id before which the page ends; empty asks for the last page
  /// @param index the position at which the page begins, counted from 0
  public record Request(
      @Nullable Integer max,
      @Nullable String after,
      @Nullable String before,
      @Nullable Integer index) {

    /// All that there is.
    public static final Request ALL = new Request(null, null, null, null);

    /// The `<set/>` inside a query; nothing when there is none. A number that cannot be read counts
    /// as not given.
    public static Optional<Request> in(Element query) {
      return query
          .child("set", NS)
          .map(set ->
              new Request(
                  number(set.childText("max").orElse(null)),
                  set.childText("after").orElse(null),
                  set.childText("before").orElse(null),
                  number(set.childText("index").orElse(null))));
    }

    /// The most items that an answer holds, where the service allows `limit`.
    public int maxWithin(int limit) {
      return max == null ? limit : Math.min(max, limit);
    }

    /// The id before which the page ends, where one is named.
    public Optional<String> beforeEntry() {
      return Optional.ofNullable(before).filter(id -> !id.isEmpty());
    }

    /// Whether pages are read from the end.
    public boolean isBackwards() {
      return before != null;
    }

    public Element toElement() {
      return Element.builder("set", NS)
          .text("max", text(max))
          .text("after", after)
          .text("before", before)
          .text("index", text(index))
          .build();
    }
  }

  /// What came of it. `first` and `last` are null in an empty page, the numbers where they are not
  /// known.
  public record Result(
      @Nullable String first,
      @Nullable Integer firstIndex,
      @Nullable String last,
      @Nullable Integer count) {

    /// The `<set/>` inside an answer; nothing when there is none.
    public static Optional<Result> in(Element answer) {
      return answer
          .child("set", NS)
          .map(set ->
              new Result(
                  set.childText("first").orElse(null),
                  set.child("first").map(first -> number(first.attr("index"))).orElse(null),
                  set.childText("last").orElse(null),
                  number(set.childText("count").orElse(null))));
    }

    public Element toElement() {
      var set = Element.builder("set", NS);
      if (first != null) {
        set.add(Element.builder("first", NS).attr("index", firstIndex).text(first).build());
      }
      return set.text("last", last).text("count", text(count)).build();
    }
  }

  /// A page with what is said of it.
  public record Page<T>(List<T> items, Result result) {
    public Page {
      items = List.copyOf(items);
    }
  }

  /// Cuts the wanted page out of a whole list, in its order, with at most `limit` items.
  ///
  /// Nothing when the request names an id that is not there, which is answered with
  /// `item-not-found`. See XEP-0059 §2.4.
  public static <T> Optional<Page<T>> page(
      List<T> all, Function<T, String> id, Request request, int limit) {
    int lower = 0;
    int upper = all.size();
    if (request.after() != null) {
      int at = indexOf(all, id, request.after());
      if (at < 0) {
        return Optional.empty();
      }
      lower = at + 1;
    }
    if (request.before() != null && !request.before().isEmpty()) {
      upper = indexOf(all, id, request.before());
      if (upper < 0) {
        return Optional.empty();
      }
    }
    if (request.index() != null) {
      lower = Math.min(request.index(), upper);
    }
    int max = request.maxWithin(limit);
    lower = Math.min(lower, upper);
    if (request.isBackwards()) {
      lower = Math.max(lower, upper - max);
    } else {
      upper = (int) Math.min(upper, (long) lower + max);
    }
    return Optional.of(slice(all, id, lower, upper));
  }

  private static <T> Page<T> slice(List<T> all, Function<T, String> id, int lower, int upper) {
    List<T> items = all.subList(lower, upper);
    Result result =
        items.isEmpty()
            ? new Result(null, null, null, all.size())
            : new Result(id.apply(items.getFirst()), lower, id.apply(items.getLast()), all.size());
    return new Page<>(items, result);
  }

  private static <T> int indexOf(List<T> all, Function<T, String> id, String wanted) {
    for (int i = 0; i < all.size(); i++) {
      if (Objects.equals(id.apply(all.get(i)), wanted)) {
        return i;
      }
    }
    return -1;
  }

  private static @Nullable String text(@Nullable Integer number) {
    return number == null ? null : number.toString();
  }

  /// A count that is not negative, or null.
  private static @Nullable Integer number(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      int number = Integer.parseInt(text.strip());
      return number < 0 ? null : number;
    } catch (NumberFormatException none) {
      return null;
    }
  }
}

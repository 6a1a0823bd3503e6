package im.coven.redis;

import im.coven.jid.Jid;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/// The localparts of a domain's channels, or of its accounts, in the order of their bytes.
///
/// A list lies in another slot than what it names, so the two cannot change in one step. Who makes
/// something lists its name before and after; who ends it strikes the name and then looks whether
/// there is a new namesake. So whatever there is, is listed; and a name that somebody left behind
/// who died in between is struck by whoever reads it.
final class NameList {

  private final RedisLink link;
  private final Function<String, String> list;
  private final Function<Jid, String> key;

  /// `list` answers the key of a domain's list, `key` one that is there as long as what is named.
  NameList(RedisLink link, Function<String, String> list, Function<Jid, String> key) {
    this.link = link;
    this.list = list;
    this.key = key;
  }

  /// Adds a name.
  Future<Void> enlist(Jid named) {
    String name = Objects.requireNonNull(named.localpart(), "it has a localpart");
    return link.send(Command.ZADD, list.apply(named.domainpart()), 0, name).mapEmpty();
  }

  /// Takes a name off, unless there is something of that name again.
  Future<Void> strike(Jid named) {
    String name = Objects.requireNonNull(named.localpart());
    return link.send(Command.ZREM, list.apply(named.domainpart()), name)
        .compose(removed -> isThere(named))
        .compose(there -> there ? enlist(named) : Future.succeededFuture());
  }

  /// Reads at most `count` names of a domain after `after` (empty: from the start). Each of them
  /// was there when it was looked for.
  Future<List<String>> read(String domain, String after, int count) {
    return read(domain, after, count, new ArrayList<>());
  }

  private Future<List<String>> read(String domain, String after, int count, List<String> found) {
    int wanted = count - found.size();
    return page(domain, after, wanted)
        .compose(names -> {
          List<Jid> named = names.stream().map(name -> new Jid(name, domain, null)).toList();
          return Future.all(named.stream().map(this::isThere).toList())
              .compose(there -> {
                for (int i = 0; i < names.size(); i++) {
                  if (there.<Boolean>resultAt(i)) {
                    found.add(names.get(i));
                  } else {
                    strike(named.get(i));
                  }
                }
                return names.size() < wanted || found.size() == count
                    ? Future.succeededFuture(found)
                    : read(domain, names.getLast(), count, found);
              });
        });
  }

  private Future<List<String>> page(String domain, String after, int count) {
    String first = after.isEmpty() ? "-" : "(" + after;
    return link.send(Command.ZRANGE, list.apply(domain), first, "+", "BYLEX", "LIMIT", 0, count)
        .map(names -> names.stream().map(Response::toString).toList());
  }

  private Future<Boolean> isThere(Jid named) {
    return link.send(Command.EXISTS, key.apply(named)).map(found -> EntryFormat.number(found) == 1);
  }
}

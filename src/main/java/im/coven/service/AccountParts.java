package im.coven.service;

import im.coven.redis.RedisLink;
import im.coven.sasl.Credentials;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.function.Function;
import java.util.function.Predicate;

/// What the accounts' server of one event loop stands on.
///
/// `context` is that loop, `place` names instance and loop. `isAlive` tells whether the instance of
/// a place still has its lease; it is asked for places of other instances only. `directory` is
/// shared by all loops of the process. `derive` makes of a prepared password what is stored of it.
public record AccountParts(
    Context context,
    RedisLink link,
    MixService mix,
    SessionDirectory directory,
    Place place,
    Predicate<String> isAlive,
    Function<String, Future<Credentials>> derive) {

  /// Where streams live: an event loop of an instance. An instance's id holds no `/`.
  public record Place(String instance, int loop) {

    /// Reads the instance from [#toString].
    static String instanceOf(String place) {
      return place.substring(0, place.indexOf('/'));
    }

    @Override
    public String toString() {
      return instance + "/" + loop;
    }
  }
}

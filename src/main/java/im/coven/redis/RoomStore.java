package im.coven.redis;

import im.coven.jid.Jid;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;

/// Which rooms the sessions of an account are in, so that whoever buries a session can tell them
/// that it is gone. A room is noted before it is entered, and forgotten when it knows that it was
/// left.
///
/// A hash for each account, field the session's id and the room. Every future fails with {@link
/// RedisUnavailable} when Redis cannot answer.
public final class RoomStore {

  private final RedisLink link;
  private final AccountKeys keys;

  public RoomStore(RedisLink link) {
    this.link = link;
    this.keys = new AccountKeys(link.prefix());
  }

  /// Notes that a session may be in a room. `session` holds no space.
  public Future<Void> note(Jid account, String session, Jid room) {
    return link.send(Command.HSET, keys.rooms(account), field(session, room), "").mapEmpty();
  }

  /// It is not.
  public Future<Void> strike(Jid account, String session, Jid room) {
    return link.send(Command.HDEL, keys.rooms(account), field(session, room)).mapEmpty();
  }

  /// The rooms that a session may be in.
  public Future<List<Jid>> of(Jid account, String session) {
    return link.send(Command.HKEYS, keys.rooms(account))
        .map(fields -> {
          var rooms = new ArrayList<Jid>();
          for (Response field : fields) {
            String text = field.toString();
            if (text.startsWith(session + " ")) {
              rooms.add(Jid.of(text.substring(session.length() + 1)));
            }
          }
          return List.copyOf(rooms);
        });
  }

  private static String field(String session, Jid room) {
    return session + " " + room;
  }
}

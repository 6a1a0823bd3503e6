package im.coven.redis;

import im.coven.jid.Jid;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// When channels end: a note for each time that a channel was ever to end at.
///
/// The list lies in another slot than the channels, so a note is made before the channel's
/// configuration says the same, and whoever finds it due asks the channel whether that is so. A
/// note that is of no use any more goes away when it is due. Every future fails with {@link
/// RedisUnavailable} when Redis cannot answer.
public final class EndStore {

  /// A note: that a channel was to end then, in milliseconds since 1970.
  public record Note(Jid channel, long atMs) {
    private String member() {
      return atMs + " " + channel;
    }

    private static Note of(String member) {
      int space = member.indexOf(' ');
      return new Note(
          Jid.of(member.substring(space + 1)), Long.parseLong(member.substring(0, space)));
    }
  }

  private final RedisLink link;
  private final String key;

  public EndStore(RedisLink link) {
    this.link = link;
    this.key = link.prefix() + ":ends";
  }

  /// Notes that a channel is to end, if it is.
  public Future<Void> note(Jid channel, Optional<Instant> end) {
    if (end.isEmpty()) {
      return Future.succeededFuture();
    }
    var note = new Note(channel, end.get().toEpochMilli());
    return link.send(Command.ZADD, key, note.atMs(), note.member()).mapEmpty();
  }

  /// At most `count` notes whose time has come, the oldest first.
  public Future<List<Note>> due(Instant now, int count) {
    return link.send(Command.ZRANGE, key, "-inf", now.toEpochMilli(), "BYSCORE", "LIMIT", 0, count)
        .map(members -> {
          var notes = new ArrayList<Note>();
          for (Response member : members) {
            notes.add(Note.of(member.toString()));
          }
          return notes;
        });
  }

  /// A note has done its service.
  public Future<Void> strike(Note note) {
    return link.send(Command.ZREM, key, note.member()).mapEmpty();
  }
}

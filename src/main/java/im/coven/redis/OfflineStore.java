package im.coven.redis;

import im.coven.account.StoredText;
import im.coven.channel.EntryId;
import im.coven.jid.Jid;
import im.coven.stanza.Message;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;

/// Messages for accounts that had no available resource, in the order of their arrival.
///
/// They are read with a session's presence and removed when they were handed to its stream: an
/// instance that dies in between leaves them for the next one. Every future fails with {@link
/// RedisUnavailable} when Redis cannot answer.
public final class OfflineStore {

  private static final Script ADD = Script.named("offline-add");

  /// A kept message; `id` holds the time of its arrival.
  public record Kept(EntryId id, Message message) {}

  private final RedisLink link;
  private final AccountKeys keys;
  private final int messagesMax;

  public OfflineStore(RedisLink link, int messagesMax) {
    this.link = link;
    this.keys = new AccountKeys(link.prefix());
    this.messagesMax = messagesMax;
  }

  /// Keeps a message; answers false when there are too many.
  public Future<Boolean> add(Jid account, Message message) {
    return link.run(
            ADD,
            List.of(keys.offline(account)),
            List.of(StoredText.write(message), String.valueOf(messagesMax)))
        .map(done -> EntryFormat.number(done) == 1);
  }

  /// Removes messages that were delivered.
  public Future<Void> remove(Jid account, List<Kept> delivered) {
    Request request = Request.cmd(Command.XDEL).arg(keys.offline(account));
    delivered.forEach(kept -> request.arg(kept.id().toString()));
    return link.send(request).mapEmpty();
  }

  /// Reads what XRANGE answers.
  static List<Kept> read(Response entries) {
    var kept = new ArrayList<Kept>();
    for (Response entry : entries) {
      var message = (Message) StoredText.stanza(entry.get(1).get(1).toString());
      kept.add(new Kept(EntryId.parse(entry.get(0).toString()), message));
    }
    return kept;
  }
}

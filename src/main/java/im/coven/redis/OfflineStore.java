package im.coven.redis;

import im.coven.account.StoredText;
import im.coven.channel.EntryId;
import im.coven.jid.Jid;
import im.coven.stanza.Message;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Messages for accounts that had no available resource, in the order of their arrival.
///
/// They are read with a session's presence and removed when they were handed to its stream: an
/// instance that dies in between leaves them for the next one. Every future fails with {@link
/// RedisUnavailable} when Redis cannot answer.
public final class OfflineStore {

  private static final Script ADD = Script.named("offline-add");

  /// How keeping a message ended.
  public enum Addition {
    KEPT,
    /// There are too many already.
    FULL,
    /// There is a session by now that takes it: look again.
    TAKER
  }

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

  /// Keeps a message that no session took. `seen` are the ids of the sessions that took messages
  /// when the sender looked; one that came after would never be told of what is kept now.
  public Future<Addition> add(Jid account, Message message, Set<String> seen) {
    var args = new ArrayList<String>();
    args.add(StoredText.write(message));
    args.add(String.valueOf(messagesMax));
    args.addAll(seen);
    return link.run(ADD, List.of(keys.offline(account), keys.sessions(account)), args)
        .map(answer ->
            switch ((int) EntryFormat.number(answer)) {
              case 0 -> Addition.FULL;
              case 1 -> Addition.KEPT;
              default -> Addition.TAKER;
            });
  }

  /// Removes messages that were delivered.
  public Future<Void> remove(Jid account, List<Kept> delivered) {
    Object[] ids = delivered.stream().map(Kept::id).toArray();
    return link.send(Command.XDEL, keys.offline(account), ids).mapEmpty();
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

package im.coven.redis;

import im.coven.jid.Jid;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import java.util.Optional;

/// What accounts say of their users, one text for each namespace. Every future fails with {@link
/// RedisUnavailable} when Redis cannot answer.
public final class VcardStore {

  private final RedisLink link;
  private final AccountKeys keys;

  public VcardStore(RedisLink link) {
    this.link = link;
    this.keys = new AccountKeys(link.prefix());
  }

  /// What an account has under a namespace.
  public Future<Optional<String>> get(Jid account, String ns) {
    return link.send(Command.HGET, keys.vcards(account), ns)
        .map(text -> Optional.ofNullable(text).map(Object::toString));
  }

  /// Replaces what an account has under a namespace.
  public Future<Void> put(Jid account, String ns, String text) {
    return link.send(Command.HSET, keys.vcards(account), ns, text).mapEmpty();
  }
}

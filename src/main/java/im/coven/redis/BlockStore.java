package im.coven.redis;

import im.coven.account.BlockList;
import im.coven.account.BlockList.Change;
import im.coven.account.StoredText;
import im.coven.jid.Jid;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whom the accounts have blocked.
///
/// A change tells every place that has a session of the account in the same step, so all hear the
/// changes in their order. Every future fails with {@link RedisUnavailable} when Redis cannot
/// answer.
public final class BlockStore {

  private static final Script CHANGE = Script.named("block-change");

  /// The field that holds the version; no JID is empty.
  private static final String VERSION = "";

  private final RedisLink link;
  private final AccountKeys keys;
  private final String topic;
  private final int blockedMax;

  public BlockStore(RedisLink link, String topic, int blockedMax) {
    this.link = link;
    this.keys = new AccountKeys(link.prefix());
    this.topic = topic;
    this.blockedMax = blockedMax;
  }

  /// Reads an account's list.
  public Future<BlockList> read(Jid account) {
    return link.send(Command.HGETALL, keys.blocked(account))
        .map(answer -> {
          var version = 0L;
          var jids = new HashSet<Jid>();
          for (String field : answer.getKeys()) {
            if (field.equals(VERSION)) {
              version = EntryFormat.number(answer.get(field));
            } else {
              jids.add(Jid.of(field));
            }
          }
          return new BlockList(version, jids);
        });
  }

  /// Changes an account's list; answers what of it is new. Nothing when the list would be too long,
  /// or has no account.
  public Future<Optional<Change>> change(Jid account, Change change) {
    var args =
        new ArrayList<String>(
            List.of(
                change.blocks() ? "1" : "0",
                String.valueOf(blockedMax),
                topic,
                StoredText.join("B", account.bare().toString(), "")));
    change.jids().forEach(jid -> args.add(jid.toString()));
    return link.run(
            CHANGE,
            List.of(keys.blocked(account), keys.sessions(account), keys.account(account)),
            args)
        .map(answer ->
            answer == null
                ? Optional.empty()
                : Optional.of(new Change(change.blocks(), jids(answer))));
  }

  static Set<Jid> jids(Response fields) {
    var jids = new HashSet<Jid>();
    for (Response field : fields) {
      if (!field.toString().equals(VERSION)) {
        jids.add(Jid.of(field.toString()));
      }
    }
    return jids;
  }
}

package im.coven.redis;

import im.coven.jid.Jid;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Accounts that are being removed. From {@link #begin} on nobody can use the account, and {@link
/// #finish} frees its name; what lies between takes several steps.
///
/// The set `coven:removals` names them, each with the time when others may take it up: whoever
/// began one may have died over it, or left it to them. It lies in another slot than the accounts,
/// so it is written before the account ends and after the name is free. Every future fails with
/// {@link RedisUnavailable} when Redis cannot answer.
public final class RemovalStore {

  private static final Script BEGIN = Script.named("removal-begin");
  private static final Script FINISH = Script.named("removal-finish");
  private static final Script POSTPONE = Script.named("removal-postpone");
  private static final Script DUE = Script.named("removal-due");

  /// How long a removal is left to whoever has it in hand: longer than a channel may keep it
  /// waiting.
  private static final long IN_HAND_MS = 60_000;

  /// Removals that are handed out at once.
  private static final int DUE_MAX = 100;

  /// A removal that goes on. The `id` tells it from the removal of a later account of that name.
  public record Removal(Jid account, String id) {}

  private final RedisLink link;
  private final AccountKeys keys;
  private final NameList names;

  public RemovalStore(RedisLink link) {
    this.link = link;
    this.keys = new AccountKeys(link.prefix());
    this.names = keys.names(link);
  }

  /// Ends an account for everybody. Nothing when there is no such account; for one whose removal
  /// was begun before, that removal.
  public Future<Optional<Removal>> begin(Jid account) {
    return postpone(account, IN_HAND_MS)
        .compose(noted ->
            link.run(
                BEGIN,
                List.of(keys.account(account), keys.removal(account)),
                List.of(UUID.randomUUID().toString())))
        .compose(id ->
            id == null
                ? forget(account).map(Optional.empty())
                : Future.succeededFuture(Optional.of(new Removal(account, id.toString()))));
  }

  /// Leaves the rest of a removal to whoever asks for it next.
  public Future<Void> handOver(Removal removal) {
    return postpone(removal.account(), 0);
  }

  /// Takes up removals that nobody has in hand.
  public Future<List<Jid>> due() {
    return link.run(DUE, List.of(keys.removals()), List.of(DUE_MAX, IN_HAND_MS))
        .map(accounts -> accounts.stream().map(account -> Jid.of(account.toString())).toList());
  }

  /// The removal of an account, if one goes on.
  public Future<Optional<Removal>> find(Jid account) {
    return link.send(Command.GET, keys.removal(account))
        .map(id -> Optional.ofNullable(id).map(text -> new Removal(account, text.toString())));
  }

  /// Forgets what was kept for the account, and frees its name. Nothing happens when that was done
  /// before.
  public Future<Void> finish(Removal removal) {
    Jid account = removal.account();
    var all = new ArrayList<>(List.of(keys.removal(account)));
    all.addAll(keys.belongings(account));
    return forgetPeers(account)
        .compose(_ -> forgetNodes(account))
        .compose(forgotten -> link.run(FINISH, all, List.of(removal.id())))
        .compose(finished -> names.strike(account))
        .compose(struck -> forget(account));
  }

  /// What the archive has of each peer has a key of its own. Nothing is added to it any more.
  private Future<Void> forgetPeers(Jid account) {
    return link.send(Command.HKEYS, keys.archivePeers(account))
        .compose(peers -> {
          var gone = new ArrayList<Future<?>>();
          for (var peer : peers) {
            Jid address = Jid.of(peer.toString());
            gone.add(link.send(Command.UNLINK, keys.archiveOf(account, address)));
          }
          return Future.all(gone).mapEmpty();
        });
  }

  /// So have personal nodes.
  private Future<Void> forgetNodes(Jid account) {
    return link.send(Command.HKEYS, keys.nodes(account))
        .compose(nodes -> {
          var gone = new ArrayList<Future<?>>();
          for (var node : nodes) {
            gone.add(link.send(Command.UNLINK, keys.node(account, node.toString())));
          }
          return Future.all(gone).mapEmpty();
        });
  }

  /// Takes an account without removal off the set; one that has a removal again comes back.
  public Future<Void> forget(Jid account) {
    return link.send(Command.ZREM, keys.removals(), account.toString())
        .compose(forgotten -> find(account))
        .compose(
            found -> found.isPresent() ? postpone(account, IN_HAND_MS) : Future.succeededFuture());
  }

  private Future<Void> postpone(Jid account, long delayMs) {
    return link.run(POSTPONE, List.of(keys.removals()), List.of(account.bare().toString(), delayMs))
        .mapEmpty();
  }
}

package im.coven.redis;

import im.coven.account.BlockList;
import im.coven.account.RosterItem;
import im.coven.account.SessionEntry;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which account has which resources bound, where, and how present they are.
///
/// An entry may outlive its instance; whoever reads entries leaves out those of dead instances.
/// Every future fails with {@link RedisUnavailable} when Redis cannot answer.
public final class SessionRegistry {

  private static final Script FIND = Script.named("account-find");
  private static final Script BIND = Script.named("session-bind");
  private static final Script PRESENT = Script.named("session-present");
  private static final Script END = Script.named("session-end");

  /// What a stanza to an account must know: `takers` are the ids of all sessions that take messages
  /// to the bare JID, `item` is what the account's roster has for the sender, and `isBlocked`
  /// whether the account has blocked it.
  public record Found(
      boolean exists,
      List<SessionEntry> sessions,
      Set<String> takers,
      Optional<RosterItem> item,
      boolean isBlocked) {

    Found(
        boolean exists, List<SessionEntry> sessions, Optional<RosterItem> item, boolean isBlocked) {
      this(
          exists,
          sessions,
          sessions.stream()
              .filter(SessionEntry::takesBareMessages)
              .map(SessionEntry::id)
              .collect(Collectors.toSet()),
          item,
          isBlocked);
    }

    /// The same with fewer sessions; who was there stays said.
    public Found only(List<SessionEntry> some) {
      return new Found(exists, some, takers, item, isBlocked);
    }
  }

  /// How entering a session ended.
  public sealed interface Entered {}

  /// The session is entered, in the place of `older` where that is not null.
  public record Done(@Nullable SessionEntry older) implements Entered {}

  /// There is no such account.
  public record NoAccount() implements Entered {}

  /// The account has as many sessions as it may.
  public record TooMany() implements Entered {}

  /// What an account's presence concerns: its sessions, its roster, whom it has blocked, and
  /// messages kept for it.
  public record Surroundings(
      List<SessionEntry> sessions,
      List<RosterItem> roster,
      BlockList blocked,
      List<OfflineStore.Kept> offline) {}

  /// How removing a session ended: what it leaves behind, or the entry that has taken its resource.
  public record Left(Optional<Surroundings> surroundings, Optional<SessionEntry> successor) {}

  private final RedisLink link;
  private final AccountKeys keys;

  public SessionRegistry(RedisLink link) {
    this.link = link;
    this.keys = new AccountKeys(link.prefix());
  }

  /// Looks an account up for itself.
  public Future<Found> find(Jid account, Jid sender) {
    return find(account, sender, List.of());
  }

  /// Looks an account up for a stanza of `sender`, who is blocked by each of these entries of a
  /// block list.
  public Future<Found> find(Jid account, Jid sender, List<Jid> blockedBy) {
    var args = new ArrayList<String>(List.of(sender.bare().toString()));
    blockedBy.forEach(entry -> args.add(entry.toString()));
    return link.run(
            FIND,
            List.of(
                keys.account(account),
                keys.sessions(account),
                keys.roster(account),
                keys.blocked(account)),
            args)
        .map(found -> {
          Response item = found.get(2);
          return new Found(
              EntryFormat.number(found.get(0)) == 1,
              sessions(found.get(1)),
              item == null
                  ? Optional.empty()
                  : Optional.of(StoredText.item(sender.bare(), item.toString())),
              EntryFormat.number(found.get(3)) == 1);
        });
  }

  /// Enters a session unless the account has `limit` others already.
  public Future<Entered> enter(Jid account, SessionEntry entry, int limit) {
    return link.run(
            BIND,
            List.of(keys.account(account), keys.sessions(account)),
            List.of(entry.resource(), StoredText.write(entry), String.valueOf(limit)))
        .map(answer ->
            switch ((int) EntryFormat.number(answer.get(0))) {
              case -1 -> new NoAccount();
              case -2 -> new TooMany();
              case 0 -> new Done(null);
              default -> new Done(StoredText.session(entry.resource(), answer.get(1).toString()));
            });
  }

  /// Notes a session's presence, enters it again if it got lost, and reads at most `offline` kept
  /// messages. Nothing when another session has the resource by now.
  public Future<Optional<Surroundings>> present(Jid account, SessionEntry entry, int offline) {
    return link.run(
            PRESENT,
            List.of(
                keys.sessions(account),
                keys.roster(account),
                keys.offline(account),
                keys.blocked(account)),
            List.of(entry.resource(), entry.id(), StoredText.write(entry), String.valueOf(offline)))
        .map(answer ->
            EntryFormat.number(answer.get(0)) == 0
                ? Optional.empty()
                : Optional.of(
                    new Surroundings(
                        sessions(answer.get(1)),
                        RosterStore.items(answer.get(2)),
                        new BlockList(0, BlockStore.jids(answer.get(4))),
                        OfflineStore.read(answer.get(3)))));
  }

  /// Removes a session.
  public Future<Left> leave(Jid account, SessionEntry entry) {
    return link.run(
            END,
            List.of(keys.sessions(account), keys.roster(account), keys.blocked(account)),
            List.of(entry.resource(), entry.id()))
        .map(answer -> left(entry, answer));
  }

  /// Notes that a loop of an instance has sessions of an account, for whoever buries the instance.
  public Future<Void> enlist(String instance, int loop, Jid account) {
    return link.send(Command.SADD, keys.instance(instance), loop + " " + account).mapEmpty();
  }

  /// Takes [#enlist] back.
  public Future<Void> delist(String instance, int loop, Jid account) {
    return link.send(Command.SREM, keys.instance(instance), loop + " " + account).mapEmpty();
  }

  /// The accounts of which an instance may have sessions.
  public Future<Set<Jid>> listed(String instance) {
    return link.send(Command.SMEMBERS, keys.instance(instance))
        .map(members -> {
          var accounts = new HashSet<Jid>();
          for (Response member : members) {
            accounts.add(Jid.of(member.toString().split(" ", 2)[1]));
          }
          return accounts;
        });
  }

  /// Forgets an instance.
  public Future<Void> forget(String instance) {
    return link.send(Command.DEL, keys.instance(instance)).mapEmpty();
  }

  private static Left left(SessionEntry entry, Response answer) {
    if (EntryFormat.number(answer.get(0)) == 1) {
      var surroundings =
          new Surroundings(
              sessions(answer.get(1)),
              RosterStore.items(answer.get(2)),
              new BlockList(0, BlockStore.jids(answer.get(3))),
              List.of());
      return new Left(Optional.of(surroundings), Optional.empty());
    }
    String other = answer.get(1).toString();
    return new Left(
        Optional.empty(),
        other.isEmpty()
            ? Optional.empty()
            : Optional.of(StoredText.session(entry.resource(), other)));
  }

  private static List<SessionEntry> sessions(Response flat) {
    var sessions = new ArrayList<SessionEntry>();
    AccountKeys.map(flat)
        .forEach((resource, text) -> sessions.add(StoredText.session(resource, text)));
    return sessions;
  }
}

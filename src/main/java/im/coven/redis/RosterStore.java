package im.coven.redis;

import im.coven.account.RosterItem;
import im.coven.account.StoredText;
import im.coven.jid.Jid;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The accounts' rosters with their versions.
///
/// A change is decided outside and made only if the item is still the one that it was decided on.
/// In the same step every place that has a session of the account is told, so all hear the changes
/// in the order of the versions. Every future fails with {@link RedisUnavailable} when Redis cannot
/// answer.
public final class RosterStore {

  private static final Script READ = Script.named("roster-read");
  private static final Script CHANGE = Script.named("roster-change");

  /// How often a change is decided again because somebody else was faster.
  private static final int ATTEMPTS_MAX = 8;

  /// A whole roster.
  public record Roster(long version, List<RosterItem> items) {}

  /// A change that was made: `before` and `after` are equal when there was nothing to change.
  public record Changed(RosterItem before, RosterItem after, long version) {}

  private final RedisLink link;
  private final AccountKeys keys;
  private final String topic;
  private final int itemsMax;

  public RosterStore(RedisLink link, String topic, int itemsMax) {
    this.link = link;
    this.keys = new AccountKeys(link.prefix());
    this.topic = topic;
    this.itemsMax = itemsMax;
  }

  /// Reads a roster, items for pending requests included.
  public Future<Roster> read(Jid account) {
    return link.run(READ, List.of(keys.roster(account), keys.rosterVersion(account)), List.of())
        .map(answer -> new Roster(EntryFormat.number(answer.get(0)), items(answer.get(1))));
  }

  /// Changes what the roster has for a contact. `decide` gets the item as it is, and may be asked
  /// more than once. Nothing when the roster is full, or has no account any more.
  public Future<Optional<Changed>> change(
      Jid account, Jid contact, UnaryOperator<RosterItem> decide) {
    return attempt(account, contact.bare(), decide, "", ATTEMPTS_MAX);
  }

  private Future<Optional<Changed>> attempt(
      Jid account, Jid contact, UnaryOperator<RosterItem> decide, String expected, int left) {
    RosterItem before =
        expected.isEmpty() ? RosterItem.unknown(contact) : StoredText.item(contact, expected);
    RosterItem after = decide.apply(before);
    String text = after.isVoid() ? "" : StoredText.write(after);
    return link.run(
            CHANGE,
            List.of(
                keys.roster(account),
                keys.rosterVersion(account),
                keys.sessions(account),
                keys.account(account)),
            List.of(
                contact.toString(),
                expected,
                text,
                after.differsFor(before) ? "1" : "0",
                String.valueOf(itemsMax),
                topic,
                StoredText.join("R", account.bare().toString(), "")))
        .compose(answer ->
            switch ((int) EntryFormat.number(answer.get(0))) {
              case 1 ->
                  Future.succeededFuture(
                      Optional.of(new Changed(before, after, EntryFormat.number(answer.get(1)))));
              case 2 -> Future.succeededFuture(Optional.empty());
              default ->
                  left > 0
                      ? attempt(account, contact, decide, answer.get(1).toString(), left - 1)
                      : Future.failedFuture(new RedisUnavailable("a contended roster item"));
            });
  }

  static List<RosterItem> items(Response flat) {
    var items = new ArrayList<RosterItem>();
    AccountKeys.map(flat).forEach((jid, text) -> items.add(StoredText.item(Jid.of(jid), text)));
    return items;
  }
}

package im.coven.redis;

import im.coven.account.StoredText;
import im.coven.channel.EntryId;
import im.coven.jid.Jid;
import im.coven.mam.Preferences;
import im.coven.redis.ArchiveStore.Page;
import im.coven.redis.ArchiveStore.Wanted;
import im.coven.stanza.Message;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The accounts' own messages, and what else their archives are made of.
///
/// A message is in one stream, and named in an index of its peer, as in {@link ArchiveStore}. Every
/// future fails with {@link RedisUnavailable} when Redis cannot answer.
public final class AccountArchive {

  private static final Script ADD = Script.named("archive-add");
  private static final Script OPEN = Script.named("archive-open");
  private static final Script FOLLOW = Script.named("archive-follow");
  private static final Script PREFER = Script.named("archive-prefer");
  private static final int KEY_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  /// How much of the own messages of an account is kept; 0 days are for ever.
  public record Keeping(int days, int messagesMax) {}

  /// A message that is in the archive now; `key` makes the archive's ids.
  public record Added(Jid account, Jid peer, EntryId id, byte[] key) {}

  /// A message in the archive.
  public record Kept(EntryId id, Message message) {}

  /// An archive at `timeMs` of Redis' clock: the key that makes its ids, its preferences, and the
  /// channels that the account ever joined, each with a number that stays its own.
  public record Opened(
      byte[] key, Preferences preferences, Map<Jid, Integer> channels, long timeMs) {}

  private final RedisLink link;
  private final AccountKeys keys;
  private final Keeping keeping;

  public AccountArchive(RedisLink link, Keeping keeping) {
    this.link = link;
    this.keys = new AccountKeys(link.prefix());
    this.keeping = keeping;
  }

  /// Adds a message from or to a peer; nothing when the account is not there, or does not want it.
  public Future<Optional<Added>> add(Jid account, Jid peer, Message message) {
    return link.run(
            ADD,
            List.of(
                keys.account(account),
                keys.archive(account),
                keys.archiveSettings(account),
                keys.archivePeers(account),
                keys.archiveOf(account, peer),
                keys.roster(account)),
            List.of(
                StoredText.write(message),
                peer.bare().toString(),
                randomKey(),
                keeping.messagesMax(),
                Duration.ofDays(keeping.days()).toMillis()))
        .map(answer ->
            answer == null
                ? Optional.empty()
                : Optional.of(
                    new Added(
                        account.bare(),
                        peer.bare(),
                        EntryId.parse(answer.get(0).toString()),
                        HexFormat.of().parseHex(answer.get(1).toString()))));
  }

  /// Takes back what was just added, because it was not delivered.
  public Future<Void> withdraw(Added added) {
    Jid account = added.account();
    String id = added.id().toString();
    return link.send(Command.XDEL, keys.archive(account), id)
        .compose(_ -> link.send(Command.XDEL, keys.archiveOf(account, added.peer()), id))
        .mapEmpty();
  }

  /// Reads what an archive is made of; nothing without an account.
  public Future<Optional<Opened>> open(Jid account) {
    return link.run(
            OPEN,
            List.of(
                keys.account(account),
                keys.archiveSettings(account),
                keys.archiveChannels(account)),
            List.of(randomKey()))
        .map(answer -> answer == null ? Optional.empty() : Optional.of(opened(answer)));
  }

  private static Opened opened(Response answer) {
    Map<Jid, Integer> channels = new LinkedHashMap<>();
    AccountKeys.map(answer.get(2))
        .forEach((jid, number) -> channels.put(Jid.of(jid), Integer.valueOf(number)));
    return new Opened(
        HexFormat.of().parseHex(answer.get(0).toString()),
        preferences(AccountKeys.map(answer.get(1))),
        channels,
        EntryFormat.number(answer.get(3)));
  }

  /// Notes that the account may take part in a channel from now on.
  public Future<Void> follow(Jid account, Jid channel) {
    return link.run(
            FOLLOW,
            List.of(keys.account(account), keys.archiveChannels(account)),
            List.of(channel.toString()))
        .mapEmpty();
  }

  /// Replaces the preferences.
  public Future<Void> prefer(Jid account, Preferences preferences) {
    var fields = new ArrayList<String>(List.of("default", preferences.otherwise().wire()));
    preferences.always().forEach(jid -> fields.addAll(List.of("always:" + jid, "1")));
    preferences.never().forEach(jid -> fields.addAll(List.of("never:" + jid, "1")));
    return link.run(PREFER, List.of(keys.account(account), keys.archiveSettings(account)), fields)
        .mapEmpty();
  }

  private static Preferences preferences(Map<String, String> settings) {
    var always = new ArrayList<Jid>();
    var never = new ArrayList<Jid>();
    for (String field : settings.keySet()) {
      if (field.startsWith("always:")) {
        always.add(Jid.of(field.substring("always:".length())));
      } else if (field.startsWith("never:")) {
        never.add(Jid.of(field.substring("never:".length())));
      }
    }
    return new Preferences(
        Preferences.Default.of(settings.getOrDefault("default", "always")).orElseThrow(),
        always,
        never);
  }

  /// Reads a page of all own messages, or of those from or to a peer.
  public Future<Page<Kept>> page(Jid account, @Nullable Jid peer, Wanted wanted) {
    String archive = keys.archive(account);
    String index = peer == null ? archive : keys.archiveOf(account, peer);
    return ArchiveStore.page(link, List.of(archive, index), wanted, AccountArchive::read);
  }

  /// Whether the archive holds all these messages.
  public Future<Boolean> holds(Jid account, List<EntryId> ids) {
    return ArchiveStore.holds(link, keys.archive(account), ids);
  }

  private static List<Kept> read(Response entries) {
    var kept = new ArrayList<Kept>();
    for (Response entry : entries) {
      var message = (Message) StoredText.stanza(entry.get(1).get(3).toString());
      kept.add(new Kept(EntryId.parse(entry.get(0).toString()), message));
    }
    return kept;
  }

  private static String randomKey() {
    byte[] key = new byte[KEY_BYTES];
    RANDOM.nextBytes(key);
    return HexFormat.of().formatHex(key);
  }
}

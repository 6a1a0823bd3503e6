package im.coven.redis;

import im.coven.jid.Jid;
import io.vertx.redis.client.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The names of the accounts' keys. All keys of one account share a hash tag.
record AccountKeys(String prefix) {

  String account(Jid account) {
    return of(account, "account");
  }

  String sessions(Jid account) {
    return of(account, "sessions");
  }

  String roster(Jid account) {
    return of(account, "roster");
  }

  String rosterVersion(Jid account) {
    return of(account, "roster-version");
  }

  /// Which rooms the account's sessions are in.
  String rooms(Jid account) {
    return of(account, "rooms");
  }

  String offline(Jid account) {
    return of(account, "offline");
  }

  /// The account's own messages.
  String archive(Jid account) {
    return of(account, "archive");
  }

  /// The archive's key, its number of messages and its preferences.
  String archiveSettings(Jid account) {
    return of(account, "archive-settings");
  }

  /// Whom the archive has messages from or to, with their numbers.
  String archivePeers(Jid account) {
    return of(account, "archive-peers");
  }

  /// Which of the messages are from or to one peer.
  String archiveOf(Jid account, Jid peer) {
    return of(account, "archive:" + peer.bare());
  }

  /// The channels that the account ever joined, each with a number.
  String archiveChannels(Jid account) {
    return of(account, "archive-channels");
  }

  /// Whom the account has blocked, and the version of that.
  String blocked(Jid account) {
    return of(account, "blocked");
  }

  /// The account's personal nodes and how they behave.
  String nodes(Jid account) {
    return of(account, "nodes");
  }

  /// What one of them holds.
  String node(Jid account, String node) {
    return of(account, "node:" + node);
  }

  /// What the account stores for itself.
  String privates(Jid account) {
    return of(account, "private");
  }

  /// What the account says of its user.
  String vcards(Jid account) {
    return of(account, "vcards");
  }

  /// The id of the account's removal while that goes on.
  String removal(Jid account) {
    return of(account, "removal");
  }

  /// The accounts that are being removed.
  String removals() {
    return prefix + ":removals";
  }

  /// What is kept of a session for its resumption.
  String resumption(Jid account, String id) {
    return of(account, "resume:" + id);
  }

  /// The sessions that wait to be resumed.
  String parked() {
    return prefix + ":parked";
  }

  /// What is kept for an account besides its password, {@link #archiveOf} and {@link #node}.
  List<String> belongings(Jid account) {
    return List.of(
        roster(account),
        rosterVersion(account),
        offline(account),
        sessions(account),
        archive(account),
        archiveSettings(account),
        archivePeers(account),
        archiveChannels(account),
        vcards(account),
        blocked(account),
        nodes(account),
        privates(account));
  }

  /// The names of the accounts of each domain.
  NameList names(RedisLink link) {
    return new NameList(link, this::list, this::account);
  }

  private String list(String domain) {
    return prefix + ":accounts:{" + domain + "}";
  }

  /// The accounts that an instance has sessions of.
  String instance(String id) {
    return prefix + ":instance:{" + id + "}:accounts";
  }

  private String of(Jid account, String kind) {
    return prefix + ":" + Slots.tag(account.bare().toString()) + ":" + kind;
  }

  /// Reads what HGETALL answers inside a script.
  static Map<String, String> map(Response flat) {
    var map = LinkedHashMap.<String, String>newLinkedHashMap(flat.size() / 2);
    for (int i = 0; i + 1 < flat.size(); i += 2) {
      map.put(flat.get(i).toString(), flat.get(i + 1).toString());
    }
    return map;
  }
}

package im.coven.redis;

import im.coven.jid.Jid;
import im.coven.sasl.Credentials;
import im.coven.sasl.Credentials.Verifier;
import im.coven.sasl.ScramMechanism;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The accounts: for each a SCRAM verifier per hash function, and for each domain a list. How one
/// ends is for {@link RemovalStore}.
///
/// Every future fails with {@link RedisUnavailable} when Redis cannot answer.
public final class AccountStore {

  private static final Script CREATE = Script.named("account-create");
  private static final Script REPLACE = Script.named("account-replace");

  private final RedisLink link;
  private final AccountKeys keys;
  private final NameList names;

  public AccountStore(RedisLink link) {
    this.link = link;
    this.keys = new AccountKeys(link.prefix());
    this.names = keys.names(link);
  }

  /// What is kept of the account's password; nothing when there is no such account.
  public Future<Optional<Credentials>> credentials(Jid account) {
    var fields = new ArrayList<String>();
    for (ScramMechanism mechanism : ScramMechanism.values()) {
      fields.add(mechanism.wire());
    }
    return link.send(Command.HMGET, keys.account(account), fields.toArray())
        .map(AccountStore::read);
  }

  /// Makes an account; answers false when the name is taken, also by one that is being removed.
  public Future<Boolean> create(Jid account, Credentials credentials) {
    var all = new ArrayList<>(List.of(keys.account(account), keys.removal(account)));
    all.addAll(keys.belongings(account));
    return names
        .enlist(account)
        .compose(listed -> link.run(CREATE, all, fields(credentials)))
        .map(made -> EntryFormat.number(made) == 1)
        .compose(made ->
            // Again, because who removed a namesake may just have taken it off the list.
            made ? names.enlist(account).map(true).otherwise(true) : Future.succeededFuture(false));
  }

  /// Replaces the password; answers whether there is such an account.
  public Future<Boolean> replace(Jid account, Credentials credentials) {
    return link.run(REPLACE, List.of(keys.account(account)), fields(credentials))
        .map(done -> EntryFormat.number(done) == 1);
  }

  /// The localparts of a domain's accounts in alphabetical order, at most `count` after `after`
  /// (empty: from the start).
  public Future<List<String>> list(String domain, String after, int count) {
    return names.read(domain, after, count);
  }

  private static List<String> fields(Credentials credentials) {
    var fields = new ArrayList<String>();
    Base64.Encoder base64 = Base64.getEncoder();
    credentials
        .verifiers()
        .forEach((mechanism, verifier) -> {
          fields.add(mechanism.wire());
          fields.add(
              String.join(
                  ":",
                  String.valueOf(verifier.iterations()),
                  base64.encodeToString(verifier.salt()),
                  base64.encodeToString(verifier.storedKey()),
                  base64.encodeToString(verifier.serverKey())));
        });
    return fields;
  }

  private static Optional<Credentials> read(Response values) {
    Map<ScramMechanism, Verifier> verifiers = new EnumMap<>(ScramMechanism.class);
    Base64.Decoder base64 = Base64.getDecoder();
    int at = 0;
    for (ScramMechanism mechanism : ScramMechanism.values()) {
      Response value = values.get(at++);
      if (value != null) {
        String[] parts = value.toString().split(":", 4);
        verifiers.put(
            mechanism,
            new Verifier(
                base64.decode(parts[1]),
                Integer.parseInt(parts[0]),
                base64.decode(parts[2]),
                base64.decode(parts[3])));
      }
    }
    return verifiers.isEmpty() ? Optional.empty() : Optional.of(new Credentials(verifiers));
  }
}

package im.coven.redis;

import im.coven.jid.Jid;
import im.coven.jid.Nick;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The nicks that are registered with a MIX domain, and where nicks may be in use.
///
/// Keys of a domain, all in one slot: `coven:{domain}:nicks` is the key of a nick to the bare JID
/// that owns it; `:nick-owners` the JID to its nick, key and display form; `:nick-uses:KEY` the
/// channels where, and by whom, a nick was asked for; `:nick-places:JID` the channels that somebody
/// joined. Channels lie in other slots: so a use is noted before the channel decides, may come to
/// nothing, and is asked after when it matters. Every future fails with {@link RedisUnavailable}
/// when Redis cannot answer.
public final class NickStore {

  /// The owner of the nick that was asked for, and the display form of the asker's own.
  public record Claimed(@Nullable Jid owner, @Nullable String own) {}

  /// That somebody asked for the nick in a channel; `since` is opaque.
  public record Use(Jid channel, Jid jid, String since) {
    private String field() {
      return channel + " " + jid;
    }
  }

  /// What came of a registration.
  public sealed interface Outcome {}

  /// It is registered; `former` is how the asker's last one was shown.
  public record Registered(@Nullable String former) implements Outcome {}

  /// It is another's, or somebody is about to bear it.
  public record Taken() implements Outcome {}

  /// It may be borne by these.
  public record Used(List<Use> uses) implements Outcome {
    public Used {
      uses = List.copyOf(uses);
    }
  }

  private static final Script CLAIM = Script.named("nick-claim");
  private static final Script REGISTER = Script.named("nick-register");
  private static final Script RELEASE = Script.named("nick-release");

  private final RedisLink link;

  public NickStore(RedisLink link) {
    this.link = link;
  }

  /// Notes that a bare JID asks for a nick in a channel, or joins it with none; unless the nick is
  /// another's.
  public Future<Claimed> claim(Jid channel, Jid jid, Optional<Nick> nick) {
    String wanted = nick.map(Nick::key).orElse("");
    List<String> keys =
        List.of(
            key(channel, "nicks"),
            key(channel, "nick-owners"),
            key(channel, "nick-uses:" + wanted),
            key(channel, "nick-places:" + jid));
    return link.run(CLAIM, keys, List.of(wanted, channel.toString(), jid.toString()))
        .map(answer -> {
          String owner = answer.get(0).toString();
          return new Claimed(
              owner.isEmpty() ? null : Jid.of(owner), display(answer.get(1).toString()));
        });
  }

  /// Registers a nick for a bare JID, if nobody else has it; `idle` are uses that are none any
  /// more.
  public Future<Outcome> register(Jid domain, Jid jid, Nick nick, List<Use> idle) {
    List<String> keys =
        List.of(
            key(domain, "nicks"),
            key(domain, "nick-owners"),
            key(domain, "nick-uses:" + nick.key()));
    var args = new ArrayList<Object>(List.of(nick.key(), nick.display(), jid.toString()));
    idle.forEach(use -> args.addAll(List.of(use.field(), use.since())));
    return link.run(REGISTER, keys, args)
        .map(answer ->
            switch (answer.get(0).toString()) {
              case "registered" -> new Registered(display(answer.get(1).toString()));
              case "taken" -> new Taken();
              default -> used(answer);
            });
  }

  /// Frees the nick of a bare JID that is no more. May be repeated.
  public Future<Void> release(Jid domain, Jid jid) {
    List<String> keys =
        List.of(
            key(domain, "nicks"), key(domain, "nick-owners"), key(domain, "nick-places:" + jid));
    return link.run(RELEASE, keys, List.of(jid.toString())).mapEmpty();
  }

  /// The nick of a bare JID, as it is shown.
  public Future<Optional<String>> registered(Jid domain, Jid jid) {
    return link.send(Command.HGET, key(domain, "nick-owners"), jid.toString())
        .map(stored ->
            stored == null ? Optional.empty() : Optional.ofNullable(display(stored.toString())));
  }

  /// The channels of the domain that a bare JID ever joined, some of which it may have left.
  public Future<List<Jid>> places(Jid domain, Jid jid) {
    return link.send(Command.HKEYS, key(domain, "nick-places:" + jid))
        .map(channels -> channels.stream().map(each -> Jid.of(each.toString())).toList());
  }

  private static Used used(Response answer) {
    var uses = new ArrayList<Use>();
    for (int i = 1; i + 1 < answer.size(); i += 2) {
      String field = answer.get(i).toString();
      int space = field.indexOf(' ');
      uses.add(
          new Use(
              Jid.of(field.substring(0, space)),
              Jid.of(field.substring(space + 1)),
              answer.get(i + 1).toString()));
    }
    return new Used(uses);
  }

  private static @Nullable String display(String stored) {
    return stored.isEmpty() ? null : stored.substring(stored.indexOf('\n') + 1);
  }

  private String key(Jid any, String what) {
    return link.prefix() + ":{" + any.domainpart() + "}:" + what;
  }
}

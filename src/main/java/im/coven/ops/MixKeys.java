package im.coven.ops;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The keys of the section `mix`, which are part of the {@link Catalogue}.
public final class MixKeys {

  /// Who may create channels.
  public enum Creators {
    /// Everybody who reaches the service.
    ANYBODY,
    /// Users of the account domains.
    LOCAL,
    /// Nobody.
    NOBODY
  }

  /// The members of the MIX family that can be done without.
  public enum Extension {
    PRESENCE,
    ANON,
    ADMIN,
    MISC
  }

  private static final int MIB = 1024 * 1024;

  static final KeyList KEYS = new KeyList();

  public static final Key<String> NAME =
      KEYS.key("mix.name", Kind.word(), "", "The name of the MIX service in discovery.", "Coven");
  public static final Key<Creators> CREATE =
      KEYS.key(
          "mix.create",
          Kind.choice(Creators.class),
          "",
          "Who may create channels: anybody, users of the account domains, nobody.",
          "local");
  public static final Key<Map<String, Creators>> CREATE_AT =
      KEYS.key(
          "mix.create-at",
          new Kind<>("a list of DOMAIN=RULE, such as mix2.example=nobody", true, MixKeys::rules),
          "",
          "Who may create channels of single domains, where mix.create does not fit.",
          "");
  public static final Key<List<Extension>> EXTENSIONS =
      KEYS.key(
          "mix.extensions",
          Kind.choices(Extension.class),
          "",
          "What is offered beside MIX-CORE: presence (XEP-0403), anon (XEP-0404), admin (XEP-0406),"
              + " misc (XEP-0407).",
          "presence",
          "anon",
          "admin",
          "misc");
  public static final Key<Boolean> SEARCHABLE =
      KEYS.key(
          "mix.searchable", Kind.flag(), "", "Whether the service lists its channels.", "true");
  public static final Key<Boolean> OPEN =
      KEYS.key(
          "mix.open",
          Kind.flag(),
          "",
          "Whether everybody may join a new channel that was given a name. Its owner can change"
              + " that; a channel without a given name is always for those on its list.",
          "true");
  public static final Key<Integer> PARTICIPANTS_MAX =
      KEYS.key(
          "mix.participants-max",
          Kind.number(1, 10_000_000),
          "participants",
          "A channel with so many takes no more.",
          "100000");
  public static final Key<Integer> MESSAGE_BYTES_MAX =
      KEYS.key(
          "mix.message-bytes-max",
          Kind.number(1_024, 16 * MIB),
          "bytes",
          "A message with a larger content is refused.",
          "65536");
  public static final Key<Integer> LISTED_MAX =
      KEYS.key(
          "mix.listed-max",
          Kind.number(1, 1_000_000),
          "addresses",
          "The lists of a channel, of the allowed and of the banned, hold at most so many each.",
          "10000");
  public static final Key<Integer> CHANNELS_PER_USER_MAX =
      KEYS.key(
          "mix.channels-per-user-max",
          Kind.number(1, 1_000_000),
          "channels",
          "Who has made so many channels that still exist makes no more.",
          "1000");
  public static final Key<Integer> PARTICIPANT_MESSAGES_PER_SECOND =
      KEYS.key(
          "mix.participant-messages-per-second",
          Kind.number(0, 1_000_000),
          "messages per second",
          "Who sends more to one channel is told to wait; 0 is no limit.",
          "50");
  public static final Key<Integer> CHANNEL_MESSAGES_PER_SECOND =
      KEYS.key(
          "mix.channel-messages-per-second",
          Kind.number(0, 1_000_000),
          "messages per second",
          "A channel takes no more on one instance, from all together; 0 is no limit.",
          "0");
  public static final Key<Integer> ARCHIVE_PAGE_MAX =
      KEYS.key(
          "mix.archive-page-max",
          Kind.number(1, 1_000),
          "messages",
          "An archive gives at most so many at a time.",
          "250");
  public static final Key<Integer> LIST_MAX =
      KEYS.key(
          "mix.list-max",
          Kind.number(1, 10_000),
          "channels",
          "Discovery lists at most so many at a time.",
          "500");
  public static final Key<Integer> WAITING_MAX =
      KEYS.key(
          "mix.waiting-max",
          Kind.number(16, 1_000_000),
          "requests",
          "So many may wait for one channel; who asks then is told to wait.",
          "10000");
  public static final Key<Integer> ANSWER_SECONDS =
      KEYS.key(
          "mix.answer-seconds",
          Kind.number(1, 600),
          "seconds",
          "While Redis is away who asks something of a channel waits for so long, and is then told"
              + " to try again.",
          "10");
  public static final Key<Integer> CHANNEL_IDLE_SECONDS =
      KEYS.key(
          "mix.channel-idle-seconds",
          Kind.number(1, 86_400),
          "seconds",
          "A channel that nobody here needed for so long is dropped from memory.",
          "60");

  public static final Key<Integer> EMPTY_DAYS =
      KEYS.key(
          "mix.empty-days",
          Kind.number(0, 36_500),
          "days",
          "A channel in which nobody takes part, and nothing has happened for so long, is"
              + " destroyed; 0 is never.",
          "0");
  public static final Key<Integer> SWEEP_SECONDS =
      KEYS.key(
          "mix.sweep-seconds",
          Kind.number(1, 86_400),
          "seconds",
          "So often one of the instances looks for what channels need not keep, and for those"
              + " that are empty.",
          "3600");

  private MixKeys() {}

  private static Map<String, Creators> rules(List<String> texts) {
    var rules = new TreeMap<String, Creators>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      if (!text.isBlank()) {
        if (equals < 0) {
          throw new IllegalArgumentException(text);
        }
        List<String> named = List.of(text.substring(0, equals).strip());
        String domain = Kind.domains().reader().apply(named).getFirst();
        String rule = text.substring(equals + 1).strip();
        rules.put(domain, Kind.choice(Creators.class).reader().apply(List.of(rule)));
      }
    }
    return Collections.unmodifiableMap(rules);
  }
}

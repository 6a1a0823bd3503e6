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
      KEYS.add(
          new Key<>(
              "mix.name",
              Kind.word(),
              List.of("Coven"),
              "",
              "The name of the MIX service in discovery."));
  public static final Key<Creators> CREATE =
      KEYS.add(
          new Key<>(
              "mix.create",
              Kind.choice(Creators.class),
              List.of("local"),
              "",
              "Who may create channels: anybody, users of the account domains, nobody."));
  public static final Key<Map<String, Creators>> CREATE_AT =
      KEYS.add(
          new Key<>(
              "mix.create-at",
              new Kind<>(
                  "a list of DOMAIN=RULE, such as mix2.example=nobody", true, MixKeys::rules),
              List.of(""),
              "",
              "Who may create channels of single domains, where mix.create does not fit."));
  public static final Key<List<Extension>> EXTENSIONS =
      KEYS.add(
          new Key<>(
              "mix.extensions",
              Kind.choices(Extension.class),
              List.of("presence", "anon", "admin", "misc"),
              "",
              "What is offered beside MIX-CORE: presence (XEP-0403), anon (XEP-0404), admin"
                  + " (XEP-0406), misc (XEP-0407)."));
  public static final Key<Boolean> SEARCHABLE =
      KEYS.add(
          new Key<>(
              "mix.searchable",
              Kind.flag(),
              List.of("true"),
              "",
              "Whether the service lists its channels."));
  public static final Key<Boolean> OPEN =
      KEYS.add(
          new Key<>(
              "mix.open",
              Kind.flag(),
              List.of("true"),
              "",
              "Whether everybody may join a new channel that was given a name. Its owner can change"
                  + " that; a channel without a given name is always for those on its list."));
  public static final Key<Integer> PARTICIPANTS_MAX =
      KEYS.add(
          new Key<>(
              "mix.participants-max",
              Kind.number(1, 10_000_000),
              List.of("100000"),
              "participants",
              "A channel with so many takes no more."));
  public static final Key<Integer> MESSAGE_BYTES_MAX =
      KEYS.add(
          new Key<>(
              "mix.message-bytes-max",
              Kind.number(1_024, 16 * MIB),
              List.of("65536"),
              "bytes",
              "A message with a larger content is refused."));
  public static final Key<Integer> LISTED_MAX =
      KEYS.add(
          new Key<>(
              "mix.listed-max",
              Kind.number(1, 1_000_000),
              List.of("10000"),
              "addresses",
              "The lists of a channel, of the allowed and of the banned, hold at most so many"
                  + " each."));
  public static final Key<Integer> CHANNELS_PER_USER_MAX =
      KEYS.add(
          new Key<>(
              "mix.channels-per-user-max",
              Kind.number(1, 1_000_000),
              List.of("1000"),
              "channels",
              "Who has made so many channels that still exist makes no more."));
  public static final Key<Integer> PARTICIPANT_MESSAGES_PER_SECOND =
      KEYS.add(
          new Key<>(
              "mix.participant-messages-per-second",
              Kind.number(0, 1_000_000),
              List.of("50"),
              "messages per second",
              "Who sends more to one channel is told to wait; 0 is no limit."));
  public static final Key<Integer> CHANNEL_MESSAGES_PER_SECOND =
      KEYS.add(
          new Key<>(
              "mix.channel-messages-per-second",
              Kind.number(0, 1_000_000),
              List.of("0"),
              "messages per second",
              "A channel takes no more on one instance, from all together; 0 is no limit."));
  public static final Key<Integer> ARCHIVE_PAGE_MAX =
      KEYS.add(
          new Key<>(
              "mix.archive-page-max",
              Kind.number(1, 1_000),
              List.of("250"),
              "messages",
              "An archive gives at most so many at a time."));
  public static final Key<Integer> LIST_MAX =
      KEYS.add(
          new Key<>(
              "mix.list-max",
              Kind.number(1, 10_000),
              List.of("500"),
              "channels",
              "Discovery lists at most so many at a time."));
  public static final Key<Integer> WAITING_MAX =
      KEYS.add(
          new Key<>(
              "mix.waiting-max",
              Kind.number(16, 1_000_000),
              List.of("10000"),
              "requests",
              "So many may wait for one channel; who asks then is told to wait."));
  public static final Key<Integer> ANSWER_SECONDS =
      KEYS.add(
          new Key<>(
              "mix.answer-seconds",
              Kind.number(1, 600),
              List.of("10"),
              "seconds",
              "While Redis is away who asks something of a channel waits for so long, and is"
                  + " then told to try again."));
  public static final Key<Integer> CHANNEL_IDLE_SECONDS =
      KEYS.add(
          new Key<>(
              "mix.channel-idle-seconds",
              Kind.number(1, 86_400),
              List.of("60"),
              "seconds",
              "A channel that nobody here needed for so long is dropped from memory."));

  public static final Key<Integer> EMPTY_DAYS =
      KEYS.add(
          new Key<>(
              "mix.empty-days",
              Kind.number(0, 36_500),
              List.of("0"),
              "days",
              "A channel in which nobody takes part, and nothing has happened for so long, is"
                  + " destroyed; 0 is never."));
  public static final Key<Integer> SWEEP_SECONDS =
      KEYS.add(
          new Key<>(
              "mix.sweep-seconds",
              Kind.number(1, 86_400),
              List.of("3600"),
              "seconds",
              "So often one of the instances looks for what channels need not keep, and for those"
                  + " that are empty."));

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

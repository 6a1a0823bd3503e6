package im.coven;

import im.coven.channel.ChannelLimits;
import im.coven.channel.Extension;
import im.coven.channel.MiscRules;
import im.coven.channel.MixNode;
import im.coven.channel.PresenceLimits;
import im.coven.jid.Jid;
import im.coven.ops.ArchiveKeys;
import im.coven.ops.Catalogue;
import im.coven.ops.MiscKeys;
import im.coven.ops.MixKeys;
import im.coven.ops.MucKeys;
import im.coven.ops.PersonalKeys;
import im.coven.ops.PresenceKeys;
import im.coven.ops.Settings;
import im.coven.redis.EmbeddedRedis.Fsync;
import im.coven.service.AccountSettings;
import im.coven.service.ArchiveRules;
import im.coven.service.MixConfig;
import im.coven.service.MixLimits;
import im.coven.service.MucConfig;
import im.coven.service.ReplicaLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The configuration as each package wants its part of it.
final class Sections {

  private Sections() {}

  static Fsync fsync(Settings settings) {
    return switch (settings.get(Catalogue.REDIS_FSYNC)) {
      case ALWAYS -> Fsync.ALWAYS;
      case EVERYSEC -> Fsync.EVERYSEC;
    };
  }

  static AccountSettings accounts(Settings settings) {
    return new AccountSettings(
        Set.copyOf(settings.get(Catalogue.DOMAINS_ACCOUNTS)),
        settings.get(PersonalKeys.SESSIONS_MAX),
        settings.get(PersonalKeys.ROSTER_ITEMS_MAX),
        settings.get(PersonalKeys.OFFLINE_MESSAGES_MAX),
        new AccountSettings.Resuming(
            settings.get(Catalogue.CLIENT_RESUME_SECONDS),
            settings.get(Catalogue.INSTANCE_LEASE_SECONDS) * 2000L,
            settings.get(Catalogue.CLIENT_RESUME_WAITING_MAX)),
        new AccountSettings.Archive(
            settings.get(ArchiveKeys.ACCOUNTS),
            settings.get(ArchiveKeys.ACCOUNT_DAYS),
            settings.get(ArchiveKeys.ACCOUNT_MESSAGES_MAX),
            settings.get(MixKeys.ARCHIVE_PAGE_MAX),
            settings.get(ArchiveKeys.QUERIES_MAX),
            settings.get(ArchiveKeys.QUERIES_WAITING_MAX)),
        new AccountSettings.Personal(
            settings.get(PersonalKeys.BLOCKED_MAX),
            settings.get(PersonalKeys.NODES_MAX),
            settings.get(PersonalKeys.NODE_ITEMS_MAX),
            settings.get(PersonalKeys.ITEM_BYTES_MAX),
            settings.get(PersonalKeys.JOIN_SECONDS)),
        settings.get(MiscKeys.VCARD_BYTES_MAX));
  }

  static MixConfig mix(Settings settings) {
    return new MixConfig(
        settings.get(Catalogue.DOMAINS_MIX).stream().map(Jid::domain).toList(),
        Set.copyOf(settings.get(Catalogue.DOMAINS_ACCOUNTS)),
        settings.get(MixKeys.NAME),
        settings.get(MixKeys.SEARCHABLE),
        settings.get(MixKeys.OPEN),
        creators(settings.get(MixKeys.CREATE)),
        settings.get(MixKeys.ARCHIVE_PAGE_MAX),
        settings.get(MixKeys.LIST_MAX),
        new MixConfig.Relays(
            settings.get(PresenceKeys.RELAY),
            settings.get(PresenceKeys.RELAY_VCARD_TEMP),
            settings.get(PresenceKeys.RELAY_VCARD_4)),
        settings.get(MixKeys.CREATE_AT).entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, rule -> creators(rule.getValue()))),
        muc(settings));
  }

  private static MixConfig.Creators creators(MixKeys.Creators rule) {
    return switch (rule) {
      case ANYBODY -> MixConfig.Creators.ANYBODY;
      case LOCAL -> MixConfig.Creators.LOCAL;
      case NOBODY -> MixConfig.Creators.NOBODY;
    };
  }

  private static MucConfig muc(Settings settings) {
    List<String> mix = settings.get(Catalogue.DOMAINS_MIX);
    var faces = new ArrayList<MucConfig.Face>();
    for (String muc : settings.get(Catalogue.DOMAINS_MUC)) {
      faces.add(new MucConfig.Face(Jid.domain(muc), Jid.domain(mix.get(faces.size()))));
    }
    return new MucConfig(faces, settings.get(MucKeys.NAME), settings.get(MucKeys.HISTORY_MAX));
  }

  static MixLimits mixLimits(Settings settings) {
    ReplicaLimits preset = ReplicaLimits.DEFAULT;
    var replica =
        new ReplicaLimits(
            settings.get(MixKeys.WAITING_MAX),
            preset.appendsMax(),
            preset.gapMs(),
            preset.retryMs(),
            settings.get(MixKeys.ANSWER_SECONDS) * 1000L,
            settings.get(MixKeys.CHANNEL_IDLE_SECONDS) * 1000L,
            settings.get(PresenceKeys.WAIT_MS),
            archive(settings));
    var channel =
        new ChannelLimits(
            settings.get(MixKeys.PARTICIPANTS_MAX),
            settings.get(MixKeys.MESSAGE_BYTES_MAX),
            settings.get(MixKeys.LISTED_MAX),
            offers(settings, MixKeys.Extension.PRESENCE)
                ? presence(settings)
                : PresenceLimits.NOTHING,
            offers(settings, MixKeys.Extension.MISC) ? misc(settings) : MiscRules.NOTHING,
            extensions(settings));
    return new MixLimits(
        channel,
        replica,
        settings.get(MixKeys.PARTICIPANT_MESSAGES_PER_SECOND),
        settings.get(MixKeys.CHANNEL_MESSAGES_PER_SECOND),
        settings.get(MixKeys.CHANNELS_PER_USER_MAX),
        settings.get(Catalogue.CLIENT_RESUME_SECONDS),
        Duration.ofDays(settings.get(MixKeys.EMPTY_DAYS)));
  }

  private static boolean offers(Settings settings, MixKeys.Extension extension) {
    return settings.get(MixKeys.EXTENSIONS).contains(extension);
  }

  private static Set<Extension> extensions(Settings settings) {
    return settings.get(MixKeys.EXTENSIONS).stream()
        .map(extension ->
            switch (extension) {
              case PRESENCE -> Extension.PRESENCE;
              case ANON -> Extension.ANON;
              case ADMIN -> Extension.ADMIN;
              case MISC -> Extension.MISC;
            })
        .collect(Collectors.toUnmodifiableSet());
  }

  private static ArchiveRules archive(Settings settings) {
    var nodes = EnumSet.of(MixNode.MESSAGES);
    for (ArchiveKeys.Node node : settings.get(ArchiveKeys.CHANNEL_NODES)) {
      nodes.add(
          switch (node) {
            case PARTICIPANTS -> MixNode.PARTICIPANTS;
            case INFO -> MixNode.INFO;
            case CONFIG -> MixNode.CONFIG;
          });
    }
    return new ArchiveRules(
        nodes,
        settings.get(ArchiveKeys.CHANNEL_DAYS),
        settings.get(ArchiveKeys.CHANNEL_MESSAGES_MAX),
        Duration.ofMinutes(settings.get(ArchiveKeys.CHANNEL_FRESH_MINUTES)),
        Duration.ofSeconds(settings.get(MixKeys.SWEEP_SECONDS)));
  }

  private static PresenceLimits presence(Settings settings) {
    return new PresenceLimits(
        switch (settings.get(PresenceKeys.LEVEL)) {
          case FULL -> PresenceLimits.Level.FULL;
          case JOINED -> PresenceLimits.Level.JOINED;
          case NONE -> PresenceLimits.Level.NONE;
        },
        settings.get(PresenceKeys.FULL_MAX),
        settings.get(PresenceKeys.JOINED_MAX),
        settings.get(PresenceKeys.BYTES_MAX),
        PresenceLimits.DEFAULT.clientsMax());
  }

  private static MiscRules misc(Settings settings) {
    return new MiscRules(
        settings.get(MiscKeys.RETRACTION),
        Duration.ofHours(settings.get(MiscKeys.RETRACTION_HOURS)),
        settings.get(MiscKeys.AVATAR_BYTES_MAX),
        Duration.ofHours(settings.get(MiscKeys.INVITATION_HOURS)),
        switch (settings.get(MiscKeys.NICKS)) {
          case OFF -> MiscRules.Nicknames.OFF;
          case OPTIONAL -> MiscRules.Nicknames.OPTIONAL;
          case MANDATORY -> MiscRules.Nicknames.MANDATORY;
        });
  }

  /// Every domain that a client may ask a certificate for.
  static List<String> certified(Settings settings) {
    var domains = new ArrayList<>(settings.get(Catalogue.DOMAINS_ACCOUNTS));
    domains.addAll(settings.get(Catalogue.DOMAINS_MIX));
    domains.addAll(settings.get(Catalogue.DOMAINS_MUC));
    return domains;
  }
}

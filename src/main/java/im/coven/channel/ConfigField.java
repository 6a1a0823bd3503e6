package im.coven.channel;

import im.coven.jid.Jid;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The fields of a channel's configuration with their kinds, values and defaults. See XEP-0406
/// §2.4, and H34 for the last one.
public enum ConfigField {
  LAST_CHANGE_MADE_BY("Last Change Made By", Kind.JID, Options.NONE),
  OWNER("Owner", Kind.JIDS, Options.NONE),
  ADMINISTRATOR("Administrator", Kind.JIDS, Options.NONE),
  END_OF_LIFE("End of Life", Kind.TIME, Options.NONE),
  NODES_PRESENT("Nodes Present", Kind.CHOICES, Options.NODES),
  MESSAGES_NODE_SUBSCRIPTION("Messages Node Subscription", Group.PARTICIPANTS, Options.OPEN),
  PRESENCE_NODE_SUBSCRIPTION("Presence Node Subscription", Group.PARTICIPANTS, Options.OPEN),
  PARTICIPANTS_NODE_SUBSCRIPTION("Participants Node Subscription", Group.PARTICIPANTS, Options.ALL),
  INFORMATION_NODE_SUBSCRIPTION("Information Node Subscription", Group.PARTICIPANTS, Options.OPEN),
  ALLOWED_NODE_SUBSCRIPTION("Allowed Node Subscription", Group.ADMINS, Options.LISTS),
  BANNED_NODE_SUBSCRIPTION("Banned Node Subscription", Group.ADMINS, Options.LISTS),
  CONFIGURATION_NODE_ACCESS("Configuration Node Access", Group.OWNERS, Options.LISTS),
  INFORMATION_NODE_UPDATE_RIGHTS("Information Node Update Rights", Group.ADMINS, Options.UPDATE),
  AVATAR_NODES_UPDATE_RIGHTS("Avatar Nodes Update Rights", Group.ADMINS, Options.UPDATE),
  OPEN_PRESENCE("Open Presence", false),
  PARTICIPANTS_MUST_PROVIDE_PRESENCE("Participants Must Provide Presence", false),
  USER_MESSAGE_RETRACTION("User Message Retraction", false),
  ADMINISTRATOR_MESSAGE_RETRACTION_RIGHTS(
      "Administrator Message Retraction Rights", Group.OWNERS, Options.RETRACTION),
  INVITATION_BY_PARTICIPANTS("Participation Addition by Invitation from Participant", false),
  PRIVATE_MESSAGES("Private Messages", true),
  MANDATORY_NICKS("Mandatory Nicks", true),
  JID_VISIBILITY("JID Visibility", Kind.CHOICE, Options.VISIBILITY);

  /// What a field holds.
  public enum Kind {
    JID,
    JIDS,
    TIME,
    CHOICE,
    CHOICES,
    FLAG
  }

  private final String field;
  private final Kind kind;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> options;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> defaults;

  ConfigField(String field, Kind kind, List<String> options) {
    this.field = field;
    this.kind = kind;
    this.options = options;
    this.defaults =
        switch (kind) {
          case CHOICE -> List.of(options.getFirst());
          case CHOICES -> options;
          case JID, JIDS, TIME, FLAG -> List.of();
        };
  }

  ConfigField(String field, Group by, List<String> options) {
    this.field = field;
    this.kind = Kind.CHOICE;
    this.options = options;
    this.defaults = List.of(by.wire());
  }

  ConfigField(String field, boolean by) {
    this.field = field;
    this.kind = Kind.FLAG;
    this.options = Options.NONE;
    this.defaults = List.of(Boolean.toString(by));
  }

  /// The field's name in a form.
  public String field() {
    return field;
  }

  public Kind kind() {
    return kind;
  }

  /// What may be chosen, where the kind is a choice.
  public List<String> options() {
    return options;
  }

  /// What holds where nothing was chosen.
  public List<String> defaults() {
    return defaults;
  }

  /// The values as they are kept, or nothing where one is not acceptable. None given means the
  /// default.
  Optional<List<String>> values(List<String> given) {
    List<String> stated = given.stream().map(String::strip).filter(v -> !v.isEmpty()).toList();
    if (stated.isEmpty()) {
      return Optional.of(kind == Kind.CHOICES ? List.of() : defaults);
    }
    if (stated.size() > 1 && kind != Kind.JIDS && kind != Kind.CHOICES) {
      return Optional.empty();
    }
    Set<String> kept = new LinkedHashSet<>();
    for (String value : stated) {
      Optional<String> one = value(value);
      if (one.isEmpty()) {
        return Optional.empty();
      }
      kept.add(one.get());
    }
    return Optional.of(List.copyOf(kept));
  }

  private Optional<String> value(String given) {
    String lower = given.toLowerCase(Locale.ROOT);
    return switch (kind) {
      case JID, JIDS -> Jid.parse(given).filter(Jid::isBare).map(Jid::toString);
      case TIME -> time(given).map(Instant::toString);
      case FLAG ->
          switch (lower) {
            case "true", "1" -> Optional.of("true");
            case "false", "0" -> Optional.of("false");
            default -> Optional.empty();
          };
      case CHOICE, CHOICES ->
          this == JID_VISIBILITY
              ? JidVisibility.of(lower).map(JidVisibility::wire)
              : Optional.of(lower).filter(options::contains);
    };
  }

  private static Optional<Instant> time(String given) {
    try {
      return Optional.of(OffsetDateTime.parse(given).toInstant());
    } catch (DateTimeException none) {
      return Optional.empty();
    }
  }

  /// The lists of values that several fields share.
  private static final class Options {
    private static final List<String> NONE = List.of();
    private static final List<String> NODES =
        List.of(
            "participants",
            "presence",
            "information",
            "allowed",
            "banned",
            "jidmap-visible",
            "avatar");
    private static final List<String> OPEN = of(Group.PARTICIPANTS, Group.ALLOWED, Group.ANYONE);
    private static final List<String> ALL =
        of(
            Group.PARTICIPANTS,
            Group.ALLOWED,
            Group.ANYONE,
            Group.NOBODY,
            Group.ADMINS,
            Group.OWNERS);
    private static final List<String> LISTS =
        of(Group.PARTICIPANTS, Group.ALLOWED, Group.NOBODY, Group.ADMINS, Group.OWNERS);
    private static final List<String> UPDATE = of(Group.PARTICIPANTS, Group.ADMINS, Group.OWNERS);
    private static final List<String> RETRACTION = of(Group.NOBODY, Group.ADMINS, Group.OWNERS);
    private static final List<String> VISIBILITY =
        Stream.of(JidVisibility.values()).map(JidVisibility::wire).toList();

    private static List<String> of(Group... groups) {
      return Stream.of(groups).map(Group::wire).toList();
    }
  }
}

package im.coven.channel;

import im.coven.jid.Jid;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the configuration node holds: its one item. Every field has values, be they the defaults.
/// Immutable. See XEP-0406 §2.4.
public final class ChannelConfig {

  private final String itemId;
  private final Map<ConfigField, List<String>> values;
  private final Set<Jid> owners;
  private final Set<Jid> administrators;
  private final Set<MixNode> nodes;

  /// Fields that `values` lacks are as by default; `itemId` as in [ChannelInfo].
  public ChannelConfig(String itemId, Map<ConfigField, List<String>> values) {
    this.itemId = itemId;
    Map<ConfigField, List<String>> all = new EnumMap<>(ConfigField.class);
    for (ConfigField field : ConfigField.values()) {
      all.put(field, List.copyOf(values.getOrDefault(field, field.defaults())));
    }
    this.values = Collections.unmodifiableMap(all);
    this.owners = jids(ConfigField.OWNER);
    this.administrators = jids(ConfigField.ADMINISTRATOR);
    this.nodes = nodes();
  }

  /// The configuration that a channel begins with: open to all who are not banned, or closed, with
  /// nicks mandatory or not (H10, H11).
  public static ChannelConfig initial(
      Jid owner, String itemId, boolean open, boolean nicksMandatory) {
    Map<ConfigField, List<String>> values = new EnumMap<>(ConfigField.class);
    values.put(ConfigField.OWNER, List.of(owner.toString()));
    values.put(ConfigField.LAST_CHANGE_MADE_BY, List.of(owner.toString()));
    values.put(ConfigField.MANDATORY_NICKS, List.of(Boolean.toString(nicksMandatory)));
    if (open) {
      List<String> present =
          ConfigField.NODES_PRESENT.options().stream()
              .filter(node -> !node.equals(MixNode.ALLOWED.shortName()))
              .toList();
      values.put(ConfigField.NODES_PRESENT, present);
    }
    return new ChannelConfig(itemId, values);
  }

  public String itemId() {
    return itemId;
  }

  /// The values of a field, as a form holds them.
  public List<String> values(ConfigField field) {
    return Objects.requireNonNull(values.get(field));
  }

  public Set<Jid> owners() {
    return owners;
  }

  public Set<Jid> administrators() {
    return administrators;
  }

  /// Whether the channel has a node.
  public boolean has(MixNode node) {
    return nodes.contains(node);
  }

  /// Whom a field gives its right to.
  public Group group(ConfigField field) {
    return Group.of(first(field)).orElseThrow();
  }

  /// Whether a field of kind `FLAG` is on.
  public boolean is(ConfigField field) {
    return Boolean.parseBoolean(first(field));
  }

  public JidVisibility jidVisibility() {
    return JidVisibility.of(first(ConfigField.JID_VISIBILITY)).orElseThrow();
  }

  /// Whether others see the JID of a participant.
  public boolean shows(Participant participant) {
    return jidVisibility().shows(participant.preferences());
  }

  /// When the channel ends, if ever.
  public Optional<Instant> endOfLife() {
    return values(ConfigField.END_OF_LIFE).stream().map(Instant::parse).findFirst();
  }

  /// Who may subscribe to a node (XEP-0406 §2.4). Those that no field tells of: the subject goes
  /// with the messages, an avatar with the information, and the jidmap is for administrators.
  public Group subscribers(MixNode node) {
    return switch (node) {
      case MESSAGES, SUBJECT -> group(ConfigField.MESSAGES_NODE_SUBSCRIPTION);
      case PARTICIPANTS -> group(ConfigField.PARTICIPANTS_NODE_SUBSCRIPTION);
      case PRESENCE -> group(ConfigField.PRESENCE_NODE_SUBSCRIPTION);
      case INFO, AVATAR_DATA, AVATAR_METADATA -> group(ConfigField.INFORMATION_NODE_SUBSCRIPTION);
      case ALLOWED -> group(ConfigField.ALLOWED_NODE_SUBSCRIPTION);
      case BANNED -> group(ConfigField.BANNED_NODE_SUBSCRIPTION);
      case CONFIG -> group(ConfigField.CONFIGURATION_NODE_ACCESS);
      case JIDMAP -> Group.ADMINS;
    };
  }

  /// Whether a role may read a node: who may subscribe, and those who administer the channel (H23);
  /// the configuration, though, is read by whom it says, and by owners.
  public boolean mayRead(Role role, MixNode node) {
    Role always = node == MixNode.CONFIG ? Role.OWNER : Role.ADMINISTRATOR;
    return role.isAtLeast(always) || subscribers(node).holds(role);
  }

  /// The configuration that a channel is about to be made with where its maker has wishes; nothing
  /// where one is not acceptable (H60).
  public Optional<ChannelConfig> wished(Map<ConfigField, List<String>> wishes, Jid channel) {
    return Configuration.checked(wishes, channel, Instant.parse(itemId))
        .map(changes -> with(itemId, changes));
  }

  /// This configuration but for some fields.
  ChannelConfig with(String itemId, Map<ConfigField, List<String>> changes) {
    Map<ConfigField, List<String>> all = new EnumMap<>(values);
    all.putAll(changes);
    return new ChannelConfig(itemId, all);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ChannelConfig that
        && itemId.equals(that.itemId)
        && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return Objects.hash(itemId, values);
  }

  @Override
  public String toString() {
    return itemId + values;
  }

  private String first(ConfigField field) {
    return values(field).getFirst();
  }

  private Set<Jid> jids(ConfigField field) {
    return values(field).stream().map(Jid::of).collect(Collectors.toUnmodifiableSet());
  }

  private Set<MixNode> nodes() {
    Set<MixNode> present =
        EnumSet.of(MixNode.MESSAGES, MixNode.SUBJECT, MixNode.PARTICIPANTS, MixNode.CONFIG);
    for (String name : values(ConfigField.NODES_PRESENT)) {
      switch (name) {
        case "presence" -> present.add(MixNode.PRESENCE);
        case "information" -> present.add(MixNode.INFO);
        case "allowed" -> present.add(MixNode.ALLOWED);
        case "banned" -> present.add(MixNode.BANNED);
        case "jidmap-visible" -> present.add(MixNode.JIDMAP);
        case "avatar" -> present.addAll(List.of(MixNode.AVATAR_DATA, MixNode.AVATAR_METADATA));
        default -> {}
      }
    }
    if (jidVisibility() != JidVisibility.VISIBLE) {
      present.add(MixNode.JIDMAP);
    }
    return Collections.unmodifiableSet(present);
  }
}

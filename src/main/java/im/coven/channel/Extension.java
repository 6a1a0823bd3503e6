package im.coven.channel;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The members of the MIX family that a service may do without; MIX-CORE is none of them. See
/// XEP-0369 §3.
public enum Extension {
  /// Who is present (XEP-0403).
  PRESENCE,
  /// Hidden JIDs, preferences and private messages (XEP-0404).
  ANON,
  /// Changing the configuration, the information and the lists (XEP-0406).
  ADMIN,
  /// Avatars, retraction, invitations and registered nicks (XEP-0407).
  MISC;

  /// All of them.
  public static final Set<Extension> ALL = Set.copyOf(EnumSet.allOf(Extension.class));

  /// Whether a request needs none but `offered`.
  static boolean suffice(Set<Extension> offered, ChannelRequest request) {
    return switch (request) {
      case ChannelRequest.SetPreferences _ -> offered.contains(ANON);
      case ChannelRequest.Join join -> join.preferences() == null || offered.contains(ANON);
      case ChannelRequest.SetInfo _,
          ChannelRequest.Configure _,
          ChannelRequest.Grant _,
          ChannelRequest.Revoke _,
          ChannelRequest.Purge _ ->
          offered.contains(ADMIN);
      default -> true;
    };
  }

  /// What a new channel's configuration is where only some are offered: without the nodes of the
  /// others; without ANON all JIDs are shown and there are no private messages.
  public static ChannelConfig within(Set<Extension> offered, ChannelConfig config) {
    Map<ConfigField, List<String>> changes = new EnumMap<>(ConfigField.class);
    var nodes = new ArrayList<>(config.values(ConfigField.NODES_PRESENT));
    if (!offered.contains(PRESENCE)) {
      nodes.remove("presence");
    }
    if (!offered.contains(MISC)) {
      nodes.remove("avatar");
    }
    if (!offered.contains(ANON)) {
      nodes.remove("jidmap-visible");
      changes.put(ConfigField.PRIVATE_MESSAGES, List.of("false"));
      changes.put(ConfigField.JID_VISIBILITY, List.of(JidVisibility.VISIBLE.wire()));
    }
    changes.put(ConfigField.NODES_PRESENT, nodes);
    return config.with(config.itemId(), changes);
  }
}

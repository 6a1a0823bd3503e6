package im.coven.channel;

import im.coven.jid.Jid;
import org.jspecify.annotations.Nullable;

/// What the service's registry of nicks knew when somebody asked for one: whose the wanted nick is,
/// and which one is the asker's own, as it is shown. See XEP-0407 §3.
public record Registered(@Nullable Jid owner, @Nullable String own) {

  /// Nothing.
  public static final Registered NONE = new Registered(null, null);
}

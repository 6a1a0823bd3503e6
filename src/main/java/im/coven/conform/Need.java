package im.coven.conform;

import im.coven.client.Walkthrough.Dialect;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A feature that a script needs the server to offer (XEP-0030 §3), or a node of a channel.
record Need(Whose whose, String feature) {

  private static final Pattern TEXT =
      Pattern.compile("(server|account|service|channel|rooms)\\s+(\\S+)");

  /// Who has to offer it.
  enum Whose {
    /// The domain of the accounts.
    SERVER,
    /// An account's bare JID, or its domain for it.
    ACCOUNT,
    /// The service of the channels.
    SERVICE,
    /// A channel that was just created.
    CHANNEL,
    /// The service of rooms (XEP-0045).
    ROOMS
  }

  /// Reads `WHOSE FEATURE`.
  static Need parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("[needs] says neither whose feature nor which: " + text);
    }
    return new Need(Whose.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)), matcher.group(2));
  }

  /// The feature in a dialect.
  String feature(Dialect dialect) {
    return feature.replace("${core}", dialect.core()).replace("${pam}", dialect.pam());
  }

  /// As a reader of the report wants it.
  String words(Dialect dialect) {
    return whose.name().toLowerCase(Locale.ROOT) + " " + feature(dialect);
  }
}

package im.coven.redis;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How a node of a cluster refuses a command because of its slot. It was not carried out. See the
/// cluster specification, "Redirection and resharding".
sealed interface Redirection {

  /// The slot is at `address` (`host:port`) for good.
  record Moved(int slot, String address) implements Redirection {}

  /// Its keys have gone to `address` already, which is about to get the slot.
  record Ask(int slot, String address) implements Redirection {}

  /// Some of its keys have gone, others not, or not yet arrived.
  record Later() implements Redirection {}

  /// Nobody serves the slot now.
  record Down() implements Redirection {}

  Pattern FORM = Pattern.compile("(MOVED|ASK) (\\d+) (\\S+)");

  /// Whether the refusal can be one of a command for that slot.
  default boolean concerns(int slot) {
    return switch (this) {
      case Moved moved -> moved.slot == slot;
      case Ask ask -> ask.slot == slot;
      case Later(), Down() -> true;
    };
  }

  /// Reads an error reply; nothing when it is another one.
  static @Nullable Redirection of(String error) {
    Matcher form = FORM.matcher(error);
    if (form.matches()) {
      int slot = Integer.parseInt(form.group(2));
      return form.group(1).equals("ASK")
          ? new Ask(slot, form.group(3))
          : new Moved(slot, form.group(3));
    }
    if (error.startsWith("TRYAGAIN")) {
      return new Later();
    }
    return error.startsWith("CLUSTERDOWN") ? new Down() : null;
  }

  /// Why a command failed, if that was it.
  static @Nullable Redirection of(@Nullable Throwable cause) {
    return cause instanceof RedisUnavailable refused && refused.isNotDone()
        ? of(String.valueOf(refused.getMessage()))
        : null;
  }
}

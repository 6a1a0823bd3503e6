package im.coven.ops;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/// Whether this instance may be given new clients, and if not, why. May be used from any thread.
public final class Readiness {

  private final Map<String, BooleanSupplier> conditions = new ConcurrentHashMap<>();
  private volatile boolean draining;

  /// Adds a condition. `reason` is what is said while it does not hold (`redis is away`); `holds`
  /// is called on any thread and must not wait.
  public void require(String reason, BooleanSupplier holds) {
    conditions.put(reason, holds);
  }

  /// From now on: not ready, because the instance is being stopped.
  public void drain() {
    draining = true;
  }

  /// Why not, in alphabetical order; empty where ready.
  public List<String> reasons() {
    var reasons = new TreeMap<String, Boolean>();
    conditions.forEach((reason, holds) -> reasons.put(reason, holds.getAsBoolean()));
    reasons.values().removeIf(held -> held);
    if (draining) {
      reasons.put("draining", false);
    }
    return List.copyOf(reasons.keySet());
  }
}

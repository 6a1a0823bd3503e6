package im.coven.ops;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/// The meters of one instance, and their text for Prometheus.
///
/// Ask for a meter once, at construction, and keep it; the same name and labels are the same meter,
/// so that each event loop may ask. Names have dots (`coven.client.connections`); Prometheus sees
/// underscores, and `_total` after a count. Labels are pairs of name and value. May be used from
/// any thread.
public final class Metrics implements AutoCloseable {

  private record Id(String name, Tags labels) {}

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Map<Id, Count> counts = new ConcurrentHashMap<>();
  private final Map<Id, Level> levels = new ConcurrentHashMap<>();
  private final JvmGcMetrics collections = new JvmGcMetrics();

  /// Meters of a new instance, with those of its JVM.
  public Metrics() {
    collections.bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  /// A number that only grows.
  public Count count(String name, String help, String... labels) {
    return counts.computeIfAbsent(
        new Id(name, Tags.of(labels)),
        id -> {
          var made = new Count();
          FunctionCounter.builder(id.name(), made, Count::value)
              .description(help)
              .tags(id.labels())
              .register(registry);
          return made;
        });
  }

  /// A number that rises and falls.
  public Level level(String name, String help, String... labels) {
    return levels.computeIfAbsent(
        new Id(name, Tags.of(labels)),
        id -> {
          var made = new Level();
          gauge(id.name(), help, made, Level::value);
          return made;
        });
  }

  /// A number that is looked up when it is asked for, on the thread that asks: `value` must stand
  /// that. `owner` is not kept alive by this.
  public <T> void gauge(String name, String help, T owner, ToDoubleFunction<T> value) {
    Gauge.builder(name, owner, value).description(help).register(registry);
  }

  /// A number that only grows, looked up as a {@link #gauge} is.
  public <T> void total(String name, String help, T owner, ToDoubleFunction<T> value) {
    FunctionCounter.builder(name, owner, value).description(help).register(registry);
  }

  /// How long something takes; its distribution from 100 µs to 10 s.
  public Timer timer(String name, String help, String... labels) {
    return Timer.builder(name)
        .description(help)
        .tags(labels)
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofNanos(100_000))
        .maximumExpectedValue(Duration.ofSeconds(10))
        .register(registry);
  }

  /// All meters in Prometheus' text format.
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}

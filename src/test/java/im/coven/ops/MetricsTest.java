package im.coven.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {

  private final Metrics metrics = new Metrics();

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void aCountGrowsUnderItsNameWithItsLabels() {
    metrics.count("coven.stanzas.in", "Stanzas of clients", "kind", "iq").add(3);
    metrics.count("coven.stanzas.in", "Stanzas of clients", "kind", "message").increment();

    assertThat(metrics.scrape())
        .contains("# HELP coven_stanzas_in_total Stanzas of clients")
        .contains("coven_stanzas_in_total{kind=\"iq\"} 3.0")
        .contains("coven_stanzas_in_total{kind=\"message\"} 1.0");
  }

  @Test
  void whoAsksForTheSameMeterGetsTheSame() {
    Level first = metrics.level("coven.client.connections", "Open connections");
    Level second = metrics.level("coven.client.connections", "Open connections");
    first.rise();
    second.rise();
    first.fall();

    assertThat(second).isSameAs(first);
    assertThat(metrics.scrape()).contains("coven_client_connections 1.0");
  }

  @Test
  void aGaugeAndATotalAreLookedUpWhenAskedFor() {
    var memory = new int[] {1};
    metrics.gauge("coven.channels.loaded", "Channels in memory", memory, figures -> figures[0]);
    metrics.total("coven.appends", "Appends", memory, figures -> figures[0]);
    memory[0] = 7;

    assertThat(metrics.scrape()).contains("coven_channels_loaded 7.0", "coven_appends_total 7.0");
  }

  @Test
  void theMachineUnderItIsMeasuredToo() {
    assertThat(metrics.scrape())
        .contains("jvm_memory_used_bytes", "jvm_threads_live_threads", "process_uptime_seconds");
  }
}

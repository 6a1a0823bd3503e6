package im.coven.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.coven.channel.EntryId;
import im.coven.channel.LogEntry;
import im.coven.channel.StateChange;
import im.coven.jid.Jid;
import im.coven.redis.ChannelStore.Append;
import im.coven.redis.ChannelStore.Entries;
import im.coven.redis.ChannelStore.Stored;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChannelStoreIT {
  private static final Jid COVEN = new Jid("coven", "mix.example", null);
  private static Vertx vertx;
  private LinkDriver driver;

  @BeforeAll
  static void startVertx() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stopVertx() {
    vertx.close().await();
  }

  @BeforeEach
  void open() {
    driver = new LinkDriver(vertx, LinkDriver.config(TestRedis.uri()));
  }

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void whatWasCreatedIsLoaded() {
    Stored first =
        driver
            .ask(() ->
                driver.store.create(
                    COVEN,
                    new Append(
                        "a1",
                        "e1",
                        0,
                        "created".getBytes(UTF_8),
                        List.of(new StateChange.Put("meta", "name", "Coven")))))
            .orElseThrow();

    var state = driver.ask(() -> driver.store.load(COVEN)).orElseThrow();
    assertThat(state.last()).isEqualTo(first.id());
    assertThat(state.version()).isEqualTo(1);
    assertThat(state.meta()).isEqualTo(Map.of("name", "Coven"));
    var entries = driver.ask(() -> driver.store.after(COVEN, "e1", EntryId.ZERO, 10));
    assertThat(entries).isInstanceOf(Entries.class);
    assertThat(((Entries) entries).entries())
        .singleElement()
        .extracting(LogEntry::appendId, LogEntry::version, LogEntry::previous)
        .containsExactly("a1", 1L, EntryId.ZERO);
    var second =
        driver.ask(() ->
            driver.store.append(COVEN, new Append("a2", "e1", 1, "hi".getBytes(UTF_8), List.of())));
    assertThat(second).isInstanceOf(Stored.class);
  }
}

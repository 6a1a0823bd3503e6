package im.coven.redis;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.account.SessionEntry;
import im.coven.jid.Jid;
import im.coven.redis.OfflineStore.Addition;
import im.coven.stanza.Message;
import im.coven.stanza.Presence;
import im.coven.xml.Element;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Messages that wait for an account, and sessions that come while one is put there.
class OfflineStoreIT {

  private static final Jid HAG = Jid.of("hag66@shakespeare.example");
  private static final Message MESSAGE =
      new Message(
          Jid.of("hecate@shakespeare.example/broom"),
          HAG,
          "m1",
          Message.Type.CHAT,
          null,
          List.of(Element.builder("body", "jabber:client").text("Beldams").build()));

  private final Vertx vertx = Vertx.vertx();
  private final LinkDriver driver = new LinkDriver(vertx, LinkDriver.config(TestRedis.uri()));
  private final OfflineStore store = new OfflineStore(driver.link, 2);
  private final SessionRegistry registry = new SessionRegistry(driver.link);

  @AfterEach
  void stop() {
    driver.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void whatIsKeptIsReadWithThePresence() {
    assertThat(add(Set.of())).isEqualTo(Addition.KEPT);
    assertThat(present(0)).extracting(kept -> kept.message()).containsExactly(MESSAGE);
  }

  @Test
  void nothingIsKeptBehindTheBackOfASessionThatCame() {
    present(0);
    assertThat(add(Set.of())).isEqualTo(Addition.TAKER);
    assertThat(present(0)).isEmpty();
  }

  @Test
  void aSessionThatWasSeenAndDidNotTakeItIsPassedBy() {
    present(0);
    assertThat(add(Set.of("s1"))).isEqualTo(Addition.KEPT);
  }

  @Test
  void aSessionThatTakesNoMessagesDoesNotCount() {
    present(-1);
    assertThat(add(Set.of())).isEqualTo(Addition.KEPT);
  }

  @Test
  void thereIsABound() {
    add(Set.of());
    add(Set.of());
    assertThat(add(Set.of())).isEqualTo(Addition.FULL);
  }

  private Addition add(Set<String> seen) {
    return driver.ask(() -> store.add(HAG, MESSAGE, seen));
  }

  private List<OfflineStore.Kept> present(int priority) {
    Element said = Element.builder("priority", "jabber:client").text("" + priority).build();
    var presence =
        new Presence(
            HAG.withResource("pda"), null, null, Presence.Type.AVAILABLE, null, List.of(said));
    var entry = new SessionEntry("pda", "here", "s1", presence);
    return driver.ask(() -> registry.present(HAG, entry, 10)).orElseThrow().offline();
  }
}

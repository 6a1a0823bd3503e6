package im.coven.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import im.coven.jid.Jid;
import im.coven.redis.ChannelStore.Append;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The list of a domain's channels, which lies in another slot than they do.
class NameListIT extends TwoLinks {

  @Test
  void theChannelsOfADomainAreListedInPages() {
    for (String name : List.of("owl", "coven", "bat", "toad")) {
      Jid channel = new Jid(name, "mix.example", null);
      one.ask(() -> one.store.create(channel, new Append(name, "e", 0, bytes(name), List.of())));
    }
    Jid elsewhere = new Jid("newt", "other.example", null);
    one.ask(() -> one.store.create(elsewhere, new Append("n", "e", 0, bytes("n"), List.of())));
    assertThat(list("")).containsExactly("bat", "coven", "owl", "toad");
    assertThat(one.ask(() -> one.store.list("mix.example", "", 2))).containsExactly("bat", "coven");
    assertThat(one.ask(() -> one.store.list("mix.example", "coven", 2)))
        .containsExactly("owl", "toad");
    assertThat(list("toad")).isEmpty();
  }

  @Test
  void aNameThatACrashLeftInTheListIsSkippedAndStruck() {
    one.ask(() -> one.store.create(COVEN, new Append("a1", "e", 0, bytes("x"), List.of())));
    for (String name : List.of("apparition", "boar", "ghost")) {
      two.command(Command.ZADD, listKey(), "0", name);
    }
    assertThat(one.ask(() -> one.store.list("mix.example", "", 1))).containsExactly("coven");
    assertThat(list("")).containsExactly("coven");
    await().until(() -> two.command(Command.ZCARD, listKey()).equals("1"));
  }

  @Test
  void aChannelThatIsMadeWhileTheListIsReadStaysListed() {
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Jid channel = new Jid("c" + i, "mix.example", null);
      Append first = new Append("a" + i, "e", 0, bytes("x"), List.of());
      one.run(() -> all.add(one.store.create(channel, first)));
      two.run(() -> all.add(two.store.list("mix.example", "", 1000)));
    }
    await().until(() -> all.stream().allMatch(Future::isComplete));
    assertThat(list("")).hasSize(100);
  }

  private String listKey() {
    return config.prefix() + ":{mix.example}:channels";
  }
}

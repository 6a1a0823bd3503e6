package im.coven.redis;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.conformance.Requirement;
import im.coven.jid.Jid;
import im.coven.jid.Nick;
import im.coven.redis.NickStore.Claimed;
import im.coven.redis.NickStore.Outcome;
import im.coven.redis.NickStore.Registered;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The nicks of a domain, as two instances claim them at once.
class NickStoreIT extends TwoLinks {

  private static final int ROUNDS = 100;
  private static final Jid MIX = Jid.domain("mix.example");
  private static final Jid HAG = Jid.of("hag@a.example");
  private static final Jid QUEEN = Jid.of("queen@a.example");

  private NickStore here;
  private NickStore there;

  @BeforeEach
  void stores() {
    here = new NickStore(one.link);
    there = new NickStore(two.link);
  }

  private static Nick nick(String text) {
    return Nick.of(text).orElseThrow();
  }

  private Outcome register(LinkDriver driver, NickStore store, Jid who, String nick) {
    return driver.ask(() -> store.register(MIX, who, nick(nick), List.of()));
  }

  private Claimed claim(LinkDriver driver, NickStore store, Jid who, String nick) {
    return driver.ask(() -> store.claim(COVEN, who, Optional.of(nick(nick))));
  }

  private Optional<String> registered(Jid who) {
    return one.ask(() -> here.registered(MIX, who));
  }

  /// Both at once, the second on another thread.
  private record Both<A, B>(A first, B second) {
    static <A, B> Both<A, B> of(Supplier<A> first, Supplier<B> second) {
      var other = CompletableFuture.supplyAsync(second);
      return new Both<>(first.get(), other.join());
    }
  }

  @Test
  @Requirement("MISC-03-005")
  void ofTwoThatRegisterANickAtOnceOneHasIt() {
    for (int round = 0; round < ROUNDS; round++) {
      String nick = "crone " + round;
      var both =
          Both.of(() -> register(one, here, HAG, nick), () -> register(two, there, QUEEN, nick));
      boolean hags = both.first() instanceof Registered;
      boolean queens = both.second() instanceof Registered;
      assertThat(hags).as("one of them, in round %d", round).isNotEqualTo(queens);
      assertThat(registered(hags ? HAG : QUEEN)).contains(nick);
      assertThat(registered(hags ? QUEEN : HAG)).isNotEqualTo(Optional.of(nick));
    }
  }

  @Test
  @Requirement("MISC-03-006")
  void ofOneThatRegistersANickAndOneThatIsAboutToBearItOneHasIt() {
    for (int round = 0; round < ROUNDS; round++) {
      String nick = "crone " + round;
      var both =
          Both.of(() -> claim(one, here, HAG, nick), () -> register(two, there, QUEEN, nick));
      boolean bears = both.first().owner() == null;
      boolean owns = both.second() instanceof Registered;
      assertThat(bears).as("one of them, in round %d", round).isNotEqualTo(owns);
    }
  }

  @Test
  void theNickOfAnAccountThatIsNoMoreIsFree() {
    register(one, here, HAG, "crone");
    one.ask(() -> here.release(MIX, QUEEN));
    assertThat(claim(two, there, QUEEN, "crone").owner()).isEqualTo(HAG);

    one.ask(() -> here.release(MIX, HAG));
    one.ask(() -> here.release(MIX, HAG));

    assertThat(registered(HAG)).isEmpty();
    assertThat(register(two, there, QUEEN, "CRONE")).isInstanceOf(Registered.class);
    one.ask(() -> here.release(MIX, HAG));
    assertThat(registered(QUEEN)).contains("CRONE");
  }
}

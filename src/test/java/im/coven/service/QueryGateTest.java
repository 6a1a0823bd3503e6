package im.coven.service;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.conformance.Requirement;
import im.coven.jid.Jid;
import im.coven.stanza.StanzaError;
import im.coven.stanza.StanzaError.Condition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Who asks for much waits, and for too much is refused; nobody else notices.
class QueryGateTest {

  private static final Jid HECATE = Jid.of("hecate@shakespeare.example");
  private static final Jid HAG66 = Jid.of("hag66@shakespeare.example");

  private final QueryGate gate = new QueryGate(2, 1);
  private final List<Promise<String>> running = new ArrayList<>();

  private Future<String> ask(Jid who) {
    return gate.pass(
        who,
        () -> {
          Promise<String> promise = Promise.promise();
          running.add(promise);
          return promise.future();
        },
        StanzaError::toString);
  }

  @Test
  @Requirement("MAM-046")
  void someAreAnsweredOthersWaitAndTheRestIsRefused() {
    assertThat(QueryGate.TOO_MANY.condition()).isEqualTo(Condition.RESOURCE_CONSTRAINT);
    Future<String> first = ask(HECATE);
    Future<String> second = ask(HECATE);
    Future<String> third = ask(HECATE);
    assertThat(running).hasSize(2);
    assertThat(ask(HECATE).result()).isEqualTo(QueryGate.TOO_MANY.toString());

    ask(HAG66);
    assertThat(running).hasSize(3);

    running.getFirst().fail("Redis is away");
    assertThat(first.failed()).isTrue();
    assertThat(running).hasSize(4);
    assertThat(third.isComplete()).isFalse();
    running.get(3).complete("third");
    assertThat(third.result()).isEqualTo("third");
    running.get(1).complete("second");
    assertThat(second.result()).isEqualTo("second");
    ask(HECATE);
    assertThat(running).hasSize(5);
  }

  @Test
  void aFaultLetsTheNextOneThrough() {
    var broken = new QueryGate(1, 1);
    for (int i = 0; i < 3; i++) {
      Future<String> answer =
          broken.pass(
              HECATE,
              () -> {
                throw new IllegalStateException("a fault of ours");
              },
              StanzaError::toString);
      assertThat(answer.failed()).isTrue();
    }
  }
}

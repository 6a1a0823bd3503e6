package im.coven.service;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.TestCoven;
import im.coven.client.Endpoint;
import im.coven.client.XmppClient;
import im.coven.jid.Jid;
import im.coven.redis.RedisProcess;
import im.coven.redis.StallingProxy;
import im.coven.service.AccountStage.Client;
import im.coven.xml.Element;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// What clients are told while Redis is away, and what is made good when it is back.
class OutageIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String CORE = "urn:xmpp:mix:core:1";
  private static final Jid HAG = Jid.of("hag66@shakespeare.example");

  @Test
  void whoeverAsksWhileRedisIsAwayIsToldToWait() {
    try (RedisProcess redis = RedisProcess.start();
        AccountStage stage = AccountStage.on(redis.uri())) {
      stage.account("hag66", "");
      Client hag = stage.bind(0, HAG.withResource("cave"));
      redis.kill();
      assertThat(answer(hag, "<iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>"))
          .contains("id='r'", "type='wait'", "resource-constraint");
      assertThat(answer(hag, "<message to='" + HAG + "' id='m'><body>x</body></message>"))
          .contains("id='m'", "type='wait'", "resource-constraint");
      assertThat(answer(hag, "<presence id='p'/>"))
          .contains("id='p'", "type='wait'", "resource-constraint");
      redis.restart();
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() ->
              answer(hag, "<iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>")
                  .contains("type='result'"));
    }
  }

  @Test
  void aSessionThatEndedMeanwhileIsGoneAfterwards() {
    try (RedisProcess redis = RedisProcess.start();
        AccountStage stage = AccountStage.on(redis.uri())) {
      stage.account("hag66", "");
      Client witness = stage.bind(0, HAG.withResource("witness"));
      assertThat(answer(witness, "<presence/>")).contains("/witness");
      Client ghost = stage.bind(0, HAG.withResource("ghost"));
      ghost.send("<presence/>");
      assertThat(next(witness).attr("from")).endsWith("/ghost");
      redis.kill();
      ghost.leave(im.coven.script.Step.Manner.BREAKS_OFF);
      assertThat(witness.receive(Duration.ofMillis(200))).isEmpty();
      redis.restart();
      Element gone = next(witness);
      assertThat(gone.attr("type")).isEqualTo("unavailable");
      assertThat(gone.attr("from")).endsWith("/ghost");
    }
  }

  @Test
  void whatIsInTheLogIsNotRefusedForWhatCameAfterIt() {
    try (RedisProcess redis = RedisProcess.start();
        var proxy = new StallingProxy(redis.port());
        var coven =
            TestCoven.start(
                "redis.uri=" + proxy.uri(), "redis.prefix=coven", "redis.command-timeout-ms=300");
        var hag =
            XmppClient.connect(Endpoint.of("127.0.0.1", coven.clientPort(), coven.domain()))) {
      String channel = "coven@mix." + coven.domain();
      hag.register("hag66", "caldron").login("hag66", "caldron", "cave");
      hag.ask(
          "<iq type='set' id='c' to='mix.%s'><create channel='coven' xmlns='%s'/></iq>"
              .formatted(coven.domain(), CORE),
          PATIENCE);
      hag.ask(
          "<iq type='set' id='j' to='%s'><join xmlns='%s'><nick>hag</nick></join></iq>"
              .formatted(channel, CORE),
          PATIENCE);
      proxy.stallAll();
      hag.send(
          "<message type='groupchat' id='m' to='%s'><body>Beldams</body></message>"
              .formatted(channel));
      hag.send("<iq type='set' id='l' to='%s'><leave xmlns='%s'/></iq>".formatted(channel, CORE));
      // She hears no messages, and of this one nothing but an error could come.
      assertThat(hag.receive(PATIENCE).orElseThrow().toString()).contains("id='l'", "'result'");
      assertThat(redis.command("XLEN", "coven:{" + channel + "}:log")).isEqualTo(":4");
      assertThat(hag.receive(Duration.ofMillis(200))).isEmpty();
    }
  }

  private static String answer(Client client, String stanza) {
    client.send(stanza);
    return next(client).toString();
  }

  private static Element next(Client client) {
    return client.receive(PATIENCE).orElseThrow();
  }
}

package im.coven.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import im.coven.TestCoven;
import im.coven.client.Endpoint;
import im.coven.client.XmppClient;
import im.coven.client.XmppException;
import im.coven.ops.CannotStart;
import im.coven.redis.TestRedis;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// `coven account` beside instances that run, and without any.
class AccountCommandIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String CHANNEL = "orchard@mix.shakespeare.example";
  private static final String LEASE = "instance.lease-seconds=2";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void whoIsRemovedBesideAnInstanceIsGoneWhenTheCommandEnds() {
    try (TestCoven coven = TestCoven.start(LEASE);
        XmppClient juliet = register(coven, "juliet");
        XmppClient romeo = register(coven, "romeo")) {
      meet(juliet, romeo);

      assertThat(remove(coven, "romeo")).isZero();

      assertThat(out.toString()).contains("romeo@shakespeare.example is removed");
      assertThat(romeo.receive(PATIENCE).orElseThrow().toString()).contains("<not-authorized ");
      assertThat(participants(juliet)).contains("juliet@").doesNotContain("romeo@");
      try (XmppClient late = connect(coven)) {
        assertThatThrownBy(() -> late.login("romeo", "secret", "again"))
            .isInstanceOf(XmppException.class)
            .hasMessageContaining("not-authorized");
      }
      assertThat(remove(coven, "romeo")).isEqualTo(1);
      assertThat(err.toString()).contains("there is no romeo@shakespeare.example");
      try (XmppClient heir = register(coven, "romeo")) {
        assertThat(heir.address()).startsWith("romeo@");
      }
    }
  }

  @Test
  void whatARemovalWithoutInstancesLeavesIsDoneByTheNextOne() {
    TestCoven first = TestCoven.start(LEASE);
    try (first;
        XmppClient juliet = register(first, "juliet");
        XmppClient romeo = register(first, "romeo")) {
      meet(juliet, romeo);
    }

    assertThat(remove(first, "romeo")).isZero();
    assertThat(out.toString()).contains("can log in no more");
    assertThat(run(first, "account", "list")).isZero();
    assertThat(out.toString()).contains("\njuliet@").doesNotContain("\nromeo@");

    try (TestCoven second = first.another(LEASE);
        XmppClient juliet = connect(second).login("juliet", "secret", "chamber")) {
      await().until(() -> !participants(juliet).contains("romeo@"));
      assertThat(participants(juliet)).contains("juliet@");
      await().until(() -> isFree(second, "romeo"));
    }
  }

  private static boolean isFree(TestCoven coven, String user) {
    try (XmppClient client = connect(coven)) {
      client.register(user, "other");
      return true;
    } catch (XmppException conflict) {
      return false;
    }
  }

  private static XmppClient connect(TestCoven coven) {
    return XmppClient.connect(
        Endpoint.of("127.0.0.1", coven.clientPort(), coven.domain()).with(Endpoint.Security.NONE));
  }

  private static XmppClient register(TestCoven coven, String user) {
    XmppClient client = connect(coven);
    client.register(user, "secret");
    return client.login(user, "secret", "chamber");
  }

  /// The host makes a channel, and both join it.
  private static void meet(XmppClient host, XmppClient guest) {
    ask(
        host,
        "<iq type='set' id='make' to='mix.shakespeare.example'>"
            + "<create xmlns='urn:xmpp:mix:core:1' channel='orchard'/></iq>");
    for (XmppClient each : new XmppClient[] {host, guest}) {
      String nick = each.address().substring(0, each.address().indexOf('@'));
      ask(
          each,
          "<iq type='set' id='join'><client-join xmlns='urn:xmpp:mix:pam:2' channel='%s'>"
                  .formatted(CHANNEL)
              + "<join xmlns='urn:xmpp:mix:core:1'><nick>%s</nick></join></client-join></iq>"
                  .formatted(nick));
    }
    assertThat(participants(host)).contains("juliet@", "romeo@");
  }

  private static String participants(XmppClient who) {
    return ask(
        who,
        "<iq type='get' id='who' to='%s'><pubsub xmlns='http://jabber.org/protocol/pubsub'>"
                .formatted(CHANNEL)
            + "<items node='urn:xmpp:mix:nodes:participants'/></pubsub></iq>");
  }

  private static String ask(XmppClient client, String iq) {
    var answer = client.ask(iq, PATIENCE);
    assertThat(answer.attr("type")).as(answer.toString()).isEqualTo("result");
    return answer.toString();
  }

  private int remove(TestCoven coven, String user) {
    return run(coven, "account", "remove", user + "@" + coven.domain());
  }

  private int run(TestCoven coven, String... command) {
    CommandLine line =
        Cli.commandLine(settings -> {
          throw new CannotStart("nothing is served here");
        });
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    var args = new ArrayList<>(List.of(command));
    args.addAll(List.of("--config", "conf/loadtest.yaml"));
    args.addAll(List.of("--set", "redis.uri=" + TestRedis.uri()));
    args.addAll(List.of("--set", "redis.prefix=" + coven.prefix()));
    return line.execute(args.toArray(String[]::new));
  }
}

package im.coven.net;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.TestCoven;
import im.coven.conformance.Requirement;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A member of a channel loses its connection for a moment, and comes back to the same instance or
/// to another: nobody sees it go, and it misses nothing.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PresenceResumptionIT {

  private static final String SM = "xmlns='urn:xmpp:sm:3'";
  private static final Pattern ID = Pattern.compile("<enabled [^>]*\\bid='([^']+)'[^>]*>");

  private final TestCoven coven = TestCoven.start();
  private final TestCoven other = coven.another();

  @AfterAll
  void stop() {
    other.close();
    coven.close();
  }

  private static String someone() {
    return "w" + UUID.randomUUID().toString().replace("-", "");
  }

  private static void join(RawClient client, String channel) {
    client
        .say("<presence/>")
        .say(
            "<iq type='set' id='j'><client-join xmlns='urn:xmpp:mix:pam:2' channel='%s'>"
                    .formatted(channel)
                + "<join xmlns='urn:xmpp:mix:core:1'><nick>"
                + someone()
                + "</nick><subscribe node='urn:xmpp:mix:nodes:messages'/>"
                + "<subscribe node='urn:xmpp:mix:nodes:presence'/></join></client-join></iq>")
        .hear("</client-join>");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Requirement("PAM-02-062")
  @Requirement("PAM-02-063")
  void nobodySeesIt(boolean elsewhere) {
    String name = someone();
    String channel = name + "@mix.shakespeare.example";
    String user = someone();
    try (var watcher = RawClient.login(coven.clientPort(), someone());
        var sleeper = RawClient.login(coven.clientPort(), user)) {
      watcher
          .say(
              "<iq type='set' id='c' to='mix.shakespeare.example'>"
                  + "<create xmlns='urn:xmpp:mix:core:1' channel='%s'/></iq>".formatted(name))
          .hear("id='c'");
      join(watcher, channel);
      join(sleeper, channel);
      watcher.hear("<jid>" + user + "@");
      Matcher id = ID.matcher(sleeper.say("<enable " + SM + " resume='true'/>").hear("<enabled "));
      assertThat(id.find()).isTrue();
      sleeper.cut();
      watcher.say("<presence><status>one</status></presence>").hear("<jid>");
      watcher
          .say("<message type='groupchat' to='%s'><body>two</body></message>".formatted(channel))
          .hear(">two<");
      int port = elsewhere ? other.clientPort() : coven.clientPort();
      try (var again = RawClient.enter(port, user)) {
        again.say("<resume %s previd='%s' h='0'/>".formatted(SM, id.group(1)));
        String missed = again.hear(">two<");
        assertThat(missed).contains("<resumed ", ">one<");
        again.say(
            "<message type='groupchat' to='%s'><body>three</body></message>".formatted(channel));
        assertThat(watcher.hear(">three<"))
            .doesNotContain("unavailable")
            .doesNotContainPattern("<presence ((?!</presence>).)*<jid>" + user + "@");
      }
    }
  }
}

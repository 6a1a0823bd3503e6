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

/// Somebody in a room loses its connection for a moment, and comes back to the same instance or to
/// another: nobody sees it go, and it misses nothing.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoomResumptionIT {

  private static final String SM = "xmlns='urn:xmpp:sm:3'";
  private static final String MUC = "<x xmlns='http://jabber.org/protocol/muc'/>";
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

  private static void enter(RawClient client, String room, String nick) {
    client.say("<presence to='%s/%s'>%s</presence>".formatted(room, nick, MUC)).hear("<subject");
  }

  private static void open(RawClient client, String room) {
    client
        .say(
            ("<iq type='set' id='o' to='%s'><query xmlns='http://jabber.org/protocol/muc#owner'>"
                    + "<x xmlns='jabber:x:data' type='submit'/></query></iq>")
                .formatted(room))
        .hear("id='o'");
  }

  private static void speak(RawClient client, String room, String text) {
    client.say("<message type='groupchat' to='%s'><body>%s</body></message>".formatted(room, text));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Requirement("SM-027")
  void nobodySeesIt(boolean elsewhere) {
    String room = someone() + "@chat.shakespeare.example";
    String user = someone();
    try (var watcher = RawClient.login(coven.clientPort(), someone());
        var speaker = RawClient.login(other.clientPort(), someone());
        var sleeper = RawClient.login(coven.clientPort(), user)) {
      enter(watcher, room, "watcher");
      open(watcher, room);
      enter(sleeper, room, "sleeper");
      watcher.hear("/sleeper'");
      enter(speaker, room, "speaker");
      watcher.hear("/speaker'");
      sleeper.hear("/speaker'");
      Matcher id = ID.matcher(sleeper.say("<enable " + SM + " resume='true'/>").hear("<enabled "));
      assertThat(id.find()).isTrue();
      sleeper.cut();
      speak(watcher, room, "one");
      speaker.hear(">one<");
      speaker.say("<presence to='%s/orator'/>".formatted(room)).hear("status code='303'");
      watcher.hear("/orator'");
      speak(speaker, room, "two");
      watcher.hear(">two<");
      int port = elsewhere ? other.clientPort() : coven.clientPort();
      try (var again = RawClient.enter(port, user)) {
        again.say("<resume %s previd='%s' h='0'/>".formatted(SM, id.group(1)));
        speak(again, room, "three");
        // What came before the loss was known is in its place, the rest at the end.
        assertThat(again.hear(">three<"))
            .contains("<resumed ", ">one<", ">two<", "/sleeper'")
            .containsPattern("/speaker'[^>]* type='unavailable'")
            .containsPattern("<presence from='[^']*/orator' to=");
        assertThat(watcher.hear(">three<")).contains("/sleeper'").doesNotContain("unavailable");
      }
    }
  }
}

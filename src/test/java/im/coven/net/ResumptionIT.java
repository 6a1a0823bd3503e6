package im.coven.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.coven.TestCoven;
import im.coven.conformance.Requirement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Sessions that are resumed, where they were and elsewhere, over real sockets.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResumptionIT {

  private static final String DOMAIN = "@shakespeare.example";
  private static final String SM = "xmlns='urn:xmpp:sm:3'";
  private static final Pattern ID = Pattern.compile("<enabled [^>]*\\bid='([^']+)'[^>]*>");
  private static final String FAILED =
      "<failed xmlns='urn:xmpp:sm:3'>"
          + "<item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>";

  /// Where a client comes back.
  enum Where {
    WHERE_IT_WAS,
    ON_ANOTHER_INSTANCE
  }

  private final TestCoven coven =
      TestCoven.start("client.idle-seconds=30", "instance.lease-seconds=2");
  private final TestCoven other = coven.another("instance.lease-seconds=2");

  @AfterAll
  void stop() {
    other.close();
    coven.close();
  }

  private int port(Where where) {
    return where == Where.WHERE_IT_WAS ? coven.clientPort() : other.clientPort();
  }

  private static String someone() {
    return "w" + UUID.randomUUID().toString().replace("-", "");
  }

  private RawClient login(String user) {
    return RawClient.login(coven.clientPort(), user);
  }

  private static String enable(RawClient client) {
    String enabled = client.say("<enable " + SM + " resume='true'/>").hear("/>");
    Matcher id = ID.matcher(enabled);
    assertThat(id.find()).as(enabled).isTrue();
    assertThat(enabled).contains("resume='true'", "max='300'");
    return id.group(1);
  }

  private static RawClient resume(RawClient client, String id, int h) {
    return client.say("<resume %s previd='%s' h='%d'/>".formatted(SM, id, h));
  }

  private static String chat(String to, String text) {
    return "<message type='chat' to='%s%s'><body>%s</body></message>".formatted(to, DOMAIN, text);
  }

  private static String ping(String id) {
    return "<iq type='get' id='%s'><ping xmlns='urn:xmpp:ping'/></iq>".formatted(id);
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("SM-005")
  @Requirement("SM-013")
  @Requirement("SM-014")
  @Requirement("SM-015")
  @Requirement("SM-021")
  void whatWasNotReceivedComesAgainInItsOrder(Where where) {
    String user = someone();
    try (var friend = login(someone());
        var first = login(user)) {
      first.say("<presence/>").hear("<presence");
      String id = enable(first);
      first.say(ping("p1")).hear("id='p1'");
      friend.say(chat(user, "one")).say(chat(user, "two")).say(ping("sent")).hear("id='sent'");
      first.hear("two");
      first.cut();
      friend.say(chat(user, "three")).say(ping("more")).hear("id='more'");
      try (var again = RawClient.enter(port(where), user)) {
        resume(again, id, 2);
        String heard = again.hear("three");
        assertThat(heard)
            .contains("<resumed " + SM + " previd='" + id + "' h='1'/>")
            .doesNotContain(">one<")
            .containsSubsequence("<resumed ", ">two<", "<delay ", ">three<");
        // The presence is as it was: messages still find the client, now live.
        friend.say(chat(user, "four"));
        assertThat(again.hear("four")).doesNotContain("<delay ");
        assertThat(again.say("<r " + SM + "/>").hear("<a ")).contains("h='1'");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("SM-018")
  void theOldConnectionIsClosedWithAConflict(Where where) {
    String user = someone();
    try (var first = login(user);
        var again = RawClient.enter(port(where), user)) {
      String id = enable(first);
      first.say(ping("p1")).hear("id='p1'");
      resume(again, id, 0);
      assertThat(again.hear("id='p1'")).contains("<resumed ", "h='1'");
      assertThat(first.hearOut()).contains("<conflict ").endsWith("</stream:stream>");
      assertThat(again.say(ping("p2")).hear("id='p2'")).contains("type='result'");
    }
  }

  @Test
  @Requirement("SM-019")
  void twoThatResumeAtOnceGetTheSessionOnce() {
    String user = someone();
    try (var first = login(user)) {
      String id = enable(first);
      first.cut();
      try (var here = RawClient.enter(coven.clientPort(), user);
          var there = RawClient.enter(other.clientPort(), user)) {
        resume(here, id, 0);
        resume(there, id, 0);
        String both = here.hear("/>") + there.hear("/>");
        assertThat(both).containsOnlyOnce("<resumed ").containsOnlyOnce("<item-not-found ");
      }
    }
  }

  /// A telephone that changes networks twice within a second.
  @ParameterizedTest
  @EnumSource
  @Requirement("SM-018")
  void whoLosesTheNewConnectionAsWellResumesAgain(Where where) {
    String user = someone();
    try (var first = login(user);
        var second = RawClient.enter(coven.clientPort(), user);
        var third = RawClient.enter(port(where), user)) {
      String id = enable(first);
      first.cut();
      resume(second, id, 0).hear("<resumed ");
      resume(third, id, 0);
      // Long enough for the server to have been asked before it learns what became of the second.
      for (int i = 0; i < 20; i++) {
        second.say(ping("p" + i)).hear("id='p" + i + "'");
      }
      second.cut();
      assertThat(third.hear("/>")).contains("<resumed ").doesNotContain("<failed ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody-has-this-id", "short", "{}", ""})
  @Requirement("SM-016")
  void whatIsNotKnownCannotBeResumed(String id) {
    String user = someone();
    login(user).close();
    try (var client = RawClient.enter(coven.clientPort(), user)) {
      assertThat(resume(client, id, 0).hear("</failed>")).contains(FAILED);
      client.bind("r");
    }
  }

  @Test
  @Requirement("SM-016")
  void anothersSessionCannotBeResumed() {
    try (var first = login(someone())) {
      String id = enable(first);
      String thief = someone();
      login(thief).close();
      try (var client = RawClient.enter(coven.clientPort(), thief)) {
        assertThat(resume(client, id, 0).hear("</failed>")).contains(FAILED);
        client.bind("r");
      }
      assertThat(first.say(ping("p1")).hear("id='p1'")).contains("type='result'");
    }
  }

  @Test
  @Requirement("SM-020")
  void afterItsEndASessionCannotBeResumed() {
    String user = someone();
    try (var first = login(user)) {
      String id = enable(first);
      first.say("</stream:stream>").hearOut();
      try (var client = RawClient.enter(coven.clientPort(), user)) {
        assertThat(resume(client, id, 0).hear("</failed>")).contains(FAILED);
      }
    }
  }

  @Test
  @Requirement("SM-016")
  void whoHasMoreThanWasSentIsNotBelieved() {
    String user = someone();
    try (var first = login(user)) {
      String id = enable(first);
      first.say(ping("p1")).hear("id='p1'");
      first.cut();
      try (var client = RawClient.enter(coven.clientPort(), user)) {
        assertThat(resume(client, id, 2).hear("</failed>")).contains(FAILED);
        client.bind("r");
      }
    }
  }

  @Test
  @Requirement("SM-010")
  @Requirement("SM-007")
  void theCountersGoOn() {
    String user = someone();
    try (var first = login(user)) {
      String id = enable(first);
      first.say(ping("p1")).say(ping("p2")).hear("id='p2'");
      first.cut();
      try (var second = RawClient.enter(other.clientPort(), user)) {
        assertThat(resume(second, id, 2).hear("<resumed ")).contains("h='2'");
        second.say(ping("p3")).hear("id='p3'");
        second.cut();
        try (var third = RawClient.enter(coven.clientPort(), user)) {
          assertThat(resume(third, id, 2).hear("id='p3'")).contains("<resumed ", "h='3'");
          third.say("<a " + SM + " h='3'/><r " + SM + "/>").hear("<a " + SM + " h='3'/>");
        }
      }
    }
  }

  @Test
  @Requirement("SM-016")
  @Requirement("SM-017")
  @Requirement("SM-022")
  @Requirement("SM-023")
  void whatWaitsTooLongEnds() {
    String user = someone();
    String watcher = someone();
    try (var brief = coven.another("client.resume-seconds=1", "instance.lease-seconds=2");
        var friend = login(watcher);
        var second = RawClient.login(brief.clientPort(), user)) {
      friend.say("<presence/>").hear("<presence");
      befriend(friend, watcher, second, user);
      second.say("<presence/>").hear("<presence");
      friend.hear("<presence");
      String enabled = second.say("<enable " + SM + " resume='true'/>").hear("/>");
      Matcher id = ID.matcher(enabled);
      assertThat(id.find()).isTrue();
      assertThat(enabled).contains("max='1'");
      // One message that is delivered and not acknowledged, one that comes when nobody is there.
      friend.say(chat(user, "one"));
      second.hear(">one<");
      second.cut();
      friend.say(chat(user, "two")).say(ping("sent")).hear("id='sent'");
      friend.hear("type='unavailable'");
      try (var back = RawClient.enter(coven.clientPort(), user)) {
        assertThat(resume(back, id.group(1), 0).hear("</failed>")).contains("<item-not-found ");
        back.bind("r").say("<presence/>");
        // They wait as messages do that nobody was there for.
        assertThat(back.hear(">two<")).containsSubsequence(">one<", "<delay ", ">two<");
      }
    }
  }

  /// What a session needs to be resumed is kept for what only its client gets; a broadcast is in
  /// the channel's log.
  @Test
  @Requirement("SM-027")
  void aMessageToAllCostsRedisNothingForEachWhoCanResume() {
    int listeners = 10;
    int messages = 100;
    double plain = commandsOf(listeners, messages, "");
    double resumable = commandsOf(listeners, messages, "<enable " + SM + " resume='true'/>");
    int requests = messages / ClientConfig.ACKNOWLEDGE_EVERY;
    assertThat(resumable - plain).as("%s %s", resumable, plain).isLessThan(listeners * requests);
  }

  /// The commands that some messages cost, with all that their receivers acknowledge.
  private double commandsOf(int listeners, int messages, String enable) {
    String channel = someone() + "@mix.shakespeare.example";
    var all = new ArrayList<RawClient>();
    try (var speaker = login(someone())) {
      speaker
          .say(
              "<iq type='set' id='c' to='mix.shakespeare.example'>"
                  + "<create xmlns='urn:xmpp:mix:core:1' channel='%s'/></iq>"
                      .formatted(channel.substring(0, channel.indexOf('@'))))
          .hear("id='c'");
      join(speaker, channel);
      for (int i = 0; i < listeners; i++) {
        RawClient listener = login(someone());
        all.add(listener);
        join(listener, channel);
        listener.say(enable + ping("joined")).hear("id='joined'");
      }
      double before = commands();
      for (int i = 1; i <= messages; i++) {
        speaker.say(
            "<message type='groupchat' to='%s'><body>%d.</body></message>".formatted(channel, i));
      }
      for (RawClient listener : all) {
        listener.hear(">" + messages + ".<");
        for (int h = 20; !enable.isEmpty() && h <= messages; h += 20) {
          listener.say("<a " + SM + " h='" + h + "'/>");
        }
        listener.say(ping("heard")).hear("id='heard'");
      }
      return commands() - before;
    } finally {
      all.forEach(RawClient::close);
    }
  }

  private static void join(RawClient client, String channel) {
    String answer =
        client
            .say("<presence/>")
            .say(
                "<iq type='set' id='j'><client-join xmlns='urn:xmpp:mix:pam:2' channel='%s'>"
                        .formatted(channel)
                    + "<join xmlns='urn:xmpp:mix:core:1'><nick>"
                    + someone()
                    + "</nick>"
                    + "<subscribe node='urn:xmpp:mix:nodes:messages'/></join></client-join></iq>")
            .hear("id='j'");
    assertThat(answer).contains("type='result'");
  }

  private double commands() {
    URI metrics = URI.create("http://127.0.0.1:" + coven.opsPort() + "/metrics");
    try (var in = metrics.toURL().openStream()) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> line.startsWith("coven_redis_commands_total "))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void befriend(RawClient friend, String watcher, RawClient other, String user) {
    friend.say("<iq type='get' id='ro'><query xmlns='jabber:iq:roster'/></iq>").hear("id='ro'");
    friend.say("<presence type='subscribe' to='" + user + DOMAIN + "'/>").hear("ask='subscribe'");
    other.say("<presence type='subscribed' to='" + watcher + DOMAIN + "'/>");
    friend.hear("subscription='to'");
  }
}

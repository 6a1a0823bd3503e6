package im.coven.service;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.conformance.Requirement;
import im.coven.jid.Jid;
import im.coven.jid.Nick;
import im.coven.service.AccountStage.Client;
import im.coven.service.AccountStage.Spread;
import im.coven.xml.Element;
import im.coven.xml.XmlWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Many users ask one channel for anything, all at once and on two instances. Whatever comes of it:
/// everything is answered once, what was accepted is in the archive once and reaches everybody in
/// its order, nobody shares a nick, nothing that is hidden shows, and both instances have the state
/// that a third one finds in Redis.
class ChannelInvariantsIT {

  private static final int USERS = 8;
  private static final int STEPS = 250;
  private static final String CHANNEL = "coven@" + AccountStage.MIX;
  private static final String PUBSUB = "http://jabber.org/protocol/pubsub";
  private static final List<String> NODES =
      List.of("messages", "participants", "info", "presence", "config", "banned", "jidmap");
  private static final List<String> NICKS = List.of("hag", "HAG", "witch", "queen", "");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final List<Client> clients = new ArrayList<>();
  private final List<List<Element>> heard = new ArrayList<>();
  private final Set<String> said = new HashSet<>();
  private final Set<String> asked = new HashSet<>();
  private Random random = new Random();
  private String visibility = "";

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  @Requirement("CORE-04-028")
  @Requirement("ADMIN-02-018")
  @Requirement("ADMIN-02-063")
  @Requirement("ADMIN-03-015")
  @Requirement("PRES-03-016")
  void whateverIsAskedTheChannelStaysTrue(long seed) {
    perform(seed, "jid-mandatory-visible");
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 6, 7, 8})
  @Requirement("ANON-02-005")
  void whateverIsAskedAHiddenJidIsSeenByNobody(long seed) {
    perform(seed, "jid-hidden");
    for (int user = 2; user < USERS; user++) {
      String seen = heard.get(user).stream().map(XmlWriter::toString).reduce("", String::concat);
      for (int other = 0; other < USERS; other++) {
        if (other != user) {
          assertThat(seen).doesNotContain(name(other) + "@");
        }
      }
    }
  }

  private void perform(long seed, String jidVisibility) {
    random = new Random(seed);
    visibility = jidVisibility;
    try (var stage = AccountStage.open(Spread.TWO_INSTANCES)) {
      for (int user = 0; user < USERS; user++) {
        stage.account(name(user), "");
        clients.add(stage.bind(user % 2, Jid.of(name(user) + "@" + AccountStage.DOMAIN + "/c")));
        heard.add(new ArrayList<>());
        clients.get(user).send("<presence/>");
      }
      create();
      for (int step = 0; step < STEPS; step++) {
        act(step, random.nextInt(USERS));
      }
      settle();
      everythingWasAnsweredOnce();
      theArchiveIsWhatEverybodyHeard();
      Client third =
          stage.bind(
              stage.addInstance("third"), Jid.of(name(0) + "@" + AccountStage.DOMAIN + "/3"));
      heard.add(new ArrayList<>());
      clients.add(third);
      third.send("<presence/>");
      theStateIsOne();
    }
  }

  private static String name(int user) {
    return "witch" + user;
  }

  private static String bare(int user) {
    return name(user) + "@" + AccountStage.DOMAIN;
  }

  /* ---- what is asked ---- */

  private void create() {
    clients
        .get(0)
        .send(
            "<iq type='set' id='create' to='%s'><create xmlns='urn:xmpp:mix:core:1' channel='coven'>"
                + config("JID Visibility", visibility)
                + "</create></iq>",
            AccountStage.MIX);
    await(0, e -> e.attrOr("id", "").equals("create"));
    ask(
        0,
        "admin",
        CHANNEL,
        publish("config", "<item>" + config("Administrator", bare(1)) + "</item>"));
    await(0, e -> e.attrOr("id", "").equals("admin"));
    asked.add("create");
  }

  private static String config(String field, String... values) {
    return "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'>"
        + ("<value>urn:xmpp:mix:admin:0</value></field><field var='" + field + "'>")
        + String.join("", Stream.of(values).map(v -> "<value>" + v + "</value>").toList())
        + "</field></x>";
  }

  private static String publish(String node, String item) {
    return "<pubsub xmlns='"
        + PUBSUB
        + "'><publish node='urn:xmpp:mix:nodes:"
        + node
        + "'>"
        + item
        + "</publish></pubsub>";
  }

  private void ask(int user, String id, String to, String payload) {
    asked.add(id);
    clients.get(user).send("<iq type='set' id='" + id + "' to='" + to + "'>" + payload + "</iq>");
  }

  private String any(List<String> all) {
    return all.get(random.nextInt(all.size()));
  }

  private String nodes(String child) {
    var out = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      out.append("<").append(child).append(" node='urn:xmpp:mix:nodes:").append(any(NODES));
      out.append("'/>");
    }
    return out.toString();
  }

  private void act(int step, int user) {
    String id = "s" + step;
    String core = "xmlns='urn:xmpp:mix:core:1'";
    switch (random.nextInt(12)) {
      case 0, 1, 2 ->
          ask(
              user,
              id,
              bare(user),
              "<client-join xmlns='urn:xmpp:mix:pam:2' channel='"
                  + CHANNEL
                  + "'><join "
                  + core
                  + "><nick>"
                  + any(NICKS)
                  + "</nick><subscribe node='urn:xmpp:mix:nodes:messages'/>"
                  + nodes("subscribe")
                  + "</join></client-join>");
      case 3 ->
          ask(
              user,
              id,
              bare(user),
              "<client-leave xmlns='urn:xmpp:mix:pam:2' channel='"
                  + CHANNEL
                  + "'><leave "
                  + core
                  + "/></client-leave>");
      case 4 ->
          ask(user, id, CHANNEL, "<setnick " + core + "><nick>" + any(NICKS) + "</nick></setnick>");
      case 5 ->
          ask(
              user,
              id,
              CHANNEL,
              "<update-subscription "
                  + core
                  + ">"
                  + nodes("subscribe")
                  + nodes("unsubscribe")
                  + "</update-subscription>");
      case 6 -> ask(user, id, CHANNEL, publish("banned", "<item id='" + bare(7) + "'/>"));
      case 7 ->
          ask(
              user,
              id,
              CHANNEL,
              "<pubsub xmlns='"
                  + PUBSUB
                  + "'><retract node='urn:xmpp:mix:nodes:banned'><item id='"
                  + bare(7)
                  + "'/></retract></pubsub>");
      case 8 -> {
        boolean on = random.nextBoolean();
        String field = random.nextBoolean() ? "Mandatory Nicks" : "Open Presence";
        ask(user, id, CHANNEL, publish("config", "<item>" + config(field, "" + on) + "</item>"));
      }
      default -> {
        said.add(id);
        clients
            .get(user)
            .send(
                "<message type='groupchat' id='"
                    + id
                    + "' to='"
                    + CHANNEL
                    + "'><body>"
                    + id
                    + "</body></message>");
      }
    }
  }

  /* ---- what came of it ---- */

  /// The last entry of all is one that can be seen; whoever's instance has it has sent all before.
  private void settle() {
    for (int user = 0; user < USERS; user++) {
      String end = "end" + user;
      clients
          .get(user)
          .send(
              "<iq type='get' id='%s' to='%s'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>",
              end, CHANNEL);
      await(user, e -> e.attrOr("id", "").equals(end));
    }
    ask(
        0,
        "last",
        CHANNEL,
        publish(
            "info",
            "<item>" + config("Name", "the end").replace("mix:admin:0", "mix:core:1") + "</item>"));
    await(0, e -> e.attrOr("id", "").equals("last"));
    for (int user = 0; user < 2; user++) {
      int turn = user;
      long until = System.nanoTime() + PATIENCE.toNanos();
      boolean there = false;
      for (int n = 0; !there; n++) {
        assertThat(System.nanoTime()).as("place %s is behind", turn).isLessThan(until);
        there = XmlWriter.toString(items(turn, "info", "look" + n)).contains("the end");
      }
    }
    for (int user = 0; user < USERS; user++) {
      String over = "over" + user;
      clients.get(user).send("<iq type='get' id='%s'><ping xmlns='urn:xmpp:ping'/></iq>", over);
      await(user, e -> e.attrOr("id", "").equals(over));
    }
  }

  private Element items(int user, String node, String id) {
    clients
        .get(user)
        .send(
            "<iq type='get' id='%s' to='%s'><pubsub xmlns='%s'><items node='urn:xmpp:mix:nodes:%s'/>"
                + "</pubsub></iq>",
            id + node, CHANNEL, PUBSUB, node);
    return await(user, e -> e.attrOr("id", "").equals(id + node));
  }

  /// Keeps all that a client gets, up to a stanza.
  private Element await(int user, Predicate<Element> wanted) {
    while (true) {
      Element next =
          clients
              .get(user)
              .receive(PATIENCE)
              .orElseThrow(() -> new AssertionError(name(user) + " waits in vain"));
      heard.get(user).add(next);
      if (wanted.test(next)) {
        return next;
      }
    }
  }

  private void everythingWasAnsweredOnce() {
    List<String> answers =
        heard.stream()
            .flatMap(List::stream)
            .filter(e -> e.name().equals("iq") && asked.contains(e.attrOr("id", "")))
            .filter(e -> !e.attrOr("type", "").equals("set"))
            .map(e -> e.attrOr("id", ""))
            .toList();
    assertThat(answers).containsExactlyInAnyOrderElementsOf(asked);
  }

  private void theArchiveIsWhatEverybodyHeard() {
    clients
        .get(0)
        .send("<iq type='set' id='all' to='%s'><query xmlns='urn:xmpp:mam:2'/></iq>", CHANNEL);
    List<Element> before = heard.set(0, new ArrayList<>());
    await(0, e -> e.attrOr("id", "").equals("all"));
    List<String> archived =
        heard.get(0).stream()
            .flatMap(e -> e.child("result", "urn:xmpp:mam:2").stream())
            .map(r -> r.child("forwarded", "urn:xmpp:forward:0").orElseThrow())
            .map(f -> f.child("message", "jabber:client").orElseThrow())
            .map(m -> m.childText("body").orElse(""))
            .toList();
    heard.set(0, before);
    // How many get through depends on who was banned when.
    assertThat(archived).isNotEmpty().doesNotHaveDuplicates();
    var refused = new HashSet<String>();
    for (List<Element> one : heard) {
      one.stream()
          .filter(e -> e.name().equals("message") && e.attrOr("type", "").equals("error"))
          .forEach(e -> refused.add(e.attrOr("id", "")));
    }
    var accepted = new HashSet<>(said);
    accepted.removeAll(refused);
    assertThat(archived).containsExactlyInAnyOrderElementsOf(accepted);
    for (List<Element> one : heard) {
      List<String> got =
          one.stream()
              .filter(e -> e.name().equals("message") && e.attrOr("type", "").equals("groupchat"))
              .map(e -> e.childText("body").orElse(""))
              .toList();
      assertThat(got).doesNotHaveDuplicates();
      assertThat(archived.stream().filter(got::contains).toList()).isEqualTo(got);
    }
  }

  private void theStateIsOne() {
    for (String node : List.of("participants", "config", "banned", "jidmap", "info")) {
      Element first = payload(items(0, node, "one"));
      // The owner reads at place 0, an administrator at place 1 what it may, the owner at the
      // third.
      if (!node.equals("config")) {
        assertThat(payload(items(1, node, "two"))).as(node).isEqualTo(first);
      }
      assertThat(payload(items(USERS, node, "three"))).as(node).isEqualTo(first);
    }
    clients
        .get(USERS)
        .send(
            "<iq type='get' id='nodes' to='%s'>"
                + "<query xmlns='http://jabber.org/protocol/disco#items' node='mix'/></iq>",
            CHANNEL);
    assertThat(XmlWriter.toString(await(USERS, e -> e.attrOr("id", "").equals("nodes"))))
        .contains("urn:xmpp:mix:nodes:presence");
    List<String> nicks =
        payload(items(0, "participants", "four"))
            .child("items", PUBSUB)
            .orElseThrow()
            .children("item", PUBSUB)
            .map(item -> item.child("participant", "urn:xmpp:mix:core:1").orElseThrow())
            .flatMap(p -> p.childText("nick").stream())
            .map(nick -> Nick.of(nick).orElseThrow().key())
            .toList();
    assertThat(nicks).doesNotHaveDuplicates();
  }

  private static Element payload(Element answer) {
    assertThat(answer.attr("type")).as(XmlWriter.toString(answer)).isEqualTo("result");
    return answer.child("pubsub", PUBSUB).orElseThrow();
  }
}

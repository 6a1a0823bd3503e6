package im.coven.fault;

import im.coven.client.Endpoint;
import im.coven.client.XmppClient;
import im.coven.client.XmppException;
import im.coven.xml.Element;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A member of a channel that writes down what it was told: which of its messages were accepted,
/// and what it received in which order.
final class Witness implements AutoCloseable {

  static final String DOMAIN = "shakespeare.example";
  static final String CHANNEL = "coven@mix." + DOMAIN;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String NS = "jabber:client";
  private static final String NS_CORE = "urn:xmpp:mix:core:1";
  private static final String NS_PUBSUB = "http://jabber.org/protocol/pubsub";
  private static final String MESSAGES = "<subscribe node='urn:xmpp:mix:nodes:messages'/>";

  private final XmppClient client;
  private final String user;
  private final List<String> received = new ArrayList<>();
  private final List<String> accepted = new ArrayList<>();

  private Witness(XmppClient client, String user) {
    this.client = client;
    this.user = user;
  }

  /// Logs in with an account made for it, and is available.
  static Witness arrive(CovenProcess instance, String user) {
    XmppClient first = connect(instance);
    first.register(user, "secret");
    return enter(first, user);
  }

  /// Logs in with an account that is there.
  static Witness comeBack(CovenProcess instance, String user) {
    return enter(connect(instance), user);
  }

  static XmppClient connect(CovenProcess instance) {
    return XmppClient.connect(
        Endpoint.of("127.0.0.1", instance.clientPort(), DOMAIN).with(Endpoint.Security.NONE));
  }

  private static Witness enter(XmppClient client, String user) {
    client.login(user, "secret", "witness");
    client.send("<presence/>");
    // Asking for annotations shows that the client knows MIX (H12).
    client.ask(
        "<iq type='get' id='roster'><query xmlns='jabber:iq:roster'>"
            + "<annotate xmlns='urn:xmpp:mix:roster:0'/></query></iq>",
        PATIENCE);
    return new Witness(client, user);
  }

  void create() {
    ask(
        "<iq type='set' id='create' to='mix.%s'><create xmlns='urn:xmpp:mix:core:1' channel='coven'/></iq>"
            .formatted(DOMAIN));
  }

  void join() {
    ask(joinWith(MESSAGES));
  }

  /// Asks to join without waiting for anything.
  void startToJoin() {
    client.send(joinWith(MESSAGES));
  }

  /// Waits until the channel has it.
  void awaitJoined() {
    while (!"join".equals(client.receive(PATIENCE).orElseThrow().attr("id"))) {
      // Something else came in.
    }
  }

  /// Joins without subscribing to anything, which leaves a participant's subscriptions alone.
  void joinAgain() {
    ask(joinWith(""));
  }

  private String joinWith(String subscriptions) {
    return """
    <iq type='set' id='join' to='%s@%s'>
      <client-join xmlns='urn:xmpp:mix:pam:2' channel='%s'>
        <join xmlns='urn:xmpp:mix:core:1'>%s<nick>%s</nick></join>
      </client-join>
    </iq>\
    """
        .formatted(user, DOMAIN, CHANNEL, subscriptions, user);
  }

  /// The localparts of all who take part.
  List<String> participants() {
    Element answer =
        ask(
            "<iq type='get' id='who' to='%s'><pubsub xmlns='%s'><items node='%s'/></pubsub></iq>"
                .formatted(CHANNEL, NS_PUBSUB, "urn:xmpp:mix:nodes:participants"));
    return answer
        .child("pubsub", NS_PUBSUB)
        .flatMap(pubsub -> pubsub.child("items", NS_PUBSUB))
        .orElseThrow()
        .children("item", NS_PUBSUB)
        .map(item -> item.child("participant", NS_CORE).orElseThrow())
        .map(participant -> participant.childText("jid").orElseThrow())
        .map(jid -> jid.substring(0, jid.indexOf('@')))
        .toList();
  }

  private Element ask(String iq) {
    Element answer = client.ask(iq, PATIENCE);
    if (!"result".equals(answer.attr("type"))) {
      throw new IllegalStateException("refused: " + answer);
    }
    return answer;
  }

  /// Sends a message without waiting for anything.
  void say(String text) {
    client.send(
        "<message type='groupchat' to='%s' id='%s'><body>%s</body></message>"
            .formatted(CHANNEL, text, text));
  }

  /// Reads until this message of its own was reflected, and so accepted; answers false where it was
  /// refused or the stream ended.
  boolean isAccepted(String text) {
    try {
      while (!accepted.contains(text)) {
        Optional<Element> next = client.receive(PATIENCE);
        if (next.isEmpty() || !note(next.get(), text)) {
          return false;
        }
      }
      return true;
    } catch (XmppException gone) {
      return false;
    }
  }

  /// Reads until this message of anybody was received.
  void awaitMessage(String text) {
    while (!received.contains(text)) {
      note(
          client
              .receive(PATIENCE)
              .orElseThrow(() -> new AssertionError(user + " never received " + text)),
          null);
    }
  }

  private boolean note(Element stanza, @Nullable String own) {
    if ("error".equals(stanza.attr("type"))) {
      return own == null || !own.equals(stanza.attr("id"));
    }
    stanza
        .child("body", NS)
        .map(Element::text)
        .ifPresent(text -> {
          received.add(text);
          if (text.startsWith(user + "-")) {
            accepted.add(text);
          }
        });
    return true;
  }

  /// What it received, in that order.
  List<String> received() {
    return received;
  }

  /// Which of its own messages it saw reflected.
  List<String> accepted() {
    return accepted;
  }

  /// All bodies of the channel's archive, page by page.
  List<String> archive() {
    var bodies = new ArrayList<String>();
    String after = "";
    while (true) {
      client.send(
          """
          <iq type='set' id='mam%s' to='%s'><query xmlns='urn:xmpp:mam:2'>
            <set xmlns='http://jabber.org/protocol/rsm'><max>50</max>%s</set>
          </query></iq>\
          """
              .formatted(
                  bodies.size(), CHANNEL, after.isEmpty() ? "" : "<after>" + after + "</after>"));
      Element fin = page(bodies, "mam" + bodies.size());
      if ("true".equals(fin.attr("complete"))) {
        return bodies;
      }
      after =
          fin.child("set", "http://jabber.org/protocol/rsm")
              .flatMap(set -> set.childText("last"))
              .orElseThrow();
    }
  }

  private Element page(List<String> bodies, String id) {
    while (true) {
      Element stanza = client.receive(PATIENCE).orElseThrow();
      if (stanza.name().equals("iq") && id.equals(stanza.attr("id"))) {
        return stanza
            .child("fin", "urn:xmpp:mam:2")
            .orElseThrow(() -> new AssertionError("no page: " + stanza));
      }
      stanza
          .child("result", "urn:xmpp:mam:2")
          .flatMap(result -> result.child("forwarded", "urn:xmpp:forward:0"))
          .flatMap(forwarded -> forwarded.child("message", NS))
          .flatMap(message -> message.child("body", NS))
          .ifPresent(body -> bodies.add(body.text()));
      if (stanza.child("result", "urn:xmpp:mam:2").isEmpty()) {
        note(stanza, null);
      }
    }
  }

  @Override
  public void close() {
    client.close();
  }
}

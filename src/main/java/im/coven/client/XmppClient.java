package im.coven.client;

import im.coven.script.Markup;
import im.coven.script.Peer;
import im.coven.script.Step;
import im.coven.xml.Element;
import im.coven.xml.XmlWriter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A client of an XMPP server, blocking: it sends XML and receives elements.
///
/// Register and log in block until the server answered. Then a virtual thread reads, and what
/// arrives waits in a queue until {@link #receive}.
public final class XmppClient implements Peer, AutoCloseable {

  /// How long the server may take for an answer of the log-in, and for a connection.
  private static final Duration LOGIN_LIMIT = Duration.ofSeconds(30);

  /// How long the server may take to end its side of the stream.
  private static final Duration LEAVE_LIMIT = Duration.ofSeconds(2);

  private static final String SASL_NS = "urn:ietf:params:xml:ns:xmpp-sasl";
  private static final String TLS_NS = "urn:ietf:params:xml:ns:xmpp-tls";
  private static final String BIND_NS = "urn:ietf:params:xml:ns:xmpp-bind";
  private static final String SM_NS = "urn:xmpp:sm:3";
  private static final String REGISTER_NS = "jabber:iq:register";
  private static final List<String> MECHANISMS =
      List.of("SCRAM-SHA-512", "SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Wire wire;
  private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  private final Deque<Element> put = new ArrayDeque<>();
  private Element features;
  private String address = "";
  private boolean left;

  private sealed interface Arrival {}

  private record Stanza(Element element) implements Arrival {}

  private record End(String reason) implements Arrival {}

  private XmppClient(Endpoint endpoint) {
    wire = Wire.connect(endpoint, LOGIN_LIMIT);
    features = wire.open();
    if (!wire.isSecured() && wantsTls(endpoint.security())) {
      wire.send("<starttls xmlns='" + TLS_NS + "'/>");
      expect("proceed", TLS_NS);
      wire.startTls();
      features = wire.open();
    }
  }

  /// Opens a stream, under TLS as the endpoint says.
  public static XmppClient connect(Endpoint endpoint) {
    return new XmppClient(endpoint);
  }

  private boolean wantsTls(Endpoint.Security security) {
    return switch (security) {
      case WHERE_OFFERED -> features.child("starttls", TLS_NS).isPresent();
      case STARTTLS -> true;
      case DIRECT_TLS, NONE, WEB_SOCKET, WEB_SOCKET_TLS -> false;
    };
  }

  /// What the server offers at this point.
  public Element features() {
    return features;
  }

  /// Makes an account (XEP-0077).
  public XmppClient register(String user, String password) {
    var query = Element.builder("query", REGISTER_NS).text("username", user);
    set("register", query.text("password", password).build());
    return this;
  }

  /// Authenticates with the strongest mechanism that both sides know.
  public XmppClient authenticate(String user, String password) {
    List<String> offered =
        features.child("mechanisms", SASL_NS).stream()
            .flatMap(mechanisms -> mechanisms.children("mechanism", SASL_NS))
            .map(Element::text)
            .toList();
    return MECHANISMS.stream()
        .filter(offered::contains)
        .findFirst()
        .map(mechanism -> authenticate(user, password, mechanism))
        .orElseThrow(() -> new XmppException("no mechanism that this client knows", features));
  }

  /// Authenticates with a certain mechanism, and opens the stream anew.
  public XmppClient authenticate(String user, String password, String mechanism) {
    if (mechanism.equals("PLAIN")) {
      sasl("auth", " mechanism='PLAIN'", "\0" + user + "\0" + password);
      expect("success", SASL_NS);
    } else {
      scram(mechanism, user, password);
    }
    features = wire.open();
    return this;
  }

  private void scram(String mechanism, String user, String password) {
    byte[] nonce = new byte[18];
    RANDOM.nextBytes(nonce);
    var scram = new ScramClient(mechanism, user, password, HexFormat.of().formatHex(nonce));
    sasl("auth", " mechanism='" + mechanism + "'", scram.first());
    sasl("response", "", scram.answer(decoded(expect("challenge", SASL_NS))));
    if (!scram.isGenuine(decoded(expect("success", SASL_NS)))) {
      throw new XmppException("the server does not know the password");
    }
  }

  private void sasl(String name, String attributes, String text) {
    String base64 = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    wire.send("<%s xmlns='%s'%s>%s</%s>".formatted(name, SASL_NS, attributes, base64, name));
  }

  private static String decoded(Element element) {
    return new String(Base64.getDecoder().decode(element.text().strip()), StandardCharsets.UTF_8);
  }

  /// Binds a resource, one that the server makes where `resource` is empty. From now on the client
  /// sends and receives stanzas.
  public XmppClient bind(String resource) {
    var bind =
        Element.builder("bind", BIND_NS).text("resource", resource.isEmpty() ? null : resource);
    Element result = set("bind", bind.build());
    begin(
        result
            .child("bind", BIND_NS)
            .flatMap(bound -> bound.childText("jid"))
            .orElseThrow(() -> new XmppException("nothing bound", result)));
    return this;
  }

  private void begin(String bound) {
    address = bound;
    wire.waitForEver();
    Thread.ofVirtual().name("client-" + address).start(this::readAll);
  }

  /// Goes on with a session of `address` instead of binding a resource (XEP-0198 §5), of which this
  /// client has `h` stanzas. Answers how many of its own the server has, or nothing where there is
  /// no such session; then a resource can be bound.
  public OptionalLong resume(String address, String id, long h) {
    var resume = Element.builder("resume", SM_NS).attr("previd", id).attr("h", h);
    wire.send(XmlWriter.toString(resume.build()));
    Element answer = wire.read().orElseThrow(() -> new XmppException("the stream ended"));
    if (!answer.is("resumed", SM_NS)) {
      return OptionalLong.empty();
    }
    begin(address);
    return OptionalLong.of(Long.parseLong(answer.attrOr("h", "0")));
  }

  /// Authenticates and binds.
  public XmppClient login(String user, String password, String resource) {
    return authenticate(user, password).bind(resource);
  }

  /// Sends an IQ before a resource is bound, and waits for its result.
  private Element set(String id, Element payload) {
    wire.send("<iq type='set' id='%s'>%s</iq>".formatted(id, XmlWriter.toString(payload)));
    Element answer = wire.read().orElseThrow(() -> new XmppException("the stream ended"));
    if (!answer.name().equals("iq") || !"result".equals(answer.attr("type"))) {
      throw new XmppException(payload.name() + " refused", answer);
    }
    return answer;
  }

  private Element expect(String name, String ns) {
    Element answer = wire.read().orElseThrow(() -> new XmppException("the stream ended"));
    if (!answer.is(name, ns)) {
      throw new XmppException("instead of " + name, answer);
    }
    return answer;
  }

  private void readAll() {
    String reason = "the server ended the stream";
    try {
      Optional<Element> next = wire.read();
      while (next.isPresent()) {
        arrivals.add(new Stanza(next.get()));
        next = wire.read();
      }
    } catch (XmppException e) {
      reason = e.getMessage();
    }
    arrivals.add(new End(String.valueOf(reason)));
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public void send(String xml) {
    wire.send(xml);
  }

  /// The next element, a stanza or a stream error; nothing within `limit` is nothing.
  ///
  /// @throws XmppException when the stream has ended
  @Override
  public Optional<Element> receive(Duration limit) {
    if (!put.isEmpty()) {
      return Optional.of(put.pop());
    }
    try {
      return switch (arrivals.poll(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        case Stanza(var element) -> Optional.of(element);
        case End end -> {
          arrivals.add(end);
          throw new XmppException(end.reason());
        }
        case null -> Optional.empty();
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new XmppException("interrupted", e);
    }
  }

  /// Sends an IQ and waits for its answer; what arrives before stays to be received.
  public Element ask(String iq, Duration limit) {
    Element question = Markup.elements(iq).getFirst();
    send(iq);
    var before = new ArrayDeque<Element>();
    while (true) {
      Element stanza =
          receive(limit).orElseThrow(() -> new XmppException("no answer to " + question));
      if (isAnswer(stanza, question)) {
        before.descendingIterator().forEachRemaining(put::push);
        return stanza;
      }
      before.add(stanza);
    }
  }

  private static boolean isAnswer(Element stanza, Element question) {
    String type = stanza.attrOr("type", "");
    return stanza.name().equals("iq")
        && (type.equals("result") || type.equals("error"))
        && question.attrOr("id", "").equals(stanza.attr("id"));
  }

  @Override
  public void leave(Step.Manner manner) {
    if (left) {
      return;
    }
    left = true;
    if (manner == Step.Manner.GOES_OFFLINE) {
      try {
        wire.end();
      } catch (XmppException alreadyGone) {
        // Nobody is there to say good-bye to.
      }
      awaitEnd();
    }
    wire.drop();
  }

  /// Waits for the server's side of the stream to end: a socket closed before has the server's last
  /// words in it, and is reset instead of closed.
  private void awaitEnd() {
    if (address.isEmpty()) {
      return;
    }
    try {
      while (receive(LEAVE_LIMIT).isPresent()) {
        // What still came in is of no interest.
      }
    } catch (XmppException end) {
      // This is what was waited for.
    }
  }

  @Override
  public void close() {
    leave(Step.Manner.GOES_OFFLINE);
  }
}

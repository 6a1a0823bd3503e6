package im.coven.load;

import im.coven.client.ScramClient;
import im.coven.load.LoadPlan.Security;
import im.coven.load.LoadPlan.Target;
import im.coven.xml.Element;
import im.coven.xml.XmlWriter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

/// Brings a connection from its first byte to a bound resource, without blocking: STARTTLS,
/// registration where it is wanted, SASL, the resource.
final class LogIn {

  /// Where nobody can listen PLAIN is the cheapest, for both sides.
  private static final List<String> UNHEARD =
      List.of("PLAIN", "SCRAM-SHA-1", "SCRAM-SHA-256", "SCRAM-SHA-512");

  private static final List<String> HEARD =
      List.of("SCRAM-SHA-256", "SCRAM-SHA-1", "SCRAM-SHA-512");

  private static final String SASL_NS = "urn:ietf:params:xml:ns:xmpp-sasl";
  private static final String TLS_NS = "urn:ietf:params:xml:ns:xmpp-tls";
  private static final String BIND_NS = "urn:ietf:params:xml:ns:xmpp-bind";
  private static final String REGISTER_NS = "jabber:iq:register";
  private static final String RESOURCE = "load";
  private static final SecureRandom RANDOM = new SecureRandom();

  /// Who logs in; `isNew` where the account is to be made.
  record Who(String user, String password, boolean isNew) {}

  private final Vertx vertx;
  private final Connection connection;
  private final Target target;
  private final Who who;

  LogIn(Vertx vertx, Connection connection, Target target, Who who) {
    this.vertx = vertx;
    this.connection = connection;
    this.target = target;
    this.who = who;
  }

  /// Answers the full JID.
  Future<String> run() {
    return connection
        .open(target.domain())
        .compose(this::secured)
        .compose(this::registered)
        .compose(this::authenticated)
        .compose(_ -> connection.open(target.domain()))
        .compose(_ -> bound());
  }

  private Future<Element> secured(Element features) {
    var offer = features.child("starttls", TLS_NS);
    if (target.security() == Security.NONE) {
      boolean required = offer.flatMap(tls -> tls.child("required")).isPresent();
      return required
          ? failed("the server wants TLS: say --tls")
          : Future.succeededFuture(features);
    }
    if (offer.isEmpty()) {
      return failed("the server does not offer STARTTLS");
    }
    boolean trustingAll = target.security() == Security.STARTTLS_TRUSTING_ALL;
    var tls =
        new ClientSSLOptions()
            .setTrustAll(trustingAll)
            .setHostnameVerificationAlgorithm(trustingAll ? "" : "HTTPS");
    return connection
        .exchange("<starttls xmlns='" + TLS_NS + "'/>")
        .compose(answer -> isOr(answer, "proceed", "no TLS"))
        .compose(_ -> connection.socket().upgradeToSsl(tls, target.domain()))
        .compose(_ -> connection.open(target.domain()));
  }

  private Future<Element> registered(Element features) {
    if (!who.isNew()) {
      return Future.succeededFuture(features);
    }
    var query =
        Element.builder("query", REGISTER_NS)
            .text("username", who.user())
            .text("password", who.password())
            .build();
    return iq("register", query)
        .compose(answer ->
            isResult(answer)
                ? Future.succeededFuture(features)
                : failed("no account is made: " + Connection.condition(answer)));
  }

  private Future<Element> authenticated(Element features) {
    List<String> offered =
        features.child("mechanisms", SASL_NS).stream()
            .flatMap(mechanisms -> mechanisms.children("mechanism", SASL_NS))
            .map(Element::text)
            .toList();
    boolean unheard =
        target.security() != Security.NONE || Loopback.is(connection.socket().remoteAddress());
    return (unheard ? UNHEARD : HEARD)
        .stream()
            .filter(offered::contains)
            .findFirst()
            .map(mechanism -> mechanism.equals("PLAIN") ? plain() : scram(mechanism))
            .orElseGet(() -> failed("no SASL mechanism that can be used here: " + offered));
  }

  private Future<Element> plain() {
    return connection
        .exchange(sasl("auth", " mechanism='PLAIN'", "\0" + who.user() + "\0" + who.password()))
        .compose(answer -> isOr(answer, "success", "log-in refused"));
  }

  private Future<Element> scram(String mechanism) {
    byte[] nonce = new byte[18];
    RANDOM.nextBytes(nonce);
    var scram =
        new ScramClient(mechanism, who.user(), who.password(), HexFormat.of().formatHex(nonce));
    return connection
        .exchange(sasl("auth", " mechanism='" + mechanism + "'", scram.first()))
        .compose(answer -> isOr(answer, "challenge", "log-in refused"))
        // Thousands of rounds of hashing are nothing for an event loop.
        .compose(challenge -> aside(() -> scram.answer(decoded(challenge))))
        .compose(answer -> connection.exchange(sasl("response", "", answer)))
        .compose(answer -> isOr(answer, "success", "log-in refused"))
        .compose(success ->
            scram.isGenuine(decoded(success))
                ? Future.succeededFuture(success)
                : failed("the server does not know the password"));
  }

  private Future<String> aside(Callable<String> work) {
    return vertx.executeBlocking(work, false).map(Objects::requireNonNull);
  }

  private Future<String> bound() {
    var bind = Element.builder("bind", BIND_NS).text("resource", RESOURCE).build();
    return iq("bind", bind)
        .compose(answer ->
            answer
                .child("bind", BIND_NS)
                .flatMap(bound -> bound.childText("jid"))
                .map(Future::succeededFuture)
                .orElseGet(() -> failed("nothing bound: " + Connection.condition(answer))))
        .onSuccess(_ -> connection.bound());
  }

  private Future<Element> iq(String id, Element payload) {
    return connection.exchange(
        "<iq type='set' id='%s'>%s</iq>".formatted(id, XmlWriter.toString(payload)));
  }

  private static boolean isResult(Element answer) {
    return "result".equals(answer.attr("type"));
  }

  private static Future<Element> isOr(Element answer, String name, String otherwise) {
    return answer.name().equals(name)
        ? Future.succeededFuture(answer)
        : failed(otherwise + ": " + refusal(answer));
  }

  private static String refusal(Element answer) {
    List<Element> reasons = answer.children();
    return reasons.isEmpty() ? answer.toString() : reasons.getFirst().name();
  }

  private static <T> Future<T> failed(String why) {
    return Future.failedFuture(new LoadFailure(why));
  }

  private static String sasl(String name, String attributes, String text) {
    String base64 = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    return "<%s xmlns='%s'%s>%s</%s>".formatted(name, SASL_NS, attributes, base64, name);
  }

  private static String decoded(Element element) {
    return new String(Base64.getDecoder().decode(element.text().strip()), StandardCharsets.UTF_8);
  }
}

package im.coven.stream;

import im.coven.jid.Jid;
import im.coven.sasl.SaslFailure;
import im.coven.sasl.ScramMechanism;
import im.coven.stanza.Stanza;
import im.coven.xml.Element;
import im.coven.xml.XmlWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The XML of a stream that is no stanza: header, features, SASL, acknowledgements, errors, end.
public final class StreamXml {

  /// The namespace of the stream itself; what we write has the prefix `stream` for it.
  public static final String NS = "http://etherx.jabber.org/streams";

  /// What ends a stream.
  public static final String END = "</stream:stream>";

  /// The answer to `<starttls/>`.
  public static final String PROCEED = "<proceed xmlns='" + ClientStreamMachine.TLS_NS + "'/>";

  static final String CONTENT_NS = Stanza.NS;
  static final String BIND_NS = "urn:ietf:params:xml:ns:xmpp-bind";
  static final String SESSION_NS = "urn:ietf:params:xml:ns:xmpp-session";
  static final String SM_NS = "urn:xmpp:sm:3";
  private static final String LIMITS_NS = "urn:xmpp:stream-limits:0";
  private static final String ROSTER_VERSION_NS = "urn:xmpp:features:rosterver";
  private static final String REGISTER_FEATURE_NS = "http://jabber.org/features/iq-register";

  private StreamXml() {}

  /* ---- as text ---- */

  /// Our stream header. See RFC 6120 §4.7.
  public static String header(String id, String domain, @Nullable Jid to) {
    var out = new StringBuilder(256);
    out.append("<?xml version='1.0'?><stream:stream xmlns='").append(CONTENT_NS);
    out.append("' xmlns:stream='").append(NS).append("' version='1.0' xml:lang='en'");
    attribute("id", id, out);
    if (!domain.isEmpty()) {
      attribute("from", domain, out);
    }
    if (to != null) {
      attribute("to", to.toString(), out);
    }
    return out.append('>').toString();
  }

  /// The stream features. See RFC 6120 §4.3.2.
  public static String features(List<Element> features) {
    var out = new StringBuilder(512).append("<stream:features>");
    for (Element feature : features) {
      XmlWriter.write(feature, CONTENT_NS, out);
    }
    return out.append("</stream:features>").toString();
  }

  /// A stream error. See RFC 6120 §4.9.
  public static String error(StreamError error) {
    var out = new StringBuilder(256).append("<stream:error>");
    XmlWriter.write(Element.of(error.condition().wire(), StreamError.NS), CONTENT_NS, out);
    String text = error.text();
    if (text != null) {
      XmlWriter.write(Element.text("text", StreamError.NS, text), CONTENT_NS, out);
    }
    Element detail = error.detail();
    if (detail != null) {
      XmlWriter.write(detail, CONTENT_NS, out);
    }
    return out.append("</stream:error>").toString();
  }

  private static void attribute(String name, String value, StringBuilder out) {
    out.append(' ').append(name).append("='");
    XmlWriter.escapeAttribute(value, out);
    out.append('\'');
  }

  /* ---- features ---- */

  static List<Element> featuresBefore(StreamPolicy policy, Entry entry) {
    var features = new ArrayList<Element>();
    if (policy.offersStartTls(entry)) {
      var startTls = Element.builder("starttls", ClientStreamMachine.TLS_NS);
      if (policy.tls() == StreamPolicy.Tls.REQUIRED) {
        startTls.add(Element.of("required", ClientStreamMachine.TLS_NS));
      }
      features.add(startTls.build());
    }
    if (policy.permitsSasl(entry)) {
      features.add(mechanisms(policy, entry));
    }
    if (policy.permitsRegistration(entry)) {
      features.add(Element.of("register", REGISTER_FEATURE_NS));
    }
    features.add(limits(policy.negotiationBytesMax(), policy.idleSeconds()));
    return features;
  }

  static List<Element> featuresAfter(StreamPolicy policy) {
    return List.of(
        Element.of("bind", BIND_NS),
        Element.builder("session", SESSION_NS).add(Element.of("optional", SESSION_NS)).build(),
        Element.of("sm", SM_NS),
        Element.of("ver", ROSTER_VERSION_NS),
        limits(policy.stanzaBytesMax(), policy.idleSeconds()));
  }

  private static Element mechanisms(StreamPolicy policy, Entry entry) {
    var mechanisms = Element.builder("mechanisms", SaslMachine.NS);
    for (ScramMechanism mechanism : ScramMechanism.values()) {
      mechanisms.text("mechanism", mechanism.wire());
    }
    if (policy.permitsPlain(entry)) {
      mechanisms.text("mechanism", SaslMachine.PLAIN);
    }
    return mechanisms.build();
  }

  /// See XEP-0478 §3.1.
  private static Element limits(int bytesMax, int idleSeconds) {
    return Element.builder("limits", LIMITS_NS)
        .text("max-bytes", Integer.toString(bytesMax))
        .text("idle-seconds", Integer.toString(idleSeconds))
        .build();
  }

  /* ---- negotiation ---- */

  static Element success(@Nullable String data) {
    return data == null
        ? Element.of("success", SaslMachine.NS)
        : Element.text("success", SaslMachine.NS, SaslMachine.encode(data));
  }

  /// An authentication failed. See RFC 6120 §6.5.
  public static Element failure(SaslFailure failure) {
    return Element.builder("failure", SaslMachine.NS)
        .add(Element.of(failure.wire(), SaslMachine.NS))
        .build();
  }

  static Element registrationForm() {
    String ns = ClientStreamMachine.REGISTER_NS;
    return Element.builder("query", ns)
        .text("instructions", "Choose a username and a password.")
        .add(Element.of("username", ns))
        .add(Element.of("password", ns))
        .build();
  }

  static Element bound(Jid address) {
    return Element.builder("bind", BIND_NS).text("jid", address.toString()).build();
  }

  /* ---- acknowledgements ---- */

  /// Asks the client to acknowledge.
  public static Element ackRequest() {
    return Element.of("r", SM_NS);
  }

  /// Acknowledges to the client.
  public static Element ack(long h) {
    return Element.builder("a", SM_NS).attr("h", h).build();
  }

  /// The client acknowledged more than was sent. See XEP-0198 §6.
  public static StreamError handledCountTooHigh(long h, long sent) {
    Element detail =
        Element.builder("handled-count-too-high", SM_NS)
            .attr("h", h)
            .attr("send-count", sent)
            .build();
    return new StreamError(StreamError.Condition.UNDEFINED_CONDITION, null, detail);
  }

  /// Acknowledgements are enabled; with an `id` the session can be resumed within so many seconds
  /// after its connection broke.
  public static Element enabled(@Nullable String id, int seconds) {
    return id == null
        ? Element.of("enabled", SM_NS)
        : Element.builder("enabled", SM_NS)
            .attr("id", id)
            .attr("resume", "true")
            .attr("max", seconds)
            .build();
  }

  static Element resumed(String id, long h) {
    return Element.builder("resumed", SM_NS).attr("previd", id).attr("h", h).build();
  }

  static Element smFailed(String condition) {
    return failed(condition).build();
  }

  /// There is no session to resume; `h` is as far as an expired one came, where it is not negative.
  static Element notResumed(long h) {
    var failed = failed("item-not-found");
    return h < 0 ? failed.build() : failed.attr("h", h).build();
  }

  private static Element.Builder failed(String condition) {
    return Element.builder("failed", SM_NS)
        .add(Element.of(condition, im.coven.stanza.StanzaError.NS));
  }
}

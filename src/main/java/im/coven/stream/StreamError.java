package im.coven.stream;

import im.coven.xml.Element;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Why a stream is closed. See RFC 6120 §4.9.
public record StreamError(Condition condition, @Nullable String text, @Nullable Element detail) {

  public static final String NS = "urn:ietf:params:xml:ns:xmpp-streams";

  /// The defined conditions. See RFC 6120 §4.9.3.
  public enum Condition {
    BAD_FORMAT,
    BAD_NAMESPACE_PREFIX,
    CONFLICT,
    CONNECTION_TIMEOUT,
    HOST_GONE,
    HOST_UNKNOWN,
    IMPROPER_ADDRESSING,
    INTERNAL_SERVER_ERROR,
    INVALID_FROM,
    INVALID_NAMESPACE,
    INVALID_XML,
    NOT_AUTHORIZED,
    NOT_WELL_FORMED,
    POLICY_VIOLATION,
    REMOTE_CONNECTION_FAILED,
    RESET,
    RESOURCE_CONSTRAINT,
    RESTRICTED_XML,
    SEE_OTHER_HOST,
    SYSTEM_SHUTDOWN,
    UNDEFINED_CONDITION,
    UNSUPPORTED_ENCODING,
    UNSUPPORTED_FEATURE,
    UNSUPPORTED_STANZA_TYPE,
    UNSUPPORTED_VERSION;

    public String wire() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public StreamError error() {
      return new StreamError(this, null, null);
    }

    public StreamError because(String text) {
      return new StreamError(this, text, null);
    }
  }
}

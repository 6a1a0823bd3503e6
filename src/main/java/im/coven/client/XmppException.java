package im.coven.client;

import im.coven.xml.Element;
import java.util.Optional;

/// The server refused, or the connection broke.
public final class XmppException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Optional<Element> answer;

  XmppException(String message, Throwable cause) {
    super(message, cause);
    answer = Optional.empty();
  }

  XmppException(String message) {
    super(message);
    answer = Optional.empty();
  }

  XmppException(String message, Element answer) {
    super(message + ": " + answer);
    this.answer = Optional.of(answer);
  }

  /// What the server said, where it said something.
  public Optional<Element> answer() {
    return answer;
  }
}

package im.coven.fault;

import im.coven.client.XmppClient;
import im.coven.client.XmppException;
import im.coven.script.Step;
import im.coven.xml.Element;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A member's end of a session: one connection after the other where the session can be resumed
/// (XEP-0198), each stanza counted and, until the server has it, kept. Not for several threads.
final class Line {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String NS = "urn:xmpp:sm:3";
  private static final int ASK_EVERY = 5;

  private final ArrayDeque<String> sent = new ArrayDeque<>();
  private final ArrayDeque<Element> early = new ArrayDeque<>();
  private XmppClient client;
  private @Nullable String id;
  private long acknowledged;
  private long received;
  private long said;

  Line(XmppClient client) {
    this.client = client;
  }

  /// Asks for a session that can be resumed.
  void enable() {
    client.send("<enable xmlns='" + NS + "' resume='true'/>");
    while (id == null) {
      Element answer = client.receive(PATIENCE).orElseThrow();
      if (answer.is("enabled", NS)) {
        id = answer.attr("id");
      } else {
        early.add(answer);
      }
    }
  }

  boolean isResumable() {
    return id != null;
  }

  /// Goes on over another connection, on which the client has authenticated; answers false when the
  /// session is gone.
  boolean resume(XmppClient next) {
    OptionalLong h = next.resume(client.address(), String.valueOf(id), received);
    if (h.isEmpty()) {
      return false;
    }
    client = next;
    acknowledged(h.getAsLong());
    sent.forEach(client::send);
    return true;
  }

  void send(String stanza) {
    if (id != null) {
      sent.add(stanza);
      said++;
    }
    client.send(stanza);
    if (id != null && said % ASK_EVERY == 0) {
      client.send("<r xmlns='" + NS + "'/>");
    }
  }

  /// The next stanza.
  Optional<Element> receive(Duration limit) {
    if (!early.isEmpty()) {
      return Optional.of(early.remove());
    }
    while (true) {
      Optional<Element> next = client.receive(limit);
      if (next.isEmpty()) {
        return next;
      }
      Element element = next.get();
      if (!element.ns().equals(NS)) {
        received += element.ns().equals("jabber:client") ? 1 : 0;
        return next;
      }
      if (element.name().equals("r")) {
        client.send("<a xmlns='" + NS + "' h='" + received + "'/>");
      } else if (element.name().equals("a")) {
        acknowledged(Long.parseLong(element.attrOr("h", "0")));
      }
    }
  }

  private void acknowledged(long h) {
    if (h < acknowledged || h > acknowledged + sent.size()) {
      throw new AssertionError(
          "h=" + h + " where " + acknowledged + " are acknowledged and " + sent.size() + " sent");
    }
    for (; acknowledged < h; acknowledged++) {
      sent.remove();
    }
  }

  /// Closes the connection without a word.
  void breakOff() {
    client.leave(Step.Manner.BREAKS_OFF);
  }

  void close() {
    try {
      client.close();
    } catch (XmppException gone) {
      breakOff();
    }
  }
}

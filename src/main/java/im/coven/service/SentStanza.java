package im.coven.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import im.coven.account.StoredText;
import im.coven.jid.Jid;
import im.coven.stanza.Message;
import im.coven.stanza.Stanza;
import im.coven.stream.Checkpoint.Kept;
import im.coven.xml.Element;
import im.coven.xml.XmlWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A stanza that was sent and is not acknowledged yet (XEP-0198).
public sealed interface SentStanza {

  String NS_DELAY = "urn:xmpp:delay";

  /// It was sent as a value, to this client alone, at a time of Redis' clock.
  record Whole(Stanza stanza, long sentMs) implements SentStanza {}

  /// It was sent as bytes that many streams share: a channel has it in its archive.
  record Spliced(byte[] head, byte[] tail) implements SentStanza {}

  /// What {@link Spliced} was on another stream: all its bytes.
  record Shared(byte[] bytes) implements SentStanza {}

  /// What has to be delivered otherwise when the stream ends: what nobody else has, marked with the
  /// time when it was sent (XEP-0203).
  static List<Stanza> owed(List<SentStanza> sent, Jid session) {
    var owed = new ArrayList<Stanza>();
    for (SentStanza stanza : sent) {
      if (stanza instanceof Whole whole) {
        owed.add(delayed(whole, session));
      }
    }
    return owed;
  }

  /// A stanza as it is sent again to the same session; messages are marked with the time when they
  /// were sent first.
  static Stanza delayed(Whole whole, Jid session) {
    return whole.stanza() instanceof Message message
        ? delayed(message, session, Instant.ofEpochMilli(whole.sentMs()))
        : whole.stanza();
  }

  /// Marks a message with the time when the server of a session had it, unless it has that mark.
  static Message delayed(Message message, Jid session, Instant stamp) {
    Jid domain = Jid.domain(session.domainpart());
    boolean marked =
        message.nodes().stream()
            .anyMatch(node ->
                node instanceof Element element
                    && element.is("delay", NS_DELAY)
                    && domain.toString().equals(element.attr("from")));
    if (marked) {
      return message;
    }
    var nodes = new ArrayList<>(message.nodes());
    nodes.add(Element.builder("delay", NS_DELAY).attr("from", domain).attr("stamp", stamp).build());
    return message.withNodes(nodes);
  }

  /// How the stanza is kept; `to` is the session's address as it stands in an attribute.
  static Kept kept(SentStanza sent, byte[] to) {
    return switch (sent) {
      case Whole(var stanza, var sentMs) -> new Kept(false, sentMs, StoredText.write(stanza));
      case Spliced(var head, var tail) ->
          new Kept(
              true, 0, new String(head, UTF_8) + new String(to, UTF_8) + new String(tail, UTF_8));
      case Shared(var bytes) -> new Kept(true, 0, new String(bytes, UTF_8));
    };
  }

  /// Reads [#kept].
  static SentStanza of(Kept kept) {
    return kept.shared()
        ? new Shared(kept.xml().getBytes(UTF_8))
        : new Whole(StoredText.stanza(kept.xml()), kept.sentMs());
  }

  /// An address as it stands in an attribute.
  static byte[] escaped(Jid address) {
    var out = new StringBuilder();
    XmlWriter.escapeAttribute(address.toString(), out);
    return out.toString().getBytes(UTF_8);
  }
}

package im.coven.net;

import im.coven.jid.Jid;
import im.coven.stanza.Stanza;
import im.coven.stanza.StanzaCodec;
import im.coven.stream.StreamXml;
import im.coven.xml.Element;
import im.coven.xml.StreamHeader;
import im.coven.xml.XmlFault;
import im.coven.xml.XmlLimits;
import im.coven.xml.XmlSink;
import im.coven.xml.XmlStreamParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A stanza that was sent and is not acknowledged yet (XEP-0198).
sealed interface SentStanza {

  /// It was sent as a value.
  record Whole(Stanza stanza) implements SentStanza {}

  /// It was sent as bytes that many streams share. It becomes a value again only where a stream
  /// ends before it is acknowledged, which is rare.
  record Spliced(byte[] head, byte[] tail) implements SentStanza {}

  /// The stanzas as values, in the same order. `address` is the session's.
  static List<Stanza> values(List<SentStanza> sent, Jid address) {
    var values = new ArrayList<Stanza>(sent.size());
    var reader = new Reader(values);
    byte[] to = escaped(address);
    for (SentStanza stanza : sent) {
      switch (stanza) {
        case Whole(var value) -> values.add(value);
        case Spliced(var head, var tail) -> reader.read(head, to, tail);
      }
    }
    return values;
  }

  /// An address as it stands in an attribute.
  static byte[] escaped(Jid address) {
    var out = new StringBuilder();
    im.coven.xml.XmlWriter.escapeAttribute(address.toString(), out);
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// Reads our own bytes back.
  final class Reader implements XmlSink {
    private final XmlStreamParser parser = new XmlStreamParser(XmlLimits.TRUSTED, this);
    private final List<Stanza> values;

    private Reader(List<Stanza> values) {
      this.values = values;
      parser.feed(StreamXml.header("", "", null).getBytes(StandardCharsets.UTF_8));
    }

    private void read(byte[] head, byte[] to, byte[] tail) {
      parser.feed(head);
      parser.feed(to);
      parser.feed(tail);
    }

    @Override
    public void opened(StreamHeader header) {}

    @Override
    public void element(Element element) {
      if (StanzaCodec.isStanza(element)
          && StanzaCodec.read(element) instanceof StanzaCodec.Ok(var stanza)) {
        values.add(stanza);
      }
    }

    @Override
    public void closed() {}

    @Override
    public void fault(XmlFault fault) {
      throw new IllegalStateException("we sent what cannot be read: " + fault);
    }
  }
}

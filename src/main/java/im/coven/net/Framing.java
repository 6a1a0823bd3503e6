package im.coven.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import im.coven.jid.Jid;
import im.coven.stream.MessageReader;
import im.coven.stream.MessageXml;
import im.coven.stream.StreamReader;
import im.coven.stream.StreamXml;
import im.coven.stream.WebSocketFrame;
import im.coven.xml.XmlLimits;
import im.coven.xml.XmlSink;
import org.jspecify.annotations.Nullable;

/// How a stream stands on its wire: what TCP and WebSocket do differently, and nothing else.
///
/// What is sent is written as it stands in a stream that is one document (RFC 6120), whatever the
/// wire; so what many get is the same bytes for all of them, and so is what is kept.
sealed interface Framing {

  byte[] NOTHING = {};

  /// What reads the client's streams.
  StreamReader reader(XmlLimits limits, XmlSink sink, MessageReader.Control control);

  /// What opens our stream.
  String header(String id, String domain, @Nullable Jid to);

  /// What ends our stream.
  String end();

  /// What is sent when there is nothing to send, so that the connection is not forgotten on its
  /// way.
  byte[] signOfLife();

  /// An element as it stands here.
  byte[] element(byte[] element);

  /// The beginning of elements that many get, as it stands here.
  byte[] shared(byte[] head);

  /// What stands before an element of so many bytes.
  byte[] before(int length);

  /// What is sent before the connection is closed.
  byte[] farewell(WebSocketFrame.Close why);

  /// One document. See RFC 6120.
  final class Document implements Framing {

    /// The only one.
    static final Document INSTANCE = new Document();

    private static final byte[] SPACE = " ".getBytes(UTF_8);

    private Document() {}

    @Override
    public StreamReader reader(XmlLimits limits, XmlSink sink, MessageReader.Control control) {
      return new StreamReader.Plain(limits, sink);
    }

    @Override
    public String header(String id, String domain, @Nullable Jid to) {
      return StreamXml.header(id, domain, to);
    }

    @Override
    public String end() {
      return StreamXml.END;
    }

    @Override
    public byte[] signOfLife() {
      return SPACE;
    }

    @Override
    public byte[] element(byte[] element) {
      return element;
    }

    @Override
    public byte[] shared(byte[] head) {
      return head;
    }

    @Override
    public byte[] before(int length) {
      return NOTHING;
    }

    @Override
    public byte[] farewell(WebSocketFrame.Close why) {
      return NOTHING;
    }
  }

  /// A message for each element. See RFC 7395. One for all WebSockets of a loop.
  ///
  /// An element that many get is made to stand alone once: the last few are remembered. As many as
  /// there are ways in which one event is told.
  final class Messages implements Framing {

    private static final int REMEMBERED = 8;

    private final byte[][] heads = new byte[REMEMBERED][];
    private final byte[][] alone = new byte[REMEMBERED][];
    private int next;

    @Override
    public StreamReader reader(XmlLimits limits, XmlSink sink, MessageReader.Control control) {
      return new MessageReader(limits, sink, control);
    }

    @Override
    public String header(String id, String domain, @Nullable Jid to) {
      return MessageXml.header(id, domain, to);
    }

    @Override
    public String end() {
      return MessageXml.END;
    }

    @Override
    public byte[] signOfLife() {
      return WebSocketFrame.ping();
    }

    @Override
    public byte[] element(byte[] element) {
      return MessageXml.alone(element);
    }

    /// The same event is the same array: nothing is compared.
    @Override
    @SuppressWarnings("ReferenceEquality")
    public byte[] shared(byte[] head) {
      for (int i = 0; i < REMEMBERED; i++) {
        if (heads[i] == head) {
          return alone[i];
        }
      }
      byte[] made = MessageXml.alone(head);
      heads[next] = head;
      alone[next] = made;
      next = (next + 1) % REMEMBERED;
      return made;
    }

    @Override
    public byte[] before(int length) {
      return WebSocketFrame.text(length);
    }

    @Override
    public byte[] farewell(WebSocketFrame.Close why) {
      return WebSocketFrame.close(why);
    }
  }
}

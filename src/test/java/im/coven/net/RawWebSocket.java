package im.coven.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import im.coven.stream.ClientFrames;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;

/// A WebSocket on which a test sends the frames it likes.
final class RawWebSocket implements AutoCloseable {

  static final int TEXT = 0x81;
  static final int BINARY = 0x82;
  static final int CLOSE = 0x88;
  static final int PING = 0x89;
  static final int PONG = 0x8A;

  static final String OPEN =
      "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='shakespeare.example' version='1.0'/>";
  static final String END = "<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>";

  /// What asks for a WebSocket, but for the line that ends it.
  static final String REQUEST =
      """
      GET /xmpp-websocket HTTP/1.1
      Host: shakespeare.example
      Connection: keep-alive, Upgrade
      Upgrade: websocket
      Sec-WebSocket-Version: 13
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
      Sec-WebSocket-Protocol: chat, xmpp
      """;

  private static final int PATIENCE_MS = 30_000;

  /// Small, so that it is soon noticed when one side does not read.
  private static final int BUFFER_BYTES = 64 * 1024;

  private static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;

  /// What the server sent.
  record Frame(int first, byte[] payload) {

    String text() {
      return new String(payload, UTF_8);
    }

    /// Why the WebSocket is closed.
    int code() {
      return ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
    }
  }

  private final Socket socket;
  private final DataInputStream in;

  /// The answer to the request, without its last, empty line.
  private final String answer;

  private RawWebSocket(int port, String request) throws IOException {
    socket = new Socket();
    socket.setSoTimeout(PATIENCE_MS);
    socket.setReceiveBufferSize(BUFFER_BYTES);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MS);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    socket.getOutputStream().write((request.replace("\n", "\r\n") + "\r\n").getBytes(US_ASCII));
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      head.append((char) next);
    }
    answer = head.toString();
  }

  /// What the server answers to a request, up to the body.
  static String answer(int port, String request) {
    try (var socket = new RawWebSocket(port, request)) {
      return socket.answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Connects; no stream is open yet.
  static RawWebSocket connect(int port) {
    try {
      var socket = new RawWebSocket(port, REQUEST);
      if (!socket.answer.startsWith("HTTP/1.1 101 ")) {
        throw new AssertionError(socket.answer);
      }
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Connects and opens a stream.
  static RawWebSocket open(int port) {
    RawWebSocket socket = connect(port).say(OPEN);
    socket.hear("</stream:features>");
    return socket;
  }

  /// Registers, logs in with PLAIN and binds the resource `r`.
  static RawWebSocket login(int port, String user) {
    RawWebSocket socket = open(port);
    socket.say(
        "<iq xmlns='jabber:client' type='set' id='reg'><query xmlns='jabber:iq:register'><username>"
            + user
            + "</username><password>caldron</password></query></iq>");
    socket.hear("id='reg'");
    return socket.authenticate(user).bind();
  }

  /// Logs in with PLAIN to an account that is there.
  RawWebSocket authenticate(String user) {
    say(RawClient.plain(user, "caldron")).hear("<success");
    say(OPEN).hear("</stream:features>");
    return this;
  }

  private RawWebSocket bind() {
    say("<iq xmlns='jabber:client' type='set' id='bind'>"
            + "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>r</resource></bind></iq>")
        .hear("id='bind'");
    return this;
  }

  RawWebSocket say(String text) {
    return send(TEXT, text.getBytes(UTF_8));
  }

  RawWebSocket send(int first, byte[] payload) {
    return write(new ClientFrames().frame(first, payload).bytes());
  }

  RawWebSocket write(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The next frame.
  Frame next() {
    try {
      int first = in.readUnsignedByte();
      int length = in.readUnsignedByte();
      if (length > LENGTH_64) {
        throw new AssertionError("a server does not mask");
      }
      if (length == LENGTH_16) {
        length = in.readUnsignedShort();
      } else if (length == LENGTH_64) {
        length = (int) in.readLong();
      }
      return new Frame(first, in.readNBytes(length));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Waits for a text that contains `part`; answers it.
  String hear(String part) {
    while (true) {
      Frame frame = next();
      if (frame.first() == CLOSE) {
        throw new AssertionError("closed with " + frame.code() + " before " + part);
      }
      if (frame.first() == TEXT && frame.text().contains(part)) {
        return frame.text();
      }
    }
  }

  /// Whether the server has closed the connection, when it is waited for that.
  boolean isOver() {
    try {
      return in.read() < 0;
    } catch (EOFException | SocketException gone) {
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Closes the connection without a word.
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

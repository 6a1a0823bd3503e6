package im.coven.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Base64;

/// A connection on which a test says what it likes, well formed or not.
final class RawClient implements AutoCloseable {

  /// A busy machine may take its time; a test that passes never waits for this.
  private static final int PATIENCE_MS = 30_000;

  /// Small, so that it is soon noticed when one side does not read.
  private static final int BUFFER_BYTES = 64 * 1024;

  /// How much is shown of what was heard.
  private static final int TAIL = 1000;

  static final String HEADER =
      "<?xml version='1.0'?><stream:stream xmlns='jabber:client'"
          + " xmlns:stream='http://etherx.jabber.org/streams' to='shakespeare.example'"
          + " version='1.0'>";

  private Socket socket;
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

  private RawClient(Socket socket) {
    this.socket = socket;
  }

  static RawClient connect(int port) {
    try {
      var socket = new Socket();
      socket.setSoTimeout(PATIENCE_MS);
      socket.setReceiveBufferSize(BUFFER_BYTES);
      socket.setSendBufferSize(BUFFER_BYTES);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MS);
      return new RawClient(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Connects and opens a stream.
  static RawClient open(int port) {
    RawClient client = connect(port).say(HEADER);
    client.hear("</stream:features>");
    return client;
  }

  /// Registers, logs in with PLAIN and binds the resource `r`.
  static RawClient login(int port, String user) {
    RawClient client = open(port);
    client.say(
        "<iq type='set' id='reg'><query xmlns='jabber:iq:register'><username>"
            + user
            + "</username><password>caldron</password></query></iq>");
    client.hear("id='reg'");
    return client.authenticate(user).bind("r");
  }

  /// Logs in with PLAIN to an account that is there.
  static RawClient enter(int port, String user) {
    return open(port).authenticate(user);
  }

  private RawClient authenticate(String user) {
    RawClient client = this;
    client.say(plain(user, "caldron"));
    client.hear("<success");
    client.say(HEADER);
    client.hear("</stream:features>");
    return client;
  }

  /// Binds a resource.
  RawClient bind(String resource) {
    RawClient client = this;
    client.say(
        "<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
            + "<resource>"
            + resource
            + "</resource></bind></iq>");
    client.hear("</iq>");
    return client;
  }

  static String plain(String user, String password) {
    return "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>"
        + Base64.getEncoder().encodeToString(("\0" + user + "\0" + password).getBytes(UTF_8))
        + "</auth>";
  }

  RawClient say(String text) {
    return say(text.getBytes(UTF_8));
  }

  RawClient say(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Says as much as the other side lets it; a connection that is closed meanwhile is no failure.
  RawClient shout(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException closed) {
      // The other side has heard enough.
    }
    return this;
  }

  /// Waits until what was heard holds `text`; answers all that was heard, and forgets it.
  String hear(String text) {
    while (!heard.toString(UTF_8).contains(text)) {
      if (!more()) {
        throw new AssertionError("no " + text + " in " + heard.toString(UTF_8));
      }
    }
    String all = heard.toString(UTF_8);
    heard.reset();
    return all;
  }

  /// The same for much text: what is heard is added to `all`, and `text` is looked for in that
  /// only.
  void hearInto(StringBuilder all, String text) {
    int from = all.length();
    while (all.indexOf(text, from) < 0) {
      from = Math.max(from, all.length() - text.length());
      heard.reset();
      if (!more()) {
        throw new AssertionError(
            "no " + text + " at the end of " + all.substring(Math.max(0, all.length() - TAIL)));
      }
      all.append(heard.toString(UTF_8));
    }
    heard.reset();
  }

  /// Waits for the end of the connection; answers what was heard until then.
  String hearOut() {
    while (more()) {
      // It goes on.
    }
    return heard.toString(UTF_8);
  }

  private boolean more() {
    byte[] bytes = new byte[8192];
    try {
      int length = socket.getInputStream().read(bytes);
      heard.write(bytes, 0, Math.max(0, length));
      return length >= 0;
    } catch (SocketException reset) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(heard.toString(UTF_8), e);
    }
  }

  /// Closes the connection without a word.
  void cut() {
    close();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

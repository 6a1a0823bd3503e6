package im.coven.client;

import im.coven.script.Markup;
import im.coven.xml.Element;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/// A stream's bytes and XML on a blocking socket: header, elements, footer, TLS.
final class SocketWire implements Wire {

  private static final XMLInputFactory READERS = Markup.factory();

  private final Endpoint endpoint;
  private Socket socket;
  private @Nullable XMLStreamReader reader;

  SocketWire(Endpoint endpoint, Duration limit) {
    this.endpoint = endpoint;
    try {
      socket = new Socket();
      socket.setTcpNoDelay(true);
      socket.connect(
          new InetSocketAddress(endpoint.host(), endpoint.port()), (int) limit.toMillis());
      socket.setSoTimeout((int) limit.toMillis());
      if (endpoint.security() == Endpoint.Security.DIRECT_TLS) {
        startTls("xmpp-client");
      }
    } catch (IOException e) {
      throw new XmppException(
          "cannot connect to " + endpoint.host() + ":" + endpoint.port() + ": " + e.getMessage(),
          e);
    }
  }

  @Override
  public Element open() {
    send(
        "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='"
            + STREAMS_NS
            + "' to='"
            + endpoint.domain()
            + "' version='1.0'>");
    try {
      reader = READERS.createXMLStreamReader(socket.getInputStream(), "UTF-8");
      if (reader.nextTag() != XMLStreamConstants.START_ELEMENT
          || !reader.getNamespaceURI().equals(STREAMS_NS)) {
        throw new XmppException("no stream header from " + endpoint.host());
      }
    } catch (XMLStreamException | IOException e) {
      throw new XmppException("no stream: " + e.getMessage(), e);
    }
    return features();
  }

  @Override
  public Optional<Element> read() {
    XMLStreamReader open = reader;
    if (open == null) {
      throw new IllegalStateException("the stream is not open");
    }
    try {
      while (true) {
        switch (open.next()) {
          case XMLStreamConstants.START_ELEMENT -> {
            return Optional.of(Markup.read(open));
          }
          case XMLStreamConstants.END_ELEMENT, XMLStreamConstants.END_DOCUMENT -> {
            return Optional.empty();
          }
          case XMLStreamConstants.CHARACTERS, XMLStreamConstants.SPACE -> {
            if (!open.getText().isBlank()) {
              throw new XmppException("text between stanzas: " + open.getText());
            }
          }
          default -> throw new XmppException("a restricted kind of XML at " + open.getLocation());
        }
      }
    } catch (XMLStreamException e) {
      throw new XmppException("the stream broke: " + e.getMessage(), e);
    }
  }

  @Override
  public void send(String xml) {
    try {
      socket.getOutputStream().write(xml.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new XmppException("cannot send: " + e.getMessage(), e);
    }
  }

  @Override
  public void end() {
    send("</stream:stream>");
  }

  @Override
  public void startTls() {
    try {
      startTls("");
    } catch (IOException e) {
      throw new XmppException("no TLS: " + e.getMessage(), e);
    }
  }

  private void startTls(String alpn) throws IOException {
    var secured =
        (SSLSocket)
            TrustingAll.context()
                .getSocketFactory()
                .createSocket(socket, endpoint.domain(), endpoint.port(), true);
    if (!alpn.isEmpty()) {
      SSLParameters parameters = secured.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {alpn});
      secured.setSSLParameters(parameters);
    }
    secured.startHandshake();
    socket = secured;
  }

  @Override
  public boolean isSecured() {
    return socket instanceof SSLSocket;
  }

  @Override
  public void waitForEver() {
    try {
      socket.setSoTimeout(0);
    } catch (IOException e) {
      throw new XmppException("the socket broke: " + e.getMessage(), e);
    }
  }

  @Override
  public void drop() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new XmppException("cannot close: " + e.getMessage(), e);
    }
  }
}

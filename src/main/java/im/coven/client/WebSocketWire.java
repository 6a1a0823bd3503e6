package im.coven.client;

import im.coven.script.Markup;
import im.coven.xml.Element;
import im.coven.xml.XmlWriter;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/// Streams in the messages of a WebSocket (RFC 7395), which is the JDK's own.
final class WebSocketWire implements Wire {

  private static final String PATH = "/xmpp-websocket";
  private static final String NS = "urn:ietf:params:xml:ns:xmpp-framing";
  private static final XMLInputFactory READERS = Markup.factory();

  /// One for all, since each has threads.
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().sslContext(TrustingAll.context()).build();

  private sealed interface Arrival {}

  private record Message(String text) implements Arrival {}

  private record End(String reason) implements Arrival {}

  private final Endpoint endpoint;
  private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  private final WebSocket socket;
  private final Duration limit;
  private boolean waitsForEver;

  WebSocketWire(Endpoint endpoint, Duration limit) {
    this.endpoint = endpoint;
    this.limit = limit;
    String scheme = endpoint.security() == Endpoint.Security.WEB_SOCKET_TLS ? "wss" : "ws";
    var uri = URI.create(scheme + "://" + endpoint.host() + ":" + endpoint.port() + PATH);
    socket =
        done(
            "connect to " + uri,
            CLIENT.newWebSocketBuilder().subprotocols("xmpp").buildAsync(uri, new Ear()));
  }

  @Override
  public Element open() {
    send("<open xmlns='" + NS + "' to='" + endpoint.domain() + "' version='1.0'/>");
    Element open = read().orElseThrow(() -> new XmppException("the server ended the stream"));
    if (!open.is("open", NS)) {
      throw new XmppException("instead of open", open);
    }
    return features();
  }

  @Override
  public Optional<Element> read() {
    try {
      Arrival next =
          waitsForEver ? arrivals.take() : arrivals.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
      return switch (next) {
        case Message(var text) ->
            Optional.of(element(text)).filter(element -> !element.is("close", NS));
        case End end -> {
          arrivals.add(end);
          throw new XmppException("the stream broke: " + end.reason());
        }
        case null -> throw new XmppException("nothing came within " + limit);
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new XmppException("interrupted", e);
    }
  }

  /// A message is a document of its own.
  private static Element element(String text) {
    try {
      XMLStreamReader reader = READERS.createXMLStreamReader(new StringReader(text));
      reader.nextTag();
      return Markup.read(reader);
    } catch (XMLStreamException e) {
      throw new XmppException("no element that stands alone: " + text, e);
    }
  }

  @Override
  public void send(String xml) {
    for (Element element : Markup.elements(xml)) {
      done("send", socket.sendText(XmlWriter.toString(element), true));
    }
  }

  @Override
  public void end() {
    send("<close xmlns='" + NS + "'/>");
  }

  @Override
  public void startTls() {
    throw new XmppException("there is no STARTTLS on a WebSocket");
  }

  @Override
  public boolean isSecured() {
    return endpoint.security() == Endpoint.Security.WEB_SOCKET_TLS;
  }

  @Override
  public void waitForEver() {
    waitsForEver = true;
  }

  @Override
  public void drop() {
    socket.abort();
  }

  private <T> T done(String what, CompletableFuture<T> future) {
    try {
      return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new XmppException("cannot " + what + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new XmppException("interrupted", e);
    }
  }

  /// Puts messages together.
  private final class Ear implements WebSocket.Listener {

    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        arrivals.add(new Message(text.toString()));
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      arrivals.add(new End("closed with " + status));
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      arrivals.add(new End(String.valueOf(error.getMessage())));
    }
  }
}

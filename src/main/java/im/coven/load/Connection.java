package im.coven.load;

import im.coven.xml.Element;
import im.coven.xml.StreamHeader;
import im.coven.xml.XmlFault;
import im.coven.xml.XmlLimits;
import im.coven.xml.XmlSink;
import im.coven.xml.XmlStreamParser;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One client's stream: XML out, elements in, and answers to what was asked. Belongs to its loop.
///
/// Until the stream is bound, everything is parsed. After that stanzas are cut out first, and what
/// a load test gets most of never sees the parser.
final class Connection {

  /// How long a server may take for an answer, while thousands ask.
  private static final int ANSWER_SECONDS_MAX = 120;

  private static final String STREAMS_NS = "http://etherx.jabber.org/streams";

  /// Hears what comes in on a bound stream.
  interface Listener {

    /// A complete stanza; answers whether it is done with.
    boolean isDone(byte[] bytes, int from, int to);

    /// A stanza that is no answer to anything.
    void element(Element element);

    /// The stream is at its end; called once.
    void ended(String why);
  }

  private final Vertx vertx;
  private final NetSocket socket;
  private final Listener listener;
  private final Map<String, Promise<Element>> asked = new HashMap<>();
  private XmlStreamParser parser;
  private @Nullable StanzaCutter cutter;
  private @Nullable Promise<Element> next;
  private int asks;
  private boolean ended;

  Connection(Vertx vertx, NetSocket socket, Listener listener) {
    this.vertx = vertx;
    this.socket = socket;
    this.listener = listener;
    parser = new XmlStreamParser(XmlLimits.TRUSTED, new Sink());
    socket.handler(this::read);
    socket.exceptionHandler(broken -> end("the connection broke: " + broken.getMessage()));
    socket.closeHandler(gone -> end("the server closed the connection"));
  }

  NetSocket socket() {
    return socket;
  }

  boolean isEnded() {
    return ended;
  }

  /// Starts a stream, or starts it anew; answers the features.
  Future<Element> open(String domain) {
    parser = new XmlStreamParser(XmlLimits.TRUSTED, new Sink());
    return exchange(
        "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='%s' to='%s'"
                .formatted(STREAMS_NS, domain)
            + " version='1.0'>");
  }

  /// Sends something; answers the element that comes next. For the time before the stream is bound.
  Future<Element> exchange(String xml) {
    if (ended) {
      return Future.failedFuture(new LoadFailure("the stream has ended"));
    }
    Promise<Element> answer = Promise.promise();
    next = answer;
    send(xml);
    return inTime(answer);
  }

  /// On a timer of the own loop: what fails is handled where all else is.
  private Future<Element> inTime(Promise<Element> answer) {
    long timer =
        vertx.setTimer(
            TimeUnit.SECONDS.toMillis(ANSWER_SECONDS_MAX),
            _ ->
                answer.tryFail(
                    new LoadFailure("no answer within " + ANSWER_SECONDS_MAX + " seconds")));
    return answer.future().onComplete(_ -> vertx.cancelTimer(timer));
  }

  /// From here on stanzas come, and are cut before they are parsed.
  void bound() {
    cutter = new StanzaCutter(this::stanza);
  }

  /// Sends an IQ of type `set`; answers its result. `to` is empty for the own account.
  Future<Element> ask(String to, String payload) {
    String id = "ask" + asks++;
    String address = to.isEmpty() ? "" : " to='" + to + "'";
    return expect(id, "<iq type='set' id='%s'%s>%s</iq>".formatted(id, address, payload));
  }

  /// Sends a stanza; answers the one that [#settle] or an IQ with the id says is the answer.
  Future<Element> expect(String key, String xml) {
    if (ended) {
      return Future.failedFuture(new LoadFailure("the stream has ended"));
    }
    Promise<Element> answer = Promise.promise();
    asked.put(key, answer);
    send(xml);
    return inTime(answer).onComplete(_ -> asked.remove(key));
  }

  /// Gives an answer to what was asked under a key; nothing happens when nobody waits for it.
  void settle(String key, Element answer) {
    Promise<Element> waiting = asked.remove(key);
    if (waiting == null) {
      return;
    }
    if ("error".equals(answer.attr("type"))) {
      waiting.fail(new LoadFailure("the server refused: " + condition(answer)));
    } else {
      waiting.complete(answer);
    }
  }

  /// The condition of a stanza or stream error, or all of it.
  static String condition(Element error) {
    Element inner = error.child("error").orElse(error);
    return inner.children().stream()
        .filter(child -> child.ns().startsWith("urn:ietf:params:xml:ns:xmpp-"))
        .map(Element::name)
        .findFirst()
        .orElseGet(error::toString);
  }

  void send(String xml) {
    if (!ended) {
      socket.write(Buffer.buffer(xml));
    }
  }

  /// Says goodbye.
  void close() {
    if (!ended) {
      ended = true;
      socket.write(Buffer.buffer("</stream:stream>")).onComplete(_ -> socket.close());
    }
  }

  private void read(Buffer buffer) {
    byte[] bytes = buffer.getBytes();
    int pos = 0;
    try {
      while (pos < bytes.length && !ended) {
        if (cutter == null) {
          pos += parser.feed(bytes, pos, bytes.length - pos);
        } else {
          cutter.feed(bytes, pos, bytes.length);
          pos = bytes.length;
        }
      }
    } catch (LoadFailure tooMuch) {
      end(String.valueOf(tooMuch.getMessage()));
    }
  }

  private void stanza(byte[] bytes, int from, int to) {
    if (!listener.isDone(bytes, from, to)) {
      parser.feed(bytes, from, to - from);
    }
  }

  private void element(Element element) {
    Promise<Element> waiting = next;
    if (element.is("error", STREAMS_NS)) {
      end("the server ended the stream: " + condition(element));
    } else if (waiting != null) {
      next = null;
      waiting.complete(element);
    } else if (element.name().equals("iq")) {
      iq(element);
    } else {
      listener.element(element);
    }
  }

  /// A server that gets no answer to its ping takes the client for dead.
  private void iq(Element iq) {
    String type = iq.attrOr("type", "");
    String id = iq.attrOr("id", "");
    if (type.equals("result") || type.equals("error")) {
      settle(id, iq);
      return;
    }
    boolean isPing = iq.child("ping", "urn:xmpp:ping").isPresent();
    boolean isPush = type.equals("set") && iq.child("query", "jabber:iq:roster").isPresent();
    var answer = Element.builder("iq", "jabber:client").attr("id", id).attr("to", iq.attr("from"));
    if (isPing || isPush) {
      answer.attr("type", "result");
    } else {
      answer
          .attr("type", "error")
          .add(
              Element.builder("error", "jabber:client")
                  .attr("type", "cancel")
                  .add(Element.of("service-unavailable", "urn:ietf:params:xml:ns:xmpp-stanzas"))
                  .build());
    }
    send(answer.build().toString());
  }

  private void end(String why) {
    if (ended) {
      return;
    }
    ended = true;
    var failure = new LoadFailure(why);
    if (next != null) {
      next.tryFail(failure);
    }
    Map.copyOf(asked).values().forEach(waiting -> waiting.tryFail(failure));
    listener.ended(why);
    socket.close();
  }

  /// Where the parser of one stream reports to.
  private final class Sink implements XmlSink {

    @Override
    public void opened(StreamHeader header) {}

    @Override
    public void element(Element element) {
      // The next bytes may be for another parser, or for the cutter.
      parser.pause();
      Connection.this.element(element);
    }

    @Override
    public void closed() {
      end("the server ended the stream");
    }

    @Override
    public void fault(XmlFault fault) {
      end("what came is not XML: " + fault);
    }
  }
}

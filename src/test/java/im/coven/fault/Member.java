package im.coven.fault;

import im.coven.client.Endpoint;
import im.coven.client.XmppClient;
import im.coven.client.XmppException;
import im.coven.fault.Testimony.Heard;
import im.coven.fault.Testimony.Stream;
import im.coven.fault.Testimony.Told;
import im.coven.script.Step;
import im.coven.xml.Element;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/// A member of a channel who speaks all the time and writes everything down. When its stream breaks
/// it comes back, where it can, and reads from the archive what it missed.
///
/// It has a thread of its own; the methods are for all.
final class Member implements AutoCloseable {

  static final String DOMAIN = "shakespeare.example";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PACE = Duration.ofMillis(10);
  private static final Duration REST = Duration.ofMillis(50);
  private static final int UNANSWERED_MAX = 50;
  private static final int NICK_EVERY = 25;
  private static final String NS = "jabber:client";
  private static final String NS_SID = "urn:xmpp:sid:0";
  private static final String NS_MAM = "urn:xmpp:mam:2";
  private static final String NS_RSM = "http://jabber.org/protocol/rsm";

  private final String user;
  private final Manner manner;
  private final String channel;
  private final IntUnaryOperator ports;
  private final Thread thread;
  private final CountDownLatch left = new CountDownLatch(1);
  private final List<Stream> streams = new ArrayList<>();
  private final Map<String, Heard> timeline = new LinkedHashMap<>();
  private final Set<String> texts = new HashSet<>();
  private final List<String> accepted = new ArrayList<>();
  private final List<Heard> early = new ArrayList<>();
  private boolean catchingUp;
  private volatile boolean speaking;
  private volatile @Nullable Line connection;
  private int resumed;
  private int lostSessions;
  private int said;
  private int queries;

  /// What a member does when its connection breaks.
  enum Manner {
    /// Logs in anew, and reads the archive.
    LOGS_IN,
    /// Goes on with its session where that is to be had.
    RESUMES
  }

  /// A member that has an account and takes part; `ports` tells where to connect at an attempt.
  Member(String user, String channel, Manner manner, IntUnaryOperator ports) {
    this.user = user;
    this.manner = manner;
    this.channel = channel;
    this.ports = ports;
    this.thread = Thread.ofPlatform().daemon().name(user).start(this::live);
  }

  /// Connects and logs in, in a way that shows that the client knows MIX.
  static XmppClient enter(int port, String user) {
    XmppClient client = connect(port).login(user, "secret", "member");
    client.send("<presence/>");
    // Asking for annotations shows it (H12).
    client.ask(
        "<iq type='get' id='roster'><query xmlns='jabber:iq:roster'>"
            + "<annotate xmlns='urn:xmpp:mix:roster:0'/></query></iq>",
        PATIENCE);
    return client;
  }

  static XmppClient connect(int port) {
    return XmppClient.connect(Endpoint.of("127.0.0.1", port, DOMAIN).with(Endpoint.Security.NONE));
  }

  private void live() {
    int attempt = 0;
    Line line = null;
    Stream stream = new Stream();
    while (!isOver(Duration.ZERO)) {
      try {
        int port = ports.applyAsInt(attempt++);
        if (line != null && line.isResumable()) {
          resume(line, port, stream);
        } else {
          stream = new Stream();
          line = new Line(enter(port, user));
          if (manner == Manner.RESUMES) {
            line.enable();
          }
          begin(stream);
          catchUp(line, stream);
        }
        connection = line;
        converse(line, stream);
        line.close();
      } catch (XmppException gone) {
        connection = null;
        if (line == null || !line.isResumable()) {
          synchronized (this) {
            stream.broken();
          }
        }
        if (line != null) {
          line.breakOff();
        }
        isOver(REST);
      } catch (Unresumed lost) {
        synchronized (this) {
          stream.broken();
          lostSessions++;
        }
        line = null;
      }
    }
  }

  /// The session was not there any more.
  private static final class Unresumed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private void resume(Line line, int port, Stream stream) {
    XmppClient client = connect(port);
    try {
      client.authenticate(user, "secret");
      if (!line.resume(client)) {
        client.leave(Step.Manner.BREAKS_OFF);
        throw new Unresumed();
      }
    } catch (XmppException gone) {
      client.leave(Step.Manner.BREAKS_OFF);
      throw gone;
    }
    synchronized (this) {
      resumed++;
    }
    if (catchingUp) {
      catchUp(line, stream);
    }
  }

  private synchronized void begin(Stream stream) {
    streams.add(stream);
  }

  private boolean isOver(Duration limit) {
    try {
      return left.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void converse(Line client, Stream stream) {
    while (!isOver(Duration.ZERO)) {
      if (speaking && stream.unanswered() < UNANSWERED_MAX) {
        say(client, stream);
      }
      long until = System.nanoTime() + PACE.toNanos();
      for (long rest = PACE.toNanos(); rest > 0; rest = until - System.nanoTime()) {
        client.receive(Duration.ofNanos(rest)).ifPresent(stanza -> note(stream, stanza));
      }
    }
  }

  private void say(Line client, Stream stream) {
    String text;
    synchronized (this) {
      text = user + ":" + said++;
      stream.sent(text);
    }
    if (said % NICK_EVERY == 0) {
      // All of them want the same nick now and then, and give it back.
      String nick = said % (2 * NICK_EVERY) == 0 ? "queen" : user;
      client.send(
          "<iq type='set' id='nick' to='%s'><setnick xmlns='urn:xmpp:mix:core:1'><nick>%s</nick></setnick></iq>"
              .formatted(channel, nick));
    }
    client.send(
        "<message type='groupchat' to='%s' id='%s'><body>%s</body></message>"
            .formatted(channel, text, text));
  }

  private synchronized void note(Stream stream, Element stanza) {
    if (!stanza.name().equals("message")) {
      return;
    }
    if ("error".equals(stanza.attr("type"))) {
      boolean unsure =
          stanza
              .child("error", NS)
              .flatMap(error -> error.child("remote-server-timeout", NS_STANZAS))
              .isPresent();
      stream.told(stanza.attrOr("id", ""), unsure ? Told.UNSURE : Told.REFUSED);
      return;
    }
    heard(stanza)
        .ifPresent(message -> {
          stream.heard(message);
          if (stream.sent().containsKey(message.text())) {
            stream.told(message.text(), Told.ACCEPTED);
            accepted.add(message.text());
          }
          if (catchingUp) {
            early.add(message);
          } else {
            keep(message);
          }
        });
  }

  private static final String NS_STANZAS = "urn:ietf:params:xml:ns:xmpp-stanzas";

  private static Optional<Heard> heard(Element message) {
    return message
        .child("body", NS)
        .flatMap(body ->
            message
                .child("stanza-id", NS_SID)
                .map(id -> new Heard(id.attrOr("id", ""), body.text())));
  }

  private void keep(Heard message) {
    timeline.putIfAbsent(message.id(), message);
    texts.add(message.text());
  }

  /// Reads what the archive has after the last message that is known here. What is delivered
  /// meanwhile comes after it.
  private void catchUp(Line client, Stream stream) {
    String after;
    synchronized (this) {
      catchingUp = true;
      early.clear();
      after = timeline.isEmpty() ? "" : new ArrayList<>(timeline.keySet()).getLast();
    }
    Optional<String> next = Optional.of(after);
    while (next.isPresent()) {
      next = page(client, stream, next.get());
    }
    synchronized (this) {
      early.forEach(this::keep);
      catchingUp = false;
    }
  }

  /// Reads one page, and answers where the next one begins.
  private Optional<String> page(Line client, Stream stream, String after) {
    String id = "mam" + queries++;
    client.send(query(channel, id, after));
    while (true) {
      Element stanza =
          client
              .receive(PATIENCE)
              .orElseThrow(() -> new IllegalStateException("no page of the archive"));
      if (stanza.name().equals("iq") && id.equals(stanza.attr("id"))) {
        return stanza.child("fin", NS_MAM).isPresent()
            ? following(stanza)
            : Optional.of(after); // The archive cannot be read now: ask again.
      }
      Optional<Heard> archived = archived(stanza);
      synchronized (this) {
        archived.ifPresent(this::keep);
      }
      note(stream, stanza);
    }
  }

  /// A query for the page after a message, or from the beginning where `after` is empty.
  static String query(String channel, String id, String after) {
    return """
    <iq type='set' id='%s' to='%s'><query xmlns='urn:xmpp:mam:2'>
      <set xmlns='http://jabber.org/protocol/rsm'><max>250</max>%s</set>
    </query></iq>\
    """
        .formatted(id, channel, after.isEmpty() ? "" : "<after>" + after + "</after>");
  }

  /// Where the page after this answer begins, if there is one.
  static Optional<String> following(Element answer) {
    Element fin = answer.child("fin", NS_MAM).orElseThrow();
    return "true".equals(fin.attr("complete"))
        ? Optional.empty()
        : fin.child("set", NS_RSM).flatMap(set -> set.childText("last"));
  }

  /// What a result of a query holds.
  static Optional<Heard> archived(Element stanza) {
    return stanza
        .child("result", NS_MAM)
        .flatMap(result -> result.child("forwarded", "urn:xmpp:forward:0"))
        .flatMap(forwarded -> forwarded.child("message", NS))
        .flatMap(Member::heard);
  }

  /* ---- what the stage manager asks ---- */

  String user() {
    return user;
  }

  /// Begins to speak, or stops; what was said is answered later.
  void speak(boolean on) {
    speaking = on;
  }

  /// Cuts its connection without a word.
  void cut() {
    Line open = connection;
    if (open != null) {
      open.breakOff();
    }
  }

  /// How often it went on with its session.
  synchronized int resumed() {
    return resumed;
  }

  /// How often its session was gone.
  synchronized int lostSessions() {
    return lostSessions;
  }

  /// How many messages it has sent.
  synchronized int said() {
    return said;
  }

  /// How many of its messages were accepted.
  synchronized int accepted() {
    return accepted.size();
  }

  /// A message that was accepted and not sent before the first `before` of its messages.
  synchronized Optional<String> acceptedSince(int before) {
    return accepted.reversed().stream()
        .filter(text -> Integer.parseInt(text.substring(text.indexOf(':') + 1)) >= before)
        .findFirst();
  }

  /// How many of its messages it was told something about.
  synchronized long told(Told how) {
    return streams.stream()
        .flatMap(stream -> stream.sent().values().stream())
        .filter(told -> told.filter(how::equals).isPresent())
        .count();
  }

  /// Whether it has received this, live or from the archive.
  synchronized boolean holds(String text) {
    return texts.contains(text);
  }

  /// Whether it is there and waits for nothing.
  synchronized boolean isSettled() {
    return !streams.isEmpty()
        && !catchingUp
        && !streams.getLast().isBroken()
        && streams.getLast().unanswered() == 0;
  }

  /// Goes, and says what it has seen.
  Testimony testify() {
    close();
    synchronized (this) {
      return new Testimony(user, streams, List.copyOf(timeline.values()));
    }
  }

  @Override
  public void close() {
    left.countDown();
    try {
      thread.join(PATIENCE);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

package im.coven.script;

import im.coven.xml.Attribute;
import im.coven.xml.Element;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// Plays scripts on a stage. Used by one thread.
public final class ScriptRunner {

  /// Stands for all clients that are connected.
  static final String EVERYBODY = "everybody";

  private static final String PING_NS = "urn:xmpp:ping";

  private final Stage stage;
  private final Duration limit;
  private final Map<String, Peer> peers = new LinkedHashMap<>();
  private final Map<String, Element> lastSent = new LinkedHashMap<>();
  private final Map<String, List<Element>> ignored = new LinkedHashMap<>();
  private final List<ScriptFailure> otherwiseRefused = new ArrayList<>();
  private final Transcript transcript = new Transcript();
  private Bindings bindings;
  private boolean forgiving;
  private int pings;
  private int markedFailures;

  /// `limit` is how long each expected stanza is waited for; `given` are variables from outside.
  public ScriptRunner(Stage stage, Duration limit, Bindings given) {
    this.stage = stage;
    this.limit = limit;
    this.bindings = given;
  }

  /// From now on a language that a server stamps on a stanza (RFC 6120 §8.1.5) is passed over where
  /// the script does not speak of it.
  public ScriptRunner forgiving() {
    forgiving = true;
    return this;
  }

  /// Plays a script to its end and answers the variables; what is bound and who is connected stays
  /// for the next script.
  ///
  /// @throws ScriptFailure when something goes otherwise than written
  public Bindings play(Script script) {
    for (Script.Role role : script.cast()) {
      if (bindings.value(role.name()).isEmpty()) {
        String wanted = Phrase.fill(role.address(), bindings, text -> text);
        bindings = bindings.with(role.name(), stage.account(role.name(), wanted));
      }
    }
    for (Step step : script.steps()) {
      play(step);
    }
    if (!otherwiseRefused.isEmpty()) {
      throw otherwiseRefused.getFirst();
    }
    return bindings;
  }

  /// Ends the streams of all who are still connected.
  public void end() {
    peers.values().forEach(peer -> peer.leave(Step.Manner.GOES_OFFLINE));
    peers.clear();
  }

  private void play(Step step) {
    switch (step) {
      case Step.Note(_, var text) -> stage.show(new Scene.Said(text));
      case Step.Proves(_, var requirements) -> mark(requirements);
      case Step.Connects(_, var who) -> connect(who);
      case Step.Leaves(int line, var who, var manner) -> leave(line, who, manner);
      case Step.Sends(int line, var who, var xml) -> send(line, who, xml);
      case Step.Receives receives -> receive(receives);
      case Step.ReceivesNothing(int line, var who) ->
          everybody(who).forEach(one -> silence(line, one));
      case Step.Refused(int line, var who, var refusal) ->
          everybody(who).forEach(one -> refused(line, one, refusal(line, one, refusal)));
      case Step.Ignores(_, var who, var patterns) ->
          ignored.computeIfAbsent(who, _ -> new ArrayList<>()).addAll(patterns);
    }
  }

  private void mark(List<String> requirements) {
    boolean sound = otherwiseRefused.size() == markedFailures;
    markedFailures = otherwiseRefused.size();
    stage.show(sound ? new Scene.Proved(requirements) : new Scene.Disproved(requirements));
  }

  /// An error with another condition is noted, and the conversation goes on: nothing has changed at
  /// the server.
  private void refused(int line, String who, Element pattern) {
    Element stanza = next(line, who, List.of(pattern));
    Optional<Bindings> like = Likeness.match(pattern, stanza, bindings);
    if (like.isEmpty()) {
      ScriptFailure failure = other(line, who, pattern, stanza);
      boolean isError =
          "error".equals(stanza.attr("type"))
              && Objects.equals(pattern.attr("id"), stanza.attr("id"));
      if (!isError) {
        throw failure;
      }
      otherwiseRefused.add(failure);
    }
    bindings = like.orElse(bindings);
    show(new Scene.Received(who, stanza));
  }

  private List<String> everybody(String who) {
    return who.equals(EVERYBODY) ? List.copyOf(peers.keySet()) : List.of(who);
  }

  private void connect(String who) {
    Peer peer = stage.enter(who);
    peers.put(who, peer);
    bindings = bindings.with(who + ".full", peer.address());
    show(new Scene.Moved(who, "connects"));
  }

  private void leave(int line, String who, Step.Manner manner) {
    for (String one : everybody(who)) {
      peer(line, one).leave(manner);
      peers.remove(one);
      show(new Scene.Moved(one, manner == Step.Manner.BREAKS_OFF ? "breaks off" : "goes offline"));
    }
  }

  private void send(int line, String who, String xml) {
    List<String> unbound = Phrase.unbound(xml, bindings);
    if (!unbound.isEmpty()) {
      throw failure(line, who, "would send what nobody knows yet: " + unbound);
    }
    String filled = Phrase.fill(xml, bindings, Canonical::escape);
    for (String one : everybody(who)) {
      peer(line, one).send(filled);
      lastSent.put(one, Markup.elements(filled).getLast());
      show(new Scene.Sent(one, filled));
    }
  }

  private void receive(Step.Receives step) {
    for (String who : everybody(step.who())) {
      switch (step.order()) {
        case AS_WRITTEN -> receiveInOrder(step, who);
        case ANY -> receiveInAnyOrder(step, who);
        case ONE_OF -> waitForOneOf(step, who);
      }
    }
  }

  private void receiveInOrder(Step.Receives step, String who) {
    for (Element pattern : step.patterns()) {
      Element stanza = next(step.line(), who, List.of(pattern));
      bindings =
          Likeness.match(pattern, stanza, bindings)
              .orElseThrow(() -> other(step.line(), who, pattern, stanza));
      show(new Scene.Received(who, stanza));
    }
  }

  private void waitForOneOf(Step.Receives step, String who) {
    Optional<Bindings> found = Optional.empty();
    while (found.isEmpty()) {
      Element stanza = next(step.line(), who, step.patterns());
      show(new Scene.Received(who, stanza));
      found =
          step.patterns().stream()
              .flatMap(pattern -> Likeness.match(pattern, stanza, bindings).stream())
              .findFirst();
    }
    bindings = found.get();
  }

  private void receiveInAnyOrder(Step.Receives step, String who) {
    var stanzas = new ArrayList<Element>();
    while (stanzas.size() < step.patterns().size()) {
      Element stanza = next(step.line(), who, step.patterns());
      stanzas.add(stanza);
      if (step.patterns().stream().allMatch(p -> Likeness.match(p, stanza, bindings).isEmpty())) {
        throw failure(
            step.line(),
            who,
            "received:\n" + Canonical.of(stanza) + "\nwhich is none of:\n" + all(step));
      }
    }
    bindings =
        Likeness.matchAll(step.patterns(), stanzas, false, bindings)
            .orElseThrow(() ->
                failure(
                    step.line(),
                    who,
                    "received " + canonical(stanzas) + "\nwhich together are not:\n" + all(step)));
    stanzas.forEach(stanza -> show(new Scene.Received(who, stanza)));
  }

  /// Proves by a ping's answer that nothing was under way.
  private void silence(int line, String who) {
    String id = "silence-" + ++pings;
    peer(line, who).send("<iq type='get' id='" + id + "'><ping xmlns='" + PING_NS + "'/></iq>");
    Element stanza = next(line, who, List.of());
    if (!stanza.name().equals("iq") || !id.equals(stanza.attr("id"))) {
      throw failure(line, who, "should receive nothing, but received:\n" + Canonical.of(stanza));
    }
    show(new Scene.Silence(who));
  }

  private Element next(int line, String who, List<Element> expected) {
    while (true) {
      Optional<Element> stanza =
          peer(line, who).receive(limit).map(arrived -> forgiven(arrived, expected));
      if (stanza.isEmpty()) {
        throw failure(
            line,
            who,
            "received nothing for " + limit.toMillis() + " ms, but should:\n" + patterns(expected));
      }
      if (isExpected(expected, stanza.get()) || !isIgnored(who, stanza.get())) {
        return stanza.get();
      }
    }
  }

  private Element forgiven(Element stanza, List<Element> expected) {
    boolean spokenOf =
        expected.stream().anyMatch(pattern -> pattern.attr(Attribute.XML_NS, "lang") != null);
    return forgiving && !spokenOf
        ? new Element(
            stanza.name(),
            stanza.ns(),
            stanza.attributes().stream()
                .filter(one -> !one.ns().equals(Attribute.XML_NS) || !one.name().equals("lang"))
                .toList(),
            stanza.nodes())
        : stanza;
  }

  /// What is waited for is never passed over.
  private boolean isExpected(List<Element> expected, Element stanza) {
    return expected.stream()
        .anyMatch(pattern -> Likeness.match(pattern, stanza, bindings).isPresent());
  }

  private boolean isIgnored(String who, Element stanza) {
    return Stream.of(who, EVERYBODY)
        .flatMap(one -> ignored.getOrDefault(one, List.of()).stream())
        .anyMatch(pattern -> Likeness.match(pattern, stanza, bindings).isPresent());
  }

  private Element refusal(int line, String who, Step.Refusal refusal) {
    Element sent = lastSent.get(who);
    if (sent == null) {
      throw failure(line, who, "sent nothing that could be refused");
    }
    return refusal.answerTo(sent);
  }

  private Peer peer(int line, String who) {
    Peer peer = peers.get(who);
    if (peer == null) {
      throw failure(line, who, "is not connected");
    }
    return peer;
  }

  private void show(Scene scene) {
    transcript.add(scene);
    stage.show(scene);
  }

  private ScriptFailure other(int line, String who, Element pattern, Element stanza) {
    String expected = Canonical.of(pattern, bindings);
    String actual = Canonical.of(stanza);
    return failure(
        line,
        who,
        "should receive:\n%sbut received:\n%s"
            .formatted(Canonical.marked(expected, actual), Canonical.marked(actual, expected)));
  }

  private String all(Step.Receives step) {
    return patterns(step.patterns());
  }

  private String patterns(List<Element> patterns) {
    var text = new StringBuilder();
    patterns.forEach(pattern -> text.append(Canonical.of(pattern, bindings)).append('\n'));
    return text.toString();
  }

  private static String canonical(List<Element> stanzas) {
    var text = new StringBuilder();
    stanzas.forEach(stanza -> text.append(Canonical.of(stanza)).append('\n'));
    return text.toString();
  }

  private ScriptFailure failure(int line, String who, String what) {
    return new ScriptFailure(line, who + " " + what, transcript.toString());
  }
}

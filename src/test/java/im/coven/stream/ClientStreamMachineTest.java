package im.coven.stream;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.jid.Jid;
import im.coven.sasl.Credentials;
import im.coven.sasl.ScramExchange;
import im.coven.sasl.ScramMechanism;
import im.coven.stanza.Iq;
import im.coven.stanza.Stanza;
import im.coven.stanza.StanzaError;
import im.coven.xml.Element;
import im.coven.xml.StreamHeader;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The whole table: each state with each input. One letter per cell.
class ClientStreamMachineTest {

  private static final Entry ENTRY =
      new Entry(Entry.Security.TLS, Entry.Origin.NETWORK, "mix.test", 0, 1000);
  private static final Entry CLEAR =
      new Entry(Entry.Security.PLAIN, Entry.Origin.NETWORK, "mix.test", 0, 1000);
  private static final Jid ACCOUNT = Jid.of("hag66@mix.test");
  private static final Credentials KEYS = Credentials.decoy("hag66", new byte[32], 4096);
  private static final Iq.Set REQUEST = new Iq.Set(null, null, "1", Element.of("x", "y"));

  /// H AwaitingHeader, N Negotiating, S Securing, A Authenticating, R Registering, a Authenticated,
  /// B Binding, M Resuming, O Bound, and of Closed: p by the peer, l lost, x with an error of the
  /// client, ! with an error of ours, - closed before.
  private static final String TABLE =
      """
                   header starttls auth register bind message sm ended lost stop late secured found checked registered bound unbound unavailable resume resumed gone
      awaiting     N x x x x x x x l x x ! ! ! ! ! ! ! x ! !
      returning    a x x x x x x x l x x ! ! ! ! ! ! ! x ! !
      negotiating  ! S A R x x x p l x x ! ! ! ! ! ! ! x ! !
      securing     ! x x x x x x p l x x H ! ! ! ! ! ! x ! !
      waiting      ! x N x x x x p l x x ! ! ! ! ! ! N x ! !
      finding      ! x N x x x x p l x x ! A ! ! ! ! N x ! !
      proving      ! x N x x x x p l x x ! ! ! ! ! ! N x ! !
      checking     ! x N x x x x p l x x ! ! H ! ! ! N x ! !
      registering  ! x x x x x x p l x x ! ! ! N ! ! N x ! !
      authenticated ! x x x B x a p l x x ! ! ! ! ! ! ! M ! !
      binding      ! x x x x x x p l x x ! ! ! ! O a a x ! !
      resuming     ! x x x x x x p l x x ! ! ! ! ! ! a x O a
      bound        ! x x O O O O p l x O ! ! ! ! ! ! ! O ! !
      closed       - - - - - - - - - - - - - - - - - - - - -
      """;

  @Test
  void everyStateMeetsEveryInput() {
    Map<String, StreamInput> inputs = inputs();
    var rows = new StringBuilder(TABLE.lines().findFirst().orElseThrow()).append('\n');
    var machine = new ClientStreamMachine(StreamStage.policy(StreamPolicy.Tls.OFFERED));
    states()
        .forEach((name, state) -> {
          rows.append(name).append(" ".repeat(Math.max(0, 12 - name.length())));
          inputs
              .values()
              .forEach(input ->
                  rows.append(' ').append(cell(machine.step(from(state, input), input), state)));
          rows.append('\n');
        });
    assertThat(rows.toString()).isEqualTo(TABLE);
  }

  /// STARTTLS and registration depend on the connection: they are asked of one where they are to be
  /// had.
  private static StreamState from(StreamState state, StreamInput input) {
    boolean startsTls =
        input instanceof StreamInput.Received(var element) && element.name().equals("starttls");
    boolean registers =
        input instanceof StreamInput.Received(var iq)
            && iq.children().stream().anyMatch(c -> c.ns().equals("jabber:iq:register"));
    if (state instanceof StreamState.Negotiating && startsTls) {
      return new StreamState.Negotiating(CLEAR);
    }
    return state instanceof StreamState.Negotiating && registers
        ? new StreamState.Negotiating(
            new Entry(Entry.Security.TLS, Entry.Origin.LOOPBACK, "mix.test", 0, 1000))
        : state;
  }

  private static char cell(Step step, StreamState before) {
    return switch (step.next()) {
      case StreamState.AwaitingHeader _ -> 'H';
      case StreamState.Negotiating _ -> 'N';
      case StreamState.Securing _ -> 'S';
      case StreamState.Authenticating _ -> 'A';
      case StreamState.Registering _ -> 'R';
      case StreamState.Authenticated _ -> 'a';
      case StreamState.Binding _ -> 'B';
      case StreamState.Resuming _ -> 'M';
      case StreamState.Bound _ -> 'O';
      case StreamState.Closed closed -> {
        if (before instanceof StreamState.Closed) {
          assertThat(step.effects()).isEmpty();
          yield '-';
        }
        StreamError error = closed.error();
        yield switch (closed.cause()) {
          case PEER -> 'p';
          case LOST -> 'l';
          case OURS ->
              error != null && error.condition() == StreamError.Condition.INTERNAL_SERVER_ERROR
                  ? '!'
                  : 'x';
        };
      }
    };
  }

  private static Map<String, StreamState> states() {
    var begun =
        (ScramExchange.Begun)
            ScramExchange.begin(
                ScramMechanism.SCRAM_SHA_1,
                "n,,n=hag66,r=abc".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    var verifier = java.util.Objects.requireNonNull(KEYS.verifiers().get(begun.mechanism()));
    var states = new LinkedHashMap<String, StreamState>();
    states.put("awaiting", new StreamState.AwaitingHeader(ENTRY, null));
    states.put("returning", new StreamState.AwaitingHeader(ENTRY, ACCOUNT));
    states.put("negotiating", new StreamState.Negotiating(ENTRY));
    states.put("securing", new StreamState.Securing(CLEAR));
    states.put("waiting", sasl(new SaslState.Waiting(null)));
    states.put("finding", sasl(new SaslState.Finding(ACCOUNT, begun)));
    states.put("proving", sasl(new SaslState.Proving(ACCOUNT, begun.challenge(verifier, "n"))));
    states.put("checking", sasl(new SaslState.Checking(ACCOUNT)));
    states.put("registering", new StreamState.Registering(ENTRY, REQUEST));
    states.put("authenticated", new StreamState.Authenticated(ENTRY, ACCOUNT));
    states.put("binding", new StreamState.Binding(ENTRY, ACCOUNT, REQUEST));
    states.put("resuming", new StreamState.Resuming(ENTRY, ACCOUNT, "id"));
    states.put("bound", new StreamState.Bound(ACCOUNT.withResource("r"), StreamState.Acks.ON));
    states.put("closed", new StreamState.Closed(StreamState.Cause.PEER, null));
    return states;
  }

  private static StreamState sasl(SaslState state) {
    return new StreamState.Authenticating(ENTRY, state);
  }

  private static Map<String, StreamInput> inputs() {
    var inputs = new LinkedHashMap<String, StreamInput>();
    inputs.put("header", new StreamInput.Opened(header()));
    inputs.put("starttls", received(Element.of("starttls", ClientStreamMachine.TLS_NS)));
    inputs.put(
        "auth",
        received(
            Element.builder("auth", SaslMachine.NS)
                .attr("mechanism", "SCRAM-SHA-1")
                .text(SaslMachine.encode("n,,n=hag66,r=abc"))
                .build()));
    inputs.put(
        "register",
        iq(
            Element.builder("query", ClientStreamMachine.REGISTER_NS)
                .text("username", "hag66")
                .text("password", "caldron")
                .build()));
    inputs.put("bind", iq(Element.of("bind", StreamXml.BIND_NS)));
    inputs.put("message", received(Element.of("message", Stanza.NS)));
    inputs.put("sm", received(Element.of("enable", StreamXml.SM_NS)));
    inputs.put("ended", new StreamInput.Ended());
    inputs.put("lost", new StreamInput.Lost());
    inputs.put("stop", new StreamInput.Stop(StreamError.Condition.SYSTEM_SHUTDOWN.error()));
    inputs.put("late", new StreamInput.Tick(1000));
    inputs.put("secured", new StreamInput.Secured());
    inputs.put("found", new StreamInput.Found(KEYS, "nonce"));
    inputs.put("checked", new StreamInput.PasswordChecked(StreamInput.Verdict.ACCEPTED));
    inputs.put("registered", new StreamInput.Registered(StreamInput.Verdict.ACCEPTED));
    inputs.put("bound", new StreamInput.ResourceBound(ACCOUNT.withResource("r")));
    inputs.put("unbound", new StreamInput.BindRefused(StanzaError.Condition.CONFLICT.error()));
    inputs.put("unavailable", new StreamInput.Unavailable());
    inputs.put(
        "resume",
        received(
            Element.builder("resume", StreamXml.SM_NS)
                .attr("previd", "some-session")
                .attr("h", 0)
                .build()));
    inputs.put("resumed", new StreamInput.Resumed(ACCOUNT.withResource("r"), 0));
    inputs.put("gone", new StreamInput.NotResumed(-1));
    return inputs;
  }

  private static StreamInput received(Element element) {
    return new StreamInput.Received(element);
  }

  private static StreamInput iq(Element payload) {
    return received(new Iq.Set(null, null, "1", payload).toElement());
  }

  private static StreamHeader header() {
    var root =
        Element.builder("stream", StreamXml.NS)
            .attr("to", "mix.test")
            .attr("version", "1.0")
            .build();
    return new StreamHeader(root, "stream", Map.of("", Stanza.NS, "stream", StreamXml.NS));
  }
}

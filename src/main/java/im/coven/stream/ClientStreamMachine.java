package im.coven.stream;

import im.coven.jid.Jid;
import im.coven.sasl.SaslFailure;
import im.coven.stanza.Iq;
import im.coven.stanza.StanzaCodec;
import im.coven.stanza.StanzaError;
import im.coven.stream.StreamError.Condition;
import im.coven.stream.StreamInput.Verdict;
import im.coven.stream.StreamState.Acks;
import im.coven.stream.StreamState.Cause;
import im.coven.xml.Element;
import im.coven.xml.StreamHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A client's stream as a state machine: `(state, input) → (next state, effects)`.
///
///     AwaitingHeader ──header──▶ Negotiating ──starttls──▶ Securing ──secured──▶ AwaitingHeader
///                                 │  ▲   │  ▲
///                                 │  │   │  └─failure── Authenticating ──success──▶ AwaitingHeader
///                                 │  │   └────auth───────────▲                      with account
///                          register  registered                                          │
///                                 ▼  │                                                 header
///                              Registering                                               ▼
///                       Bound ◀──bound── Binding ◀──bind── Authenticated ◀───────────────┘
///                         ▲                 └────refused────────▲  │
///                         │                                     │  │
///                         └──resumed── Resuming ──not resumed───┘  │
///                                          ▲                       │
///                                          └────────resume─────────┘
///
/// Every state goes to Closed when the client ends the stream, the connection breaks, somebody on
/// our side stops it, or, before Bound, the time is up. What a state does not know closes the
/// stream: with `not-authorized` where a stanza comes too early, with `policy-violation` else.
///
/// Knows no clock and no randomness; one instance serves all streams of a door.
/// See RFC 6120 §4 to §7, XEP-0077, XEP-0198.
public final class ClientStreamMachine {

  static final String TLS_NS = "urn:ietf:params:xml:ns:xmpp-tls";
  static final String REGISTER_NS = "jabber:iq:register";

  /// What our ids look like.
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{8,64}");

  private final StreamPolicy policy;
  private final BoundStream bound = new BoundStream();

  public ClientStreamMachine(StreamPolicy policy) {
    this.policy = policy;
  }

  /// The state of a new connection, which must have bound a resource at `deadlineMs`.
  public static StreamState start(Entry.Security security, Entry.Origin origin, long deadlineMs) {
    return new StreamState.AwaitingHeader(new Entry(security, origin, "", 0, deadlineMs), null);
  }

  public Step step(StreamState state, StreamInput input) {
    return switch (new At(state, input)) {
      case At(StreamState.Closed closed, _) -> Step.to(closed);
      case At(_, StreamInput.Lost _) -> Step.to(new StreamState.Closed(Cause.LOST, null));
      case At(var at, StreamInput.Ended _) -> end(at);
      case At(var at, StreamInput.Stop(var error)) -> fail(at, error);
      case At(var at, StreamInput.Tick(var nowMs)) -> tick(at, nowMs);
      case At(StreamState.AwaitingHeader at, StreamInput.Opened(var header)) -> open(at, header);
      case At(StreamState.Negotiating at, StreamInput.Received(var element)) ->
          negotiate(at, element);
      case At(StreamState.Securing(var entry), StreamInput.Secured _) ->
          Step.to(
              new StreamState.AwaitingHeader(entry.secured(), null), new StreamEffect.Restart());
      case At(StreamState.Authenticating at, StreamInput.Received(var element))
          when !element.ns().equals(SaslMachine.NS) ->
          fail(at, tooEarly(element));
      case At(StreamState.Authenticating(var entry, var sasl), var any)
          when SaslMachine.concerns(sasl, any) ->
          authenticate(entry, SaslMachine.step(sasl, any, entry.domain()));
      case At(StreamState.Registering at, var any) -> registered(at, any);
      case At(StreamState.Authenticated at, StreamInput.Received(var element)) ->
          choose(at, element);
      case At(StreamState.Binding at, StreamInput.ResourceBound(var address)) ->
          Step.to(
              new StreamState.Bound(address, Acks.OFF),
              new StreamEffect.Reply(at.request().result(StreamXml.bound(address))));
      case At(StreamState.Binding at, StreamInput.BindRefused(var error)) -> unbound(at, error);
      case At(StreamState.Binding at, StreamInput.Unavailable _) ->
          unbound(at, StanzaError.Condition.RESOURCE_CONSTRAINT.error());
      case At(StreamState.Resuming at, StreamInput.Resumed(var address, var h)) ->
          Step.to(
              new StreamState.Bound(address, Acks.ON),
              new StreamEffect.Send(StreamXml.resumed(at.id(), h)),
              new StreamEffect.Continue());
      case At(StreamState.Resuming at, StreamInput.NotResumed(var h)) ->
          unresumed(at, StreamXml.notResumed(h));
      case At(StreamState.Resuming at, StreamInput.Unavailable _) ->
          unresumed(at, StreamXml.smFailed("resource-constraint"));
      case At(StreamState.Bound at, StreamInput.Received(var element)) -> bound.take(at, element);
      case At(var at, StreamInput.Received(var element)) -> fail(at, tooEarly(element));
      case At(var at, _) -> fail(at, Condition.INTERNAL_SERVER_ERROR.error());
    };
  }

  private record At(StreamState state, StreamInput input) {}

  private static Step end(StreamState state) {
    // A stream that was never opened has no end to answer.
    return state instanceof StreamState.AwaitingHeader
        ? fail(state, Condition.BAD_FORMAT.error())
        : Step.to(new StreamState.Closed(Cause.PEER, null), new StreamEffect.Finish(null));
  }

  private static Step fail(StreamState state, StreamError error) {
    var closed = new StreamState.Closed(Cause.OURS, error);
    var finish = new StreamEffect.Finish(error);
    return state instanceof StreamState.AwaitingHeader(var entry, _)
        ? Step.to(closed, new StreamEffect.Open(entry.domain(), null), finish)
        : Step.to(closed, finish);
  }

  private static Step tick(StreamState state, long nowMs) {
    Entry entry =
        switch (state) {
          case StreamState.AwaitingHeader at -> at.entry();
          case StreamState.Negotiating at -> at.entry();
          case StreamState.Securing at -> at.entry();
          case StreamState.Authenticating at -> at.entry();
          case StreamState.Registering at -> at.entry();
          case StreamState.Authenticated at -> at.entry();
          case StreamState.Binding at -> at.entry();
          case StreamState.Resuming at -> at.entry();
          case StreamState.Bound _, StreamState.Closed _ -> null;
        };
    return entry != null && nowMs >= entry.deadlineMs()
        ? fail(state, Condition.CONNECTION_TIMEOUT.because("Too slow to log in"))
        : Step.to(state);
  }

  private static StreamError tooEarly(Element element) {
    return StanzaCodec.isStanza(element)
        ? Condition.NOT_AUTHORIZED.error()
        : Condition.POLICY_VIOLATION.because("Not expected here");
  }

  /* ---- the header ---- */

  private Step open(StreamState.AwaitingHeader state, StreamHeader header) {
    Element root = header.root();
    Entry entry = state.entry();
    Jid from = Optional.ofNullable(root.attr("from")).flatMap(Jid::parse).orElse(null);
    String asked =
        Jid.parse(root.attrOr("to", "")).filter(Jid::isDomain).map(Jid::domainpart).orElse("");
    boolean served =
        entry.domain().isEmpty() ? policy.domains().contains(asked) : entry.domain().equals(asked);
    var open = new StreamEffect.Open(served ? asked : policy.domains().getFirst(), from);
    Condition refusal =
        !root.is("stream", StreamXml.NS) || !header.contentNs().equals(StreamXml.CONTENT_NS)
            ? Condition.INVALID_NAMESPACE
            : !served
                ? Condition.HOST_UNKNOWN
                : !isVersionOne(root.attr("version")) ? Condition.UNSUPPORTED_VERSION : null;
    if (refusal != null) {
      StreamError error = refusal.error();
      return Step.to(
          new StreamState.Closed(Cause.OURS, error), open, new StreamEffect.Finish(error));
    }
    Entry next = entry.to(asked);
    Jid account = state.account();
    return account == null
        ? Step.to(
            new StreamState.Negotiating(next),
            open,
            new StreamEffect.Features(StreamXml.featuresBefore(policy, next)))
        : Step.to(
            new StreamState.Authenticated(next, account),
            open,
            new StreamEffect.Features(StreamXml.featuresAfter(policy)));
  }

  private static boolean isVersionOne(@Nullable String version) {
    // A missing version means 0.9; a higher one speaks ours too. See RFC 6120 §4.7.5.
    return version != null && version.matches("0*[1-9][0-9]{0,8}\\.[0-9]{1,9}");
  }

  /* ---- before authentication ---- */

  private Step negotiate(StreamState.Negotiating state, Element element) {
    Entry entry = state.entry();
    if (element.is("starttls", TLS_NS)) {
      return policy.offersStartTls(entry)
          ? Step.to(new StreamState.Securing(entry), new StreamEffect.StartTls())
          : Step.to(
              new StreamState.Closed(Cause.OURS, null),
              new StreamEffect.Send(Element.of("failure", TLS_NS)),
              new StreamEffect.Finish(null));
    }
    if (element.is("auth", SaslMachine.NS)) {
      return authenticate(entry, begin(entry, element));
    }
    return StanzaCodec.isStanza(element)
            && StanzaCodec.read(element) instanceof StanzaCodec.Ok(Iq.Request request)
            && request.payload().is("query", REGISTER_NS)
        ? register(entry, request)
        : fail(state, tooEarly(element));
  }

  private SaslMachine.Outcome begin(Entry entry, Element auth) {
    String mechanism = auth.attrOr("mechanism", "");
    boolean plain = mechanism.equals(SaslMachine.PLAIN);
    if (!plain && SaslMachine.scram(mechanism).isEmpty()) {
      return new SaslMachine.Failed(SaslFailure.INVALID_MECHANISM);
    }
    boolean permitted = plain ? policy.permitsPlain(entry) : policy.permitsSasl(entry);
    return permitted
        ? SaslMachine.begin(auth, entry.domain())
        : new SaslMachine.Failed(SaslFailure.ENCRYPTION_REQUIRED);
  }

  private Step authenticate(Entry entry, SaslMachine.Outcome outcome) {
    return switch (outcome) {
      case SaslMachine.Goes(var next, var effects) ->
          new Step(new StreamState.Authenticating(entry, next), effects);
      case SaslMachine.Done(var account, var data) ->
          Step.to(
              new StreamState.AwaitingHeader(entry, account),
              new StreamEffect.Send(StreamXml.success(data)),
              new StreamEffect.Restart());
      case SaslMachine.Failed(var failure) -> failed(entry.failedOnce(), failure);
    };
  }

  private Step failed(Entry entry, SaslFailure failure) {
    var send = new StreamEffect.RefuseLogin(failure);
    if (entry.failures() < policy.saslAttemptsMax()) {
      return Step.to(new StreamState.Negotiating(entry), send);
    }
    StreamError error = Condition.POLICY_VIOLATION.because("Too many failed attempts");
    return Step.to(new StreamState.Closed(Cause.OURS, error), send, new StreamEffect.Finish(error));
  }

  private Step register(Entry entry, Iq.Request request) {
    var negotiating = new StreamState.Negotiating(entry);
    if (!policy.permitsRegistration(entry)) {
      return refuse(negotiating, request, StanzaError.Condition.NOT_ALLOWED);
    }
    return switch (request) {
      case Iq.Get get ->
          Step.to(negotiating, new StreamEffect.Reply(get.result(StreamXml.registrationForm())));
      case Iq.Set set -> {
        Element query = set.payload();
        if (query.child("remove").isPresent()) {
          yield refuse(negotiating, set, StanzaError.Condition.NOT_ALLOWED);
        }
        Optional<Registrant> registrant = Registrant.read(query, entry.domain());
        yield registrant.isEmpty()
            ? refuse(negotiating, set, StanzaError.Condition.NOT_ACCEPTABLE)
            : Step.to(
                new StreamState.Registering(entry, set),
                new StreamEffect.Register(registrant.get().account(), registrant.get().password()));
      }
    };
  }

  private static Step registered(StreamState.Registering state, StreamInput input) {
    var negotiating = new StreamState.Negotiating(state.entry());
    return switch (input) {
      case StreamInput.Registered(var verdict) ->
          verdict == Verdict.ACCEPTED
              ? Step.to(negotiating, new StreamEffect.Reply(state.request().result(null)))
              : refuse(negotiating, state.request(), StanzaError.Condition.CONFLICT);
      case StreamInput.Unavailable _ ->
          refuse(negotiating, state.request(), StanzaError.Condition.RESOURCE_CONSTRAINT);
      case StreamInput.Received(var element) -> fail(state, tooEarly(element));
      default -> fail(state, Condition.INTERNAL_SERVER_ERROR.error());
    };
  }

  private static Step refuse(StreamState next, Iq.Request request, StanzaError.Condition why) {
    return Step.to(next, new StreamEffect.Reply(request.error(why.error())));
  }

  /* ---- before binding ---- */

  private static Step choose(StreamState.Authenticated state, Element element) {
    if (element.ns().equals(StreamXml.SM_NS)) {
      return element.name().equals("resume")
          ? resume(state, element)
          : Step.to(state, new StreamEffect.Send(StreamXml.smFailed("unexpected-request")));
    }
    if (!StanzaCodec.isStanza(element)
        || !(StanzaCodec.read(element) instanceof StanzaCodec.Ok(Iq.Set set))
        || !set.payload().is("bind", StreamXml.BIND_NS)) {
      return fail(state, tooEarly(element));
    }
    String resource = set.payload().childText("resource").filter(r -> !r.isEmpty()).orElse(null);
    Jid account = state.account();
    Optional<Jid> wanted =
        resource == null ? Optional.of(account) : Jid.parse(account + "/" + resource);
    return wanted.isEmpty()
        ? refuse(state, set, StanzaError.Condition.BAD_REQUEST)
        : Step.to(
            new StreamState.Binding(state.entry(), account, set),
            new StreamEffect.Bind(account, wanted.get().resourcepart()));
  }

  private static Step resume(StreamState.Authenticated state, Element element) {
    String id = element.attrOr("previd", "");
    long h = BoundStream.h(element);
    if (!ID.matcher(id).matches() || h < 0) {
      return Step.to(state, new StreamEffect.Send(StreamXml.notResumed(-1)));
    }
    return Step.to(
        new StreamState.Resuming(state.entry(), state.account(), id),
        new StreamEffect.Resume(state.account(), id, h));
  }

  private static Step unresumed(StreamState.Resuming state, Element failed) {
    return Step.to(
        new StreamState.Authenticated(state.entry(), state.account()),
        new StreamEffect.Send(failed));
  }

  private static Step unbound(StreamState.Binding state, StanzaError error) {
    List<StreamEffect> effects = new ArrayList<>();
    effects.add(new StreamEffect.Reply(state.request().error(error)));
    return new Step(new StreamState.Authenticated(state.entry(), state.account()), effects);
  }
}

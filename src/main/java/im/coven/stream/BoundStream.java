package im.coven.stream;

import im.coven.jid.Jid;
import im.coven.stanza.Iq;
import im.coven.stanza.Stanza;
import im.coven.stanza.StanzaCodec;
import im.coven.stanza.StanzaError;
import im.coven.stream.StreamError.Condition;
import im.coven.stream.StreamState.Acks;
import im.coven.stream.StreamState.Bound;
import im.coven.stream.StreamState.Cause;
import im.coven.xml.Element;
import java.util.Optional;

/// What a bound stream does with an element: the half of {@link ClientStreamMachine} that works
/// for the length of a session.
///
///     enable ──▶ EnableAcks   r ──▶ AnswerAck      a ──▶ TakeAck      stanza ──▶ Deliver
final class BoundStream {

  private static final long H_MAX = 0xFFFF_FFFFL;

  Step take(Bound state, Element element) {
    if (StanzaCodec.isStanza(element)) {
      return stanza(state, element);
    }
    if (element.ns().equals(StreamXml.SM_NS)) {
      return acknowledgement(state, element);
    }
    return fail(Condition.UNSUPPORTED_STANZA_TYPE.error());
  }

  private static Step stanza(Bound state, Element element) {
    String from = element.attr("from");
    if (from != null && !isOwn(from, state.address())) {
      return fail(Condition.INVALID_FROM.error());
    }
    return switch (StanzaCodec.read(element)) {
      case StanzaCodec.Ok(Iq.Request request) when isForTheStream(request) ->
          Step.to(state, new StreamEffect.Reply(answer(request.withFrom(state.address()))));
      case StanzaCodec.Ok(var stanza) ->
          Step.to(state, new StreamEffect.Deliver(stanza.withFrom(state.address())));
      case StanzaCodec.Refused(var reply) ->
          reply == null ? Step.to(state) : Step.to(state, bounce(reply, state.address()));
    };
  }

  private static boolean isOwn(String from, Jid address) {
    Optional<Jid> claimed = Jid.parse(from);
    return claimed.isPresent()
        && (claimed.get().equals(address) || claimed.get().equals(address.bare()));
  }

  private static boolean isForTheStream(Iq.Request request) {
    Element payload = request.payload();
    return payload.is("session", StreamXml.SESSION_NS) || payload.is("bind", StreamXml.BIND_NS);
  }

  /// Sessions need no establishing (RFC 6121 §1.4); a second resource is not to be had.
  private static Stanza answer(Iq.Request request) {
    return request.payload().ns().equals(StreamXml.SESSION_NS)
        ? request.result(null)
        : request.error(StanzaError.Condition.NOT_ALLOWED.error());
  }

  private static StreamEffect bounce(Stanza reply, Jid address) {
    Stanza addressed = reply.withTo(address);
    return new StreamEffect.Reply(
        addressed.from() == null ? addressed.withFrom(address.bare()) : addressed);
  }

  private static Step acknowledgement(Bound state, Element element) {
    boolean enabled = state.acks() == Acks.ON;
    return switch (element.name()) {
      case "enable" ->
          enabled
              ? unexpected(state)
              : Step.to(
                  new Bound(state.address(), Acks.ON),
                  new StreamEffect.EnableAcks(wanted(element)));
      case "r" -> enabled ? Step.to(state, new StreamEffect.AnswerAck()) : unexpected(state);
      case "a" -> enabled ? taken(state, element) : unexpected(state);
      default -> unexpected(state);
    };
  }

  private static StreamEffect.Resumption wanted(Element enable) {
    String resume = enable.attrOr("resume", "");
    return resume.equals("true") || resume.equals("1")
        ? StreamEffect.Resumption.WANTED
        : StreamEffect.Resumption.UNWANTED;
  }

  private static Step taken(Bound state, Element a) {
    long h = h(a);
    return h < 0
        ? fail(Condition.POLICY_VIOLATION.because("h is a number below 2^32"))
        : Step.to(state, new StreamEffect.TakeAck(h));
  }

  /// The number of stanzas that an element speaks of; -1 where it is none.
  static long h(Element element) {
    String h = element.attrOr("h", "");
    return h.matches("[0-9]{1,10}") && Long.parseLong(h) <= H_MAX ? Long.parseLong(h) : -1;
  }

  private static Step unexpected(Bound state) {
    return Step.to(state, new StreamEffect.Send(StreamXml.smFailed("unexpected-request")));
  }

  private static Step fail(StreamError error) {
    return Step.to(new StreamState.Closed(Cause.OURS, error), new StreamEffect.Finish(error));
  }
}

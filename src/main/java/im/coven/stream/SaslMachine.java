package im.coven.stream;

import im.coven.jid.Jid;
import im.coven.sasl.PlainMessage;
import im.coven.sasl.SaslFailure;
import im.coven.sasl.ScramExchange;
import im.coven.sasl.ScramMechanism;
import im.coven.xml.Element;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One authentication as a state machine.
///
///     auth ──▶ Waiting ──response──▶ Finding ──found──▶ Proving ──response──▶ Done
///      │          │                     ▲
///      │          └──response──▶ Checking ──checked──▶ Done
///      └── with an initial response: straight to Finding or Checking
///
/// Everything else ends in a failure. See RFC 6120 §6.4.
final class SaslMachine {

  static final String NS = "urn:ietf:params:xml:ns:xmpp-sasl";
  static final String PLAIN = "PLAIN";

  private SaslMachine() {}

  /// What an input led to.
  sealed interface Outcome {}

  /// It goes on.
  record Goes(SaslState next, List<StreamEffect> effects) implements Outcome {}

  /// The client is who it says; `data` goes into `<success/>` where it is not null.
  record Done(Jid account, @Nullable String data) implements Outcome {}

  /// It is not.
  record Failed(SaslFailure failure) implements Outcome {}

  /// Begins with `<auth/>`; the mechanism is one of those offered.
  static Outcome begin(Element auth, String domain) {
    String mechanism = auth.attrOr("mechanism", "");
    ScramMechanism scram = scram(mechanism).orElse(null);
    var waiting = new SaslState.Waiting(scram);
    if (auth.text().isEmpty()) {
      return new Goes(waiting, List.of(challenge("")));
    }
    return answered(waiting, auth, domain);
  }

  /// Whether an input can be meant for the authentication.
  static boolean concerns(SaslState state, StreamInput input) {
    return switch (input) {
      case StreamInput.Received _, StreamInput.Unavailable _ -> true;
      case StreamInput.Found _ -> state instanceof SaslState.Finding;
      case StreamInput.PasswordChecked _ -> state instanceof SaslState.Checking;
      default -> false;
    };
  }

  static Outcome step(SaslState state, StreamInput input, String domain) {
    return switch (new At(state, input)) {
      case At(var same, StreamInput.Received(var element))
          when element.is("response", NS) && !same.isBusy() ->
          answered(same, element, domain);
      case At(_, StreamInput.Received(var element)) when element.is("abort", NS) ->
          new Failed(SaslFailure.ABORTED);
      case At(SaslState.Finding(var account, var begun), StreamInput.Found found) -> {
        var verifier =
            Objects.requireNonNull(found.credentials().verifiers().get(begun.mechanism()));
        var challenged = begun.challenge(verifier, found.nonce());
        yield new Goes(
            new SaslState.Proving(account, challenged), List.of(challenge(challenged.message())));
      }
      case At(SaslState.Checking(var account), StreamInput.PasswordChecked(var verdict)) ->
          verdict == StreamInput.Verdict.ACCEPTED
              ? new Done(account, null)
              : new Failed(SaslFailure.NOT_AUTHORIZED);
      case At(_, StreamInput.Unavailable _) -> new Failed(SaslFailure.TEMPORARY_AUTH_FAILURE);
      case At(_, _) -> new Failed(SaslFailure.MALFORMED_REQUEST);
    };
  }

  private record At(SaslState state, StreamInput input) {}

  private static Outcome answered(SaslState state, Element element, String domain) {
    Optional<byte[]> decoded = decode(element.text());
    if (decoded.isEmpty()) {
      return new Failed(SaslFailure.INCORRECT_ENCODING);
    }
    byte[] message = decoded.get();
    return switch (state) {
      case SaslState.Waiting(var scram) ->
          scram == null ? plain(message, domain) : scram(scram, message, domain);
      case SaslState.Proving(var account, var challenged) -> prove(account, challenged, message);
      case SaslState.Finding _, SaslState.Checking _ -> new Failed(SaslFailure.MALFORMED_REQUEST);
    };
  }

  private static Outcome plain(byte[] message, String domain) {
    Optional<PlainMessage> plain = PlainMessage.read(message);
    if (plain.isEmpty()) {
      return new Failed(SaslFailure.MALFORMED_REQUEST);
    }
    String password = plain.get().password();
    return claimed(
        plain.get().username(),
        plain.get().authzid(),
        domain,
        account ->
            new Goes(
                new SaslState.Checking(account),
                List.of(new StreamEffect.CheckPassword(account, password))));
  }

  private static Outcome scram(ScramMechanism mechanism, byte[] message, String domain) {
    return switch (ScramExchange.begin(mechanism, message)) {
      case ScramExchange.Begun begun ->
          claimed(
              begun.username(),
              begun.authzid(),
              domain,
              account ->
                  new Goes(
                      new SaslState.Finding(account, begun),
                      List.of(new StreamEffect.FindCredentials(account))));
      case ScramExchange.Failed(var failure) -> new Failed(failure);
      case ScramExchange.Challenged _, ScramExchange.Succeeded _ ->
          throw new IllegalStateException("client-first leads to neither");
    };
  }

  private static Outcome prove(Jid account, ScramExchange.Challenged challenged, byte[] message) {
    return switch (challenged.finish(message)) {
      case ScramExchange.Succeeded succeeded -> new Done(account, succeeded.message());
      case ScramExchange.Failed(var failure) -> new Failed(failure);
      case ScramExchange.Begun _, ScramExchange.Challenged _ ->
          throw new IllegalStateException("client-final leads to neither");
    };
  }

  /// Goes on with the account of a name; nobody may act as someone else.
  private static Outcome claimed(
      String username,
      @Nullable String authzid,
      String domain,
      java.util.function.Function<Jid, Outcome> then) {
    Optional<Jid> account = account(username, domain);
    if (account.isEmpty()) {
      return new Failed(SaslFailure.NOT_AUTHORIZED);
    }
    if (authzid != null && !Jid.parse(authzid).equals(account)) {
      return new Failed(SaslFailure.INVALID_AUTHZID);
    }
    return then.apply(account.get());
  }

  /// The account of a username, unless no account can have that name.
  static Optional<Jid> account(String username, String domain) {
    return Jid.parse(username + '@' + domain)
        .filter(jid -> jid.isBare() && jid.localpart() != null && jid.domainpart().equals(domain));
  }

  static Optional<ScramMechanism> scram(String wire) {
    for (ScramMechanism mechanism : ScramMechanism.values()) {
      if (mechanism.wire().equals(wire)) {
        return Optional.of(mechanism);
      }
    }
    return Optional.empty();
  }

  /// Text in Base64, and an empty text as `=`, to tell it from none. See RFC 6120 §6.4.2.
  static String encode(String text) {
    return text.isEmpty()
        ? "="
        : Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static StreamEffect challenge(String text) {
    return new StreamEffect.Send(
        text.isEmpty() ? Element.of("challenge", NS) : Element.text("challenge", NS, encode(text)));
  }

  private static Optional<byte[]> decode(String base64) {
    try {
      return Optional.of(
          base64.equals("=") ? new byte[0] : Base64.getDecoder().decode(base64.strip()));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }
}

package im.coven.sasl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One authentication by SCRAM, on the server's side, without channel binding.
///
///     begin(client-first) ──▶ Begun ──challenge──▶ Challenged ──finish──▶ Succeeded
///             │                                        │
///             └──────────────▶ Failed ◀────────────────┘
///
/// Each state is a value; a step answers the next one. See RFC 5802 §3 and §5, RFC 7677.
public sealed interface ScramExchange {

  /// The client has named itself; the keys of that name are wanted next. `username` is prepared,
  /// `authzid` is who the client wants to act as, where it said so.
  record Begun(
      ScramMechanism mechanism,
      String gs2Header,
      @Nullable String authzid,
      String username,
      String bare,
      String clientNonce)
      implements ScramExchange {

    /// Challenges the client with the salt of its name. `nonce` is ours: unguessable, printable,
    /// without a comma, never used before.
    public Challenged challenge(Credentials.Verifier verifier, String nonce) {
      String salt = Base64.getEncoder().encodeToString(verifier.salt());
      String combined = clientNonce + nonce;
      return new Challenged(
          this, verifier, combined, "r=" + combined + ",s=" + salt + ",i=" + verifier.iterations());
    }
  }

  /// The client has to prove that it knows the password; `message` is server-first.
  record Challenged(Begun begun, Credentials.Verifier verifier, String nonce, String message)
      implements ScramExchange {

    /// Checks the client's proof.
    public ScramExchange finish(byte[] clientFinal) {
      return PlainMessage.utf8(clientFinal)
          .map(this::finish)
          .orElseGet(() -> new Failed(SaslFailure.MALFORMED_REQUEST));
    }

    private ScramExchange finish(String text) {
      int proofAt = text.lastIndexOf(",p=");
      if (proofAt < 0) {
        return new Failed(SaslFailure.MALFORMED_REQUEST);
      }
      String[] parts = text.substring(0, proofAt).split(",", -1);
      Optional<byte[]> proof = base64(text.substring(proofAt + ",p=".length()));
      if (parts.length < 2
          || !parts[0].startsWith("c=")
          || !parts[1].startsWith("r=")
          || proof.isEmpty()) {
        return new Failed(SaslFailure.MALFORMED_REQUEST);
      }
      byte[] header = begun.gs2Header().getBytes(StandardCharsets.UTF_8);
      boolean bound =
          parts[0].substring(2).equals(Base64.getEncoder().encodeToString(header))
              && parts[1].substring(2).equals(nonce);
      String authMessage = begun.bare() + ',' + message + ',' + text.substring(0, proofAt);
      if (!bound || !proves(proof.get(), authMessage)) {
        return new Failed(SaslFailure.NOT_AUTHORIZED);
      }
      byte[] signature = ScramKeys.hmac(begun.mechanism(), verifier.serverKey(), authMessage);
      String answer = "v=" + Base64.getEncoder().encodeToString(signature);
      return new Succeeded(begun.username(), begun.authzid(), answer);
    }

    private boolean proves(byte[] proof, String authMessage) {
      ScramMechanism mechanism = begun.mechanism();
      byte[] signature = ScramKeys.hmac(mechanism, verifier.storedKey(), authMessage);
      if (proof.length != signature.length) {
        return false;
      }
      byte[] clientKey = new byte[proof.length];
      for (int i = 0; i < proof.length; i++) {
        clientKey[i] = (byte) (proof[i] ^ signature[i]);
      }
      return MessageDigest.isEqual(verifier.storedKey(), ScramKeys.hash(mechanism, clientKey));
    }
  }

  /// The client has proved itself; `message` is server-final, which proves us to it.
  record Succeeded(String username, @Nullable String authzid, String message)
      implements ScramExchange {}

  /// It has not.
  record Failed(SaslFailure failure) implements ScramExchange {}

  /// Reads client-first: answers {@link Begun} or {@link Failed}.
  static ScramExchange begin(ScramMechanism mechanism, byte[] clientFirst) {
    return PlainMessage.utf8(clientFirst)
        .map(text -> begin(mechanism, text))
        .orElseGet(() -> new Failed(SaslFailure.MALFORMED_REQUEST));
  }

  private static ScramExchange begin(ScramMechanism mechanism, String text) {
    // gs2-cbind-flag "," [ authzid ] "," client-first-message-bare
    String[] parts = text.split(",", -1);
    if (parts.length < 4 || !parts[2].startsWith("n=") || !parts[3].startsWith("r=")) {
      return new Failed(SaslFailure.MALFORMED_REQUEST);
    }
    if (parts[0].startsWith("p=")) {
      // A binding that was not offered: the client and we do not see the same mechanisms.
      return new Failed(SaslFailure.NOT_AUTHORIZED);
    }
    Optional<String> username = saslname(parts[2].substring(2)).flatMap(SaslPrep::prepare);
    boolean actsAs = parts[1].startsWith("a=");
    Optional<String> authzid = actsAs ? saslname(parts[1].substring(2)) : Optional.of("");
    String nonce = parts[3].substring(2);
    if (!(parts[0].equals("n") || parts[0].equals("y"))
        || !(actsAs || parts[1].isEmpty())
        || authzid.isEmpty()
        || username.isEmpty()
        || !isNonce(nonce)) {
      return new Failed(SaslFailure.MALFORMED_REQUEST);
    }
    String header = parts[0] + ',' + parts[1] + ',';
    return new Begun(
        mechanism,
        header,
        actsAs ? authzid.get() : null,
        username.get(),
        text.substring(header.length()),
        nonce);
  }

  /// Reads a name in which `,` and `=` are written as `=2C` and `=3D`.
  private static Optional<String> saslname(String escaped) {
    String rest = escaped.replace("=2C", "").replace("=3D", "");
    return escaped.isEmpty() || rest.indexOf('=') >= 0
        ? Optional.empty()
        : Optional.of(escaped.replace("=2C", ",").replace("=3D", "="));
  }

  private static boolean isNonce(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c <= '~');
  }

  private static Optional<byte[]> base64(String text) {
    try {
      return Optional.of(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }
}

package im.coven.sasl;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a client says under PLAIN; name and password are prepared. See RFC 4616 §2.
public record PlainMessage(@Nullable String authzid, String username, String password) {

  /// Reads the message, or answers nothing when it is malformed.
  public static Optional<PlainMessage> read(byte[] message) {
    return utf8(message).flatMap(PlainMessage::parse);
  }

  private static Optional<PlainMessage> parse(String text) {
    String[] parts = text.split("\0", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    String authzid = parts[0].isEmpty() ? null : parts[0];
    return SaslPrep.prepare(parts[1])
        .flatMap(username ->
            SaslPrep.prepare(parts[2])
                .map(password -> new PlainMessage(authzid, username, password)));
  }

  /// The bytes as text, or nothing when they are not UTF-8.
  static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException malformed) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "PlainMessage[username=" + username + "]";
  }
}

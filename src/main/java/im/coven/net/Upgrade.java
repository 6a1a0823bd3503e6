package im.coven.net;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vertx.core.MultiMap;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a request to become a WebSocket is answered. See RFC 6455 §4.2 and RFC 7395 §3.1.
sealed interface Upgrade {

  /// It becomes one.
  ///
  /// @param accept the value of `Sec-WebSocket-Accept`
  record Granted(String accept) implements Upgrade {}

  /// It does not.
  ///
  /// @param status of HTTP
  /// @param why for who looks at it
  record Refused(int status, String why) implements Upgrade {}

  /// The one subprotocol.
  String PROTOCOL = "xmpp";

  String VERSION = "13";
  int KEY_BYTES = 16;
  String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  /// Looks at the headers of a GET.
  static Upgrade of(MultiMap headers, WebSocketConfig config) {
    if (!has(headers, "connection", "upgrade") || !has(headers, "upgrade", "websocket")) {
      return new Refused(426, "this is for WebSockets");
    }
    if (!VERSION.equals(headers.get("sec-websocket-version"))) {
      return new Refused(426, "only version 13 is known");
    }
    String key = headers.get("sec-websocket-key");
    if (key == null || !isKey(key)) {
      return new Refused(400, "Sec-WebSocket-Key is malformed");
    }
    if (!has(headers, "sec-websocket-protocol", PROTOCOL)) {
      return new Refused(400, "the subprotocol xmpp is not offered");
    }
    String origin = headers.get("origin");
    if (origin != null && !config.permits(origin)) {
      return new Refused(403, "not from this page");
    }
    return new Granted(accept(key));
  }

  /// Whether a header lists a word, in whatever case.
  private static boolean has(MultiMap headers, String name, String wanted) {
    return headers.getAll(name).stream()
        .flatMap(value -> Stream.of(value.split(",", -1)))
        .anyMatch(word -> word.strip().toLowerCase(Locale.ROOT).equals(wanted));
  }

  private static boolean isKey(@Nullable String key) {
    try {
      return Base64.getDecoder().decode(key).length == KEY_BYTES;
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  private static String accept(String key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }
}

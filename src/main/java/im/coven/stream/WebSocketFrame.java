package im.coven.stream;

import java.util.Arrays;

/// Frames of a WebSocket as a server writes them: whole, and not masked. See RFC 6455 §5.2.
public final class WebSocketFrame {

  /// Why a WebSocket is closed. See RFC 6455 §7.4.1.
  public enum Close {
    NORMAL(1000),
    PROTOCOL_ERROR(1002),
    NOT_TEXT(1003),
    TOO_LARGE(1009);

    private final int code;

    Close(int code) {
      this.code = code;
    }

    /// As it stands on the wire.
    public int code() {
      return code;
    }
  }

  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  static final int FINAL = 0x80;

  /// The largest payload whose length stands in the second byte; that of control frames is never
  /// larger.
  static final int SHORT_MAX = 125;

  static final int LENGTH_16 = 126;
  static final int LENGTH_64 = 127;
  private static final int UNSIGNED_16_MAX = 0xFFFF;

  private WebSocketFrame() {}

  /// What stands before a text of so many bytes.
  public static byte[] text(int length) {
    return header(TEXT, length);
  }

  /// A ping without anything in it.
  public static byte[] ping() {
    return header(PING, 0);
  }

  /// The answer to a ping, which holds what that held: 125 bytes at most.
  public static byte[] pong(byte[] payload) {
    byte[] header = header(PONG, payload.length);
    byte[] frame = Arrays.copyOf(header, header.length + payload.length);
    System.arraycopy(payload, 0, frame, header.length, payload.length);
    return frame;
  }

  /// The last frame.
  public static byte[] close(Close why) {
    return new byte[] {
      (byte) (FINAL | CLOSE), Short.BYTES, (byte) (why.code() >> 8), (byte) why.code()
    };
  }

  private static byte[] header(int opcode, int length) {
    byte first = (byte) (FINAL | opcode);
    if (length <= SHORT_MAX) {
      return new byte[] {first, (byte) length};
    }
    if (length <= UNSIGNED_16_MAX) {
      return new byte[] {first, LENGTH_16, (byte) (length >> 8), (byte) length};
    }
    return new byte[] {
      first,
      LENGTH_64,
      0,
      0,
      0,
      0,
      (byte) (length >> 24),
      (byte) (length >> 16),
      (byte) (length >> 8),
      (byte) length
    };
  }
}

package im.coven.load;

import java.util.Arrays;

/// Cuts what comes in on a stream into stanzas, without reading what is in them.
///
/// Reading a stanza into elements costs several times what it costs to count tags, and the receiver
/// of a load test has to be cheaper than the sender. So each stanza is cut out whole, whatever way
/// its bytes were split, and only then looked at: the mark in a message is found by a search within
/// it, and everything else goes to the real parser. Begins behind the stream's header, between two
/// stanzas. Trusts the server to send XML; what is none comes out as pieces that the parser
/// refuses.
final class StanzaCutter {

  /// As much as the parser behind it takes.
  static final int STANZA_BYTES_MAX = 16 * 1024 * 1024;

  /// Takes what was cut out.
  @FunctionalInterface
  interface Sink {

    /// A complete stanza, or the end tag of the stream, at `bytes[from..to)`. The array belongs to
    /// the cutter and is used again.
    void stanza(byte[] bytes, int from, int to);
  }

  private enum State {
    TEXT,
    /// Behind a `<`.
    OPENED,
    START_TAG,
    /// In a start tag, behind a `/`.
    SLASH,
    SINGLE_QUOTED,
    DOUBLE_QUOTED,
    END_TAG,
    CDATA,
    /// In a CDATA section, behind `]`.
    BRACKET,
    /// In a CDATA section, behind `]]`.
    BRACKETS
  }

  private final Sink sink;
  private State state = State.TEXT;
  private int depth;
  private byte[] held = new byte[0];
  private int heldLength;

  StanzaCutter(Sink sink) {
    this.sink = sink;
  }

  /// Takes bytes that came in, and calls the sink for all that they complete.
  ///
  /// @throws LoadFailure when a stanza is longer than anybody may send
  void feed(byte[] bytes, int from, int to) {
    int start = isInside() ? from : -1;
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      if (state == State.TEXT) {
        if (b != '<') {
          continue;
        }
        start = start < 0 ? i : start;
        state = State.OPENED;
      } else if (isTagEnd(b) && depth <= 0) {
        depth = 0;
        emit(bytes, start, i + 1);
        start = -1;
      }
    }
    if (start >= 0) {
      hold(bytes, start, to);
    }
  }

  private boolean isInside() {
    return depth > 0 || state != State.TEXT;
  }

  /// Takes a byte of markup; answers whether a tag ends with it, after which `depth` is what is
  /// open.
  private boolean isTagEnd(byte b) {
    switch (state) {
      case OPENED ->
          state =
              switch (b) {
                case '/' -> State.END_TAG;
                case '!' -> State.CDATA;
                default -> State.START_TAG;
              };
      case START_TAG, SLASH -> {
        return isStartTagEnd(b);
      }
      case SINGLE_QUOTED -> state = b == '\'' ? State.START_TAG : state;
      case DOUBLE_QUOTED -> state = b == '"' ? State.START_TAG : state;
      case END_TAG -> {
        if (b == '>') {
          depth--;
          state = State.TEXT;
          return true;
        }
      }
      case CDATA -> state = b == ']' ? State.BRACKET : state;
      case BRACKET -> state = b == ']' ? State.BRACKETS : State.CDATA;
      case BRACKETS -> state = b == '>' ? State.TEXT : b == ']' ? state : State.CDATA;
      case TEXT -> throw new IllegalStateException("no markup");
    }
    return false;
  }

  private boolean isStartTagEnd(byte b) {
    if (b == '>') {
      depth += state == State.SLASH ? 0 : 1;
      state = State.TEXT;
      return true;
    }
    state =
        switch (b) {
          case '/' -> State.SLASH;
          case '\'' -> State.SINGLE_QUOTED;
          case '"' -> State.DOUBLE_QUOTED;
          default -> State.START_TAG;
        };
    return false;
  }

  private void emit(byte[] bytes, int start, int to) {
    if (heldLength == 0) {
      sink.stanza(bytes, start, to);
      return;
    }
    hold(bytes, start, to);
    int length = heldLength;
    heldLength = 0;
    sink.stanza(held, 0, length);
  }

  private void hold(byte[] bytes, int from, int to) {
    int length = heldLength + to - from;
    if (length > STANZA_BYTES_MAX) {
      throw new LoadFailure("a stanza of more than " + STANZA_BYTES_MAX + " bytes came");
    }
    if (length > held.length) {
      held = Arrays.copyOf(held, Math.max(length, 2 * held.length));
    }
    System.arraycopy(bytes, from, held, heldLength, to - from);
    heldLength = length;
  }
}

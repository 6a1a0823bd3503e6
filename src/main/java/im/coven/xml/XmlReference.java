package im.coven.xml;

/// Reads what follows an `&`: one of the five entities of XML, or a number of a character that XML
/// knows. See XML 1.0 §4.1 and RFC 6120 §11.1.
final class XmlReference {

  /// What a byte made of it.
  enum Took {
    MORE,
    DONE,
    UNKNOWN,
    MALFORMED
  }

  private static final int NAME_BYTES_MAX = 4;
  private static final int NUMBER_MAX = 0x10FFFF;

  private int length;
  private int name;
  private int number;
  private int radix;

  void begin() {
    length = 0;
    name = 0;
    number = 0;
    radix = 0;
  }

  Took take(byte b) {
    if (length == 0 && radix == 0 && b == '#') {
      radix = 10;
      return Took.MORE;
    }
    return radix == 0 ? takeName(b) : takeNumber(b);
  }

  private Took takeName(byte b) {
    if (b == ';') {
      return length == 0 ? Took.MALFORMED : isOneOfFive() ? Took.DONE : Took.UNKNOWN;
    }
    if (b == '<' || b == '&' || XmlChars.isSpace(b) || (b >= 0 && b < 0x20)) {
      return Took.MALFORMED;
    }
    length++;
    name = name << 8 | (b & 0xFF);
    return length > NAME_BYTES_MAX ? Took.UNKNOWN : Took.MORE;
  }

  private boolean isOneOfFive() {
    return switch (name) {
      case 'l' << 8 | 't', 'g' << 8 | 't', 'a' << 16 | 'm' << 8 | 'p' -> true;
      case 'q' << 24 | 'u' << 16 | 'o' << 8 | 't', 'a' << 24 | 'p' << 16 | 'o' << 8 | 's' -> true;
      default -> false;
    };
  }

  private Took takeNumber(byte b) {
    if (b == ';') {
      return length > 0 && XmlChars.isChar(number) ? Took.DONE : Took.MALFORMED;
    }
    if (b == 'x' && length == 0 && radix == 10) {
      radix = 16;
      return Took.MORE;
    }
    int digit = b < 0 ? -1 : Character.digit((char) b, radix);
    if (digit < 0) {
      return Took.MALFORMED;
    }
    length++;
    number = number > NUMBER_MAX ? number : number * radix + digit;
    return Took.MORE;
  }
}

package im.coven.xml;

/// Validates UTF-8 across any split of the bytes: no overlong forms, no surrogates, nothing beyond
/// U+10FFFF, and none of the characters that XML does not know. See RFC 3629 §4.
final class Utf8 {

  private int missing;
  private int lower = 0x80;
  private int upper = 0xBF;
  private int codePoint;

  /// Whether a character is begun and its rest missing.
  boolean isOpen() {
    return missing > 0;
  }

  /// Takes the bytes of one character that is not ASCII, as far as they are there.
  ///
  /// @return the position after them, or -1 when they are no character of XML
  int take(byte[] bytes, int from, int limit) {
    int pos = from;
    if (missing == 0 && !begin(bytes[pos++] & 0xFF)) {
      return -1;
    }
    while (missing > 0 && pos < limit) {
      int b = bytes[pos] & 0xFF;
      if (b < lower || b > upper) {
        return -1;
      }
      codePoint = codePoint << 6 | (b & 0x3F);
      lower = 0x80;
      upper = 0xBF;
      missing--;
      pos++;
    }
    return missing > 0 || XmlChars.isChar(codePoint) ? pos : -1;
  }

  private boolean begin(int b) {
    if (b < 0xC2 || b > 0xF4) {
      return false;
    }
    if (b < 0xE0) {
      missing = 1;
      codePoint = b & 0x1F;
    } else if (b < 0xF0) {
      missing = 2;
      codePoint = b & 0x0F;
      lower = b == 0xE0 ? 0xA0 : 0x80;
      upper = b == 0xED ? 0x9F : 0xBF;
    } else {
      missing = 3;
      codePoint = b & 0x07;
      lower = b == 0xF0 ? 0x90 : 0x80;
      upper = b == 0xF4 ? 0x8F : 0xBF;
    }
    return true;
  }
}

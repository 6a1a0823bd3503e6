package im.coven.xml;

/// Which characters XML 1.0 knows. See XML 1.0 §2.2.
final class XmlChars {

  private XmlChars() {}

  /// Whether a code point may stand in a document, directly or by reference.
  static boolean isChar(int codePoint) {
    return codePoint >= 0x20
        ? codePoint <= 0xD7FF
            || (codePoint >= 0xE000 && codePoint <= 0xFFFD)
            || (codePoint >= 0x10000 && codePoint <= 0x10FFFF)
        : codePoint == '\t' || codePoint == '\n' || codePoint == '\r';
  }

  /// Whether a character that may stand in a name may also begin it: a letter or `_`, and neither a
  /// digit, a mark, an extender, nor `.`, `-` and `:`. See Namespaces in XML 1.0 §3.
  static boolean isNameStart(int codePoint) {
    if (codePoint == '_') {
      return true;
    }
    int type = Character.getType(codePoint);
    return type == Character.LETTER_NUMBER
        || (Character.isLetter(codePoint) && type != Character.MODIFIER_LETTER);
  }

  static boolean isSpace(int b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }
}

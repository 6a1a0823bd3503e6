package im.coven.xml;

/// The bounds within which a stream is read; what passes one ends with `policy-violation`.
///
/// The bytes are counted while they come in, so nothing beyond a bound is ever held.
///
/// @param stanzaBytesMax bytes from the `<` of a stanza to its last `>`; the header counts as one
/// @param tagBytesMax bytes of one tag from `<` to `>`, or of one CDATA section's opening
/// @param depthMax elements open within one another in a stanza, the stanza being the first
/// @param attributesMax attributes and namespace declarations of one tag
/// @param elementsMax elements in one stanza, itself among them
/// @param namesMax distinct names in one stanza that are not of our vocabulary; Aalto's symbol
///   table searches them one by one
/// @param readerNamesMax distinct such names after which, between two stanzas, the reader and with
///   it its symbol table are replaced; nothing is refused
public record XmlLimits(
    int stanzaBytesMax,
    int tagBytesMax,
    int depthMax,
    int attributesMax,
    int elementsMax,
    int namesMax,
    int readerNamesMax) {

  /// For clients that are logged in: 256 KiB, which holds an avatar in a pubsub item and what
  /// clients send of vCards; as much as other servers allow.
  public static final XmlLimits CLIENT =
      new XmlLimits(256 * 1024, 16 * 1024, 64, 64, 8 * 1024, 512, 200);

  /// Before authentication: 10 000 bytes, the least that RFC 6120 §13.12 lets us demand.
  public static final XmlLimits UNAUTHENTICATED =
      new XmlLimits(10_000, 4 * 1024, 16, 32, 100, 100, 200);

  /// For what we wrote ourselves, such as stored payloads, and for what a client reads from a
  /// server it trusts: 16 MiB, so that long lists fit.
  public static final XmlLimits TRUSTED =
      new XmlLimits(16 * 1024 * 1024, 256 * 1024, 256, 256, 1024 * 1024, 4096, 400);

  public XmlLimits {
    require(stanzaBytesMax >= tagBytesMax, "stanzaBytesMax is at least tagBytesMax");
    require(tagBytesMax >= 256, "tagBytesMax is at least 256");
    require(depthMax >= 1 && attributesMax >= 1, "depthMax and attributesMax are at least 1");
    require(elementsMax >= 1 && namesMax >= 1, "elementsMax and namesMax are at least 1");
    require(readerNamesMax >= 1, "readerNamesMax is at least 1");
  }

  /// The same limits under another size of stanza.
  public XmlLimits withStanzaBytesMax(int bytes) {
    return new XmlLimits(
        bytes,
        Math.min(bytes, tagBytesMax),
        depthMax,
        attributesMax,
        elementsMax,
        namesMax,
        readerNamesMax);
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException(what);
    }
  }
}

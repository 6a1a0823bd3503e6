package im.coven.xml;

/// Why the bytes of a stream cannot be read on: the end of that stream. A value, never thrown.
///
/// `text` is for the person who reads the stream error or the log; it quotes nothing of the input.
public record XmlFault(Kind kind, String text) {

  /// Named as the stream error conditions that tell the peer. See RFC 6120 §4.9.3.
  public enum Kind {
    /// Characters between stanzas: well formed, but not a stream.
    BAD_FORMAT,
    /// Not XML 1.0 with namespaces, or not UTF-8.
    NOT_WELL_FORMED,
    /// A comment, a processing instruction, a DTD, or an entity other than the five of XML. See RFC
    /// 6120 §11.1.
    RESTRICTED_XML,
    /// An encoding other than UTF-8. See RFC 6120 §11.6.
    UNSUPPORTED_ENCODING,
    /// A limit of {@link XmlLimits} was passed; the text names it.
    POLICY_VIOLATION
  }
}

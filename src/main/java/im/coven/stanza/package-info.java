/// Stanzas: iq, message and presence as typed envelopes around open payloads (RFC 6120 §8).
///
/// Read {@link im.coven.stanza.Stanza} first. Imports `jid` and `xml`. Values only.
@NullMarked
package im.coven.stanza;

import org.jspecify.annotations.NullMarked;

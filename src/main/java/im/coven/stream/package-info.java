/// The XML stream as a state machine: negotiation, authentication, binding, acknowledgements,
/// errors (RFC 6120 §4–7, XEP-0077, XEP-0198).
///
/// Pure: a door feeds it elements and ticks, and carries out the effects that it answers. Imports
/// `sasl`, `stanza` and below.
@NullMarked
package im.coven.stream;

import org.jspecify.annotations.NullMarked;

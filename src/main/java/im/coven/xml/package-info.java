/// XML as XMPP uses it: immutable elements, bytes to elements and elements to bytes.
///
/// Read {@link im.coven.xml.Element} first, then {@link im.coven.xml.XmlStreamParser}. The only
/// package that sees Aalto. Imports nothing of Coven. Elements are values; a parser belongs to the
/// loop of its stream.
@NullMarked
package im.coven.xml;

import org.jspecify.annotations.NullMarked;

/// Tests of the XML layer: what is read, what is refused, and each known attack.
@NullMarked
package im.coven.xml;

import org.jspecify.annotations.NullMarked;

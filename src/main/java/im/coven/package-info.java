/// Coven's entry point. Knows every package, and only wires them together.
@NullMarked
package im.coven;

import org.jspecify.annotations.NullMarked;

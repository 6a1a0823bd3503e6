/// The rules of the house that a machine can hold: who imports whom, what the core may know, sizes.
@NullMarked
package im.coven.architecture;

import org.jspecify.annotations.NullMarked;

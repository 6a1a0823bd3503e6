/// Tests of the script language.
@NullMarked
package im.coven.script;

import org.jspecify.annotations.NullMarked;

/// Tests of the commands, and of the launcher as a process.
@NullMarked
package im.coven.cli;

import org.jspecify.annotations.NullMarked;

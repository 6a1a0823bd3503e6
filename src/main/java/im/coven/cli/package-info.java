/// The commands of `bin/coven`.
///
/// Read {@link im.coven.cli.Cli} first. Exit codes: 0 done, 1 failed, 2 wrong usage or
/// configuration. What goes wrong is one or a few lines on standard error that say what to do,
/// never a stack trace. Imports `ops`, `client`, `load` and `redis`; the assembled server comes in
/// as a {@link im.coven.cli.Server}.
@NullMarked
package im.coven.cli;

import org.jspecify.annotations.NullMarked;

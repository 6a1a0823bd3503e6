/// The conformance suite: scripts played against any MIX server, and what they prove of it.
///
/// Read {@link im.coven.conform.Play} first, then {@link im.coven.conform.Suite}. The scripts are
/// the resources `conform/SPECIFICATION/NAME.script`, the acts that they share
/// `conform/acts.script` and `conform/SPECIFICATION/acts.script`. Imports `client`, `script` and
/// `xml`: nothing of the server is in it.
@NullMarked
package im.coven.conform;

import org.jspecify.annotations.NullMarked;

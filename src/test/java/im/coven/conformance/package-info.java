/// Which requirement is proved by which test: `docs/conformance.csv` to `docs/conformance.md`.
///
/// Read {@link im.coven.conformance.Requirement} first.
@NullMarked
package im.coven.conformance;

import org.jspecify.annotations.NullMarked;

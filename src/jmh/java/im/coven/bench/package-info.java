/// Benchmarks, and the check of their results against `conf/bench-budgets.json`.
///
/// `mvn -B -Pbench verify` runs all of them and fails when a budget is exceeded. A budget is a
/// ratio to a baseline that was measured in the same run, so that it says the same on a fast and on
/// a slow machine.
@NullMarked
package im.coven.bench;

import org.jspecify.annotations.NullMarked;

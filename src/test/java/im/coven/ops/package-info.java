/// Tests of the configuration, the metrics and the ops port.
@NullMarked
package im.coven.ops;

import org.jspecify.annotations.NullMarked;

/// Tests of the payloads: examples of the XEP, and round trips.
@NullMarked
package im.coven.rsm;

import org.jspecify.annotations.NullMarked;

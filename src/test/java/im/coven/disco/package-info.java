/// Tests of the payloads: examples of the XEP, and round trips.
@NullMarked
package im.coven.disco;

import org.jspecify.annotations.NullMarked;

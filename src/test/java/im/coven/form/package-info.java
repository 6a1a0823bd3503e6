/// Tests of the payloads: examples of the XEP, and round trips.
@NullMarked
package im.coven.form;

import org.jspecify.annotations.NullMarked;

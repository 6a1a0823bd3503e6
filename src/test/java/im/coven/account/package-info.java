/// Tests of the participant's server, its pure part.
@NullMarked
package im.coven.account;

import org.jspecify.annotations.NullMarked;

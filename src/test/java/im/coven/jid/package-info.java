/// Tests of addresses and nicks: what they become, and what is refused.
@NullMarked
package im.coven.jid;

import org.jspecify.annotations.NullMarked;

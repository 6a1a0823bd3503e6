/// Tests of the channel's core: decisions as tables, codecs and state as properties.
@NullMarked
package im.coven.channel;

import org.jspecify.annotations.NullMarked;

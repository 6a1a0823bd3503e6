/// The channel: what may be asked of it, what is decided, what happened.
///
/// A request is decided by {@link im.coven.channel.Channel} without side effect; the events that it
/// answers are appended to the channel's log and then applied. Pure: no Vert.x, no Redis, no clock,
/// no randomness. Imports `jid`, `xml`, `stanza`. A channel is confined to one loop; events and
/// requests are values.
@NullMarked
package im.coven.channel;

import org.jspecify.annotations.NullMarked;

/// One channel on one instance: how requests become entries of the log, once and in order, and how
/// the log is followed without a hole.
///
/// Read {@link im.coven.replica.ReplicaMachine} first; {@link im.coven.replica.Effect} is what it
/// wants done. Pure: answers of Redis, what was published and the time come in as calls, what is to
/// be done goes out as values. Imports `channel` and what that imports. A machine is confined to
/// one loop.
@NullMarked
package im.coven.replica;

import org.jspecify.annotations.NullMarked;

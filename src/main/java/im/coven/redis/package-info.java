/// Coven's state in Redis: connections and their supervision, the channels' logs, accounts,
/// rosters, sessions, leases. Lua scripts stand in `resources/lua`, one atomic act per file; what
/// several of them share stands in `resources/lua-parts`.
///
/// Read {@link im.coven.redis.RedisLink} first. Imports the core. One link per event loop; all its
/// methods are called on that loop, and its futures complete there.
@NullMarked
package im.coven.redis;

import org.jspecify.annotations.NullMarked;

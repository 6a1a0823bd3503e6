/// Tests of the Redis layer, always against a real server.
///
/// Read {@link im.coven.redis.TestRedis} first: it is the server that all ordinary tests of the
/// project share. {@link im.coven.redis.RedisProcess} is one that a test may kill.
@NullMarked
package im.coven.redis;

import org.jspecify.annotations.NullMarked;

#!lua
-- Removes a session. KEYS: sessions, roster, blocked. ARGV: resource, session id.
-- Answers {0, entry} when the resource is another session's by now (entry empty: nobody's), else
-- {1, sessions, roster, blocked} as they stand without it.
local old = redis.call('HGET', KEYS[1], ARGV[1])
if not old then
  return {0, ''}
end
if string.match(old, '^[^\31]*\31([^\31]*)\31') ~= ARGV[2] then
  return {0, old}
end
redis.call('HDEL', KEYS[1], ARGV[1])
return {1, redis.call('HGETALL', KEYS[1]), redis.call('HGETALL', KEYS[2]),
  redis.call('HKEYS', KEYS[3])}

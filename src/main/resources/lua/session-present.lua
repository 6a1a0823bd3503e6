#!lua
-- Notes a session's presence and reads what its broadcast needs. KEYS: sessions, roster, offline,
-- blocked.
-- ARGV: resource, session id, entry, how many offline messages to read.
-- Answers {0} when the resource is another session's by now, else {1, sessions, roster, offline,
-- blocked}. A
-- session that is not there, because Redis lost it or took its instance for dead, is entered again.
local old = redis.call('HGET', KEYS[1], ARGV[1])
if old and string.match(old, '^[^\31]*\31([^\31]*)\31') ~= ARGV[2] then
  return {0}
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
local offline = {}
if tonumber(ARGV[4]) > 0 then
  offline = redis.call('XRANGE', KEYS[3], '-', '+', 'COUNT', ARGV[4])
end
return {1, redis.call('HGETALL', KEYS[1]), redis.call('HGETALL', KEYS[2]), offline,
  redis.call('HKEYS', KEYS[4])}

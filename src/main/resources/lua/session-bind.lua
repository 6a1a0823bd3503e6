#!lua
-- Enters a session under its resource. KEYS: account, sessions. ARGV: resource, entry, limit.
-- Answers {-1}: no such account; {-2}: too many sessions; {0}: done; {1, entry}: done, in place of
-- that session.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return {-1}
end
local old = redis.call('HGET', KEYS[2], ARGV[1])
if not old and redis.call('HLEN', KEYS[2]) >= tonumber(ARGV[3]) then
  return {-2}
end
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
if old then
  return {1, old}
end
return {0}

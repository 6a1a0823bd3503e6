#!lua
-- Notes a channel that a user is about to make, unless too many are noted.
-- KEYS 1 the set of what the user made
-- ARGV 1 channel, 2 how many at most
-- Answers 2 when it is noted now, 1 when it was before, 0 when there are too many.
if redis.call('SISMEMBER', KEYS[1], ARGV[1]) == 1 then
  return 1
end
if redis.call('SCARD', KEYS[1]) >= tonumber(ARGV[2]) then
  return 0
end
redis.call('SADD', KEYS[1], ARGV[1])
return 2

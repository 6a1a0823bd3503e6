#!lua
-- Gives an instance its lease, under a token that is greater than every earlier one; unless another
-- holds a lease under this id that has not lapsed.
-- KEYS 1 leases (id -> 'token expiry'), 2 the last token
-- ARGV 1 id, 2 milliseconds that it lasts
-- Answers {token, now in milliseconds}, or nothing when it is held.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local held = redis.call('HGET', KEYS[1], ARGV[1])
if held and tonumber(string.match(held, '%d+ (%d+)')) > now then
  return false
end
local token = redis.call('INCR', KEYS[2])
redis.call('HSET', KEYS[1], ARGV[1], string.format('%d %d', token, now + ARGV[2]))
return {token, now}

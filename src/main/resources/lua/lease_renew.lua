#!lua
-- Prolongs a lease, also one that lapsed while nobody buried its holder.
-- KEYS 1 leases (id -> 'token expiry')
-- ARGV 1 id, 2 token, 3 milliseconds that it lasts from now
-- Answers now in milliseconds, or 0 when the holder was buried or another took its place.
local held = redis.call('HGET', KEYS[1], ARGV[1])
if not held or string.match(held, '%d+') ~= ARGV[2] then
  return 0
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HSET', KEYS[1], ARGV[1], string.format('%s %d', ARGV[2], now + ARGV[3]))
return now

#!lua
-- Removes an instance whose lease lapsed. Of all that try, one succeeds; from then on the instance
-- finds its lease lost.
-- KEYS 1 leases (id -> 'token expiry')
-- ARGV 1 id
-- Answers 1, or 0 when it is not there or its lease has not lapsed.
local held = redis.call('HGET', KEYS[1], ARGV[1])
if not held then
  return 0
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if tonumber(string.match(held, '%d+ (%d+)')) > now then
  return 0
end
return redis.call('HDEL', KEYS[1], ARGV[1])

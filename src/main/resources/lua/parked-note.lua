#!lua
-- Notes when a session must have been resumed. KEYS: parked. ARGV: session, milliseconds from now.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
return redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])

#!lua
-- Hands out removals that are due, each to one asker: they are due again later, should the asker not
-- finish them. KEYS: pending. ARGV: the most that are handed out, milliseconds until they are due again.
-- Answers the accounts.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local due = redis.call('ZRANGE', KEYS[1], 0, now, 'BYSCORE', 'LIMIT', 0, ARGV[1])
for _, account in ipairs(due) do
  redis.call('ZADD', KEYS[1], now + ARGV[2], account)
end
return due

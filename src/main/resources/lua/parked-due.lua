#!lua
-- Hands out sessions whose time for being resumed is over, each to one asker: they are due again
-- later, should the asker not finish. KEYS: parked. ARGV: the most that are handed out, milliseconds
-- until they are due again.
-- Answers when they are due again, then the sessions.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local again = string.format('%d', now + ARGV[2])
local due = redis.call('ZRANGE', KEYS[1], 0, now, 'BYSCORE', 'LIMIT', 0, ARGV[1])
for _, session in ipairs(due) do
  redis.call('ZADD', KEYS[1], again, session)
end
table.insert(due, 1, again)
return due

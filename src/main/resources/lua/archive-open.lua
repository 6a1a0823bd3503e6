#!lua
-- Reads what belongs to an account's archive beside its messages. KEYS: account, settings, channels.
-- ARGV: the account's archive key, should it have none yet.
-- Answers {archive key, settings, channels with their numbers, Redis' time in milliseconds}, or nothing
-- without an account.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return false
end
redis.call('HSETNX', KEYS[2], 'key', ARGV[1])
local time = redis.call('TIME')
return {
  redis.call('HGET', KEYS[2], 'key'),
  redis.call('HGETALL', KEYS[2]),
  redis.call('HGETALL', KEYS[3]),
  string.format('%d', time[1] * 1000 + math.floor(time[2] / 1000)),
}

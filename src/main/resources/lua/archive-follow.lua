#!lua
-- Notes that an account's archive has a channel, under a number of its own. KEYS: account, channels.
-- ARGV: channel. Answers 1, or 0 when there is no such account.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return 0
end
redis.call('HSETNX', KEYS[2], ARGV[1], redis.call('HLEN', KEYS[2]) + 1)
return 1

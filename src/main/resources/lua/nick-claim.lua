#!lua
-- Notes that somebody is about to bear a nick in a channel, if the nick is not another's, and that he or she
-- is there; tells what is registered.
-- KEYS 1 nicks, 2 their owners, 3 the uses of the nick, 4 the places of the JID
-- ARGV 1 the nick's key or '', 2 channel, 3 JID
-- Answers {owner of the nick or '', what is registered for the JID or ''}.
local time = redis.call('TIME')
local now = string.format('%d', time[1] * 1000 + math.floor(time[2] / 1000))
local owner = ARGV[1] ~= '' and redis.call('HGET', KEYS[1], ARGV[1]) or ''
if ARGV[1] ~= '' and (owner == '' or owner == ARGV[3]) then
  redis.call('HSET', KEYS[3], ARGV[2] .. ' ' .. ARGV[3], now)
end
redis.call('HSET', KEYS[4], ARGV[2], now)
return {owner, redis.call('HGET', KEYS[2], ARGV[3]) or ''}

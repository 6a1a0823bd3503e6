#!lua
-- Adds a message to an account's archive, unless there is no such account or its preferences forbid it;
-- the oldest go where there are too many, or where they are too old.
-- KEYS 1 account, 2 archive, 3 its settings, 4 peers, 5 what the archive has of the peer, 6 roster
-- ARGV 1 message, 2 the peer's bare JID, 3 the account's archive key, should it have none yet, 4 most
--      messages, 5 milliseconds that they are kept, 0 for ever
-- Answers {id, archive key}, or nothing when it is not added.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return false
end
local kept = redis.call('HMGET', KEYS[3], 'key', 'default', 'always:' .. ARGV[2], 'never:' .. ARGV[2])
if kept[4] then
  return false
end
if not kept[3] then
  if kept[2] == 'never' then
    return false
  elseif kept[2] == 'roster' and string.sub(redis.call('HGET', KEYS[6], ARGV[2]) or '', 1, 1) ~= '1' then
    return false
  end
end
if not kept[1] then
  kept[1] = ARGV[3]
  redis.call('HSET', KEYS[3], 'key', kept[1])
end
local number = redis.call('HINCRBY', KEYS[3], 'messages', 1)
local id = redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[4], '*', 'n', number, 'm', ARGV[1])
redis.call('XADD', KEYS[5], id, 'n', redis.call('HINCRBY', KEYS[4], ARGV[2], 1))
if ARGV[5] ~= '0' then
  local oldest = string.match(id, '^%d+') - ARGV[5]
  redis.call('XTRIM', KEYS[2], 'MINID', '~', string.format('%d', oldest))
end
redis.call('XTRIM', KEYS[5], 'MINID', redis.call('XRANGE', KEYS[2], '-', '+', 'COUNT', 1)[1][1])
return {id, kept[1]}

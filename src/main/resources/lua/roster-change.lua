#!lua
-- Changes one roster item if it is what the caller thinks, and rings every instance that has a
-- session of the account. Nothing is added for an account that is not there, or not any more.
-- KEYS: roster, version, sessions, account.
-- ARGV: contact, expected item, new item (empty: none), 1 when clients see the change, the most
-- items a roster may have, topic prefix, start of the notice.
-- Answers {1, version} when it is done, {0, item} when the item is another, {2} over the limit or
-- without an account.
local current = redis.call('HGET', KEYS[1], ARGV[1]) or ''
if current ~= ARGV[2] then
  return {0, current}
end
if ARGV[3] ~= '' and redis.call('EXISTS', KEYS[4]) == 0 then
  return {2}
end
if current == '' and ARGV[3] ~= '' and redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[5]) then
  return {2}
end
if ARGV[3] == '' then
  redis.call('HDEL', KEYS[1], ARGV[1])
else
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
end
if ARGV[4] ~= '1' then
  return {1, redis.call('GET', KEYS[2]) or '0'}
end
local version = redis.call('INCR', KEYS[2])
local notice = ARGV[7] .. version .. '\31' .. ARGV[1] .. '\31' .. ARGV[3]
local rung = {}
for _, entry in ipairs(redis.call('HVALS', KEYS[3])) do
  local place = string.match(entry, '^[^\31]*')
  if not rung[place] then
    rung[place] = true
    redis.call('PUBLISH', ARGV[6] .. place, notice)
  end
end
return {1, tostring(version)}

#!lua
-- Keeps a stanza for a session that is not where its sender looked. KEYS: resumption. ARGV: stanza,
-- the place where the sender looked, the most stanzas kept.
-- Answers the place where the session is by now; else '+' when the stanza is kept, '-' when not. A
-- session with too many ends at the next sweep.
local kept = redis.call('HMGET', KEYS[1], 'w', 'e')
if not kept[1] then
  return '-'
end
if kept[1] ~= '' and kept[2] ~= ARGV[2] then
  return kept[2]
end
local number = redis.call('HINCRBY', KEYS[1], 'l', 1)
if number > tonumber(ARGV[3]) then
  redis.call('HSET', KEYS[1], 'u', '0')
  return '-'
end
redis.call('HSET', KEYS[1], 'l' .. string.format('%d', number), ARGV[1])
return '+'

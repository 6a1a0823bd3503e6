#!lua
-- Writes what a resumable session has become, if it is still its owner who says so, and lets go of
-- it where a time is given: from then on whoever comes first may take it, within that time.
-- KEYS: resumption. ARGV: owner, seconds (empty: the owner keeps it), how many fields are set, these
-- and their values, then the fields that are removed.
-- Answers 1; 0 when the session is another's by now, or gone; 2 when it is nobody's.
local owner = redis.call('HGET', KEYS[1], 'w')
if owner == '' then
  return 2
end
if owner ~= ARGV[1] then
  return 0
end
local sets = tonumber(ARGV[3])
for i = 4, 3 + 2 * sets, 2 do
  redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
end
for i = 4 + 2 * sets, #ARGV do
  redis.call('HDEL', KEYS[1], ARGV[i])
end
if ARGV[2] ~= '' then
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  redis.call('HSET', KEYS[1], 'w', '', 'u', string.format('%d', now + ARGV[2] * 1000))
  redis.call('EXPIRE', KEYS[1], ARGV[2] + 3600)
end
return 1

#!lua
-- Ends what is kept of a session that nobody holds. KEYS: resumption. ARGV: 1 when its time does
-- not matter. Answers all fields, or nothing when it is held, or has time left.
local kept = redis.call('HMGET', KEYS[1], 'w', 'u')
if kept[1] ~= '' then
  return {}
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if ARGV[1] ~= '1' and now <= tonumber(kept[2]) then
  return {}
end
local all = redis.call('HGETALL', KEYS[1])
redis.call('DEL', KEYS[1])
return all

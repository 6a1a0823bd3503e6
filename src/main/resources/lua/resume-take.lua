#!lua
-- Takes a session that its owner let go of. KEYS: resumption, sessions. ARGV: its id, the place of
-- whoever takes it.
-- Answers {'gone'}; {'late', inbound}: its time is over; {'held', place, generation}; or {'taken',
-- new owner, presence, all fields}. Whose resource was bound anew is gone.
local kept = redis.call('HMGET', KEYS[1], 'w', 'e', 'g', 'r', 'u', 'i')
if not kept[1] then
  return {'gone'}
end
if kept[1] ~= '' then
  return {'held', kept[2], kept[3]}
end
local time = redis.call('TIME')
if time[1] * 1000 + math.floor(time[2] / 1000) > tonumber(kept[5]) then
  return {'late', kept[6]}
end
local entry = redis.call('HGET', KEYS[2], kept[4])
local id, rest, presence = string.match(
  entry or '', '^[^\31]*\31([^\31]*)\31([^\31]*\31[^\31]*)\31(.*)$')
if not id or string.sub(id, 1, #ARGV[1] + 1) ~= ARGV[1] .. '.' then
  return {'gone'}
end
local generation = string.format('%d', kept[3] + 1)
local owner = ARGV[1] .. '.' .. generation
redis.call('HSET', KEYS[2], kept[4],
  ARGV[2] .. '\31' .. owner .. '\31' .. rest .. '\31' .. presence)
redis.call('HSET', KEYS[1], 'w', owner, 'e', ARGV[2], 'g', generation)
redis.call('HDEL', KEYS[1], 'u')
redis.call('PERSIST', KEYS[1])
return {'taken', owner, presence, redis.call('HGETALL', KEYS[1])}

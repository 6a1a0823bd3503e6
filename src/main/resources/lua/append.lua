#!lua
-- Appends one event to a channel's log, changes the materialised state with it, and publishes the
-- entry, if the log has the epoch and the state the version that permitted it.
-- A repeated append id is answered with the first result.
-- KEYS 1 head, 2 log, 3 the append id's result, then those that ARGV names by their numbers
-- ARGV 1 append id, 2 epoch, 3 event, 4 seconds that the result is kept, 5 version, 6 the version
--      that the changes make, 7 the key number of the result of the append that this one must come after,
--      or 0, 8 the key numbers of the indexes that name the entry, then the changes
-- Answers {'stored', id, previous, version}, {'stale', version} or {'gone'}.
-- include entry
local first = repeated(KEYS[3], ARGV[4])
if first then
  return first
end
local head = redis.call('HMGET', KEYS[1], 'epoch', 'version', 'last')
if head[1] ~= ARGV[2] then
  return {'gone'}
end
if head[2] ~= ARGV[5] or ARGV[7] ~= '0' and redis.call('EXISTS', KEYS[tonumber(ARGV[7])]) == 0 then
  return {'stale', head[2]}
end
local version, previous = ARGV[6], head[3]
local id = redis.call('XADD', KEYS[2], '*', 'p', previous, 'v', version, 'a', ARGV[1], 'e', ARGV[3])
redis.call('HSET', KEYS[1], 'version', version, 'last', id)
index(ARGV[8], id)
change(9, #ARGV, id)
return tell(KEYS[3], ARGV[4], ARGV[2], id, previous, version, ARGV[1], ARGV[3])

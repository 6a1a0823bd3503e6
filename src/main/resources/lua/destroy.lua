#!lua
-- Removes a channel with all that it holds and publishes its last entry, if the log has the epoch and
-- the state the version that permitted it. A repeated append id is answered with the first result.
-- KEYS 1 head, 2 log, 3 the append id's result, then all else that a channel has; last, if ARGV names it,
--      the result of the append that this one must come after
-- ARGV 1 append id, 2 epoch, 3 event, 4 seconds that the result is kept, 5 version, 6 the key number of the
--      result of the append that this one must come after, or 0
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
local after = tonumber(ARGV[6])
if head[2] ~= ARGV[5] or after ~= 0 and redis.call('EXISTS', KEYS[after]) == 0 then
  return {'stale', head[2]}
end
local version = string.format('%d', ARGV[5] + 1)
-- The entry is in the log for a moment only, so that it gets an id like every other.
local id = redis.call('XADD', KEYS[2], '*', 'e', '')
for i = 1, #KEYS do
  if i ~= after then
    redis.call('UNLINK', KEYS[i])
  end
end
return tell(KEYS[3], ARGV[4], ARGV[2], id, head[3], version, ARGV[1], ARGV[3])

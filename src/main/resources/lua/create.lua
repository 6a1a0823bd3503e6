#!lua
-- Makes a channel: its first entry, its state at version 1. Nothing happens if the name is taken.
-- A repeated append id is answered with the first result.
-- KEYS 1 head, 2 log, 3 the append id's result, then all else that a channel has
-- ARGV 1 append id, 2 epoch, 3 event, 4 seconds that the result is kept, then the changes
-- Answers {'stored', id, previous, version} or {'taken'}.
-- include entry
local first = repeated(KEYS[3], ARGV[4])
if first then
  return first
end
if redis.call('EXISTS', KEYS[1]) == 1 then
  return {'taken'}
end
redis.call('UNLINK', KEYS[2], unpack(KEYS, 4))
local id = redis.call('XADD', KEYS[2], '*', 'p', '0-0', 'v', '1', 'a', ARGV[1], 'e', ARGV[3])
redis.call('HSET', KEYS[1], 'epoch', ARGV[2], 'version', '1', 'last', id)
change(5, #ARGV, id)
return tell(KEYS[3], ARGV[4], ARGV[2], id, '0-0', '1', ARGV[1], ARGV[3])

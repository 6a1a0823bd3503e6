#!lua
-- Makes a channel: its first entry, its state at version 1. Nothing happens if the name is taken.
-- A repeated append id is answered with the first result.
-- KEYS 1 head, 2 log, 3 the append id's result, 4 meta, 5 participants, 6 access, 7 periods, 8 presence,
--      9 to 12 the indexes of the archive
-- ARGV 1 append id, 2 epoch, 3 event, 4 seconds that the result is kept, then the changes:
--      '+' key number field value, or '-' key number field
-- Answers {'stored', id, previous, version} or {'taken'}.
local done = redis.call('GET', KEYS[3])
if done then
  -- A write, so that WAIT behind a repetition waits for the first one too.
  redis.call('EXPIRE', KEYS[3], ARGV[4])
  local id, previous, version = string.match(done, '(%S+) (%S+) (%S+)')
  return {'stored', id, previous, version}
end
if redis.call('EXISTS', KEYS[1]) == 1 then
  return {'taken'}
end
redis.call('UNLINK', KEYS[2], unpack(KEYS, 4))
local id = redis.call('XADD', KEYS[2], '*', 'p', '0-0', 'v', '1', 'a', ARGV[1], 'e', ARGV[3])
redis.call('HSET', KEYS[1], 'epoch', ARGV[2], 'version', '1', 'last', id)
local i = 5
while i <= #ARGV do
  if ARGV[i] == '+' then
    redis.call('HSET', KEYS[tonumber(ARGV[i + 1])], ARGV[i + 2], ARGV[i + 3])
    i = i + 4
  else
    redis.call('HDEL', KEYS[tonumber(ARGV[i + 1])], ARGV[i + 2])
    i = i + 3
  end
end
redis.call('SET', KEYS[3], id .. ' 0-0 1', 'EX', ARGV[4])
redis.call('SPUBLISH', KEYS[2], ARGV[2] .. ' ' .. id .. ' 0-0 1 ' .. ARGV[1] .. '\n' .. ARGV[3])
return {'stored', id, '0-0', '1'}

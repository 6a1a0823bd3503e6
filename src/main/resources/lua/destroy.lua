#!lua
-- Removes a channel with all that it holds and publishes its last entry, if the log has the epoch and
-- the state the version that permitted it. A repeated append id is answered with the first result.
-- KEYS 1 head, 2 log, 3 the append id's result, 4 meta, 5 participants, 6 access, 7 periods, 8 presence,
--      9 to 12 the indexes of the archive; 13, if given, the result of the append that this one must
--      come after
-- ARGV 1 append id, 2 epoch, 3 event, 4 seconds that the result is kept, 5 version
-- Answers {'stored', id, previous, version}, {'stale', version} or {'gone'}.
local done = redis.call('GET', KEYS[3])
if done then
  -- A write, so that WAIT behind a repetition waits for the first one too.
  redis.call('EXPIRE', KEYS[3], ARGV[4])
  local id, previous, version = string.match(done, '(%S+) (%S+) (%S+)')
  return {'stored', id, previous, version}
end
local head = redis.call('HMGET', KEYS[1], 'epoch', 'version', 'last')
if head[1] ~= ARGV[2] then
  return {'gone'}
end
if head[2] ~= ARGV[5] or KEYS[13] and redis.call('EXISTS', KEYS[13]) == 0 then
  return {'stale', head[2]}
end
local version = string.format('%d', ARGV[5] + 1)
local previous = head[3]
-- The entry is in the log for a moment only, so that it gets an id like every other.
local id = redis.call('XADD', KEYS[2], '*', 'e', '')
for i = 1, 12 do
  redis.call('UNLINK', KEYS[i])
end
redis.call('SET', KEYS[3], id .. ' ' .. previous .. ' ' .. version, 'EX', ARGV[4])
redis.call('SPUBLISH', KEYS[2],
  ARGV[2] .. ' ' .. id .. ' ' .. previous .. ' ' .. version .. ' ' .. ARGV[1] .. '\n' .. ARGV[3])
return {'stored', id, previous, version}

#!lua
-- Appends one event to a channel's log, changes the materialised state with it, and publishes the
-- entry, if the log has the epoch and the state the version that permitted it.
-- A repeated append id is answered with the first result.
-- KEYS 1 head, 2 log, 3 the append id's result, 4 meta, 5 participants, 6 access, 7 periods, 8 presence,
--      9 to 12 the indexes of the archive; 13, if given, the result of the append that this one must
--      come after
-- ARGV 1 append id, 2 epoch, 3 event, 4 seconds that the result is kept, 5 version, 6 the version
--      that the changes make, 7 the key numbers of the indexes that name the entry, then the changes:
--      '+' key number field value, '-' key number field, '*' key number and what the fields begin with,
--      up to a '/', that are removed at last, or '@' key number field sign, which adds the sign and the entry's id to what is
--      there
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
local version = ARGV[6]
local previous = head[3]
local id = redis.call('XADD', KEYS[2], '*', 'p', previous, 'v', version, 'a', ARGV[1], 'e', ARGV[3])
redis.call('HSET', KEYS[1], 'version', version, 'last', id)
for number in string.gmatch(ARGV[7], '%d+') do
  -- Numbered, so that to count them takes the first and the last.
  local index = KEYS[tonumber(number)]
  local newest = redis.call('XREVRANGE', index, '+', '-', 'COUNT', 1)[1]
  redis.call('XADD', index, id, 'n', string.format('%d', newest and newest[2][2] + 1 or 1))
end
local swept, prefixes = nil, {}
local i = 8
while i <= #ARGV do
  if ARGV[i] == '+' then
    redis.call('HSET', KEYS[tonumber(ARGV[i + 1])], ARGV[i + 2], ARGV[i + 3])
    i = i + 4
  elseif ARGV[i] == '@' then
    local key, field = KEYS[tonumber(ARGV[i + 1])], ARGV[i + 2]
    local before = redis.call('HGET', key, field) or ''
    if #before > 4000 then
      -- Who comes and goes a hundred times has only the later ones known.
      before = string.sub(before, (string.find(before, ' ', 2000, true)))
    end
    redis.call('HSET', key, field, before .. ' ' .. ARGV[i + 3] .. id)
    i = i + 4
  elseif ARGV[i] == '-' then
    redis.call('HDEL', KEYS[tonumber(ARGV[i + 1])], ARGV[i + 2])
    i = i + 3
  else
    swept = KEYS[tonumber(ARGV[i + 1])]
    prefixes[ARGV[i + 2]] = true
    i = i + 3
  end
end
if swept then
  -- Once for all, so that a ban of thousands does not read the hash a thousand times.
  for _, field in ipairs(redis.call('HKEYS', swept)) do
    if prefixes[string.match(field, '^[^/]*/')] then
      redis.call('HDEL', swept, field)
    end
  end
end
redis.call('SET', KEYS[3], id .. ' ' .. previous .. ' ' .. version, 'EX', ARGV[4])
redis.call('SPUBLISH', KEYS[2],
  ARGV[2] .. ' ' .. id .. ' ' .. previous .. ' ' .. version .. ' ' .. ARGV[1] .. '\n' .. ARGV[3])
return {'stored', id, previous, version}

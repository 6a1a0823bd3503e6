#!lua
-- Puts entries back that the end of a channel's log has lost, under their ids, with all that came
-- with them, if the log ends where they begin; then publishes them once more.
-- KEYS 1 head, 2 log, 3 the first append id's result, 4 meta, 5 participants, 6 access, 7 periods, 8
--      presence, 9 to 12 the indexes of the archive, then the results of the other append ids
-- ARGV 1 epoch, 2 the id that the log has to end with, 3 seconds that results are kept, then of each
--      entry: id, version, append id, event, indexes, the number of arguments that follow, and the changes,
--      as append.lua has them
-- Answers 'healed', 'moved' when the log ends elsewhere, or 'gone'.
local head = redis.call('HMGET', KEYS[1], 'epoch', 'last')
if head[1] ~= ARGV[1] then
  return 'gone'
end
if head[2] ~= ARGV[2] then
  return 'moved'
end
local previous = ARGV[2]
local version
local entries = 0
local i = 4
while i <= #ARGV do
  local id, append, event = ARGV[i], ARGV[i + 2], ARGV[i + 3]
  version = ARGV[i + 1]
  entries = entries + 1
  redis.call('XADD', KEYS[2], id, 'p', previous, 'v', version, 'a', append, 'e', event)
  for number in string.gmatch(ARGV[i + 4], '%d+') do
    -- Numbered, so that to count them takes the first and the last.
    local index = KEYS[tonumber(number)]
    local newest = redis.call('XREVRANGE', index, '+', '-', 'COUNT', 1)[1]
    redis.call('XADD', index, id, 'n', string.format('%d', newest and newest[2][2] + 1 or 1))
  end
  local swept, prefixes = nil, {}
  local after = i + 6 + ARGV[i + 5]
  i = i + 6
  while i < after do
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
  local result = entries == 1 and KEYS[3] or KEYS[11 + entries]
  redis.call('SET', result, id .. ' ' .. previous .. ' ' .. version, 'EX', ARGV[3])
  redis.call('SPUBLISH', KEYS[2],
    ARGV[1] .. ' ' .. id .. ' ' .. previous .. ' ' .. version .. ' ' .. append .. '\n' .. event)
  previous = id
end
redis.call('HSET', KEYS[1], 'version', version, 'last', previous)
return 'healed'

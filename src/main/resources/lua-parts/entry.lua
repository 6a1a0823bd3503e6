-- What the scripts share that write a channel's log, of which KEYS 1 is the head and 2 the log.

-- Answers a repeated append with its first result; nothing if it is the first.
local function repeated(result, seconds)
  local done = redis.call('GET', result)
  if not done then
    return nil
  end
  -- A write, so that WAIT behind a repetition waits for the first one too.
  redis.call('EXPIRE', result, seconds)
  local id, previous, version = string.match(done, '(%S+) (%S+) (%S+)')
  return {'stored', id, previous, version}
end

-- Notes the result of an append, publishes its entry, and answers the result.
local function tell(result, seconds, epoch, id, previous, version, append, event)
  redis.call('SET', result, id .. ' ' .. previous .. ' ' .. version, 'EX', seconds)
  redis.call('SPUBLISH', KEYS[2],
    epoch .. ' ' .. id .. ' ' .. previous .. ' ' .. version .. ' ' .. append .. '\n' .. event)
  return {'stored', id, previous, version}
end

-- Names an entry in the indexes of archives, of which `numbers` holds the key numbers.
local function index(numbers, id)
  for number in string.gmatch(numbers, '%d+') do
    -- Numbered, so that to count them takes the first and the last.
    local key = KEYS[tonumber(number)]
    local newest = redis.call('XREVRANGE', key, '+', '-', 'COUNT', 1)[1]
    redis.call('XADD', key, id, 'n', string.format('%d', newest and newest[2][2] + 1 or 1))
  end
end

-- Carries out the changes that an entry makes of the state, from ARGV `first` to `last`: '+' key number field
-- value, '-' key number field, '*' key number and what the fields begin with, up to a '/', that are
-- removed at last, or '@' key number field sign, which adds the sign and the entry's id to what is there.
local function change(first, last, id)
  local swept, prefixes = nil, {}
  local i = first
  while i <= last do
    local key, field = KEYS[tonumber(ARGV[i + 1])], ARGV[i + 2]
    if ARGV[i] == '+' then
      redis.call('HSET', key, field, ARGV[i + 3])
      i = i + 4
    elseif ARGV[i] == '@' then
      local before = redis.call('HGET', key, field) or ''
      if #before > 4000 then
        -- Who comes and goes a hundred times has only the later ones known.
        before = string.sub(before, (string.find(before, ' ', 2000, true)))
      end
      redis.call('HSET', key, field, before .. ' ' .. ARGV[i + 3] .. id)
      i = i + 4
    elseif ARGV[i] == '-' then
      redis.call('HDEL', key, field)
      i = i + 3
    else
      swept = key
      prefixes[field] = true
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
end

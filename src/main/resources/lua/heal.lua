#!lua
-- Puts entries back that the end of a channel's log has lost, under their ids, with all that came
-- with them, if the log ends where they begin; then publishes them once more.
-- KEYS 1 head, 2 log, 3 the first append id's result, 4 meta, 5 participants, 6 access, 7 presence,
--      then the results of the other append ids
-- ARGV 1 epoch, 2 the id that the log has to end with, 3 seconds that results are kept, then of each
--      entry: id, version, append id, event, the number of arguments that follow, and the changes:
--      '+' key number field value, '-' key number field, or '*' key number and what the fields begin
--      with that are removed
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
  local after = i + 5 + ARGV[i + 4]
  i = i + 5
  while i < after do
    if ARGV[i] == '+' then
      redis.call('HSET', KEYS[tonumber(ARGV[i + 1])], ARGV[i + 2], ARGV[i + 3])
      i = i + 4
    elseif ARGV[i] == '-' then
      redis.call('HDEL', KEYS[tonumber(ARGV[i + 1])], ARGV[i + 2])
      i = i + 3
    else
      local hash, prefix = KEYS[tonumber(ARGV[i + 1])], ARGV[i + 2]
      for _, field in ipairs(redis.call('HKEYS', hash)) do
        if string.sub(field, 1, #prefix) == prefix then
          redis.call('HDEL', hash, field)
        end
      end
      i = i + 3
    end
  end
  local result = entries == 1 and KEYS[3] or KEYS[6 + entries]
  redis.call('SET', result, id .. ' ' .. previous .. ' ' .. version, 'EX', ARGV[3])
  redis.call('SPUBLISH', KEYS[2],
    ARGV[1] .. ' ' .. id .. ' ' .. previous .. ' ' .. version .. ' ' .. append .. '\n' .. event)
  previous = id
end
redis.call('HSET', KEYS[1], 'version', version, 'last', previous)
return 'healed'

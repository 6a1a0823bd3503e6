#!lua
-- Puts entries back that the end of a channel's log has lost, under their ids, with all that came
-- with them, if the log ends where they begin; then publishes them once more.
-- KEYS 1 head, 2 log, then those that ARGV names by their numbers
-- ARGV 1 epoch, 2 the id that the log has to end with, 3 seconds that results are kept, then of each
--      entry: id, version, append id, event, the key number of its result, the key numbers of the indexes
--      that name it, the number of arguments that follow, and the changes
-- Answers 'healed', 'moved' when the log ends elsewhere, or 'gone'.
-- include entry
local head = redis.call('HMGET', KEYS[1], 'epoch', 'last')
if head[1] ~= ARGV[1] then
  return 'gone'
end
if head[2] ~= ARGV[2] then
  return 'moved'
end
local previous = ARGV[2]
local version
local i = 4
while i <= #ARGV do
  local id, append, event = ARGV[i], ARGV[i + 2], ARGV[i + 3]
  version = ARGV[i + 1]
  redis.call('XADD', KEYS[2], id, 'p', previous, 'v', version, 'a', append, 'e', event)
  index(ARGV[i + 5], id)
  local first = i + 7
  i = first + ARGV[i + 6]
  change(first, i - 1, id)
  tell(KEYS[tonumber(ARGV[first - 3])], ARGV[3], ARGV[1], id, previous, version, append, event)
  previous = id
end
redis.call('HSET', KEYS[1], 'version', version, 'last', previous)
return 'healed'

#!lua flags=no-writes
-- Reads a channel's entries after one, oldest first.
-- KEYS 1 head, 2 log
-- ARGV 1 the id that they come after, 2 most entries
-- Answers {epoch, last id, entries}, or nothing when there is no such channel.
local head = redis.call('HMGET', KEYS[1], 'epoch', 'last')
if not head[1] then
  return false
end
return {head[1], head[2], redis.call('XRANGE', KEYS[2], '(' .. ARGV[1], '+', 'COUNT', ARGV[2])}

#!lua flags=no-writes
-- Reads a channel's entries from one id to another, both included.
-- KEYS 1 head, 2 log
-- ARGV 1 XRANGE or XREVRANGE, 2 and 3 the ids in the order that this command wants, 4 most entries
-- Answers {epoch, entries}, or nothing when there is no such channel.
local epoch = redis.call('HGET', KEYS[1], 'epoch')
if not epoch then
  return false
end
return {epoch, redis.call(ARGV[1], KEYS[2], ARGV[2], ARGV[3], 'COUNT', ARGV[4])}

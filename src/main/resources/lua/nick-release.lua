#!lua
-- Frees the nick that is registered for a JID, and forgets where it was.
-- KEYS 1 nicks, 2 their owners, 3 the places of the JID
-- ARGV 1 JID
-- Answers 1.
local own = redis.call('HGET', KEYS[2], ARGV[1])
if own then
  local nick = string.match(own, '^[^\n]*')
  if redis.call('HGET', KEYS[1], nick) == ARGV[1] then
    redis.call('HDEL', KEYS[1], nick)
  end
  redis.call('HDEL', KEYS[2], ARGV[1])
end
redis.call('DEL', KEYS[3])
return 1

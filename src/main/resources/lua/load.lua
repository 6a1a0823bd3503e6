#!lua flags=no-writes
-- Reads a channel's state and its log's last position.
-- KEYS 1 head, 2 meta, 3 participants, 4 access, 5 presence, 6 occupants
-- Answers {epoch, last id, version, meta, participants, access, presence, occupants}, each of the five a
-- flat list of field and value; or nothing when there is no such channel.
local head = redis.call('HMGET', KEYS[1], 'epoch', 'last', 'version')
if not head[1] then
  return false
end
return {
  head[1], head[2], head[3],
  redis.call('HGETALL', KEYS[2]),
  redis.call('HGETALL', KEYS[3]),
  redis.call('HGETALL', KEYS[4]),
  redis.call('HGETALL', KEYS[5]),
  redis.call('HGETALL', KEYS[6]),
}

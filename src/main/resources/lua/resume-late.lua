#!lua
-- Hands the owner of a session what was kept for it. KEYS: resumption. ARGV: owner.
-- Answers the stanzas in the order of their coming.
if redis.call('HGET', KEYS[1], 'w') ~= ARGV[1] then
  return {}
end
local late = {}
for i = 1, tonumber(redis.call('HGET', KEYS[1], 'l') or '0') do
  late[i] = redis.call('HGET', KEYS[1], 'l' .. i) or ''
  redis.call('HDEL', KEYS[1], 'l' .. i)
end
redis.call('HDEL', KEYS[1], 'l')
return late

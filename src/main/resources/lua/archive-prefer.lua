#!lua
-- Replaces the preferences of an account's archive. KEYS: account, settings. ARGV: field, value, ...
-- Answers 1, or 0 when there is no such account.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return 0
end
for _, field in ipairs(redis.call('HKEYS', KEYS[2])) do
  if field == 'default' or string.find(field, ':', 1, true) then
    redis.call('HDEL', KEYS[2], field)
  end
end
redis.call('HSET', KEYS[2], unpack(ARGV))
return 1

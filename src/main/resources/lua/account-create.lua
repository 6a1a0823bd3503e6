#!lua
-- Makes an account unless there is one or its namesake is still being removed. What a late write left
-- under the name goes. KEYS: account, removal, then whatever else is kept for an account. ARGV: field,
-- value, field, value, ...
-- Answers 1 when it was made, 0 when the name is taken.
if redis.call('EXISTS', KEYS[1], KEYS[2]) > 0 then
  return 0
end
redis.call('DEL', unpack(KEYS))
redis.call('HSET', KEYS[1], unpack(ARGV))
return 1

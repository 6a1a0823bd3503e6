#!lua
-- Makes an account unless there is one. KEYS: account. ARGV: field, value, field, value, ...
-- Answers 1 when it was made, 0 when the name is taken.
if redis.call('EXISTS', KEYS[1]) == 1 then
  return 0
end
redis.call('HSET', KEYS[1], unpack(ARGV))
return 1

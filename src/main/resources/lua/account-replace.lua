#!lua
-- Replaces what is kept of an account. KEYS: account. ARGV: field, value, field, value, ...
-- Answers 1 when it was done, 0 when there is no such account.
if redis.call('DEL', KEYS[1]) == 0 then
  return 0
end
redis.call('HSET', KEYS[1], unpack(ARGV))
return 1

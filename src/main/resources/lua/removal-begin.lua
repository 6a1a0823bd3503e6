#!lua
-- Ends an account for everybody, while what it leaves behind is still there. KEYS: account, removal.
-- ARGV: an id for the removal.
-- Answers the removal's id, that of an earlier one if it still goes on; nothing without an account.
if redis.call('DEL', KEYS[1]) == 1 then
  redis.call('SET', KEYS[2], ARGV[1])
  return ARGV[1]
end
return redis.call('GET', KEYS[2])

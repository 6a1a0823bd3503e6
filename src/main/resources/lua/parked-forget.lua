#!lua
-- Takes a session off the set, unless it was let go of anew. KEYS: parked. ARGV: session, when it
-- would be due again.
if redis.call('ZSCORE', KEYS[1], ARGV[1]) == ARGV[2] then
  redis.call('ZREM', KEYS[1], ARGV[1])
end
return 1

#!lua
-- Forgets a session whose owner has ended it. KEYS: resumption. ARGV: owner.
if redis.call('HGET', KEYS[1], 'w') == ARGV[1] then
  redis.call('DEL', KEYS[1])
end
return 1

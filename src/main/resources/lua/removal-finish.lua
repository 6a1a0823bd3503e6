#!lua
-- Forgets what was kept for a removed account and frees its name, if that very removal still goes on.
-- KEYS: removal, then whatever else is kept. ARGV: the removal's id.
-- Answers whether it did.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
redis.call('DEL', unpack(KEYS))
return 1

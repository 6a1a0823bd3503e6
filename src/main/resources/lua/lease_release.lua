#!lua
-- Ends a lease if it is still under that token.
-- KEYS 1 leases (id -> 'token expiry')
-- ARGV 1 id, 2 token
local held = redis.call('HGET', KEYS[1], ARGV[1])
if held and string.match(held, '%d+') == ARGV[2] then
  redis.call('HDEL', KEYS[1], ARGV[1])
end
return 1

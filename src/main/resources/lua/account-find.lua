#!lua
-- What a stanza to an account must know. KEYS: account, sessions, roster, blocked. ARGV: the
-- sender's bare JID, then the entries that each would block the sender.
-- Answers whether there is such an account, its sessions, its roster item for the sender, and
-- whether it has blocked the sender.
local blocked = 0
for i = 2, #ARGV do
  if redis.call('HEXISTS', KEYS[4], ARGV[i]) == 1 then
    blocked = 1
  end
end
return {
  redis.call('EXISTS', KEYS[1]),
  redis.call('HGETALL', KEYS[2]),
  redis.call('HGET', KEYS[3], ARGV[1]),
  blocked
}

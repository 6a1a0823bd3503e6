#!lua
-- What a stanza to an account must know. KEYS: account, sessions, roster. ARGV: the sender's bare JID.
-- Answers whether there is such an account, its sessions, and its roster item for the sender.
return {
  redis.call('EXISTS', KEYS[1]),
  redis.call('HGETALL', KEYS[2]),
  redis.call('HGET', KEYS[3], ARGV[1])
}

#!lua
-- Registers a nick for a JID, and frees the one that was registered for it, unless the nick is another's or
-- may be in use by another: of uses that are older than a minute the caller has to find out.
-- KEYS 1 nicks, 2 their owners, 3 the uses of the nick
-- ARGV 1 the nick's key, 2 how it is shown, 3 JID, then the uses that the caller found void: use and time
-- Answers {'registered', what was registered for the JID or ''}, {'taken'}, or {'used', use, time, …}.
local owner = redis.call('HGET', KEYS[1], ARGV[1])
if owner and owner ~= ARGV[3] then
  return {'taken'}
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local void = {}
for i = 4, #ARGV, 2 do
  void[ARGV[i]] = ARGV[i + 1]
end
local used = {'used'}
local uses = redis.call('HGETALL', KEYS[3])
for i = 1, #uses, 2 do
  local use, since = uses[i], uses[i + 1]
  if string.match(use, ' (.*)$') ~= ARGV[3] then
    if void[use] == since then
      redis.call('HDEL', KEYS[3], use)
    elseif now - since < 60000 then
      return {'taken'}
    else
      used[#used + 1] = use
      used[#used + 1] = since
    end
  end
end
if #used > 1 then
  return used
end
local former = redis.call('HGET', KEYS[2], ARGV[3]) or ''
if former ~= '' then
  redis.call('HDEL', KEYS[1], string.match(former, '^[^\n]*'))
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
redis.call('HSET', KEYS[2], ARGV[3], ARGV[1] .. '\n' .. ARGV[2])
return {'registered', former}

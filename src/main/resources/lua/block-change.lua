#!lua
-- Changes whom an account has blocked, and rings every instance that has a session of it.
-- KEYS: blocked, sessions, account. ARGV: 1 to block, 0 to unblock; the most entries there may be;
-- topic prefix; start of the notice; the JIDs, of which none means all that are blocked.
-- Answers the JIDs of which that is new, or nothing over the limit or without an account.
if redis.call('EXISTS', KEYS[3]) == 0 then
  return false
end
local named = {}
for i = 5, #ARGV do
  named[#named + 1] = ARGV[i]
end
if #named == 0 then
  for _, jid in ipairs(redis.call('HKEYS', KEYS[1])) do
    if jid ~= '' then
      named[#named + 1] = jid
    end
  end
end
local changed = {}
for _, jid in ipairs(named) do
  if redis.call('HEXISTS', KEYS[1], jid) == 1 - tonumber(ARGV[1]) then
    changed[#changed + 1] = jid
  end
end
if #changed == 0 then
  return changed
end
if ARGV[1] == '1' then
  local count = redis.call('HLEN', KEYS[1]) - redis.call('HEXISTS', KEYS[1], '')
  if count + #changed > tonumber(ARGV[2]) then
    return false
  end
end
for _, jid in ipairs(changed) do
  if ARGV[1] == '1' then
    redis.call('HSET', KEYS[1], jid, '1')
  else
    redis.call('HDEL', KEYS[1], jid)
  end
end
local version = redis.call('HINCRBY', KEYS[1], '', 1)
local notice = ARGV[4] .. string.format('%d', version) .. '\31' .. ARGV[1]
for _, jid in ipairs(changed) do
  notice = notice .. '\31' .. jid
end
local rung = {}
for _, entry in ipairs(redis.call('HVALS', KEYS[2])) do
  local place = string.match(entry, '^[^\31]*')
  if not rung[place] then
    rung[place] = true
    redis.call('PUBLISH', ARGV[3] .. place, notice)
  end
end
return changed

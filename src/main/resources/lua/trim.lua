#!lua
-- Removes the oldest entries of a channel's log, some thousands at a time, and what its indexes and its
-- meta have of them; so an archive gets shorter at its beginning only.
-- KEYS 1 log, 2 meta, 3 the index of the messages, then the other indexes
-- ARGV 1 milliseconds that an entry is kept, 2 messages that are kept, 0 for all; 3 milliseconds for which
--      an entry is kept whatever the number of messages
-- Answers how many entries were removed; not 0 means that there may be more to remove.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function before(id, ms)
  return tonumber(string.match(id, '^%d+')) < ms
end
local first
if ARGV[1] ~= '0' then
  first = string.format('%d-0', now - ARGV[1])
end
if ARGV[2] ~= '0' then
  local excess = redis.call('XLEN', KEYS[3]) - ARGV[2]
  if excess > 0 then
    local oldest = redis.call('XRANGE', KEYS[3], '-', '+', 'COUNT', math.min(excess, 5000) + 1)
    local kept = oldest[#oldest][1]
    if not before(kept, now - ARGV[3]) then
      kept = string.format('%d-0', now - ARGV[3])
    end
    if not first or not before(kept, now - ARGV[1]) then
      first = kept
    end
  end
end
if not first then
  return 0
end
local removed = redis.call('XTRIM', KEYS[1], 'MINID', '~', first)
if removed > 0 then
  local oldest = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 1)[1]
  local from = oldest and oldest[1] or first
  for i = 3, #KEYS do
    redis.call('XTRIM', KEYS[i], 'MINID', from)
  end
  local ms, seq = string.match(from, '^(%d+)-(%d+)$')
  for _, field in ipairs(redis.call('HKEYS', KEYS[2])) do
    local of, nth = string.match(field, '^retracted (%d+)-(%d+)$')
    if of and (tonumber(of) < tonumber(ms) or (of == ms and tonumber(nth) < tonumber(seq))) then
      redis.call('HDEL', KEYS[2], field)
    end
  end
end
return removed

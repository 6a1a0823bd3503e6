#!lua
-- Keeps a message for later, unless somebody has come to take it since the sender looked.
-- KEYS: offline, sessions. ARGV: message, the most messages kept, then the ids of the sessions that
-- the sender saw.
-- Answers 1 when it is kept, 0 when there are too many, 2 when another session takes messages now.
local seen = {}
for i = 3, #ARGV do
  seen[ARGV[i]] = true
end
for _, entry in ipairs(redis.call('HVALS', KEYS[2])) do
  local id, takes = string.match(entry, '^[^\31]*\31([^\31]*)\31([^\31]*)')
  if takes == '1' and not seen[id] then
    return 2
  end
end
if redis.call('XLEN', KEYS[1]) >= tonumber(ARGV[2]) then
  return 0
end
redis.call('XADD', KEYS[1], '*', 'm', ARGV[1])
return 1

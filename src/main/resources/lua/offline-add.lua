#!lua
-- Keeps a message for later. KEYS: offline. ARGV: message, the most messages kept.
-- Answers 1 when it is kept, 0 when there are too many.
if redis.call('XLEN', KEYS[1]) >= tonumber(ARGV[2]) then
  return 0
end
redis.call('XADD', KEYS[1], '*', 'm', ARGV[1])
return 1

#!lua
-- Publishes an item to a node, or only configures it, if it is configured as the caller thinks.
-- KEYS: account, nodes, the node's items. ARGV: node, expected configuration (empty: no such node),
-- new configuration, item id (empty: none), item, the most items, the most nodes.
-- Answers {1} when it is done, {0, configuration} when that is another, {2} over the limit of nodes
-- or without an account. The oldest items go where there are too many.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return {2}
end
local current = redis.call('HGET', KEYS[2], ARGV[1]) or ''
if current ~= ARGV[2] then
  return {0, current}
end
if current == '' and redis.call('HLEN', KEYS[2]) >= tonumber(ARGV[7]) then
  return {2}
end
redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
if ARGV[4] ~= '' then
  local number = redis.call('HINCRBY', KEYS[3], '', 1)
  redis.call('HSET', KEYS[3], ARGV[4], string.format('%d', number) .. '\31' .. ARGV[5])
end
local most = tonumber(ARGV[6])
local count = redis.call('HLEN', KEYS[3]) - 1
if count > most then
  local items = {}
  local flat = redis.call('HGETALL', KEYS[3])
  for i = 1, #flat, 2 do
    if flat[i] ~= '' then
      items[#items + 1] = {flat[i], tonumber(string.match(flat[i + 1], '^%d+'))}
    end
  end
  table.sort(items, function(a, b) return a[2] < b[2] end)
  for i = 1, count - most do
    redis.call('HDEL', KEYS[3], items[i][1])
  end
end
return {1}

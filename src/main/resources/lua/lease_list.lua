#!lua flags=no-writes
-- Lists the instances by what has become of their leases.
-- KEYS 1 leases (id -> 'token expiry')
-- Answers {living, lapsed}, each a list of ids.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local all = redis.call('HGETALL', KEYS[1])
local living, lapsed = {}, {}
for i = 1, #all, 2 do
  local to = tonumber(string.match(all[i + 1], '%d+ (%d+)')) > now and living or lapsed
  to[#to + 1] = all[i]
end
return {living, lapsed}

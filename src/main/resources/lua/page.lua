#!lua flags=no-writes
-- Reads a page of an archive through its index, which names entries of a log and numbers them: what else
-- is in the log between them costs nothing.
-- KEYS 1 log, 2 index; the same key where all entries of the log are numbered and belong to the archive
-- ARGV 1 '+' for the oldest of the page's range or '-' for its newest, 2 and 3 the first and the last id of
--      that range, 4 most entries, 5 and 6 the first and the last id of all results
-- Answers {entries, oldest first, the numbers of the first and of the last of all results, and those of
-- the page}, 0 where there is none.
local page = {}
if ARGV[4] ~= '0' then
  if ARGV[1] == '+' then
    page = redis.call('XRANGE', KEYS[2], ARGV[2], ARGV[3], 'COUNT', ARGV[4])
  else
    local newest = redis.call('XREVRANGE', KEYS[2], ARGV[3], ARGV[2], 'COUNT', ARGV[4])
    for i = #newest, 1, -1 do
      page[#page + 1] = newest[i]
    end
  end
end
local entries = {}
if KEYS[1] == KEYS[2] then
  entries = page
else
  -- Mostly messages follow each other in the log, so that a few readings bring them all.
  local i = 1
  while i <= #page do
    local last = math.min(i + 49, #page)
    for _, entry in ipairs(redis.call('XRANGE', KEYS[1], page[i][1], page[last][1], 'COUNT', 100)) do
      if i <= last and entry[1] == page[i][1] then
        entries[#entries + 1] = entry
        i = i + 1
      end
    end
    while i <= last do
      entries[#entries + 1] = redis.call('XRANGE', KEYS[1], page[i][1], page[i][1])[1]
      i = i + 1
    end
  end
end
local function number(entry)
  return entry and tonumber(entry[2][2]) or 0
end
return {
  entries,
  number(redis.call('XRANGE', KEYS[2], ARGV[5], ARGV[6], 'COUNT', 1)[1]),
  number(redis.call('XREVRANGE', KEYS[2], ARGV[6], ARGV[5], 'COUNT', 1)[1]),
  number(page[1]),
  number(page[#page]),
}

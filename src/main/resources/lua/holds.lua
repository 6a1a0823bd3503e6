#!lua flags=no-writes
-- Tells whether an index names all of some entries. KEYS: index. ARGV: their ids. Answers 1 or 0.
for _, id in ipairs(ARGV) do
  if #redis.call('XRANGE', KEYS[1], id, id) == 0 then
    return 0
  end
end
return 1

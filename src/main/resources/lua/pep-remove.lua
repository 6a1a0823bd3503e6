#!lua
-- Removes a node with its items. KEYS: nodes, the node's items. ARGV: node.
-- Answers its configuration, or nothing where there is no such node.
local config = redis.call('HGET', KEYS[1], ARGV[1])
redis.call('HDEL', KEYS[1], ARGV[1])
redis.call('DEL', KEYS[2])
return config

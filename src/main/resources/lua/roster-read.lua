#!lua
-- Reads a roster with its version. KEYS: roster, version.
return {redis.call('GET', KEYS[2]) or '0', redis.call('HGETALL', KEYS[1])}

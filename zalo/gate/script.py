"""The one round trip: tell the breaker what happened, then take permits from every window at once.

KEYS: breaker hash, then one key per limited window. ARGV: wanted, successes, failures, least sample, failure
share in percent, open milliseconds, sample milliseconds, then a limit per window.
Returns {granted, milliseconds to wait, state}. Time is the server's, so that processes agree.
"""

TAKE = """
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local want, good, bad = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local least, share = tonumber(ARGV[4]), tonumber(ARGV[5])
local open_ms, sample_ms = tonumber(ARGV[6]), tonumber(ARGV[7])
local b = redis.call('HMGET', KEYS[1], 'state', 'good', 'bad', 'since', 'until', 'times', 'probe')
local state, g, f = b[1] or 'closed', tonumber(b[2] or 0), tonumber(b[3] or 0)
local since, till = tonumber(b[4] or now), tonumber(b[5] or 0)
local times, probe = tonumber(b[6] or 0), tonumber(b[7] or 0)

local function reopen()
  times = math.min(times + 1, 6)
  state, g, f, probe = 'open', 0, 0, 0
  till = now + open_ms * 2 ^ (times - 1)
end

if state == 'closed' then
  if now - since > sample_ms then g, f, since = 0, 0, now end
  g, f = g + good, f + bad
  if f >= least and f * 100 >= share * (g + f) then reopen() end
elseif state == 'half' then
  if bad > 0 then reopen()
  elseif good > 0 then
    g, probe = g + good, 0
    if g >= 3 then state, g, f, since, times = 'closed', 0, 0, now, 0 end
  end
end
if state == 'open' and now >= till then state, g, f, probe = 'half', 0, 0, 0 end

local granted, wait, probing = want, 0, false
if state == 'open' then granted, wait = 0, till - now
elseif state == 'half' then
  if probe > now then granted, wait = 0, math.min(probe - now, open_ms)
  else granted, probing = math.min(want, 1), true end
end

local minute = math.floor(now / 60000)
for i = 2, #KEYS do
  local used = tonumber(redis.call('GET', KEYS[i] .. minute) or 0)
  local room = tonumber(ARGV[6 + i]) - used
  local held = redis.call('PTTL', KEYS[i] .. 'hold')
  if held > 0 then granted, wait = 0, math.max(wait, held)
  elseif room <= 0 then granted, wait = 0, math.max(wait, (minute + 1) * 60000 - now)
  elseif room < granted then granted = room end
end
if granted > 0 then
  for i = 2, #KEYS do
    redis.call('INCRBY', KEYS[i] .. minute, granted)
    redis.call('EXPIRE', KEYS[i] .. minute, 120)
  end
  -- one request at a time tries the host; a probe whose end nobody reports frees its place by itself
  if probing then probe = now + math.max(open_ms, 1000) end
end
redis.call('HSET', KEYS[1], 'state', state, 'good', g, 'bad', f, 'since', since, 'until', till,
  'times', times, 'probe', probe)
redis.call('PEXPIRE', KEYS[1], math.max(open_ms * 64, 3600000))
return {granted, math.ceil(wait), state}
"""

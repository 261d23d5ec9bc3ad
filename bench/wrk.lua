-- What wrk sends, and what it says afterwards. A body comes from the environment; in it
-- @SOLD_AT@ becomes an instant that grows with every request.
local body = os.getenv("BENCH_BODY")
local now_ms = os.time() * 1000
local sent = 0

if body then
    wrk.method = "POST"
    wrk.headers["Content-Type"] = "application/json"
end

function request()
    if not body or not string.find(body, "@SOLD_AT@", 1, true) then
        return wrk.format(nil, nil, nil, body)
    end
    sent = sent + 1
    local at_ms = now_ms + sent
    local text = os.date("!%Y-%m-%dT%H:%M:%S", math.floor(at_ms / 1000)) .. string.format(".%03dZ", at_ms % 1000)
    return wrk.format(nil, nil, nil, (string.gsub(body, "@SOLD_AT@", text)))
end

function done(summary, latency, requests)
    local errors = summary.errors
    io.write(string.format(
        '\nRESULT {"requests":%d,"us":%d,"p50_us":%d,"p99_us":%d,"refused":%d,"broken":%d}\n',
        summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), errors.status,
        errors.connect + errors.read + errors.write + errors.timeout))
end

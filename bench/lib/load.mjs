/* Load: wrk over 64 keep-alive connections, on the same machine as the server. */
import { processor_ms_of, run } from "./process.mjs";

export const CONNECTIONS = 64;
const THREADS = 2;
const SLOW_S = 12; /* for a server that answers nothing within a round */

/* { per_second, p50_ms, p99_ms } of `request`: { url, headers, body }. Throws when the server
   refused or dropped any: such a rate would say nothing. */
export async function load(request, seconds, connections = CONNECTIONS) {
  const headers = Object.entries(request.headers ?? {}).flatMap(([name, value]) => ["-H", `${name}: ${value}`]);
  const words = ["-t", THREADS, "-c", connections, "-d", `${seconds}s`, "--timeout", "20s", "-s", "bench/wrk.lua"];
  const out = await run("wrk", [...words.map(String), ...headers, request.url], {
    env: request.body ? { BENCH_BODY: request.body } : {},
    seconds: seconds + 40,
  });
  const result = JSON.parse(/^RESULT (.*)$/m.exec(out)[1]);
  if (result.requests + result.refused + result.broken === 0 && seconds < SLOW_S) return load(request, SLOW_S, connections);
  if (result.refused > 0 || result.broken > 0 || result.requests === 0)
    throw new Error(`${result.requests} answers, ${result.refused} refused, ${result.broken} broken`);
  return {
    requests: result.requests,
    per_second: (result.requests * 1e6) / result.us,
    p50_ms: result.p50_us / 1000,
    p99_ms: result.p99_us / 1000,
  };
}

/* One request as wrk will send it; the answer's text. */
export async function ask({ url, headers, body }) {
  const answer = await fetch(url, {
    method: body ? "POST" : "GET",
    headers: body ? { ...headers, "Content-Type": "application/json" } : headers,
    body: body?.replaceAll("@SOLD_AT@", new Date().toISOString()),
    signal: AbortSignal.timeout(30000),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${text.slice(0, 300)}`);
  return text;
}

/* The same as a measure of a target, with the processor time that `pids` and theirs spent on one
   request. `settle` asks the server once more: what wrk left unanswered is not the next one's
   burden. */
export const load_of = (request, pids, settle) => async (seconds) => {
  const before = processor_ms_of(pids);
  const found = await load(request, seconds);
  await settle();
  return { ...found, processor_us: ((processor_ms_of(pids) - before) * 1000) / (found.requests + CONNECTIONS) };
};

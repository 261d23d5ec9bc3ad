/* HTTP/2 beside HTTP/1.1, both over TLS, with the same client: h2load, 64 connections. */
import { readFileSync } from "node:fs";
import { get as get_by_tls } from "node:https";

import { notes_of } from "../lib/context.mjs";
import { CONNECTIONS } from "../lib/load.mjs";
import { processor_ms_of, run } from "../lib/process.mjs";
import { failure_of, is_whole, median_of, ratio_of, take_turns } from "../lib/rounds.mjs";
import { password_of, sales_of, sign_in, start, store_with_rows } from "../targets/steward.mjs";

async function certificate(scratch) {
  const files = { certificate: `${scratch}/tls.pem`, key: `${scratch}/tls.key` };
  await run("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"].concat(
    ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", files.key, "-out", files.certificate]));
  return files;
}

const headers_of = ({ headers }) => Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}: ${value}`]);

const h2load = (request, pid, words) => async (seconds) => {
  const before = processor_ms_of([pid]);
  const out = await run("h2load", ["-D", String(seconds), "-c", String(CONNECTIONS), "-t", "2", ...words, ...headers_of(request), request.url], {
    seconds: seconds + 40,
  });
  const counts = /requests: (\d+) total, .* (\d+) succeeded, (\d+) failed/.exec(out);
  const rate = /, ([\d.]+) req\/s/.exec(out);
  const refused = /status codes: \d+ 2xx, (\d+) 3xx, (\d+) 4xx, (\d+) 5xx/.exec(out);
  if (!counts || !rate || Number(counts[3]) > 0 || refused.slice(1).some((count) => Number(count) > 0))
    throw new Error(`h2load: ${/requests: .*/.exec(out)?.[0]}; ${refused?.[0]}`);
  return { per_second: Number(rate[1]), processor_us: ((processor_ms_of([pid]) - before) * 1000) / Number(counts[2]) };
};

const answers_by_tls = (url, ca) =>
  new Promise((resolve) => {
    const answered = (answer) => (answer.resume(), resolve(answer.statusCode < 500));
    get_by_tls(url, { ca, timeout: 5000 }, answered).on("error", () => resolve(false));
  });

/* Signed in over plain HTTP, asked over TLS: the session is the store's. */
async function bring_up(context) {
  const tls = await certificate(context.scratch);
  const env = await store_with_rows(context, context.rows, "http2");
  const port = context.port();
  const plain = await start(env, port);
  const headers = await sign_in(`http://127.0.0.1:${port}`, await password_of(context.rows)).finally(plain.stop);
  const url = `https://localhost:${port}`;
  const ca = readFileSync(tls.certificate);
  const words = ["--tls-certificate", tls.certificate, "--tls-key", tls.key];
  const server = await start(env, port, { words, is_ready: () => answers_by_tls(`${url}/readyz`, ca) });
  return { server, get: sales_of(url, headers).get };
}

export async function http2(context) {
  const notes = notes_of("http2");
  const { server, get } = await bring_up(context);
  try {
    const targets = [
      { name: "HTTP/1.1 over TLS", get: h2load(get, server.pid, ["--h1"]) },
      { name: "HTTP/2", get: h2load(get, server.pid, ["-m", "1"]) },
      { name: "HTTP/2, 8 streams each", get: h2load(get, server.pid, ["-m", "8"]) },
    ];
    const results = (await take_turns(context, targets, ["get"])).get;
    const plain = results[targets[0].name];
    for (const { name } of targets) {
      if (!is_whole(results[name])) {
        notes.note("GET 50 newest over TLS", null, "", name, { reason: failure_of(results[name]).reason });
        continue;
      }
      notes.note("GET 50 newest over TLS", median_of(results[name], (one) => one.per_second), "/s", name, {
        part_of_first: is_whole(plain) ? ratio_of(results[name], plain, (one) => one.per_second) : null,
      });
      notes.note("GET 50 newest over TLS, processor each", median_of(results[name], (one) => one.processor_us), "us", name);
    }
  } finally {
    await server.stop();
  }
  return notes.entries;
}

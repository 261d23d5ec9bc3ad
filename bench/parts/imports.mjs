/* CSV import of 100,000 sales, upload to last commit, beside a bare SQLite insert of the rows that
   it made, in one transaction: each into an empty store of its own, in turns. */
import { rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

import { notes_of } from "../lib/context.mjs";
import { processor_ms_of, run } from "../lib/process.mjs";
import { is_whole, failure_of, median_of, ratio_of, take_turns } from "../lib/rounds.mjs";
import { BARE, sign_in, start, store_without_rows } from "../targets/steward.mjs";

const ROWS = 100000;
const BRANDS = ["Nike", "Adidas", "Puma", "Asics", "Salomon", "New Balance", "Li-Ning", "Anta"];
const TYPES = ["Runner", "Court", "Trail", "Slide", "Boot", "Classic", "Air Max 90", "Retro High"];
const two = (number) => String(number).padStart(2, "0");

/* A shop's export: four months, growing in time, an order number each. */
function csv() {
  const lines = ["Date,Brand,Type,EU size,Quantity,Currency,Price,Cost,Order number"];
  for (let i = 0; i < ROWS; i++) {
    const minutes = Math.floor((i * 120 * 1440) / ROWS);
    const day = Math.floor(minutes / 1440);
    const at = `2026-${two(1 + Math.floor(day / 30))}-${two(1 + (day % 28))} ${two(Math.floor((minutes % 1440) / 60))}:${two(minutes % 60)}`;
    const brand = BRANDS[(i * 7) % BRANDS.length];
    const type = TYPES[(i * 3) % TYPES.length];
    const size = 36 + ((i * 5) % 24) / 2;
    lines.push(`${at},${brand},${type},${size},${1 + (i % 3 === 0)},EUR,${49 + (i % 120)}.90,${20 + (i % 50)}.00,A-${100000 + i}`);
  }
  return `${lines.join("\n")}\n`;
}

async function ask_json(url, headers, body) {
  const answer = await fetch(url, { method: body ? "POST" : "GET", headers, body, signal: AbortSignal.timeout(120000) });
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${(await answer.text()).slice(0, 300)}`);
  return answer.json();
}

async function import_file(url, headers, file) {
  const rpc = `${url}/rest/v1/rpc`;
  const json = { ...headers, "Content-Type": "application/json" };
  const from = performance.now();
  const { id, mapping, options } = await ask_json(`${rpc}/import_upload?entity=sale&file_name=june.csv`, { ...headers, "Content-Type": "application/octet-stream" }, file);
  const uploaded_ms = performance.now() - from;
  await ask_json(`${rpc}/import_run`, json, JSON.stringify({ id, mapping, options }));
  for (;;) {
    const [found] = await ask_json(`${url}/rest/v1/import_run?id=eq.${id}&select=status,rows_done,rows_failed`, headers);
    if (found.status === "done" && found.rows_done === ROWS) return { ms: performance.now() - from, uploaded_ms };
    if (found.status !== "running" && found.status !== "ready") throw new Error(`the import ended: ${JSON.stringify(found)}`);
    await sleep(10);
  }
}

export async function imports(context) {
  const notes = notes_of("imports");
  const file = csv();
  const rows = `${context.scratch}/imported.tsv`;
  let number = 0;
  const remove = (env) => rmSync(env.STEWARD_DATA, { recursive: true, force: true });
  const steward = async () => {
    const { env, password } = await store_without_rows(context, `import-${number++}`);
    const port = context.port();
    const server = await start(env, port);
    try {
      const url = `http://127.0.0.1:${port}`;
      const headers = await sign_in(url, password);
      const before = processor_ms_of([server.pid]);
      const found = await import_file(url, headers, file);
      return { ...found, processor_us: ((processor_ms_of([server.pid]) - before) * 1000) / ROWS };
    } finally {
      await server.stop();
      await run(BARE, ["rows", "sale"], { env, output: rows });
      remove(env);
    }
  };
  const bare = async () => {
    const { env } = await store_without_rows(context, `bare-${number++}`);
    const [count, seconds] = (await run(BARE, ["insert", rows], { env })).split(" ").map(Number);
    remove(env);
    if (count !== ROWS) throw new Error(`${count} rows instead of ${ROWS}`);
    return { ms: seconds * 1000 };
  };
  const results = await take_turns(context, [{ name: "steward", import: steward }, { name: "bare sqlite", import: bare }], ["import"], { warm_up_s: 0 });
  const { steward: own, "bare sqlite": limit } = results.import;
  for (const rounds of [own, limit]) if (!is_whole(rounds)) throw new Error(failure_of(rounds).reason);
  const title = `CSV import of ${ROWS.toLocaleString("en-US")} sales`;
  notes.note(title, median_of(own, ({ ms }) => ms), "ms", "steward");
  notes.note(title, median_of(limit, ({ ms }) => ms), "ms", "bare sqlite", { ratio: 1 / ratio_of(own, limit, ({ ms }) => ms) });
  notes.note(`${title}, upload alone`, median_of(own, ({ uploaded_ms }) => uploaded_ms), "ms", "steward");
  notes.note(`${title}, processor each row`, median_of(own, ({ processor_us }) => processor_us), "us", "steward");
  return notes.entries;
}

/* Steward: the release build, set up by its command line, filled by bench-data, asked with a
   token of its administrator. The filled embedded store is kept for the next run. */
import { randomBytes } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

import { ask } from "../lib/load.mjs";
import { memory_of, run, serve } from "../lib/process.mjs";
import { SALE } from "../lib/sale.mjs";

export const STEWARD = "build/release/steward";
export const BARE = "build/release/bare";
const OTHER_WORKSPACES = 20;
const STARTS = 5;
const EMAIL = "bench@example.com";

async function set_up(env, password) {
  await run(
    STEWARD,
    ["setup", "--controller-name", "Bench", "--controller-place", "Here", "--controller-email", EMAIL].concat(
      ["--email", EMAIL, "--workspace-name", "Bench", "--currency", "EUR", "--password-file", "-"],
    ),
    { env, input: { text: `${password}\n` } },
  );
  for (let i = 0; i < OTHER_WORKSPACES; i++)
    await run(STEWARD, ["workspace", "add", "--name", `Other ${i + 1}`, "--login", EMAIL], { env });
}

const env_of = (data) => ({ STEWARD_DATA: data, STEWARD_KEY_FILE: `${data}.key`, STEWARD_LOG_FORM: "json" });

/* An embedded store with `rows` sales in workspace 1 and a few in 20 others, made once; beside
   it the same rows as text for the other databases. */
export async function rows_made(rows) {
  const kept = `build/bench/rows-${rows}`;
  const made = `${kept}.new`;
  const env = { ...env_of(`${made}/data`), STEWARD_IS_DURABLE: "false" };
  if (existsSync(kept)) return kept;
  rmSync(made, { recursive: true, force: true });
  mkdirSync(made, { recursive: true });
  const password = randomBytes(18).toString("base64url");
  writeFileSync(`${made}/password`, password, { mode: 0o600 });
  await set_up(env, password);
  await run(STEWARD, ["bench-data", "--into", "1", "--rows", String(rows)], { env, seconds: 400 });
  const few = String(Math.max(10, Math.round(rows / 500)));
  for (let i = 0; i < OTHER_WORKSPACES; i++)
    await run(STEWARD, ["bench-data", "--into", String(i + 2), "--rows", few, "--shows", "5"], { env });
  for (const table of ["live_session", "sale"])
    await run(BARE, ["rows", table], { env, output: `${made}/${table}.tsv`, seconds: 200 });
  renameSync(made, kept);
  return kept;
}

async function fill_postgresql(env, postgres, kept) {
  await set_up(env, readFileSync(`${kept}/password`, "utf8"));
  for (const table of ["live_session", "sale"])
    await run("psql", [postgres, "-qv", "ON_ERROR_STOP=1", "-c", `COPY main.${table} FROM STDIN`], {
      input: { file: `${kept}/${table}.tsv` },
      seconds: 300,
    });
  await run("psql", [postgres, "-qc", "VACUUM ANALYZE"], { seconds: 120 });
}

async function sign_in(url, password) {
  const body = JSON.stringify({ email: EMAIL, password });
  return JSON.parse(await ask({ url: `${url}/auth/v1/token?grant_type=password`, headers: {}, body })).access_token;
}

/* `database`: an empty PostgreSQL database's address, or nothing for the embedded store. */
export async function steward({ scratch, kept, port, database }) {
  const name = database ? "steward postgresql" : "steward";
  const data = `${scratch}/${name.replace(" ", "-")}`;
  const env = { ...env_of(data), ...(database && { STEWARD_DATABASE: database }) };
  const url = `http://127.0.0.1:${port}`;
  if (database) await fill_postgresql(env, database, kept);
  else cpSync(`${kept}/data`, data, { recursive: true });
  if (!database) cpSync(`${kept}/data.key`, `${data}.key`);

  const starts = [];
  const start = () =>
    serve(STEWARD, ["serve", "--listen", `127.0.0.1:${port}`], { env, url: `${url}/readyz`, log: `${data}.log` });
  for (let i = 1; i < STARTS; i++) {
    const once = await start();
    starts.push(once.ready_ms);
    await once.stop();
  }
  const server = await start();
  starts.push(server.ready_ms);
  await sleep(1000);
  const memory = memory_of(server.pid);
  const headers = { Authorization: `Bearer ${await sign_in(url, readFileSync(`${kept}/password`, "utf8"))}` };
  return {
    name,
    env,
    database,
    stop: server.stop,
    pid: server.pid,
    memory,
    ready_ms: starts.sort((a, b) => a - b)[(STARTS - 1) / 2],
    get: { url: `${url}/rest/v1/sale?order=sold_at.desc&limit=50`, headers },
    post: { url: `${url}/rest/v1/sale`, headers, body: JSON.stringify(SALE) },
    newest: (text) => JSON.parse(text),
  };
}

export async function binary_sizes(scratch) {
  await run("strip", ["-o", `${scratch}/stripped`, STEWARD]);
  return { whole: statSync(STEWARD).size / 2 ** 20, stripped: statSync(`${scratch}/stripped`).size / 2 ** 20 };
}

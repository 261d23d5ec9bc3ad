/* Steward: the release build, set up by its command line, filled by bench-data, asked with a
   token of its administrator. The filled embedded store is kept for the next run, a filled
   database for the other parts of this one. */
import { randomBytes } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

import { new_copy_of, new_database } from "../lib/context.mjs";
import { ask } from "../lib/load.mjs";
import { memory_of, run, serve } from "../lib/process.mjs";
import { SALE } from "../lib/sale.mjs";

export const STEWARD = "build/release/steward";
export const BARE = "build/release/bare";
const OTHER_WORKSPACES = 20;
const EMAIL = "bench@example.com";

const SET_UP = ["setup", "--controller-name", "Bench", "--controller-place", "Here", "--controller-email", EMAIL].concat(
  ["--email", EMAIL, "--workspace-name", "Bench", "--currency", "EUR", "--password-file", "-"],
);

async function set_up(env, password) {
  await run(STEWARD, SET_UP, { env, input: { text: `${password}\n` } });
  for (let i = 0; i < OTHER_WORKSPACES; i++)
    await run(STEWARD, ["workspace", "add", "--name", `Other ${i + 1}`, "--login", EMAIL], { env });
}

export const env_of = (data, key = `${data}.key`) => ({ STEWARD_DATA: data, STEWARD_KEY_FILE: key, STEWARD_LOG_FORM: "json" });

/* A kept store may be older than the tables: opening it brings it up to them, which takes minutes
   for many rows and new indexes. Once a run. */
const opened = new Set();
async function brought_up_to_date(kept) {
  if (!opened.has(kept)) await run(BARE, ["checked"], { env: env_of(`${kept}/data`), seconds: 3600 });
  opened.add(kept);
  return kept;
}

/* An embedded store with `rows` sales in workspace 1 and a few in 20 others, made once. */
export async function rows_made(rows) {
  const kept = `build/bench/rows-${rows}`;
  const made = `${kept}.new`;
  const env = { ...env_of(`${made}/data`), STEWARD_IS_DURABLE: "false" };
  if (existsSync(kept)) return brought_up_to_date(kept);
  rmSync(made, { recursive: true, force: true });
  mkdirSync(made, { recursive: true });
  const password = randomBytes(18).toString("base64url");
  writeFileSync(`${made}/password`, password, { mode: 0o600 });
  await set_up(env, password);
  await run(STEWARD, ["bench-data", "--into", "1", "--rows", String(rows)], { env, seconds: Math.max(800, rows / 2500) });
  const few = String(Math.min(2000, Math.max(10, Math.round(rows / 500))));
  for (let i = 0; i < OTHER_WORKSPACES; i++)
    await run(STEWARD, ["bench-data", "--into", String(i + 2), "--rows", few, "--shows", "5"], { env });
  renameSync(made, kept);
  return kept;
}

/* A table of it as text, for the other databases. */
export async function table_made(rows, table) {
  const kept = await rows_made(rows);
  const text = `${kept}/${table}.tsv`;
  if (existsSync(text) && statSync(text).mtimeMs > statSync(BARE).mtimeMs) return text; /* the columns may be others by now */
  await run(BARE, ["rows", table], { env: env_of(`${kept}/data`), output: `${text}.new`, seconds: 200 });
  renameSync(`${text}.new`, text);
  return text;
}

/* A database with the rows, filled once a run: { address, env } to start servers on it, and an
   untouched copy, to which no part has written. */
let filled;
export async function database_with_rows(context) {
  if (filled) return filled;
  const address = await new_database("steward");
  const env = { ...env_of(`${context.scratch}/steward-postgresql`), STEWARD_DATABASE: address };
  await set_up(env, await password_of(context.rows));
  for (const table of ["live_session", "sale"])
    await run("psql", [address, "-qv", "ON_ERROR_STOP=1", "-c", `COPY main.${table} FROM STDIN`], {
      input: { file: await table_made(context.rows, table) },
      seconds: 300,
    });
  await run("psql", [address, "-qc", "VACUUM ANALYZE"], { seconds: 120 });
  return (filled = { address, env, untouched: await new_copy_of("steward", "untouched") });
}

/* The kept store itself: what is written to it stays. */
export const store_made = async (rows) => env_of(`${await rows_made(rows)}/data`);

/* A copy of the embedded store with `rows` sales, for this run alone. */
export async function store_with_rows(context, rows, name) {
  const kept = await rows_made(rows);
  const data = `${context.scratch}/${name}`;
  cpSync(`${kept}/data`, data, { recursive: true });
  cpSync(`${kept}/data.key`, `${data}.key`);
  return env_of(data);
}

/* An embedded store without any rows. */
export async function store_without_rows(context, name) {
  const env = env_of(`${context.scratch}/${name}`);
  const password = randomBytes(18).toString("base64url");
  await run(STEWARD, SET_UP, { env, input: { text: `${password}\n` } });
  return { env, password };
}

export async function sign_in(url, password) {
  const body = JSON.stringify({ email: EMAIL, password });
  const answer = await ask({ url: `${url}/auth/v1/token?grant_type=password`, headers: {}, body });
  return { Authorization: `Bearer ${JSON.parse(answer).access_token}` };
}

export const start = async (env, port, { words = [], is_ready } = {}) => {
  await run(BARE, ["checked"], { env });
  return serve(STEWARD, ["serve", "--listen", `127.0.0.1:${port}`, ...words], {
    env,
    url: `http://127.0.0.1:${port}/readyz`,
    is_ready,
    log: `${env.STEWARD_DATA}.log`,
  });
};

export const sales_of = (url, headers) => ({
  get: { url: `${url}/rest/v1/sale?order=sold_at.desc&limit=50`, headers },
  post: { url: `${url}/rest/v1/sale`, headers, body: JSON.stringify(SALE) },
});

/* A server over `env` that is asked as the administrator; started `starts` times, the last stays. */
export async function steward({ name, env, port, password, starts = 1 }) {
  const url = `http://127.0.0.1:${port}`;
  const ready_ms = [];
  for (let i = 1; i < starts; i++) {
    const once = await start(env, port);
    ready_ms.push(once.ready_ms);
    await once.stop();
  }
  const server = await start(env, port);
  ready_ms.push(server.ready_ms);
  await sleep(1000);
  const memory = memory_of(server.pid);
  return {
    name,
    env,
    url,
    database: env.STEWARD_DATABASE,
    stop: server.stop,
    pid: server.pid,
    memory,
    ready_ms: ready_ms.sort((a, b) => a - b)[(starts - 1) >> 1],
    ...sales_of(url, await sign_in(url, password)),
    newest: (text) => JSON.parse(text),
  };
}

export const password_of = async (rows) => readFileSync(`${await rows_made(rows)}/password`, "utf8");

export async function binary_sizes(scratch) {
  await run("strip", ["-o", `${scratch}/stripped`, STEWARD]);
  return { whole: statSync(STEWARD).size / 2 ** 20, stripped: statSync(`${scratch}/stripped`).size / 2 ** 20 };
}

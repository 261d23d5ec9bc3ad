/* What every part of a run needs: how it was asked for, a scratch folder, databases, and the
   list of what was found. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";

import { run } from "./process.mjs";

export const ROUNDS = 3;
const words = (name, fallback) => (process.env[name] || fallback).split(/\s+/).filter(Boolean);

/* `parts` are all there are; PARTS in the environment names fewer. */
export function context_of(parts) {
  const chosen = words("PARTS", parts.join(" "));
  const unknown = chosen.filter((name) => !parts.includes(name));
  if (unknown.length > 0) throw new Error(`no such part: ${unknown}; there are ${parts.join(", ")}`);
  mkdirSync("build/bench", { recursive: true });
  const scratch = mkdtempSync(join(tmpdir(), "steward-bench."));
  let next_port = Number(process.env.PORT ?? 18700);
  return {
    chosen,
    rows: Number(process.env.ROWS ?? 1000000),
    most_rows: Number(process.env.MOST_ROWS ?? 10000000),
    seconds: Math.max(1, Math.round(Number(process.env.DURATION ?? 10) / ROUNDS)),
    peers: words("PEERS", "directus postgraphile sharp bare"),
    engines: words("ENGINES", "sqlite postgresql"),
    cores: cpus().length,
    scratch,
    port: () => next_port++,
    say: (text) => console.error(`[${Math.round(performance.now() / 1000)} s] ${text}`),
    remove: () => rmSync(scratch, { recursive: true, force: true }),
  };
}

/* Where a part puts what it found: `ratio` says how many times better Steward is than `peer`. */
export function notes_of(part) {
  const entries = [];
  const note = (name, value, unit, peer, more) => entries.push({ part, name, value, unit, peer, ratio: null, ...more });
  const note_absence = (name, peer, error) =>
    note(name, null, "", peer, { reason: error.message.replace(/\s+/g, " ").slice(0, 160) });
  return { entries, note, note_absence };
}

export const cluster = () => {
  const server = process.env.STEWARD_TEST_POSTGRES;
  if (!server) throw new Error("PostgreSQL is not there");
  return server;
};

export const address_of_database = (name) => cluster().replace("///postgres", `///${name}`);

export async function new_database(name) {
  await run("psql", [cluster(), "-qc", `DROP DATABASE IF EXISTS ${name}`, "-c", `CREATE DATABASE ${name}`]);
  return address_of_database(name);
}

/* A database with everything that another one holds; nobody is connected to that one. */
export async function new_copy_of(from, name) {
  await run("psql", [cluster(), "-qc", `DROP DATABASE IF EXISTS ${name}`, "-c", `CREATE DATABASE ${name} TEMPLATE ${from}`], { seconds: 300 });
  return address_of_database(name);
}

/* The folder of the cluster: its log is "data/log". */
export const cluster_folder = () => new URLSearchParams(cluster().slice(cluster().indexOf("?"))).get("host");

/* PostgreSQL's work is done for the server that asks it. */
export function postmaster() {
  return Number(readFileSync(`${cluster_folder()}/data/postmaster.pid`, "utf8").split("\n")[0]);
}

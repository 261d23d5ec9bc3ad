/* make bench: brings up Steward and its peers with the same rows, then measures them in turn,
   round by round, so that what else the machine does falls on all alike. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";

import { ask, CONNECTIONS, load } from "./lib/load.mjs";
import { processor_ms_of, run, stop_everything } from "./lib/process.mjs";
import { median, table_of, write_list } from "./lib/report.mjs";
import { bare } from "./targets/bare.mjs";
import { directus } from "./targets/directus.mjs";
import { postgraphile } from "./targets/postgraphile.mjs";
import { binary_sizes, rows_made, steward } from "./targets/steward.mjs";

const ROUNDS = 3;
const WARM_UP_S = 2;
/* What is told of a round besides its rate. */
const PARTS = [
  ["p50_ms", "p50", "ms"],
  ["p99_ms", "p99", "ms"],
  ["processor_us", "processor each", "us"],
];
const words = (name, fallback) => (process.env[name] ?? fallback).split(/\s+/).filter(Boolean);
const rows = Number(process.env.ROWS ?? 1000000);
const seconds = Math.max(1, Math.round(Number(process.env.DURATION ?? 10) / ROUNDS));
const peers = words("PEERS", "directus postgraphile bare");
const engines = words("ENGINES", "sqlite postgresql");
const first_port = Number(process.env.PORT ?? 18700);
const cores = cpus().length;

mkdirSync("build/bench", { recursive: true });
const scratch = mkdtempSync(join(tmpdir(), "steward-bench."));
const say = (text) => console.error(`[${Math.round(performance.now() / 1000)} s] ${text}`);
const entries = [];
const note = (name, value, unit, peer, more) => entries.push({ name, value, unit, peer, ratio: null, ...more });

async function new_database(name) {
  const server = process.env.STEWARD_TEST_POSTGRES;
  if (!server) throw new Error("PostgreSQL is not there");
  await run("psql", [server, "-qc", `CREATE DATABASE ${name}`]);
  return server.replace("///postgres", `///${name}`);
}

/* PostgreSQL's work is done for the server that asks it. */
function postmaster_of(database) {
  const folder = new URLSearchParams(database.slice(database.indexOf("?"))).get("host");
  return Number(readFileSync(`${folder}/data/postmaster.pid`, "utf8").split("\n")[0]);
}

/* A server that cannot be had is told with its reason, and the run goes on. */
async function bring_up(name, start) {
  say(`${name} ...`);
  try {
    const server = await start();
    const newest = server.newest(await ask(server.get));
    if (newest.length !== Math.min(50, rows)) throw new Error(`${newest.length} rows instead of 50`);
    if (newest.some((row) => Number(row.workspace_id ?? row.workspaceId) !== 1)) throw new Error("rows of another workspace");
    const answer = await ask(server.post);
    if (/"errors"/.test(answer)) throw new Error(answer.slice(0, 300));
    const pids = [server.pid, ...(server.database ? [postmaster_of(server.database)] : [])];
    const load_of = (request) => async (time) => {
      const before = processor_ms_of(pids);
      const found = await load(request, time);
      await ask(server.get); /* what wrk left unanswered is not the next one's burden */
      const answered = found.requests + CONNECTIONS;
      return { ...found, processor_us: ((processor_ms_of(pids) - before) * 1000) / answered };
    };
    return { ...server, ask_get: server.get, get: load_of(server.get), post: load_of(server.post) };
  } catch (error) {
    say(`${name} is left out: ${error.message}`);
    note("brought up", null, "", name, { reason: error.message.split("\n").slice(0, 2).join(" ").slice(0, 160) });
    return null;
  }
}

async function bring_up_all() {
  const kept = await rows_made(rows);
  const of = (at) => ({ scratch, kept, port: first_port + at });
  const starts = [
    ["steward", engines.includes("sqlite"), () => steward(of(0))],
    ["steward postgresql", engines.includes("postgresql"), async () => steward({ ...of(1), database: await new_database("steward") })],
    ["directus", peers.includes("directus"), () => directus(of(2))],
    ["postgraphile", peers.includes("postgraphile"), async () => postgraphile({ ...of(3), database: await new_database("postgraphile") })],
  ];
  const servers = [];
  for (const [name, is_wanted, start] of starts) if (is_wanted) servers.push(await bring_up(name, start));
  return servers.filter(Boolean);
}

async function bare_loops(servers) {
  const loops = [];
  if (!peers.includes("bare")) return loops;
  for (const server of servers.filter(({ name }) => name.startsWith("steward"))) {
    const kinds = server.name === "steward" ? ["store", "sqlite"] : ["store"];
    try {
      loops.push(...(await bare({ env: server.env, get: server.ask_get }, kinds, cores)));
    } catch (error) {
      note("brought up", null, "", `bare of ${server.name}`, { reason: error.message.slice(0, 160) });
    }
  }
  return loops;
}

/* results[verb][name]: one measure a round, null where it failed. */
async function measure(targets) {
  const results = { get: {}, post: {} };
  say("warming up");
  for (const target of targets) for (const verb of ["get", "post"]) await target[verb](WARM_UP_S).catch(() => null);
  for (let round = 1; round <= ROUNDS; round++) {
    say(`round ${round} of ${ROUNDS}, load ${loadavg()[0].toFixed(1)}`);
    for (const verb of ["get", "post"]) {
      for (const target of targets) {
        const found = await target[verb](seconds).catch((error) => ({ reason: error.message.slice(0, 160) }));
        (results[verb][target.name] ??= []).push(found);
      }
    }
  }
  return results;
}

/* Whom a peer is held against: what runs on PostgreSQL also against Steward on PostgreSQL. */
function rivals_of(name) {
  if (name === "steward") return [];
  if (name.endsWith("postgresql") && name !== "steward postgresql") return ["steward postgresql"];
  return name === "postgraphile" ? ["steward", "steward postgresql"] : ["steward"];
}

function note_rates(verb, title, results) {
  const of = results[verb];
  for (const name of Object.keys(of)) {
    const failed = of[name].find(({ reason }) => reason);
    if (failed) {
      note(title, null, "", name, { reason: failed.reason });
      continue;
    }
    const rivals = rivals_of(name).filter((rival) => of[rival]?.every(({ reason }) => !reason));
    const value = median(of[name].map(({ per_second }) => per_second));
    for (const rival of rivals.length > 0 ? rivals : [null]) {
      const ratio = rival && median(of[name].map((each, at) => of[rival][at].per_second / each.per_second));
      note(title, value, "/s", rival === "steward postgresql" ? `${name} (against Steward on PostgreSQL)` : name, { ratio });
    }
  }
  for (const [part, what, unit] of PARTS)
    for (const name of Object.keys(of).filter((each) => of[each].every((one) => one[part])))
      note(`${title}, ${what}`, median(of[name].map((one) => one[part])), unit, name, {
        ratio: name !== "steward" && of.steward?.every((one) => one[part])
          ? median(of[name].map((one, at) => one[part] / of.steward[at][part])) : null,
      });
}

function note_servers(servers) {
  const own = servers.find(({ name }) => name === "steward");
  const ratio = (name, of) => (own && name !== "steward" ? of : null);
  for (const { name, ready_ms } of servers)
    note(`start until ready, ${rows} sales`, ready_ms, "ms", name, { ratio: ratio(name, ready_ms / own?.ready_ms) });
  for (const kind of ["rss", "pss"])
    for (const { name, memory } of servers)
      note(`idle memory, ${kind.toUpperCase()}`, memory[kind], "MiB", name, { ratio: ratio(name, memory[kind] / own?.memory[kind]) });
}

async function main() {
  const load_before = loadavg()[0];
  const servers = await bring_up_all();
  const targets = [...servers, ...(await bare_loops(servers))];
  const results = await measure(targets);
  note_rates("get", "GET 50 newest sales", results);
  note_rates("post", "POST one sale", results);
  await Promise.all(servers.map((server) => server.stop()));
  return { servers, load_before };
}

async function write_report({ servers, load_before }) {
  const sizes = await binary_sizes(scratch);
  note_servers(servers);
  note("binary with web app", sizes.whole, "MiB", "steward");
  note("the same without symbols", sizes.stripped, "MiB", "steward");
  note("cores, shared with wrk", cores, "cores", "this machine");
  note("load before and after", load_before, "before", "this machine");
  note("load before and after", loadavg()[0], "after", "this machine");
  write_list(entries);
  console.log(table_of(entries));
  console.log(`
64 keep-alive connections from wrk on the same machine; ${ROUNDS} rounds of ${seconds} s in turn, medians; ratios are medians of the
ratios within a round. Directus: SQLite; PostGraphile: PostgreSQL, whose own memory is not counted. Written to build/bench.json.`);
}

const end = (code) => {
  stop_everything();
  rmSync(scratch, { recursive: true, force: true });
  process.exit(code);
};
process.on("SIGINT", () => end(130));
process.on("SIGTERM", () => end(143));
main()
  .then(write_report)
  .then(() => end(0))
  .catch((error) => {
    console.error(`bench: ${error.stack}`);
    end(1);
  });

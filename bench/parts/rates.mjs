/* GET 50 newest and POST one sale: Steward on both engines, its peers and the bare loops; and what
   their servers cost before anybody asks. */
import { bare } from "../targets/bare.mjs";
import { directus } from "../targets/directus.mjs";
import { postgraphile } from "../targets/postgraphile.mjs";
import { binary_sizes, database_with_rows, password_of, steward, store_with_rows } from "../targets/steward.mjs";
import { new_database, notes_of, postmaster } from "../lib/context.mjs";
import { ask, load_of } from "../lib/load.mjs";
import { failure_of, is_whole, median_of, ratio_of, take_turns } from "../lib/rounds.mjs";

/* What is told of a round besides its rate. */
const PARTS = [
  ["p50_ms", "p50", "ms"],
  ["p99_ms", "p99", "ms"],
  ["processor_us", "processor each", "us"],
];
const STARTS = 5;
const TITLES = { get: "GET 50 newest sales", post: "POST one sale" };

/* A server that cannot be had is told with its reason, and the run goes on. */
async function bring_up(context, notes, name, start) {
  context.say(`${name} ...`);
  try {
    const server = await start();
    const newest = server.newest(await ask(server.get));
    if (newest.length !== Math.min(50, context.rows)) throw new Error(`${newest.length} rows instead of 50`);
    if (newest.some((row) => Number(row.workspace_id ?? row.workspaceId) !== 1)) throw new Error("rows of another workspace");
    const answer = await ask(server.post);
    if (/"errors"/.test(answer)) throw new Error(answer.slice(0, 300));
    const pids = [server.pid, ...(server.database ? [postmaster()] : [])];
    const measured = (request) => load_of(request, pids, () => ask(server.get));
    return { ...server, ask_get: server.get, get: measured(server.get), post: measured(server.post) };
  } catch (error) {
    context.say(`${name} is left out: ${error.message}`);
    notes.note_absence("brought up", name, error);
    return null;
  }
}

async function bring_up_all(context, notes) {
  const { engines, peers, rows, scratch, port } = context;
  const password = await password_of(rows);
  const own = (name, env) => steward({ name, env, port: port(), password, starts: STARTS });
  const starts = [
    ["steward", engines.includes("sqlite"), async () => own("steward", await store_with_rows(context, rows, "rates"))],
    ["steward postgresql", engines.includes("postgresql"), async () => own("steward postgresql", (await database_with_rows(context)).env)],
    ["directus", peers.includes("directus"), () => directus({ scratch, rows, port: port() })],
    ["postgraphile", peers.includes("postgraphile"), async () => postgraphile({ scratch, rows, port: port(), database: await new_database("postgraphile") })],
  ];
  const servers = [];
  for (const [name, is_wanted, start] of starts) if (is_wanted) servers.push(await bring_up(context, notes, name, start));
  return servers.filter(Boolean);
}

async function bare_loops(context, notes, servers) {
  const loops = [];
  if (!context.peers.includes("bare")) return loops;
  for (const server of servers.filter(({ name }) => name.startsWith("steward"))) {
    const kinds = server.name === "steward" ? ["store", "sqlite"] : ["store"];
    try {
      loops.push(...(await bare({ env: server.env, get: server.ask_get }, kinds, context.cores)));
    } catch (error) {
      notes.note_absence("brought up", `bare of ${server.name}`, error);
    }
  }
  return loops;
}

/* Whom a peer is held against: what runs on PostgreSQL also against Steward on PostgreSQL. */
function rivals_of(name) {
  if (name === "steward") return [];
  if (name.endsWith("postgresql") && name !== "steward postgresql") return ["steward postgresql"];
  return name === "postgraphile" ? ["steward", "steward postgresql"] : ["steward"];
}

function note_rates({ note }, title, of) {
  const rate = ({ per_second }) => per_second;
  for (const [name, rounds] of Object.entries(of)) {
    if (!is_whole(rounds)) {
      note(title, null, "", name, { reason: failure_of(rounds).reason });
      continue;
    }
    const rivals = rivals_of(name).filter((rival) => is_whole(of[rival]));
    for (const rival of rivals.length > 0 ? rivals : [null])
      note(title, median_of(rounds, rate), "/s", rival === "steward postgresql" ? `${name} (against Steward on PostgreSQL)` : name, {
        ratio: rival && ratio_of(of[rival], rounds, rate),
      });
  }
  for (const [part, what, unit] of PARTS)
    for (const name of Object.keys(of).filter((each) => of[each].every((one) => one[part])))
      note(`${title}, ${what}`, median_of(of[name], (one) => one[part]), unit, name, {
        ratio: name !== "steward" && of.steward?.every((one) => one[part]) ? ratio_of(of[name], of.steward, (one) => one[part]) : null,
      });
}

function note_servers({ note }, rows, servers) {
  const own = servers.find(({ name }) => name === "steward");
  const ratio = (name, of) => (own && name !== "steward" ? of : null);
  for (const { name, ready_ms } of servers)
    note(`start until ready, ${rows} sales`, ready_ms, "ms", name, { ratio: ratio(name, ready_ms / own?.ready_ms) });
  for (const kind of ["rss", "pss"])
    for (const { name, memory } of servers)
      note(`idle memory, ${kind.toUpperCase()}`, memory[kind], "MiB", name, { ratio: ratio(name, memory[kind] / own?.memory[kind]) });
}

export async function rates(context) {
  const notes = notes_of("rates");
  const servers = await bring_up_all(context, notes);
  try {
    const results = await take_turns(context, [...servers, ...(await bare_loops(context, notes, servers))], ["get", "post"]);
    for (const measure of ["get", "post"]) note_rates(notes, TITLES[measure], results[measure]);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
  note_servers(notes, context.rows, servers);
  const sizes = await binary_sizes(context.scratch);
  notes.note("binary with web app", sizes.whole, "MiB", "steward");
  notes.note("the same without symbols", sizes.stripped, "MiB", "steward");
  return notes.entries;
}

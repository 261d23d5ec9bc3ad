/* Every dashboard over all sales of the workspace, one call after the other, on both engines,
   beside a statement by hand straight to SQLite. */
import { writeFileSync } from "node:fs";

import { notes_of, postmaster } from "../lib/context.mjs";
import { BARE_OF, dashboards_of } from "../lib/dashboards.mjs";
import { ask } from "../lib/load.mjs";
import { processor_ms_of, run } from "../lib/process.mjs";
import { median } from "../lib/report.mjs";
import { wait_until_built } from "../lib/reports.mjs";
import { failure_of, is_whole, ratio_of, take_turns } from "../lib/rounds.mjs";
import { BARE, database_with_rows, password_of, steward, store_with_rows } from "../targets/steward.mjs";

const EACH_ROUND = 7; /* calls; three rounds */
const WARM_UP = 2;

const p90 = (list) => [...list].sort((a, b) => a - b)[Math.ceil(list.length * 0.9) - 1];

async function prepare(context, engine) {
  if (engine === "sqlite") return store_with_rows(context, context.rows, "dashboards");
  const { env, untouched } = await database_with_rows(context);
  return { ...env, STEWARD_DATABASE: untouched };
}

/* Calls of one function: { times, processor_ms } of a round. */
async function call_times({ url, get, pids }, name, inputs) {
  const request = { url: `${url}/rest/v1/rpc/${name}`, headers: get.headers, body: JSON.stringify(inputs) };
  for (let i = 0; i < WARM_UP; i++) await ask(request);
  const times = [];
  const before = processor_ms_of(pids);
  for (let i = 0; i < EACH_ROUND; i++) {
    const from = performance.now();
    await ask(request);
    times.push(performance.now() - from);
  }
  return { times, ms: median(times), processor_ms: (processor_ms_of(pids) - before) / EACH_ROUND };
}

async function statement_times(context, env, sql) {
  const file = `${context.scratch}/statement.sql`;
  writeFileSync(file, `${sql}\n`);
  const said = await run(BARE, ["statements", file, String(EACH_ROUND)], { env });
  const times = said.trim().split(" ").slice(1).map((us) => Number(us) / 1000);
  return { times, ms: median(times) };
}

async function start(context, engine) {
  const env = await prepare(context, engine);
  const ids = JSON.parse(await run(BARE, ["around"], { env, seconds: 600 }));
  if (engine === "postgresql") await run("psql", [env.STEWARD_DATABASE, "-qc", "VACUUM ANALYZE"], { seconds: 200 });
  const name = engine === "sqlite" ? "steward" : "steward postgresql";
  const server = await steward({ name, env, port: context.port(), password: await password_of(context.rows) });
  const pids = engine === "sqlite" ? [server.pid] : [server.pid, postmaster()];
  await wait_until_built({ url: server.url, headers: server.get.headers });
  return { ...server, env, ids, pids, boards: dashboards_of(ids, Date.now()) };
}

function note_all(context, notes, results, titles, servers) {
  for (const title of titles) {
    const limit = results[title]["bare sqlite"];
    for (const { name } of servers) {
      const own = results[title][name];
      if (!is_whole(own) || !is_whole(limit)) {
        notes.note_absence(title, name, new Error(failure_of(own)?.reason ?? failure_of(limit).reason));
        continue;
      }
      const times = own.flatMap((round) => round.times);
      notes.note(title, median(times), "ms", name);
      notes.note(`${title}, p90`, p90(times), "ms", name);
      const bare = median(limit.flatMap((round) => round.times));
      notes.note(title, bare, "ms", BARE_OF[name], { ratio: ratio_of(limit, own, ({ ms }) => ms) });
      const processor_ms = median(own.map((round) => round.processor_ms));
      context.say(`${title}, ${name}: ${median(times).toFixed(1)} ms, processor ${processor_ms.toFixed(1)} ms, bare ${bare.toFixed(1)} ms`);
    }
  }
}

export async function dashboards(context) {
  const notes = notes_of("dashboards");
  const servers = [];
  /* The statements by hand are asked of the embedded store, whichever engines are measured. */
  for (const engine of new Set(["sqlite", ...context.engines])) servers.push(await start(context, engine));
  const [embedded] = servers;
  const titles = embedded.boards.map(([title]) => title);
  const of = (make) => Object.fromEntries(titles.map((title, at) => [title, () => make(at)]));
  const targets = [
    ...servers.map((server) => ({ name: server.name, ...of((at) => call_times(server, server.boards[at][1], server.boards[at][2])) })),
    { name: "bare sqlite", ...of((at) => statement_times(context, embedded.env, embedded.boards[at][3])) },
  ];
  try {
    const results = await take_turns(context, targets, titles, { warm_up_s: 0 });
    note_all(context, notes, results, titles, servers);
  } finally {
    for (const server of servers) await server.stop();
  }
  return notes.entries;
}

/* 1, 2 and 3 server processes on one PostgreSQL, and who uses the processors meanwhile. Each
   process has a share of the 64 connections. Once as shipped, once with processes that may ask only
   two things at a time, as from small machines of their own: those do not fill this one alone. */
import { notes_of, postmaster } from "../lib/context.mjs";
import { ask, CONNECTIONS, load } from "../lib/load.mjs";
import { processor_ms_of } from "../lib/process.mjs";
import { failure_of, is_whole, median_of, ratio_of, take_turns } from "../lib/rounds.mjs";
import { database_with_rows, env_of, password_of, steward } from "../targets/steward.mjs";

const MOST = 3;

/* Every process at once, each with its share; rates add up. */
const together = (servers, measure) => async (seconds) => {
  const own = servers.map(({ pid }) => pid);
  const before = [processor_ms_of(own), processor_ms_of([postmaster()]), performance.now()];
  const each = Math.floor(CONNECTIONS / servers.length);
  const found = await Promise.all(servers.map((server) => load(server[measure], seconds, each)));
  const passed = performance.now() - before[2];
  for (const server of servers) await ask(server.get);
  return {
    per_second: found.reduce((sum, { per_second }) => sum + per_second, 0),
    server_cores: (processor_ms_of(own) - before[0]) / passed,
    postgresql_cores: (processor_ms_of([postmaster()]) - before[1]) / passed,
  };
};

function note_all(notes, title, of, names) {
  const first = of[names[0]];
  for (const name of names) {
    if (!is_whole(of[name])) {
      notes.note(title, null, "", name, { reason: failure_of(of[name]).reason });
      continue;
    }
    notes.note(title, median_of(of[name], (one) => one.per_second), "/s", name, {
      part_of_first: is_whole(first) ? ratio_of(of[name], first, (one) => one.per_second) : null,
    });
    notes.note(`${title}, processors of Steward`, median_of(of[name], (one) => one.server_cores), "cores", name);
    notes.note(`${title}, processors of PostgreSQL`, median_of(of[name], (one) => one.postgresql_cores), "cores", name);
  }
}

async function measure(context, notes, suffix, more) {
  const { env } = await database_with_rows(context);
  const password = await password_of(context.rows);
  const servers = [];
  try {
    for (let i = 1; i <= MOST; i++) {
      const own = { ...env, ...env_of(`${context.scratch}/process-${i}`, env.STEWARD_KEY_FILE), ...more };
      servers.push(await steward({ name: `process ${i}`, env: own, port: context.port(), password }));
    }
    const names = servers.map((_, at) => (at === 0 ? "1 process" : `${at + 1} processes`));
    const targets = names.map((name, at) => {
      const some = servers.slice(0, at + 1);
      return { name, get: together(some, "get"), post: together(some, "post") };
    });
    const results = await take_turns(context, targets, ["get", "post"]);
    note_all(notes, `GET 50 newest on one PostgreSQL${suffix}`, results.get, names);
    note_all(notes, `POST one sale on one PostgreSQL${suffix}`, results.post, names);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

export async function processes(context) {
  const notes = notes_of("processes");
  await measure(context, notes, "", {});
  await measure(context, notes, ", 2 connections each", { STEWARD_DATABASE_CONNECTIONS: "2" });
  return notes.entries;
}

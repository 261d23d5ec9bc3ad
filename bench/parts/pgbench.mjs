/* Steward on PostgreSQL beside pgbench, which sends the very statements that the server sends for
   the measured requests (taken from PostgreSQL's log), over as many connections, pipelined where
   the server pipelines, and makes no JSON. */
import { readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

import { cluster, cluster_folder, notes_of, postmaster } from "../lib/context.mjs";
import { ask, load_of } from "../lib/load.mjs";
import { processor_ms_of, run } from "../lib/process.mjs";
import { failure_of, is_whole, median_of, ratio_of, take_turns } from "../lib/rounds.mjs";
import { database_with_rows, password_of, steward } from "../targets/steward.mjs";

const CONNECTIONS = 24; /* the setting database_connections as shipped */

const psql = (...commands) => run("psql", [cluster(), "-q", ...commands.flatMap((sql) => ["-c", sql])]);
const log_text = () => readFileSync(`${cluster_folder()}/data/log`, "utf8");

/* "... [123] LOG:  execute s3: SELECT ..." and, on the next line, its parameters. */
function statements_in(log) {
  const found = [];
  for (const line of log.split("\n")) {
    const statement = /\[(\d+)\] LOG: {2}execute [^:]*: (.*)$/.exec(line);
    const values = /\[\d+\] DETAIL: {2}parameters: (.*)$/.exec(line);
    if (statement) found.push({ session: statement[1], sql: statement[2], values: [] });
    if (values) found.at(-1).values = [...values[1].matchAll(/\$\d+ = (NULL|'((?:[^']|'')*)')/g)].map(([, whole, text]) => (whole === "NULL" ? null : text));
  }
  return found;
}

/* The one transaction that is about sales: the server looks after other things, too. */
function transaction_in(log) {
  const all = statements_in(log);
  const chosen = all.find(({ sql }) => /^(SELECT .* FROM|INSERT INTO) sale\b/.test(sql));
  const own = all.filter(({ session }) => session === chosen?.session);
  const at = own.indexOf(chosen);
  const begin = own.findLastIndex(({ sql }, each) => each < at && sql.startsWith("BEGIN"));
  const end = own.findIndex(({ sql }, each) => each > at && /^(COMMIT|ROLLBACK)$/.test(sql));
  if (!chosen || begin < 0 || end < 0) throw new Error(`no transaction over sales in PostgreSQL's log: ${log.slice(-300)}`);
  return own.slice(begin, end + 1);
}

/* The statements of one request, when nobody else asks. */
async function statements_of(request) {
  const before = log_text().length;
  await psql("ALTER SYSTEM SET log_statement = 'all'", "SELECT pg_reload_conf()");
  await sleep(1000);
  const from = log_text().length;
  await ask(request);
  await sleep(500);
  const said = log_text().slice(Math.max(before, from));
  await psql("ALTER SYSTEM RESET log_statement", "SELECT pg_reload_conf()");
  await sleep(500);
  return transaction_in(said);
}

/* A value is a variable of pgbench, which sends it as a parameter; of a new row the id is another
   each time, and grows. */
function script_of(statements) {
  const variables = {};
  const lines = statements.map(({ sql, values }) =>
    `${sql.replace(/\$(\d+)/g, (_, number) => {
      const value = values[number - 1];
      if (value === null) return "NULL";
      if (/^INSERT/.test(sql) && number === "2")
        return "(lpad(to_hex(:client_id::bigint), 8, '0') || lpad(to_hex(:number::bigint), 24, '0'))::uuid";
      const name = `v${Object.keys(variables).length + 1}`;
      variables[name] = value;
      return `:${name}`;
    })};`,
  );
  const is_write = lines.at(-1) === "COMMIT;";
  const [first, last] = [lines.slice(0, -1), lines.slice(-1)];
  /* The end of a read is not waited for by the server either. */
  const text = is_write
    ? ["\\set number :number + 1", "\\startpipeline", ...first, "\\endpipeline", ...last]
    : ["\\startpipeline", ...first, ...last, "\\endpipeline"];
  return { text: `${text.join("\n")}\n`, variables };
}

async function pgbench_of(context, database, name, statements) {
  const { text, variables } = script_of(statements);
  const file = `${context.scratch}/${name}.sql`;
  writeFileSync(file, text);
  context.say(`${name}: ${statements.length} statements\n${text}`);
  const words = ["-n", "-M", "prepared", "-f", file, "-c", String(CONNECTIONS), "-j", "2", "-D", `number=${Date.now()}`];
  for (const [variable, value] of Object.entries(variables)) words.push("-D", `${variable}=${value}`);
  return async (seconds) => {
    const before = processor_ms_of([postmaster()]);
    words[words.indexOf("-D") + 1] = `number=${Date.now() * 1000}`;
    const env = { PGOPTIONS: "-c search_path=main,pg_catalog" };
    const out = await run("pgbench", [...words, "-T", String(seconds), database], { env, seconds: seconds + 60 });
    const per_second = Number(/tps = ([\d.]+) \(without/.exec(out)?.[1]);
    const count = Number(/actually processed: (\d+)/.exec(out)?.[1]);
    if (!per_second) throw new Error(out.slice(-300));
    return { per_second, postgresql_us: ((processor_ms_of([postmaster()]) - before) * 1000) / count };
  };
}

export async function pgbench(context) {
  const notes = notes_of("pgbench");
  const { address, env } = await database_with_rows(context);
  const server = await steward({ name: "steward postgresql", env, port: context.port(), password: await password_of(context.rows) });
  try {
    for (let i = 0; i < 20; i++) await Promise.all([ask(server.get), ask(server.post)]); /* everything is prepared */
    const own = (request) => {
      const measured = load_of(request, [postmaster()], () => ask(server.get));
      return async (seconds) => {
        const found = await measured(seconds);
        return { ...found, postgresql_us: found.processor_us };
      };
    };
    const limit = {};
    for (const verb of ["get", "post"]) limit[verb] = await pgbench_of(context, address, verb, await statements_of(server[verb]));
    const targets = [{ name: "steward postgresql", get: own(server.get), post: own(server.post) }, { name: `pgbench, ${CONNECTIONS} connections`, ...limit }];
    const results = await take_turns(context, targets, ["get", "post"]);
    for (const [measure, title] of [["get", "GET 50 newest, beside pgbench"], ["post", "POST one sale, beside pgbench"]]) {
      const of = results[measure];
      const [mine, theirs] = targets.map(({ name }) => of[name]);
      for (const { name } of targets) {
        if (!is_whole(of[name])) notes.note(title, null, "", name, { reason: failure_of(of[name]).reason });
        else notes.note(title, median_of(of[name], (one) => one.per_second), "/s", name, {
          ratio: of[name] === theirs && is_whole(mine) ? ratio_of(mine, theirs, (one) => one.per_second) : null,
        });
      }
      for (const { name } of targets.filter((each) => is_whole(of[each.name])))
        notes.note(`${title}, PostgreSQL's processor each`, median_of(of[name], (one) => one.postgresql_us), "us", name);
    }
  } finally {
    await server.stop();
  }
  return notes.entries;
}

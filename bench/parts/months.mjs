/* The month report over all sales of the workspace, one after the other over one connection,
   beside the same statement straight to SQLite. */
import { notes_of } from "../lib/context.mjs";
import { run } from "../lib/process.mjs";
import { note_reports, wait_until_built } from "../lib/reports.mjs";
import { failure_of, is_whole, median_of, ratio_of, take_turns } from "../lib/rounds.mjs";
import { BARE, password_of, steward, store_with_rows } from "../targets/steward.mjs";

async function report_ms({ url, get }, seconds) {
  const until = performance.now() + seconds * 1000;
  let count = 0;
  const from = performance.now();
  do {
    const answer = await fetch(`${url}/rest/v1/rpc/report_sales`, {
      method: "POST",
      headers: { ...get.headers, "Content-Type": "application/json" },
      body: JSON.stringify({ group: "month" }),
      signal: AbortSignal.timeout(60000),
    });
    const months = await answer.json();
    if (!answer.ok || !months[0]?.orders) throw new Error(`report_sales: ${answer.status} ${JSON.stringify(months).slice(0, 200)}`);
    count++;
  } while (performance.now() < until);
  return { ms: (performance.now() - from) / count };
}

async function bare_ms(env, seconds) {
  const said = await run(BARE, ["run", "month sqlite", String(seconds), "1"], { env, seconds: seconds + 40 });
  return { ms: 1000 / Number(said.split(" ")[0]) };
}

/* The days are summed before, as they are a moment after a seller's first report. */
async function measure(context, server, targets, notes) {
  const asked = { url: server.url, headers: server.get.headers };
  try {
    await wait_until_built(asked);
    const { month } = await take_turns(context, targets, ["month"]);
    await note_reports(notes.note, asked, `${context.rows.toLocaleString("en-US")} sales`);
    return month;
  } finally {
    await server.stop();
  }
}

export async function months(context) {
  const notes = notes_of("months");
  const env = await store_with_rows(context, context.rows, "months");
  const server = await steward({ name: "steward", env, port: context.port(), password: await password_of(context.rows) });
  const targets = [
    { name: "steward", month: (seconds) => report_ms(server, seconds) },
    { name: "bare sqlite", month: (seconds) => bare_ms(env, seconds) },
  ];
  const { steward: own, "bare sqlite": limit } = await measure(context, server, targets, notes);
  for (const rounds of [own, limit]) if (!is_whole(rounds)) throw new Error(failure_of(rounds).reason);
  const title = `month report over ${context.rows.toLocaleString("en-US")} sales`;
  notes.note(title, median_of(own, ({ ms }) => ms), "ms", "steward");
  notes.note(title, median_of(limit, ({ ms }) => ms), "ms", "bare sqlite", { ratio: ratio_of(limit, own, ({ ms }) => ms) });
  return notes.entries;
}

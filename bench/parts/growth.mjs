/* What a request costs as the table grows, from 10^4 sales to MOST_ROWS: the same server, a store
   of each size, in turns. */
import { rmSync } from "node:fs";

import { notes_of } from "../lib/context.mjs";
import { ask, load_of } from "../lib/load.mjs";
import { failure_of, is_whole, median_of, ratio_of, take_turns } from "../lib/rounds.mjs";
import { password_of, steward, store_made, store_with_rows } from "../targets/steward.mjs";

const FEWEST = 10000;
const COPIED_AT_MOST = 1000000; /* of a larger store a copy takes longer than it is worth */

export async function growth(context) {
  const notes = notes_of("growth");
  const sizes = [];
  for (let rows = FEWEST; rows <= context.most_rows; rows *= 10) sizes.push(rows);
  const targets = [];
  try {
    for (const rows of sizes) {
      context.say(`${rows} sales ...`);
      const env = rows <= COPIED_AT_MOST ? await store_with_rows(context, rows, `growth-${rows}`) : await store_made(rows);
      const server = await steward({ name: `${rows.toLocaleString("en-US")} sales`, env, port: context.port(), password: await password_of(rows) });
      const measured = (request) => load_of(request, [server.pid], () => ask(server.get));
      targets.push({ ...server, rows, get: measured(server.get), post: measured(server.post) });
    }
    const results = await take_turns(context, targets, ["get", "post"]);
    for (const [measure, title] of [["get", "GET 50 newest, as rows grow"], ["post", "POST one sale, as rows grow"]]) {
      const of = results[measure];
      const first = of[targets[0].name];
      for (const { name } of targets) {
        if (!is_whole(of[name])) notes.note(title, null, "", name, { reason: failure_of(of[name]).reason });
        else
          notes.note(title, median_of(of[name], (one) => one.per_second), "/s", name, {
            part_of_first: is_whole(first) ? ratio_of(of[name], first, (one) => one.per_second) : null,
          });
      }
      for (const { name } of targets.filter((each) => is_whole(of[each.name])))
        notes.note(`${title}, processor each`, median_of(of[name], (one) => one.processor_us), "us", name);
    }
  } finally {
    await Promise.all(targets.map((server) => server.stop()));
    for (const { env, rows } of targets) if (rows <= COPIED_AT_MOST) rmSync(env.STEWARD_DATA, { recursive: true, force: true });
  }
  return notes.entries;
}

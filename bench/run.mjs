/* make bench: measures Steward beside its peers and beside what cannot be beaten, part by part.
   What a part found replaces what it found before in build/bench.json. */
import { loadavg } from "node:os";

import { context_of, notes_of } from "./lib/context.mjs";
import { stop_everything } from "./lib/process.mjs";
import { merge_list, table_of } from "./lib/report.mjs";
import { dashboards } from "./parts/dashboards.mjs";
import { growth } from "./parts/growth.mjs";
import { http2 } from "./parts/http2.mjs";
import { images } from "./parts/images.mjs";
import { imports } from "./parts/imports.mjs";
import { months } from "./parts/months.mjs";
import { pgbench } from "./parts/pgbench.mjs";
import { processes } from "./parts/processes.mjs";
import { rates } from "./parts/rates.mjs";
import { realtime } from "./parts/realtime.mjs";

const PARTS = { rates, imports, months, dashboards, pgbench, processes, growth, http2, images, realtime };
const context = context_of(Object.keys(PARTS));

async function measure(name) {
  context.say(`--- ${name}`);
  const before = loadavg()[0];
  try {
    return await PARTS[name](context);
  } catch (error) {
    context.say(`${name}: ${error.message}`);
    const notes = notes_of(name);
    notes.note_absence(name, "steward", error);
    return notes.entries;
  } finally {
    context.say(`load ${before.toFixed(1)} before, ${loadavg()[0].toFixed(1)} after`);
  }
}

async function main() {
  const load_before = loadavg()[0];
  const found = [];
  for (const name of context.chosen) found.push(...(await measure(name)));
  const machine = notes_of("machine");
  machine.note("cores, shared with the load", context.cores, "cores", "this machine");
  machine.note("load before and after", load_before, "before", "this machine");
  machine.note("load before and after", loadavg()[0], "after", "this machine");
  found.push(...machine.entries);
  merge_list(found, [...Object.keys(PARTS), "machine"]);
  console.log(table_of(found));
}

const end = (code) => {
  stop_everything();
  context.remove();
  process.exit(code);
};
process.on("SIGINT", () => end(130));
process.on("SIGTERM", () => end(143));
main()
  .then(() => end(0))
  .catch((error) => {
    console.error(`bench: ${error.stack}`);
    end(1);
  });

/* Report: what a run found, as build/bench.json (part, name, value, unit, peer, ratio,
   part_of_first) and as tables. A ratio says how many times better Steward is than that peer;
   part_of_first, what the rate is beside the first of its measure. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";

import { dashboard_rows } from "./dashboards.mjs";
import { goals_of } from "./goals.mjs";
import { steps_of } from "./steps.mjs";

const BENCH = "build/bench.json";
const BENCHMARKS = "docs/benchmarks.md";
const SCALING = "docs/scaling.md";

export const median = (list) => {
  const sorted = [...list].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
};

const digits = (value) =>
  value === null ? "-" : value >= 100 ? Math.round(value).toLocaleString("en-US") : value >= 10 ? value.toFixed(1) : value.toFixed(2);

function aligned(lines) {
  const widths = lines[0].map((_, at) => Math.max(...lines.map((line) => line[at].length)));
  const rows = lines.map((line) => `| ${line.map((cell, at) => cell.padEnd(widths[at])).join(" | ")} |`);
  rows.splice(1, 0, `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`);
  return rows.join("\n");
}

export function table_of(list) {
  const lines = [["measure", "who", "value", "Steward is better by", "of the first"]];
  for (const { name, value, unit, peer, ratio, reason, part_of_first } of list)
    lines.push([
      name,
      peer,
      value === null ? `none: ${reason}` : `${digits(value)} ${unit}`,
      ratio ? `${digits(ratio)} x` : "",
      part_of_first ? `${digits(part_of_first)} x` : "",
    ]);
  return aligned(lines);
}

/* What was found now stands in for what the same parts found before. */
export function merge_list(found, order) {
  const parts = new Set(found.map(({ part }) => part));
  const kept = existsSync(BENCH) ? JSON.parse(readFileSync(BENCH, "utf8")).filter(({ part }) => part && !parts.has(part)) : [];
  const all = [...kept, ...found].sort((a, b) => order.indexOf(a.part) - order.indexOf(b.part));
  writeFileSync(BENCH, `[\n${all.map((each) => `  ${JSON.stringify(each)}`).join(",\n")}\n]\n`);
}

const put = (text, mark, lines) =>
  text.replace(new RegExp(`<!-- ${mark} -->[^]*<!-- end of ${mark} -->`), () => `<!-- ${mark} -->\n${lines}\n<!-- end of ${mark} -->`);

/* Puts the last run into the documents: node bench/lib/report.mjs */
function write_docs() {
  const list = JSON.parse(readFileSync(BENCH, "utf8"));
  const goals = aligned([["measure", "to reach", "measured", "met"], ...goals_of(list)]);
  const steps = aligned([["step", "GET 50 newest", "POST one sale"], ...steps_of(list)]);
  const others = list.filter(({ part, value }) => part !== "dashboards" || value === null);
  const tables = { goals, dashboards: aligned(dashboard_rows(list)), run: table_of(others) };
  let text = readFileSync(BENCHMARKS, "utf8");
  for (const [mark, lines] of Object.entries(tables)) text = put(text, mark, lines);
  writeFileSync(BENCHMARKS, text);
  writeFileSync(SCALING, put(readFileSync(SCALING, "utf8"), "scaling", steps));
}
if (process.argv[1]?.endsWith("report.mjs")) write_docs();

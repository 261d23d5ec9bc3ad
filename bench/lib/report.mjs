/* Report: what a run found, as build/bench.json (name, value, unit, peer, ratio) and as a table.
   A ratio says how many times better Steward is than that peer. */
import { readFileSync, writeFileSync } from "node:fs";

const BENCH = "build/bench.json";
const DOCS = "docs/benchmarks.md";
const MARK = /<!-- run -->[^]*<!-- end of run -->/;

export const median = (list) => {
  const sorted = [...list].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
};

const digits = (value) =>
  value === null ? "-" : value >= 100 ? Math.round(value).toLocaleString("en-US") : value >= 10 ? value.toFixed(1) : value.toFixed(2);

export function table_of(list) {
  const lines = [["measure", "who", "value", "Steward is better by"]];
  for (const { name, value, unit, peer, ratio, reason } of list)
    lines.push([name, peer, value === null ? `none: ${reason}` : `${digits(value)} ${unit}`, ratio ? `${digits(ratio)} x` : ""]);
  const widths = lines[0].map((_, at) => Math.max(...lines.map((line) => line[at].length)));
  const rows = lines.map((line) => `| ${line.map((cell, at) => cell.padEnd(widths[at])).join(" | ")} |`);
  rows.splice(1, 0, `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`);
  return rows.join("\n");
}

export function write_list(list) {
  writeFileSync(BENCH, `[\n${list.map((each) => `  ${JSON.stringify(each)}`).join(",\n")}\n]\n`);
}

/* Puts the table of the last run into docs/benchmarks.md: node bench/lib/report.mjs */
function write_docs() {
  const table = table_of(JSON.parse(readFileSync(BENCH, "utf8")));
  writeFileSync(DOCS, readFileSync(DOCS, "utf8").replace(MARK, `<!-- run -->\n${table}\n<!-- end of run -->`));
}
if (process.argv[1]?.endsWith("report.mjs")) write_docs();

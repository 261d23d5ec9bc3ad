/* The reports that a seller's dashboards ask for, each by itself, one after the other. */
import { ask } from "./load.mjs";
import { median } from "./report.mjs";

const TIMES = 15;
const BUILT_WITHIN_MS = 120000;
const MONTH = { from: "2026-05-01", to: "2026-05-31" };
const QUARTER = { from: "2026-04-02", to: "2026-06-30" };
const GROUPS = "show day week month weekday platform host brand shoe_type size hour weekday_hour".split(" ");
const PERIODS = [
  ["a month", MONTH],
  ["90 days", QUARTER],
  ["all time", {}],
];

/* name, function, inputs */
export const REPORTS = [
  ...PERIODS.map(([name, period]) => [`totals, ${name}`, "report_summary", period]),
  ["totals, a month, compared", "report_summary", { ...MONTH, compare: true }],
  ...PERIODS.flatMap(([name, period]) =>
    GROUPS.map((group) => [`by ${group.replace("_", " ")}, ${name}`, "report_sales", { group, ...period }]),
  ),
  ["by brand of a platform, a month", "report_sales", { group: "brand", platform: "tiktok", ...MONTH }],
  ["by size of a brand, all time", "report_sales", { group: "size", brand: "Nike" }],
  ...PERIODS.map(([name, period]) => [`best and worst, ${name}`, "report_best_worst", period]),
  ...PERIODS.map(([name, period]) => [`size run, ${name}`, "report_size_run", period]),
];

/* `server`: { url, headers } of any request to it. */
export async function ask_report({ url, headers }, name, inputs) {
  return ask({ url: new URL(`/rest/v1/rpc/${name}`, url).href, headers, body: JSON.stringify(inputs) });
}

async function time_of(server, name, inputs) {
  const times = [];
  for (let i = 0; i < TIMES; i++) {
    const before = performance.now();
    await ask_report(server, name, inputs);
    times.push(performance.now() - before);
  }
  return median(times);
}

/* Asks until asking no longer becomes faster: the rollup is built while reports are asked for. */
export async function wait_until_built(server) {
  const end = performance.now() + BUILT_WITHIN_MS;
  let before = Infinity;
  for (;;) {
    const started = performance.now();
    await ask_report(server, "report_summary", {}).catch(() => null); /* stopped after ten seconds */
    const took = performance.now() - started;
    if (took < 100 && took > before / 2) return;
    if (performance.now() > end) throw new Error("the rollup was not built in time");
    before = took;
    await new Promise((done) => setTimeout(done, 250));
  }
}

/* { name, ms } of each report, medians. */
export async function measure_reports(server) {
  const found = [];
  for (const [title, name, inputs] of REPORTS) found.push({ name: title, ms: await time_of(server, name, inputs) });
  return found;
}

/* Of each period the totals and what took longest. */
export async function note_reports(note, server, rows) {
  const found = await measure_reports(server);
  for (const [period] of PERIODS) {
    const of = found.filter(({ name }) => name.endsWith(`, ${period}`)).sort((a, b) => b.ms - a.ms);
    const totals = of.find(({ name }) => name.startsWith("totals"));
    note(`reports over ${rows}, ${period}: totals`, totals.ms, "ms", "steward");
    note(`reports over ${rows}, ${period}: slowest of ${of.length}, ${of[0].name.split(",")[0]}`, of[0].ms, "ms", "steward");
  }
}

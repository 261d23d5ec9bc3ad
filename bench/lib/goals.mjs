/* What was to be reached (issue 3), and what the last run says of it: a table of the same rows,
   made from build/bench.json. */
import { slowest_dashboard } from "./dashboards.mjs";

const GET = "GET 50 newest sales";
const POST = "POST one sale";
const ON_POSTGRESQL = "postgraphile (against Steward on PostgreSQL)";
const times = (ratio) => `${ratio >= 10 ? Math.round(ratio) : ratio.toFixed(2)} x`;
const percent = (ratio) => `${Math.round(ratio * 100)} %`;

/* One row: `of` gives an entry by its measure and who; throws when the run has none. */
const ratio_of = (name, peer, least, show) => (of) => {
  const { ratio } = of(name, peer);
  return { measured: show(ratio), is_met: ratio >= least };
};
const value_at_most = (name, peer, most) => (of) => {
  const { value, unit } = of(name, peer);
  return { measured: `${value >= 100 ? Math.round(value) : value.toFixed(1)} ${unit}`, is_met: value <= most };
};

const latency = (title) => (of) => {
  const limit = of(`${title}, p50`, "postgraphile").value / 10;
  const [own, postgresql] = ["steward", "steward postgresql"].map((who) => of(`${title}, p99`, who).value);
  return {
    measured: `${own.toFixed(1)} ms, on PostgreSQL ${postgresql.toFixed(1)} ms, of ${limit.toFixed(1)} ms`,
    is_met: own <= limit && postgresql <= limit ? true : own <= limit ? "embedded only" : false,
  };
};

const month = (of, title) => ({ own: of(title, "steward").value, ratio: 1 / of(title, "bare sqlite").ratio });
const matching = (list, start) => list.find(({ name, value }) => value !== null && name.startsWith(start))?.name ?? start;

function flat(title) {
  return (of, list) => {
    const rates = list.filter(({ name, value }) => name === title && value !== null).map(({ value }) => value);
    if (rates.length < 2) throw new Error("not measured");
    const spread = Math.max(...rates) / Math.min(...rates);
    return { measured: `${rates.map((rate) => Math.round(rate).toLocaleString("en-US")).join(", ")} /s: ${spread.toFixed(2)} x`, is_met: spread <= 2 };
  };
}

function grows(title) {
  return (of) => {
    const names = ["1 process", "2 processes", "3 processes"];
    const rates = names.map((who) => of(title, who).value);
    const cores = of(`${title}, processors of PostgreSQL`, "3 processes").value;
    return {
      measured: `${rates.map((rate) => Math.round(rate).toLocaleString("en-US")).join(", ")} /s; PostgreSQL uses ${cores.toFixed(1)} cores at the end`,
      is_met: "shown",
    };
  };
}

/* Without a target: only told. */
const told = (name, peer, show) => (of) => ({ measured: show(of(name, peer)), is_met: "told" });

const GOALS = [
  [GET, ">= 60 % of the bare loop through the store", ratio_of(GET, "bare store", 0.6, percent)],
  [GET, ">= 150 x Directus 11", ratio_of(GET, "directus", 150, times)],
  [GET, ">= 25 x PostGraphile 4, both on PostgreSQL", ratio_of(GET, ON_POSTGRESQL, 25, times)],
  [POST, ">= 50 % of the bare group commit", ratio_of(POST, "bare sqlite", 0.5, percent)],
  [POST, ">= 150 x Directus 11", ratio_of(POST, "directus", 150, times)],
  [POST, ">= 12 x PostGraphile 4, both on PostgreSQL", ratio_of(POST, ON_POSTGRESQL, 12, times)],
  ["p99 of GET", "<= 1/10 of PostGraphile's p50", latency(GET)],
  ["p99 of POST", "<= 1/10 of PostGraphile's p50", latency(POST)],
  ["month report", "<= 1.2 x the bare SQL", (of, list) => {
    const { own, ratio } = month(of, matching(list, "month report over"));
    return { measured: `${times(ratio)} (${Math.round(own)} ms)`, is_met: ratio <= 1.2 };
  }],
  ["month report", "under 50 ms through a maintained rollup", (of, list) => {
    const { own } = month(of, matching(list, "month report over"));
    return { measured: `${Math.round(own)} ms`, is_met: own < 50 };
  }],
  ["every dashboard, 1,000,000 sales", "<= 50 ms at the median", (of, list) => {
    const [own, postgresql] = ["steward", "steward postgresql"].map((who) => slowest_dashboard(list, who));
    const words = ({ ms, title }) => `${ms.toFixed(1)} ms (${title})`;
    return {
      measured: `slowest of ${own.count}: ${words(own)}, on PostgreSQL ${words(postgresql)}`,
      is_met: own.ms <= 50 && postgresql.ms <= 50,
    };
  }],
  ["CSV import of 100,000 rows", "<= 4 x a bare insert of the same rows", (of) => {
    const ratio = 1 / of("CSV import of 100,000 sales", "bare sqlite").ratio;
    return { measured: times(ratio), is_met: ratio <= 4 };
  }],
  ["start until ready", "<= 150 ms", (of, list) => value_at_most(matching(list, "start until ready"), "steward", 150)(of)],
  ["idle memory", "<= 40 MiB", value_at_most("idle memory, RSS", "steward", 40)],
  ["binary with web app", "<= 30 MiB", value_at_most("binary with web app", "steward", 30)],
  ["10,000 idle realtime connections", "<= 16 KiB each", value_at_most("10,000 realtime channels, idle, each", "steward", 16)],
  ["10,000 idle realtime connections", "a change reaches all in <= 500 ms", value_at_most("10,000 realtime channels, a change reaches all, slowest of five", "steward", 500)],
  ["GET, PostgreSQL", ">= 70 % of pgbench", (of, list) => beside_pgbench(of, list, "GET 50 newest, beside pgbench")],
  ["POST, PostgreSQL", ">= 70 % of pgbench", (of, list) => beside_pgbench(of, list, "POST one sale, beside pgbench")],
  ["GET, 1, 2, 3 processes", "grows until the database is the limit", grows("GET 50 newest on one PostgreSQL")],
  ["POST, 1, 2, 3 processes", "grows until the database is the limit", grows("POST one sale on one PostgreSQL")],
  ["GET as rows grow, 10^4 .. 10^7", "flat within 2 x", flat("GET 50 newest, as rows grow")],
  ["POST as rows grow, 10^4 .. 10^7", "flat within 2 x", flat("POST one sale, as rows grow")],
  ["GET over HTTP/2", "against HTTP/1.1, both over TLS", told("GET 50 newest over TLS", "HTTP/2", ({ part_of_first }) => percent(part_of_first))],
  ["thumbnail of a 6 MP JPEG", "against sharp's libvips", (of, list) => {
    const sharp = list.find(({ name, peer, ratio }) => name === "thumbnail of a 6 MP JPEG" && peer.startsWith("sharp") && ratio);
    return { measured: `${of("thumbnail of a 6 MP JPEG", "media worker").value.toFixed(1)} ms, ${times(1 / sharp.ratio)} as long`, is_met: "told" };
  }],
];

function beside_pgbench(of, list, title) {
  const limit = list.find(({ name, peer, ratio }) => name === title && peer.startsWith("pgbench") && ratio);
  return { measured: percent(limit.ratio), is_met: limit.ratio >= 0.7 };
}

/* [measure, to reach, measured, met]. */
export function goals_of(list) {
  const of = (name, peer) => {
    const found = list.find((each) => each.name === name && each.peer === peer && each.value !== null);
    if (!found) throw new Error("not measured");
    return found;
  };
  const words = (is_met) => (is_met === true ? "yes" : is_met === false ? "**no**" : is_met);
  return GOALS.map(([measure, target, judge]) => {
    try {
      const { measured, is_met } = judge(of, list);
      return [measure, target, measured, words(is_met)];
    } catch {
      return [measure, target, "not in this run", "-"];
    }
  });
}

/* From one machine to many: the steps of docs/scaling.md with what the last run found. */
const ROUNDED = (rate) => `${Math.round(rate).toLocaleString("en-US")} /s`;

const STEPS = [
  ["one process, embedded store", { get: "GET 50 newest sales", post: "POST one sale" }, "steward"],
  ...[10000, 100000, 1000000, 10000000].map((rows) => [
    `the same with ${rows.toLocaleString("en-US")} sales`,
    { get: "GET 50 newest, as rows grow", post: "POST one sale, as rows grow" },
    `${rows.toLocaleString("en-US")} sales`,
  ]),
  ...["1 process", "2 processes", "3 processes"].map((who) => [
    `${who} on one PostgreSQL`,
    { get: "GET 50 newest on one PostgreSQL", post: "POST one sale on one PostgreSQL" },
    who,
  ]),
  ...["1 process", "2 processes", "3 processes"].map((who) => [
    `${who}, two connections each`,
    { get: "GET 50 newest on one PostgreSQL, 2 connections each", post: "POST one sale on one PostgreSQL, 2 connections each" },
    who,
  ]),
];

/* "6,400 /s (1.2 + 1.9 cores)"; a dash for what was not measured. */
function cell(list, title, who) {
  const value = (name) => list.find((each) => each.name === name && each.peer === who && each.value !== null)?.value;
  const [rate, own, postgresql] = [title, `${title}, processors of Steward`, `${title}, processors of PostgreSQL`].map(value);
  if (rate === undefined) return "-";
  return own === undefined ? ROUNDED(rate) : `${ROUNDED(rate)} (${own.toFixed(1)} + ${postgresql.toFixed(1)} cores)`;
}

export const steps_of = (list) => STEPS.map(([step, titles, who]) => [step, cell(list, titles.get, who), cell(list, titles.post, who)]);

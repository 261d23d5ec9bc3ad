// checklist: reads tests/checklist.tsv and the results of the last run of every suite. Each id
// stands there exactly once; each test that a proven row names exists and passed. Rows of which
// only a part exists are named. Ends with
// `N of 310 rows proven`.
import { existsSync, readFileSync, writeFileSync } from "node:fs";

import { readRows } from "./proofs.mjs";

const groups = { N: [72, 3], NZ: [12, 2], I: [76, 3], X: [114, 3], C: [26, 2], G: [10, 2] };
const promised = Object.entries(groups).flatMap(([group, [count, digits]]) =>
  Array.from({ length: count }, (_, at) => `${group}-${String(at + 1).padStart(digits, "0")}`),
);

const suites = readFileSync("tests/suites.txt", "utf8")
  .split("\n")
  .filter((line) => line && !line.startsWith("#"))
  .map((line) => line.split("|")[0].trim());
// "api" means every suite api-ENGINE; an exact name means that suite alone.
const suitesOf = (name) => (suites.includes(name) ? [name] : suites.filter((each) => each.startsWith(`${name}-`)));

const results = new Map();
for (const suite of suites) {
  const path = `build/results/${suite}.tsv`;
  if (suite === "checklist" || !existsSync(path)) continue;
  for (const [, file, test, verdict] of readRows(path)) {
    const key = `${suite}:${file}:${test}`;
    // Of two tests with one name both have to pass.
    results.set(key, results.get(key) === "failed" ? "failed" : verdict);
  }
}

const explain = (reference) => {
  const [family, ...rest] = reference.split(":");
  const names = suitesOf(family);
  if (rest.length < 2 || names.length === 0) return `'${reference}' is not SUITE:FILE:TEST of a suite in tests/suites.txt`;
  for (const suite of names) {
    const verdict = results.get([suite, ...rest].join(":"));
    if (verdict === undefined) return `'${reference}' was not run in the last run of ${suite}`;
    if (verdict !== "passed") return `'${reference}' failed in ${suite}`;
  }
  return undefined;
};

const rows = readRows("tests/checklist.tsv");
const lines = [];
let wrong = 0;
const conclude = (name, problems) => {
  for (const problem of problems) console.log(`${name}: ${problem}`);
  wrong += problems.length ? 1 : 0;
  lines.push(`checklist\tchecklist.tsv\t${name}\t${problems.length ? "failed" : "passed"}`);
  return problems.length === 0;
};

const seen = rows.map(([id]) => id);
conclude("every id stands there exactly once", [
  ...promised.filter((id) => !seen.includes(id)).map((id) => `${id} is missing`),
  ...seen.filter((id, at) => seen.indexOf(id) !== at).map((id) => `${id} stands there twice`),
  ...seen.filter((id) => !promised.includes(id)).map((id) => `${id} is no id of the list`),
  ...rows.filter((row) => row.length !== 4 || !["open", "proven"].includes(row[1])).map(([id]) => `${id} has a malformed row`),
]);

let proven = 0;
for (const [id, , tests] of rows.filter((row) => row[1] === "proven")) {
  const references = tests.split(" | ").filter((each) => each !== "-" && each !== "");
  const problems = references.length ? references.map(explain).filter(Boolean) : ["proven by no test"];
  if (conclude(id, problems)) proven += 1;
}

for (const [id, status, , promise] of rows) if (status === "proven" && promise.includes("(so far: ")) console.log(`${id} in part: ${promise}`);
writeFileSync("build/results/checklist.tsv", `${lines.join("\n")}\n`);
console.log(`${proven} of ${promised.length} rows proven`);
process.exit(wrong ? 1 : 0);

// check-limits: every ceiling of the source (a constant with LIMIT_ in its name) is named by a test,
// in its code, its title or a comment beside the case at the edge, or stands in tests/limits.tsv,
// because no request reaches it. The others are open, and only so many may be: a new ceiling comes
// with its test. A line of the list for what is gone, or named by a test by now, is a fault.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

const LIST = "tests/limits.tsv";
const MOST_OPEN = Number(/^# open: at most (\d+)$/m.exec(readFileSync(LIST, "utf8"))?.[1]);

const files = (...paths) =>
  execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", ...paths], { encoding: "utf8", maxBuffer: 1 << 26 })
    .split("\n")
    .filter((path) => path && existsSync(path));
const read = (path) => readFileSync(path, "utf8");

/* `LIMIT_X = 5` in an enum, `X(LIMIT_X, 5, ...)` in the table, `#define LIMIT_X 5`. */
const DEFINED = /(?:[{,]\s*|\bX\()([A-Z0-9_]*LIMIT_[A-Z0-9_]+)\s*(?==|,[^)]*")|#define\s+([A-Z0-9_]*LIMIT_[A-Z0-9_]+)\s/g;
const limits = new Map();
for (const path of files("src").filter((path) => /\.[ch]$/.test(path)))
  for (const [, one, other] of read(path).replace(/\/\*[^]*?\*\//g, "").matchAll(DEFINED)) limits.set(one ?? other, path);

const words = new Set();
for (const path of files("tests").filter((path) => /\.(c|h|ts)$/.test(path)))
  for (const [word] of read(path).matchAll(/\b[A-Z0-9_]*LIMIT_[A-Z0-9_]+\b/g)) words.add(word);

const faults = [];
const listed = new Set();
for (const line of read(LIST).split("\n")) {
  if (line === "" || line.startsWith("#")) continue;
  const [name, reason] = line.split("\t");
  if (!reason) faults.push(`${name} does not say in ${LIST} why nothing reaches it`);
  if (listed.has(name)) faults.push(`${name} stands twice in ${LIST}`);
  if (!limits.has(name)) faults.push(`${name} is no limit of src any more: take it from ${LIST}`);
  if (words.has(name)) faults.push(`${name} is named by a test: take it from ${LIST}`);
  listed.add(name);
}

const open = [...limits.keys()].filter((name) => !words.has(name) && !listed.has(name)).sort();
const tested = [...limits.keys()].filter((name) => words.has(name)).length;
console.log(`limits: ${tested} of ${limits.size} named by a test, ${listed.size} out of reach, ${open.length} open (at most ${MOST_OPEN})`);
if (process.argv[2] === "open") for (const name of open) console.log(`${name}\t${limits.get(name)}`);
if (!(open.length <= MOST_OPEN)) faults.push(`${open.length} limits have no test at their edge, and only ${MOST_OPEN} may have none: node tools/check-limits.mjs open`);
for (const fault of faults) console.error(fault);
process.exit(faults.length > 0 ? 1 : 0);

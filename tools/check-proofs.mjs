// check-proofs: every row that tests/checklist.tsv calls proven has a patch in tests/sabotage.tsv
// that takes its control away and one of its own tests that notices, or is an exception with a
// reason. Every patch file stands in the table, and still applies. `make sabotage` runs them.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";

import { readProofs, readProven, readRows } from "./proofs.mjs";

const { proofs, exceptions } = readProofs();
const proven = readProven();
const known = new Set(readRows("tests/checklist.tsv").map(([id]) => id));
const files = readdirSync("tests/sabotage").filter((name) => name.endsWith(".patch"));
const problems = [];
/** Also on one engine only. */
const proves = (id, test) => proven.get(id).includes(test) || proven.get(id).includes(test.replace(/^api-\w+:/, "api:"));

for (const { patch, ids, tests, what } of proofs) {
  if (ids.length === 0 || tests.length === 0 || !what) problems.push(`${patch}: a row needs ids, tests and what was removed`);
  if (!files.includes(patch)) problems.push(`${patch} stands in tests/sabotage.tsv and is not in tests/sabotage`);
  for (const id of ids.filter((each) => !known.has(each))) problems.push(`${patch}: ${id} is no id of tests/checklist.tsv`);
  for (const id of ids.filter((each) => proven.has(each) && !tests.some((test) => proves(each, test))))
    problems.push(`${patch}: none of the tests that must turn red is one that proves ${id}`);
}
for (const name of files.filter((file) => !proofs.some(({ patch }) => patch === file))) problems.push(`tests/sabotage/${name} is not in tests/sabotage.tsv`);
for (const { ids, what } of exceptions) if (!what || !ids.every((id) => proven.has(id))) problems.push(`the exception for ${ids.join(" ")} names no proven row, or no reason`);
for (const id of proven.keys())
  if (![...proofs, ...exceptions].some(({ ids }) => ids.includes(id)))
    problems.push(`${id} is called proven and no patch in tests/sabotage takes its control away; docs/proofs.md says how`);

for (const { patch } of proofs.filter(({ patch }) => files.includes(patch)))
  if (spawnSync("git", ["apply", "--check", "--recount", "-C1", `tests/sabotage/${patch}`]).status !== 0)
    problems.push(`tests/sabotage/${patch} does not apply any more; take the same control away again, see docs/proofs.md`);

for (const problem of problems) console.log(problem);
process.exit(problems.length ? 1 : 0);

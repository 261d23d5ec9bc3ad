// The table of proofs, tests/sabotage.tsv: which patch removes which control, and who notices.
import { readFileSync } from "node:fs";

const listOf = (cell, separator) => (cell ?? "").split(separator).map((each) => each.trim()).filter((each) => each && each !== "-");

export const readRows = (path) =>
  readFileSync(path, "utf8").split("\n").filter((line) => line && !line.startsWith("#")).map((line) => line.split("\t"));

/** proofs: { patch, ids, tests, what }; exceptions: rows proven without a patch, { ids, what }. */
export function readProofs(path = "tests/sabotage.tsv") {
  const rows = readRows(path).map(([patch, ids, tests, what]) => ({ patch, ids: listOf(ids, " "), tests: listOf(tests, " | "), what: what ?? "" }));
  return { proofs: rows.filter(({ patch }) => patch !== "-"), exceptions: rows.filter(({ patch }) => patch === "-") };
}

/** The proven rows of tests/checklist.tsv: id -> the tests it names. */
export const readProven = (path = "tests/checklist.tsv") =>
  new Map(readRows(path).filter(([, status]) => status === "proven").map(([id, , tests]) => [id, listOf(tests, " | ")]));

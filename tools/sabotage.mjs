// sabotage [ID...]: removes one control at a time and expects the tests that stand for it to
// notice. Reads tests/sabotage.tsv; works in one scratch worktree, build/sabotage/tree, that holds
// what the working tree holds. Each named test passes there first; then every patch is applied,
// what the tests need is built, and each test named beside it must fail. Needs PostgreSQL's
// address in STEWARD_TEST_POSTGRES (tools/test-postgres). Ends with `N controls removed, M noticed`.
import { spawnSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { readProofs } from "./proofs.mjs";

const home = resolve("build/sabotage");
const tree = join(home, "tree");
const logs = join(home, "logs");
const jobs = process.env.JOBS ?? "2";
const TIMEOUT_MS = 20 * 60_000;
let log = join(logs, "prepare.log");

/** Runs a command to its end; what it says goes to the log. Tells whether it went well. */
function run(command, args, { cwd = tree, env = {} } = {}) {
  appendFileSync(log, `\n$ ${command} ${args.join(" ").slice(0, 2000)}\n`);
  const ended = spawnSync(command, args, {
    cwd, encoding: "utf8", timeout: TIMEOUT_MS, maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, JOBS: jobs, MAKEFLAGS: "", MAKELEVEL: "", MFLAGS: "", ...env },
  });
  appendFileSync(log, `${ended.stdout ?? ""}${ended.stderr ?? ""}`);
  return { isFine: ended.status === 0, said: ended.stdout ?? "" };
}

function must(command, args, options) {
  const { isFine, said } = run(command, args, options);
  if (!isFine) throw new Error(`${command} ${args[0]} failed; see ${log}`);
  return said.trim();
}

// --- the scratch worktree

/** A commit of the working tree as it is, changes and new files included; no branch moves. */
function takeSnapshot() {
  const who = { GIT_AUTHOR_NAME: "sabotage", GIT_AUTHOR_EMAIL: "sabotage@localhost", GIT_COMMITTER_NAME: "sabotage", GIT_COMMITTER_EMAIL: "sabotage@localhost" };
  const options = { cwd: ".", env: { ...who, GIT_INDEX_FILE: join(home, "index") } };
  must("git", ["read-tree", "HEAD"], options);
  must("git", ["add", "-A"], options);
  return must("git", ["commit-tree", "-p", "HEAD", "-m", "snapshot", must("git", ["write-tree"], options)], options);
}

const reset = (commit) => {
  must("git", ["checkout", "-q", "--force", "--detach", commit]);
  must("git", ["clean", "-fdq"]);
};

function prepareTree() {
  const commit = takeSnapshot();
  if (!existsSync(join(tree, ".git"))) {
    rmSync(tree, { recursive: true, force: true });
    must("git", ["worktree", "prune"], { cwd: "." });
    must("git", ["worktree", "add", "-q", "--force", "--detach", tree, commit], { cwd: "." });
  }
  reset(commit);
  for (const folder of ["tests", "web"])
    if (existsSync(join(folder, "node_modules")) && !existsSync(join(tree, folder, "node_modules")))
      must("cp", ["-al", resolve(folder, "node_modules"), join(tree, folder, "node_modules")]);
  return commit;
}

// --- running named tests, suite by suite

const quoted = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const unique = (list) => [...new Set(list)];

/** vitest, with these files and tests only. It matches names as "describe test". In a browser the
 * tests of a file build on each other: there the files run whole. */
function runVitest(suite, tests, { dir, cwd, env = {} }) {
  const pattern = unique(tests.map(({ test }) => `${quoted(test.replaceAll(" > ", " "))}$`)).join("|");
  const files = unique(tests.map(({ file }) => file));
  const own = join(tree, cwd);
  run("../tools/with-node", [
    "node", "node_modules/vitest/vitest.mjs", "run", ...(dir ? ["--dir", dir] : []), ...files, ...(dir === "e2e" ? [] : ["-t", pattern]),
    ...(cwd === "web" ? ["--reporter=default", "--reporter=../tools/vitest-results.mjs"] : []),
  ], { cwd: own, env: { STEWARD_SUITE: suite, ...env } });
}

const make = (...targets) => run("make", ["-s", `-j${jobs}`, "BUILD=asan", ...targets]).isFine;
const programsOf = (tests) => unique(tests.map(({ file }) => `build/asan/unit/${file}`));
const onEngine = (suite, engine) => ({
  build: () => make("server", "tests/node_modules/.package-lock.json"),
  run: (tests) => runVitest(suite, tests, { dir: "api", cwd: "tests", env: { STEWARD_ENGINE: engine } }),
});

const suites = {
  unit: {
    build: (tests) => make(...programsOf(tests)),
    run: (tests) => run("tools/run-unit", ["unit", "build/asan/unit", ...programsOf(tests)], { env: { ASAN_OPTIONS: "detect_stack_use_after_return=1" } }),
  },
  "api-sqlite": onEngine("api-sqlite", "sqlite"),
  "api-postgresql": onEngine("api-postgresql", "postgresql"),
  e2e: {
    build: () => make("server", "tests/node_modules/.package-lock.json"),
    run: (tests) => runVitest("e2e", tests, { dir: "e2e", cwd: "tests" }),
  },
  "web-unit": {
    build: () => make("web/node_modules/.package-lock.json"),
    run: (tests) => runVitest("web-unit", tests, { cwd: "web" }),
  },
  check: {
    build: () => true,
    run: (tests) => run("tools/run-checks", unique(tests.map(({ test }) => test))),
  },
};

/** "api:FILE:TEST" is one test on each engine. */
function testsOf(reference) {
  const [family, file, ...rest] = reference.split(":");
  const names = suites[family] ? [family] : Object.keys(suites).filter((name) => name.startsWith(`${family}-`));
  return names.map((suite) => ({ suite, file, test: rest.join(":"), reference }));
}

/** What became of each test: "passed", "failed", "did not run" or "does not build". */
function outcomesOf(tests) {
  const outcomes = new Map();
  for (const [name, suite] of Object.entries(suites)) {
    const mine = tests.filter((each) => each.suite === name);
    if (mine.length === 0) continue;
    const results = join(tree, "build/results", `${name}.tsv`);
    rmSync(results, { force: true });
    const isBuilt = suite.build(mine);
    if (isBuilt) suite.run(mine);
    const verdicts = new Map();
    const lines = existsSync(results) ? readFileSync(results, "utf8").trim().split("\n") : [];
    for (const [, file, test, verdict] of lines.map((line) => line.split("\t")))
      if (verdicts.get(`${file}:${test}`) !== "failed") verdicts.set(`${file}:${test}`, verdict);
    for (const each of mine)
      outcomes.set(each, isBuilt ? (verdicts.get(`${each.file}:${each.test}`) ?? "did not run") : "does not build");
  }
  return outcomes;
}

const nameOf = ({ suite, file, test }) => `${suite}:${file}:${test}`;

// --- one control

function removeControl(proof, commit, isSoundBefore) {
  log = join(logs, `${proof.patch}.log`);
  writeFileSync(log, "");
  const tests = proof.tests.flatMap(testsOf);
  const problems = tests.filter((each) => !isSoundBefore(each)).map((each) => `${nameOf(each)} does not pass without the patch`);
  if (!run("git", ["apply", "--recount", "-C1", resolve("tests/sabotage", proof.patch)]).isFine)
    return [...problems, "the patch does not apply any more; make it again"];
  for (const [each, outcome] of outcomesOf(tests))
    if (outcome !== "failed") problems.push(outcome === "passed" ? `${nameOf(each)} stays green` : `${nameOf(each)} ${outcome}`);
  reset(commit);
  return problems;
}

const wanted = process.argv.slice(2).flatMap((each) => each.split(/[ ,]+/)).filter(Boolean);
const all = readProofs().proofs;
const chosen = all.filter(({ patch, ids }) => wanted.length === 0 || wanted.some((each) => ids.includes(each) || patch === each || patch === `${each}.patch`));
if (chosen.length === 0) throw new Error(`no patch in tests/sabotage.tsv for ${wanted.join(" ")}`);

mkdirSync(logs, { recursive: true });
mkdirSync("build/results", { recursive: true });
writeFileSync(log, "");
const commit = prepareTree();
log = join(logs, "clean.log");
writeFileSync(log, "");
const everyTest = new Map(chosen.flatMap(({ tests }) => tests.flatMap(testsOf)).map((each) => [nameOf(each), each]));
const before = new Map([...outcomesOf([...everyTest.values()])].map(([each, outcome]) => [nameOf(each), outcome]));
const sound = [...before.values()].filter((each) => each === "passed").length;
console.log(`with every control in place: ${sound} of ${before.size} named tests pass`);

let noticed = 0;
const lines = [];
for (const proof of chosen) {
  const start = Date.now();
  const problems = removeControl(proof, commit, (each) => before.get(nameOf(each)) === "passed");
  const verdict = problems.length === 0 ? "noticed" : "UNNOTICED";
  noticed += problems.length === 0 ? 1 : 0;
  console.log(`${verdict.padEnd(9)} ${proof.patch} (${proof.ids.join(" ")}): ${proof.what} [${Math.round((Date.now() - start) / 1000)} s]`);
  for (const problem of problems) console.log(`          ${problem}`);
  lines.push(["sabotage", proof.patch, `${proof.ids.join(" ")}: ${proof.what}`, problems.length ? "failed" : "passed"].join("\t"));
}
writeFileSync("build/results/sabotage.tsv", lines.map((line) => `${line}\n`).join(""));
console.log(`${chosen.length} controls removed, ${noticed} noticed`);
process.exit(noticed === chosen.length ? 0 : 1);

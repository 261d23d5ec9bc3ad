/* Processes of a run: every one has an end, by itself or by a deadline. */
import { spawn } from "node:child_process";
import { closeSync, openSync, readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const children = new Set();

/* Runs a command to its end; rejects with the last lines of what it said. */
export function run(command, words, { env, cwd, seconds = 120, input, output } = {}) {
  return new Promise((resolve, reject) => {
    const stdin = input?.file ? openSync(input.file) : "pipe";
    const stdout = output ? openSync(output, "w") : "pipe";
    const child = spawn(command, words, { cwd, env: { ...process.env, ...env }, stdio: [stdin, stdout, "pipe"] });
    let said = "";
    let out = "";
    const deadline = setTimeout(() => child.kill("SIGKILL"), seconds * 1000);
    children.add(child);
    child.stdout?.on("data", (bytes) => (out += bytes));
    child.stderr.on("data", (bytes) => (said = (said + bytes).slice(-4000)));
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearTimeout(deadline);
      children.delete(child);
      for (const file of [stdin, stdout]) if (typeof file === "number") closeSync(file);
      const reason = signal ? `ended by ${signal} (limit ${seconds} s)` : `exit code ${code}`;
      if (code === 0) resolve(out);
      else reject(new Error(`${[command, ...words.slice(0, 2)].map((word) => word.split("/").pop()).join(" ")}: ${reason}\n${said || out.slice(-2000)}`));
    });
    if (stdin === "pipe") child.stdin.end(input?.text ?? "");
  });
}

const answers = (url) =>
  fetch(url, { signal: AbortSignal.timeout(5000) })
    .then(async (answer) => (await answer.arrayBuffer(), answer.status < 500))
    .catch(() => false);

/* Starts a server and waits until `url` answers, or is_ready says so; gives { pid, ready_ms, stop }. */
export async function serve(command, words, { env, cwd, url, is_ready = () => answers(url), log, seconds = 60 }) {
  const file = openSync(log, "w");
  const from = performance.now();
  const child = spawn(command, words, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", file, file] });
  const ended = new Promise((resolve) => child.on("close", resolve));
  closeSync(file);
  children.add(child);
  child.on("close", () => children.delete(child));
  const stop = async () => {
    child.kill("SIGTERM");
    const forced = setTimeout(() => child.kill("SIGKILL"), 8000);
    await ended;
    clearTimeout(forced);
  };
  while (performance.now() - from < seconds * 1000 && child.exitCode === null) {
    if (await is_ready()) return { pid: child.pid, ready_ms: performance.now() - from, stop };
    await sleep(2);
  }
  await stop();
  throw new Error(`${command.split("/").pop()} was not ready: ${readFileSync(log, "utf8").slice(-1500)}`);
}

export function stop_everything() {
  for (const child of children) child.kill("SIGKILL");
}

function tree_of(pid) {
  const parents = new Map();
  for (const name of readdirSync("/proc").filter((each) => /^\d+$/.test(each))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
    } catch {
      continue; /* it ended meanwhile */
    }
  }
  const tree = [pid];
  for (const parent of tree) for (const [child, of] of parents) if (of === parent) tree.push(child);
  return tree;
}

/* MiB of a server and all it started: resident, and its fair share of what is shared. */
export function memory_of(pid) {
  const sum = { rss: 0, pss: 0 };
  for (const each of tree_of(pid)) {
    const text = readFileSync(`/proc/${each}/smaps_rollup`, "utf8");
    sum.rss += Number(/^Rss:\s+(\d+)/m.exec(text)[1]) / 1024;
    sum.pss += Number(/^Pss:\s+(\d+)/m.exec(text)[1]) / 1024;
  }
  return sum;
}

/* Milliseconds of processor that these processes and all they started have used so far. */
export function processor_ms_of(pids) {
  const TICK_MS = 10; /* USER_HZ is 100 everywhere */
  let ticks = 0;
  for (const pid of pids.flatMap(tree_of)) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      /* Its own, and that of children which have ended. */
      for (let at = 11; at < 15; at++) ticks += Number(fields[at]);
    } catch {
      continue; /* it ended meanwhile */
    }
  }
  return ticks * TICK_MS;
}

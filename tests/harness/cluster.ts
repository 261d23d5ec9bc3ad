// A PostgreSQL cluster of the test's own, which it may kill and start again. What it acknowledges is
// written before (TEST_POSTGRES_DURABLE). Databases made from then on are made there.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

const PACKAGES = "/usr/lib/postgresql";

function programs(): string {
  const versions = readdirSync(PACKAGES).filter((name) => existsSync(join(PACKAGES, name, "bin/pg_ctl")));
  return join(PACKAGES, versions.sort((a, b) => Number(a) - Number(b)).at(-1) ?? "", "bin");
}

const isRunning = (pid: number): boolean => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
};

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // it was faster
  }
}

export class Cluster {
  readonly #keeper: ChildProcess;
  readonly #folder: string;

  private constructor(keeper: ChildProcess, folder: string) {
    this.#keeper = keeper;
    this.#folder = folder;
  }

  static async make(): Promise<Cluster> {
    const keeper = spawn(resolve(import.meta.dirname, "../../tools/test-postgres"), ["sh", "-c", 'echo "$STEWARD_TEST_POSTGRES"; exec cat'], {
      env: { ...process.env, TEST_POSTGRES_DURABLE: "1" },
      stdio: ["pipe", "pipe", "inherit"],
    });
    const url = await new Promise<string>((done, fail) => {
      createInterface({ input: keeper.stdout }).once("line", done);
      keeper.once("close", (code) => fail(new Error(`no PostgreSQL: ${code}`)));
    });
    process.env["STEWARD_TEST_POSTGRES"] = url;
    return new Cluster(keeper, new URLSearchParams(url.replace(/^[^?]*/, "")).get("host") ?? "");
  }

  get #data(): string {
    return join(this.#folder, "data");
  }

  async #control(...words: string[]): Promise<void> {
    const line = [join(programs(), "pg_ctl"), "-D", this.#data, "-s", "-w", ...words];
    const asOwner = process.getuid?.() === 0 ? ["runuser", "-u", "postgres", "--", ...line] : line;
    // Without a shell: what the server inherits would keep a pipe open.
    await new Promise<void>((done, fail) => {
      const child = spawn(asOwner[0] ?? "", asOwner.slice(1), { cwd: this.#folder, stdio: "ignore" });
      child.once("error", fail);
      child.once("close", (code) => (code === 0 ? done() : fail(new Error(`pg_ctl ${words.join(" ")}: ${code}`))));
    });
  }

  /** Ends every session without a word, and itself; what was committed is in the log. */
  async stop(): Promise<void> {
    await this.#control("-m", "immediate", "stop");
  }

  /** SIGKILL to the postmaster and all of its children, as a machine without memory does. */
  async kill(): Promise<void> {
    const pid = Number(readFileSync(join(this.#data, "postmaster.pid"), "utf8").split("\n")[0]);
    const all = [pid, ...readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").map(Number)];
    // A child that was born meanwhile sees that its parent has gone, and ends.
    for (const each of all) if (isRunning(each)) kill(each);
    for (let i = 0; all.some(isRunning); i++) {
      if (i === 3000) throw new Error("PostgreSQL does not die");
      await new Promise((done) => setTimeout(done, 20));
    }
    // Nobody may have taken the dead processes from the table yet; their locks say nothing.
    for (const name of readdirSync(this.#folder)) if (name.endsWith(".lock")) rmSync(join(this.#folder, name));
    rmSync(join(this.#data, "postmaster.pid"), { force: true });
  }

  async start(): Promise<void> {
    await this.#control("-l", join(this.#data, "log"), "-t", "120", "start");
  }

  async remove(): Promise<void> {
    const ended = new Promise((done) => this.#keeper.once("close", done));
    this.#keeper.stdin?.end();
    await ended;
  }
}

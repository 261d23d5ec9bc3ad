// The real binary, started on a free port of the loopback with a folder (and, on PostgreSQL, a
// database) of its own, and stopped again. What a sanitizer finds fails the test file.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll } from "vitest";

import { type Database, createDatabase } from "./postgres.ts";

export type Engine = "sqlite" | "postgresql";
export const engine = (process.env["STEWARD_ENGINE"] ?? "sqlite") as Engine;
export const binary = resolve(
  process.env["STEWARD_BINARY"] ?? join(import.meta.dirname, "../../build/asan/steward"),
);

// Ceilings, not expectations: a machine that is busy elsewhere turns no run red.
const READY_MS = 60_000;
const STOP_MS = 60_000;

export interface ServerOptions {
  engine?: Engine;
  /** Another binary than the suite's. */
  binary?: string;
  environment?: Record<string, string>;
  arguments?: string[];
}

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

const environmentOf = (extra: Record<string, string> = {}) => ({
  PATH: process.env["PATH"] ?? "",
  LANG: "C.UTF-8",
  ASAN_OPTIONS: "detect_stack_use_after_return=1",
  ...extra,
});

/** Runs a command of the binary to its end, `steward doctor --data ...` for example. */
export async function runSteward(args: string[], environment?: Record<string, string>): Promise<Finished> {
  const child = spawn(binary, args, { env: environmentOf(environment), stdio: ["ignore", "pipe", "pipe"] });
  const finished: Finished = { code: null, stdout: "", stderr: "" };
  // A `serve` that should have refused to start would stay for ever.
  const timer = setTimeout(() => child.kill("SIGKILL"), READY_MS);
  child.stdout.setEncoding("utf8").on("data", (text: string) => (finished.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (finished.stderr += text));
  finished.code = await new Promise((done, fail) => {
    child.once("error", fail);
    child.once("close", done);
  });
  clearTimeout(timer);
  return finished;
}

export class Server {
  url = "";
  readonly folder: string;
  readonly options: ServerOptions;
  readonly database: Database | undefined;
  /** Every line that the server wrote, standard output and error, in the order of arrival. */
  readonly lines: string[] = [];
  #child: ChildProcess | undefined;

  constructor(folder: string, database: Database | undefined, options: ServerOptions) {
    this.folder = folder;
    this.database = database;
    this.options = options;
  }

  static async make(options: ServerOptions = {}): Promise<Server> {
    const folder = await mkdtemp(join(tmpdir(), "steward-test-"));
    const database = (options.engine ?? engine) === "postgresql" ? await createDatabase() : undefined;
    return new Server(folder, database, options);
  }

  /** Where the data are, as the arguments every command of the binary takes. */
  get place(): string[] {
    return ["--data", join(this.folder, "data"), ...(this.database ? ["--database", this.database.url] : [])];
  }

  /** Where its mails go, outside of its data. */
  get maildrop(): string {
    return join(this.folder, "maildrop");
  }

  get #environment(): Record<string, string> {
    return { STEWARD_MAIL_TRANSPORT: "directory", STEWARD_MAIL_DIRECTORY: this.maildrop, ...this.options.environment };
  }

  /** `steward COMMAND` on this server's data. */
  async run(command: string, ...args: string[]): Promise<Finished> {
    return runSteward([command, ...this.place, ...args], this.#environment);
  }

  async start(): Promise<void> {
    const args = ["serve", "--listen", "127.0.0.1:0", ...this.place, ...(this.options.arguments ?? [])];
    const child = spawn(this.options.binary ?? binary, args, {
      env: environmentOf(this.#environment),
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    this.url = await new Promise<string>((ready, fail) => {
      const giveUp = (why: string) => fail(new Error(`the server ${why}\n${this.lines.slice(-40).join("\n")}`));
      const timer = setTimeout(() => giveUp(`was not ready after ${READY_MS} ms`), READY_MS);
      const read = (line: string) => {
        this.lines.push(line);
        const url = /\blistening on (https?:\/\/[\d.]+:\d+)/.exec(line)?.[1];
        if (url) {
          clearTimeout(timer);
          ready(url);
        }
      };
      createInterface({ input: child.stdout }).on("line", read);
      createInterface({ input: child.stderr }).on("line", read);
      child.once("error", (error) => giveUp(`did not start: ${error.message}`));
      child.once("close", (code) => {
        clearTimeout(timer);
        giveUp(`ended with ${code} before it was ready`);
      });
    });
  }

  /** The process, while there is one. */
  get process(): ChildProcess | undefined {
    return this.#child;
  }

  /** Asks it to drain and end. Throws when it does not, or not cleanly: a leak, a lost thread. */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    const child = this.#child;
    if (!child) return;
    this.#child = undefined;
    if (child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((done) => child.once("close", done));
      child.kill(signal);
      const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
      await ended;
      clearTimeout(timer);
    }
    const clean = signal === "SIGKILL" ? child.signalCode === "SIGKILL" : child.exitCode === 0;
    if (!clean) {
      const how = child.exitCode ?? child.signalCode;
      throw new Error(`the server ended with ${how}\n${this.lines.slice(-80).join("\n")}`);
    }
  }

  /** Sends it a signal that it goes on after. */
  tell(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  async restart(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    await this.stop(signal);
    await this.start();
  }

  async remove(): Promise<void> {
    try {
      await this.stop();
    } finally {
      await this.database?.drop();
      await rm(this.folder, { recursive: true, force: true });
    }
  }
}

/** A server for the tests of this file (or of this `describe`), running before the first one. */
export function useServer(options: ServerOptions = {}): Server {
  let made: Server | undefined;
  beforeAll(async () => {
    made = await Server.make(options);
    await made.start();
  });
  afterAll(async () => made?.remove());
  // The tests hold this before the server exists; it answers once beforeAll has run.
  return new Proxy({} as Server, {
    get(_, name) {
      if (!made) throw new Error("the server is there once the tests run, not while they are declared");
      const value: unknown = Reflect.get(made, name, made);
      return typeof value === "function" ? value.bind(made) : value;
    },
  });
}

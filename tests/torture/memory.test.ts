// A server that may have no more memory, under load: it refuses, or closes, or ends as the rule of
// base/arena.h says; what it acknowledged is there afterwards, and it works again.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { afterEach, expect, it } from "vitest";

import { send, signUp, tokenOf } from "../harness/client.ts";
import { Server } from "../harness/server.ts";
import { broken, found, load, nothingTold } from "./load.ts";

const MIB = 1024 * 1024;
const RULE = /^steward: (out of memory|the cryptographic library failed)$/m;

let server: Server | undefined;
afterEach(async () => {
  await server?.stop("SIGKILL").catch(() => undefined);
  await server?.remove();
  server = undefined;
});

function limitMemory(pid: number, more: number | undefined): void {
  const used = Number(/VmSize:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) * 1024;
  execFileSync("prlimit", ["--pid", String(pid), more === undefined ? "--as=unlimited" : `--as=${used + more}:unlimited`]);
}

/** Asks for pages of rows, which are large, until it is over. */
async function read(from: Server, token: string, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const answer = await send(from, "/rest/v1/sale?select=*&limit=1000", { token }).catch(() => undefined);
    await answer?.text().catch(() => undefined);
    if (!answer) await new Promise((done) => setTimeout(done, 20));
    else expect([200, 500, 503]).toContain(answer.status);
  }
}

const until = async (isSo: () => boolean, most: number): Promise<void> => {
  for (let waited = 0; !isSo() && waited < most; waited += 20) await new Promise((done) => setTimeout(done, 20));
};

for (const room of [0, 1, 8, 64])
  it(`${room} MiB more and no more: nothing acknowledged is lost, and it works again`, async () => {
    server = await Server.make({ engine: "sqlite" });
    await server.start();
    const token = await tokenOf(await signUp(server));
    const child = server.process!;
    const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
    const told = nothingTold();
    let isOver = false;
    const clients = [load(server, token, 0, told, () => isOver, 32), ...Array.from({ length: 16 }, () => read(server!, token, () => isOver || hasEnded()))];
    await until(() => told.sales.size > 500, 30_000);
    limitMemory(child.pid!, room * MIB);
    await until(hasEnded, 3000);
    isOver = true;
    await Promise.all(clients);
    expect([...told.refused.keys()].filter((status) => status !== 500 && status !== 503)).toEqual([]);

    if (hasEnded()) {
      expect([child.signalCode, server.lines.join("\n")]).toEqual(["SIGABRT", expect.stringMatching(RULE)]);
      await server.stop("SIGKILL").catch(() => undefined);
    } else {
      limitMemory(child.pid!, undefined);
      expect((await send(server, "/rest/v1/sale", { token, body: { sold_at: "2026-03-01T12:00:00Z", brand: "after", shoe_type: "boot", price: 1 } })).status).toBe(201);
      await server.stop();
    }
    console.log(`${room} MiB more: ${told.sales.size} rows acknowledged, ${[...told.refused].map(([status, count]) => `${count} x ${status}`).join(", ") || "none refused"}, ${hasEnded() ? "ended by the rule" : "went on"}`);
    expect((await server.run("doctor")).stdout).toMatch(/^ok +integrity/m);
    await server.start();
    expect(broken(told, await found(server, token, 0)).slice(0, 5)).toEqual([]);
  }, 120_000);

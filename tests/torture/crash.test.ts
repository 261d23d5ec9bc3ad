// The server is killed under the load of 64 clients, and in half of the rounds the power goes with
// it. Whatever was acknowledged is there afterwards, in every detail; nothing is there that was
// refused; bulks are whole; the database is sound. ROUNDS says how often (500 of each before a
// release); SEED says which.
import { randomInt } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";

import { signUp, tokenOf } from "../harness/client.ts";
import { Disk, chanceOf } from "./disk.ts";
import { broken, found, load, nothingTold } from "./load.ts";

const ROUNDS = Number(process.env["ROUNDS"] ?? 10);
const SEED = Number(process.env["SEED"] || randomInt(2 ** 31));
const PER_DATABASE = 25; // then a new one, so that looking through it stays quick

let disk: Disk | undefined;
afterEach(async () => {
  await disk?.server.stop("SIGKILL").catch(() => undefined);
  await disk?.server.remove();
  disk = undefined;
});

async function start(...settings: string[]): Promise<{ disk: Disk; token: string }> {
  disk = await Disk.make({ arguments: settings });
  await disk.server.start();
  return { disk, token: await tokenOf(await signUp(disk.server)) };
}

async function crash(kind: "killed" | "power cut"): Promise<{ acknowledged: number; lost: number }> {
  let place = await start();
  let acknowledged = 0;
  let lost = 0;
  let total = 0;
  for (let round = 0; round < ROUNDS; round++) {
    if (round > 0 && round % PER_DATABASE === 0) {
      lost += place.disk.lost;
      await place.disk.server.stop();
      await place.disk.server.remove();
      place = await start();
      total = 0;
    }
    const { server } = place.disk;
    const where = `${kind}, round ${round} of seed ${SEED}`;
    const chance = chanceOf(SEED + round);
    const told = nothingTold();
    const writing = load(server, place.token, round, told, () => false);
    for (let waited = 0; told.sales.size === 0 && waited < 30_000; waited += 20) await new Promise((done) => setTimeout(done, 20));
    await new Promise((done) => setTimeout(done, 50 + chance() * 400));
    await server.stop("SIGKILL");
    await writing;
    if (kind === "power cut") place.disk.cutPower(chance);
    else place.disk.forget();
    const doctor = await server.run("doctor");
    expect([where, doctor.stdout]).toEqual([where, expect.stringMatching(/^ok +store .*\nok +integrity/m)]);
    await server.start();
    const sales = await found(server, place.token, round);
    expect([where, broken(told, sales).slice(0, 5)]).toEqual([where, []]);
    expect([where, told.sales.size > 0]).toEqual([where, true]);
    total += sales.size;
    acknowledged += told.sales.size;
    const count = await fetch(`${server.url}/rest/v1/sale?select=id&limit=1`, { headers: { Authorization: `Bearer ${place.token}`, Prefer: "count=exact" } });
    expect([where, count.headers.get("content-range")]).toEqual([where, `0-0/${total}`]);
  }
  return { acknowledged, lost: lost + place.disk.lost };
}

it("a server that does not sync does lose rows, and this is noticed", async () => {
  const place = await start("--is-durable", "false");
  const told = nothingTold();
  const writing = load(place.disk.server, place.token, 0, told, () => false);
  for (let waited = 0; told.sales.size < 100 && waited < 30_000; waited += 20) await new Promise((done) => setTimeout(done, 20));
  await place.disk.server.stop("SIGKILL");
  await writing;
  place.disk.cutPower(chanceOf(0), "everything");
  await place.disk.server.start();
  const sales = await found(place.disk.server, place.token, 0).catch(() => new Map<string, number>()); // the account is lost, too
  expect(told.sales.size).toBeGreaterThan(10);
  expect(broken(told, sales).length).toBeGreaterThan(10);
}, 60_000);

describe(`${ROUNDS} rounds under 64 clients`, () => {
  it("a killed server has lost nothing that it acknowledged", async () => {
    const { acknowledged } = await crash("killed");
    console.log(`killed: ${ROUNDS} rounds, ${acknowledged} rows acknowledged, none lost`);
    expect(acknowledged).toBeGreaterThan(ROUNDS * 20);
  }, 60_000 + ROUNDS * 10_000);

  it("a power cut has lost nothing that was acknowledged", async () => {
    const { acknowledged, lost } = await crash("power cut");
    console.log(`power cut: ${ROUNDS} rounds, ${acknowledged} rows acknowledged, none lost; ${lost} sectors were`);
    expect(acknowledged).toBeGreaterThan(ROUNDS * 20);
    expect(lost).toBeGreaterThan(0);
  }, 60_000 + ROUNDS * 10_000);
});

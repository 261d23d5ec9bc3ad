// A disk that is full, that may not be written, or that cannot sync: one clear sentence, the server
// lives and reads, works again by itself afterwards, and has lost nothing that it acknowledged.
import { afterEach, describe, expect, it } from "vitest";

import { send, signUp, tokenOf } from "../harness/client.ts";
import { Disk } from "./disk.ts";
import { broken, found, load, nothingTold } from "./load.ts";

let disk: Disk | undefined;
afterEach(async () => {
  disk?.fail("nothing");
  await disk?.server.remove();
  disk = undefined;
});

describe("a disk that refuses", () => {
  for (const what of ["full", "read-only", "sync"] as const)
    it(`${what}: refused in a sentence, read all the while, and well again`, async () => {
      disk = await Disk.make();
      const { server } = disk;
      await server.start();
      const token = await tokenOf(await signUp(server));
      const told = nothingTold();
      let phase = 0;
      const writing = load(server, token, 0, told, () => phase === 3, 16);
      for (phase = 0; phase < 3; phase++) {
        disk.fail("nothing");
        await new Promise((done) => setTimeout(done, 250));
        disk.fail(what);
        await new Promise((done) => setTimeout(done, 250));
        const refused = await send(server, "/rest/v1/sale", { token, body: { sold_at: "2026-03-01T12:00:00Z", brand: "refused", shoe_type: "boot", price: 1 } });
        expect([refused.status, await refused.json()]).toEqual([503, expect.objectContaining({ code: "53100", message: "The server's disk is full or cannot be written. Nothing was saved." })]);
        const read = await send(server, "/rest/v1/sale?select=id&limit=1", { token });
        expect([read.status, ((await read.json()) as unknown[]).length]).toEqual([200, 1]);
        expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
      }
      await writing;
      disk.fail("nothing");
      expect([...told.refused.keys()]).toEqual([503]);
      expect((await send(server, "/rest/v1/sale", { token, body: { sold_at: "2026-03-01T12:00:00Z", brand: "round 0", shoe_type: "boot", price: 1 } })).status).toBe(201);
      for (let i = 0; i < 2; i++) {
        const sales = await found(server, token, 0);
        const others = [...sales.keys()].filter((id) => !told.sales.has(id) && !told.open.has(id));
        for (const id of others.slice(0, 1)) sales.delete(id); // the one just written
        expect([others.length, broken(told, sales).slice(0, 5)]).toEqual([1, []]);
        expect(told.lost.filter((id) => sales.has(id))).toEqual([]);
        await server.restart(i === 0 ? "SIGKILL" : "SIGTERM");
      }
      const count = await send(server, "/rest/v1/sale?select=id&brand=eq.refused", { token });
      expect(await count.json()).toEqual([]);
      expect((await server.run("doctor")).stdout).toMatch(/^ok +integrity/m);
    }, 60_000);

  it("a start on a full disk says why, and works once there is room", async () => {
    disk = await Disk.make();
    disk.fail("full");
    await expect(disk.server.start()).rejects.toThrow(/No space left|disk is full|cannot be written/);
    disk.fail("nothing");
    await disk.server.start();
    expect((await fetch(`${disk.server.url}/readyz`)).status).toBe(200);
  });
});

// Business records stay until somebody deletes them, however late it gets.
import { expect, it } from "vitest";

import { dataOf, signIn } from "../harness/client.ts";
import { Server, useServer } from "../harness/server.ts";
import { fillShop, openShop, products, sales, shows } from "./rest/shop.ts";

const YEARS = 10;
const server = useServer();

it("ten years later shows, sales and products are there unchanged, while what had a term is gone", async () => {
  const person = await openShop(server);
  await fillShop(person.client);
  const read = async (client: typeof person.client) =>
    Promise.all(["live_session", "sale", "product", "workspace", "member"].map((entity) => dataOf(client.from(entity).select().order("id"))));
  const before = await read(person.client);
  expect(before.map((rows) => rows.length)).toEqual([shows.length, sales.length, products.length, 1, 1]);
  const { data } = await person.client.auth.getSession();
  await server.stop();

  // The same data under a clock that runs ahead; retention sweeps when a server starts.
  const later = new Server(server.folder, server.database, { arguments: ["--clock-shift-ms", String(YEARS * 365.25 * 86_400_000)] });
  await later.start();
  try {
    for (let i = 0; i < 600 && !later.lines.some((line) => line.includes('"retention"')); i++) await new Promise((done) => setTimeout(done, 100));
    const swept = later.lines.map((line) => /"what":"retention".*"deleted":(\d+)/.exec(line)?.[1]).find(Boolean);
    expect(Number(swept)).toBeGreaterThan(0); // sessions and sign-ins of ten years ago
    const old = await fetch(`${later.url}/rest/v1/sale`, { headers: { Authorization: `Bearer ${data.session?.access_token ?? ""}` } });
    expect(old.status).toBe(401);
    const returned = await signIn(later, person);
    expect(await read(returned.client)).toEqual(before);
  } finally {
    await later.stop();
    await server.start();
  }
});

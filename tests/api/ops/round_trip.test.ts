// What goes out comes in again: a workbook that the server wrote, the example, and a restart in the
// middle of an import.
import { expect, it } from "vitest";

import { type Person, dataOf, send, signIn, signUp, tokenOf } from "../../harness/client.ts";
import { useServer } from "../../harness/server.ts";

const server = useServer();
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

interface Run {
  id: string;
  status: string;
  failure: string | null;
  rows_done: number;
  rows_failed: number;
  errors: unknown;
}

async function ended(person: Person, id: string): Promise<Run> {
  for (let attempt = 0; attempt < 3000; attempt++) {
    const run = (await dataOf(person.client.from("import_run").select().eq("id", id).single())) as Run;
    if (run.status !== "running") return run;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error("the import does not end");
}

const count = async (person: Person, table: string) =>
  (await person.client.from(table).select("*", { count: "exact", head: true })).count;

it("a workbook that was exported for people is imported as it is, in both languages", async () => {
  for (const language of ["en", "zh"]) {
    const from = await signUp(server);
    const to = await signUp(server);
    for (const person of [from, to]) await person.client.auth.updateUser({ data: { language } });
    const rows = [
      { sold_at: "2026-06-02T20:30:00.000Z", brand: "Nike", shoe_type: "Dunk Low", size: "42 2/3", size_system: "EU", quantity: 2, price: 123450, cost: 8050, currency: "USD", transcript: "two\nlines" },
      { sold_at: "2026-01-13T00:05:00.000Z", brand: "李宁", shoe_type: "超轻, 红", size: "9.5", size_system: "US", quantity: 1, price: 5, cost: null, currency: "CNY", transcript: null },
    ];
    await dataOf(from.client.from("sale").insert(rows).select());
    const columns = Object.keys(rows[0] ?? {}).join(",");
    const sheet = await send(server, `/rest/v1/sale?select=${columns}`, { token: await tokenOf(from), headers: { Accept: XLSX } });
    expect(sheet.headers.get("content-type")).toBe(XLSX);
    const answer = await fetch(`${server.url}/rest/v1/rpc/import_upload?entity=sale&file_name=sales.xlsx`, {
      method: "POST",
      headers: { Authorization: `Bearer ${await tokenOf(to)}` },
      body: await sheet.arrayBuffer(),
    });
    const file = (await answer.json()) as { id: string; format: string; mapping: object; options: object };
    expect(file.format).toBe("xlsx");
    await dataOf(to.client.rpc("import_run", { id: file.id, mapping: file.mapping, options: file.options }));
    expect(await ended(to, file.id)).toMatchObject({ status: "done", rows_done: 2, errors: [] });
    const order = (person: Person) => dataOf(person.client.from("sale").select(columns).order("sold_at"));
    expect(await order(to)).toEqual(await order(from));
  }
});

it("the example is loaded with one call, once, and its two imports take it back", async () => {
  const seller = await signUp(server);
  const runs = (await dataOf(seller.client.rpc("example_load", { language: "zh" }))) as { shows: string; sales: string };
  expect(await ended(seller, runs.shows)).toMatchObject({ status: "done", rows_done: 420, rows_failed: 0 });
  expect(await ended(seller, runs.sales)).toMatchObject({ status: "done", rows_done: 20000, rows_failed: 0 });
  expect((await seller.client.rpc("example_load", {})).error?.code).toBe("23505");
  const unlinked = await seller.client.from("sale").select("*", { count: "exact", head: true }).is("live_session_id", null);
  expect(unlinked.count).toBe(0);
  for (const id of [runs.sales, runs.shows]) await dataOf(seller.client.rpc("import_undo", { id }));
  expect([await count(seller, "sale"), await count(seller, "live_session")]).toEqual([0, 0]);
});

it("a run that the server's stop cuts short is told as stopped and can be undone", async () => {
  const person = await signUp(server);
  const runs = (await dataOf(person.client.rpc("example_load", { language: "en" }))) as { shows: string; sales: string };
  await ended(person, runs.shows);
  await server.restart(); // on another port
  const seller = await signIn(server, person);
  const run = await ended(seller, runs.sales);
  expect(run).toMatchObject({ status: "failed", failure: "stopped" });
  expect(await count(seller, "sale")).toBe(run.rows_done);
  expect(await dataOf(seller.client.rpc("import_undo", { id: runs.sales }))).toMatchObject({ deleted: run.rows_done });
  expect(await count(seller, "sale")).toBe(0);
});

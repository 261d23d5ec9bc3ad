// Idempotency-Key: a write that is sent again is done once and answered as the first time.
import { beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, send, tokenOf } from "../../harness/client.ts";
import { useServer } from "../../harness/server.ts";
import { idOf, openShop } from "./shop.ts";

const server = useServer();
let person: Person;
let token = "";
let otherToken = "";

beforeAll(async () => {
  person = await openShop(server);
  token = await tokenOf(person);
  otherToken = await tokenOf(await openShop(server));
});

const sale = (wanted: object = {}) => ({ sold_at: "2026-03-01T12:00:00Z", brand: "Nike", shoe_type: "Dunk", price: 100, ...wanted });

interface Wanted {
  method?: string;
  body?: unknown;
  prefer?: string;
  token?: string;
}

async function ask(path: string, key: string, wanted: Wanted = {}) {
  const answer = await send(server, `/rest/v1/${path}`, {
    method: wanted.method ?? "POST",
    token: wanted.token ?? token,
    body: wanted.body,
    headers: { "Idempotency-Key": key, Prefer: wanted.prefer ?? "return=representation" },
  });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

const countOf = async (brand: string) => (await person.client.from("sale").select("id", { count: "exact", head: true }).eq("brand", brand)).count;

describe("a write under an Idempotency-Key", () => {
  it("is done once, and answered the second time byte for byte", async () => {
    const first = await ask("sale", "once", { body: sale({ brand: "Once" }) });
    const again = await ask("sale", "once", { body: sale({ brand: "Once" }) });
    expect(first.status).toBe(201);
    expect(first.headers.get("idempotency-replayed")).toBeNull();
    expect(again.status).toBe(201);
    expect(again.text).toBe(first.text);
    expect(again.headers.get("content-type")).toBe(first.headers.get("content-type"));
    expect(again.headers.get("preference-applied")).toBe("return=representation");
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect(await countOf("Once")).toBe(1);
  });

  it("is done once by twenty that come at the same time", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask("sale", "together", { body: sale({ brand: "Together" }) })));
    expect(answers.map((answer) => answer.status)).toEqual(Array(20).fill(201));
    expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
    expect(await countOf("Together")).toBe(1);
  });

  it("of another body, address or Prefer is 422, and changes nothing", async () => {
    await ask("sale", "used", { body: sale({ brand: "Used" }) });
    for (const other of [
      await ask("sale", "used", { body: sale({ brand: "Other" }) }),
      await ask("product", "used", { body: { name: "x", brand: "Other" } }),
      await ask("sale", "used", { body: sale({ brand: "Used" }), prefer: "return=minimal" }),
    ]) {
      expect(other.status).toBe(422);
      expect(JSON.parse(other.text)).toMatchObject({ details: "field: Idempotency-Key" });
    }
    expect(await countOf("Other")).toBe(0);
    expect(await countOf("Used")).toBe(1);
  });

  it("that was refused may be sent again, corrected, under the same key", async () => {
    expect((await ask("sale", "mended", { body: sale({ price: "much" }) })).status).toBe(400);
    expect((await ask("sale", "mended", { body: sale({ brand: "Mended" }) })).status).toBe(201);
    expect(await countOf("Mended")).toBe(1);
  });

  it("belongs to the one who sent it: another's same key is another request", async () => {
    const id = idOf(7, 1);
    const mine = await ask("sale", "shared", { body: sale({ brand: "Mine", id }) });
    const theirs = await ask("sale", "shared", { body: sale({ brand: "Mine", id: idOf(7, 2) }), token: otherToken });
    expect([mine.status, theirs.status]).toEqual([201, 201]);
    expect(theirs.headers.get("idempotency-replayed")).toBeNull();
    expect(theirs.text).not.toContain(id);
  });

  it("covers update and delete too: a repeated one finds the answer, not the missing row", async () => {
    const row = (await dataOf(person.client.from("sale").insert(sale({ brand: "Gone" })).select().single())) as unknown as { id: string };
    const patch = { method: "PATCH", body: { price: 150 } };
    const patched = await ask(`sale?id=eq.${row.id}`, "patched", patch);
    expect(JSON.parse(patched.text)).toMatchObject([{ price: 150, version: 2 }]);
    expect((await ask(`sale?id=eq.${row.id}`, "patched", patch)).text).toBe(patched.text);
    const gone = await ask(`sale?id=eq.${row.id}`, "gone", { method: "DELETE" });
    expect(JSON.parse(gone.text)).toMatchObject([{ id: row.id }]);
    expect((await ask(`sale?id=eq.${row.id}`, "gone", { method: "DELETE" })).text).toBe(gone.text);
    expect(await countOf("Gone")).toBe(0);
  });

  it("covers actions and functions", async () => {
    const show = (await dataOf(
      person.client.from("live_session").insert({ title: "Show", day: "2026-03-01", platform: "tiktok" }).select().single(),
    )) as unknown as { id: string };
    const start = () => ask("rpc/live_session_start", "start", { body: { id: show.id } });
    const first = await start();
    expect(first.status, first.text).toBe(200);
    expect((await start()).text).toBe(first.text); // without the key it would be refused: it has begun
    const workspace = () => ask("rpc/workspace_create", "workspace", { body: { name: "Another" } });
    const made = await workspace();
    expect(made.status, made.text).toBeLessThan(300);
    const repeated = await workspace();
    expect(repeated.text).toBe(made.text);
    expect(repeated.headers.get("idempotency-replayed")).toBe("true");
  });

  it("of a function that is still under way is 409, never a second run", async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask("rpc/workspace_create", "under way", { body: { name: "Under way" } })));
    const done = answers.filter((answer) => answer.status < 300);
    expect(answers.filter((answer) => answer.status !== 409).length).toBe(done.length);
    expect(done.length).toBeGreaterThan(0);
    expect(new Set(done.map((answer) => answer.text)).size).toBe(1);
    const mine = await ask("rpc/workspace_list", "list", { body: {} });
    expect(mine.text.split('"Under way"').length - 1, mine.text).toBe(1);
  });

  it("keeps an answer of 4 MiB, and none that is a byte longer: then nothing is changed", async () => {
    const most = 4 << 20; // LIMIT_KEPT_ANSWER
    const words = 4000; // of a voice note
    const row = (note: string, brand: string) => sale({ brand, transcript: note });
    const path = "sale?select=id,transcript"; // answers of a size that can be told before
    const one = (await ask(path, "one row", { body: [row("x", "Kept")] })).text.length - "[]x".length;
    const count = Math.floor((most - "[]".length) / (words + one + ",".length));
    const rest = most - "[]".length - count * (words + one + ",".length) - one;
    const rows = (brand: string, more: number) => [...Array.from({ length: count }, () => row("x".repeat(words), brand)), row("y".repeat(rest + more), brand)];
    expect(rest).toBeGreaterThan(0);

    const kept = await ask(path, "largest", { body: rows("Largest", 0) });
    expect([kept.status, kept.text.length]).toEqual([201, most]);
    const again = await ask(path, "largest", { body: rows("Largest", 0) });
    expect([again.status, again.headers.get("idempotency-replayed"), again.text === kept.text]).toEqual([201, "true", true]);
    expect(await countOf("Largest")).toBe(count + 1);

    const refused = await ask(path, "larger", { body: rows("Larger", 1) });
    expect([refused.status, JSON.parse(refused.text)]).toEqual([413, expect.objectContaining({ code: "54000", hint: "Ask for return=minimal." })]);
    expect(await countOf("Larger")).toBe(0);
    expect((await ask(path, "larger", { body: rows("Larger", 1), prefer: "return=minimal" })).status).toBe(201);
  });

  // LIMIT_IDEMPOTENCY_KEY
  it("has a key of at most 255 printable characters", async () => {
    expect((await ask("sale", "k".repeat(255), { body: sale() })).status).toBe(201);
    const refused = await ask("sale", "k".repeat(256), { body: sale() });
    expect(refused.status).toBe(400);
    expect(JSON.parse(refused.text)).toMatchObject({ details: "field: Idempotency-Key" });
  });

  it("is not needed: without a key, or to read, nothing is kept", async () => {
    for (let i = 0; i < 2; i++) await dataOf(person.client.from("sale").insert(sale({ brand: "Twice" })).select());
    expect(await countOf("Twice")).toBe(2);
    const read = await ask("sale?brand=eq.Twice", "read", { method: "GET" });
    expect(read.status).toBe(200);
    await dataOf(person.client.from("sale").insert(sale({ brand: "Twice" })).select());
    expect(JSON.parse((await ask("sale?brand=eq.Twice", "read", { method: "GET" })).text)).toHaveLength(3);
  });
});

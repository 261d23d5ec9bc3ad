// Row changes: told after the commit, to whoever may see the row, as the data API shows it.
import { RealtimeClient } from "@supabase/supabase-js";
import { afterEach, beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, invite, send, signIn, signUp, tokenOf } from "../../harness/client.ts";
import { listen, subscribe } from "../../harness/realtime.ts";
import { useServer } from "../../harness/server.ts";

const server = useServer();
let boss: Person, member: Person & { memberId: string }, unread: Person & { memberId: string }, stranger: Person;

const soon = { timeout: 60_000, interval: 20 };
const quiet = () => new Promise((done) => setTimeout(done, 300));
const sale = (brand: string, more: Record<string, unknown> = {}) => ({
  sold_at: "2026-03-01T12:00:00Z", brand, shoe_type: "runner", size: "42", quantity: 1, currency: "CNY", price: 19900, ...more,
});
const insert = async (person: Person, brand: string) =>
  dataOf(person.client.from("sale").insert(sale(brand)).select().single()) as Promise<Record<string, unknown> & { id: string }>;

beforeAll(async () => {
  boss = await signUp(server);
  await boss.client.rpc("workspace_create", { name: "North" });
  await boss.client.auth.refreshSession();
  member = await invite(server, boss, { sales: 3, finance: 1 });
  unread = await invite(server, boss, { live: 3 });
  stranger = await signUp(server);
  await stranger.client.rpc("workspace_create", { name: "South" });
  await stranger.client.auth.refreshSession();
});
// So that a test, and its second try, begins without what others listen to.
afterEach(async () => {
  for (const person of [boss, member, unread, stranger]) await person.client.removeAllChannels();
});

describe("a row change", () => {
  it("is told as it stands in the data API: made, changed, deleted", async () => {
    const channel = member.client.channel("sales");
    const heard = await listen(channel);
    await expect.poll(() => heard.system, soon).toEqual([
      { channel: "sales", extension: "postgres_changes", message: "Subscribed to PostgreSQL", status: "ok" },
    ]);
    const row = await insert(boss, "Nova");
    await expect.poll(() => heard.changes.length, soon).toBe(1);
    expect(heard.changes[0]).toMatchObject({ eventType: "INSERT", schema: "public", table: "sale", old: {} });
    expect(heard.changes[0]?.new).toEqual(row);

    const changed = await dataOf(boss.client.from("sale").update({ size: "43" }).eq("id", row.id).select().single());
    await expect.poll(() => heard.changes.length, soon).toBe(2);
    expect(heard.changes[1]).toMatchObject({ eventType: "UPDATE", new: changed, old: { id: row.id } });
    expect(Object.keys(heard.changes[1]?.old ?? {})).toEqual(["id"]);

    await boss.client.from("sale").delete().eq("id", row.id);
    await expect.poll(() => heard.changes.length, soon).toBe(3);
    expect(heard.changes[2]).toMatchObject({ eventType: "DELETE", new: {}, old: { id: row.id } });
    await member.client.removeChannel(channel);
  });

  it("is told by event, table and filter, and to each binding once", async () => {
    const channel = boss.client.channel("bindings");
    const heard: string[] = [];
    const on = (name: string, filter: Record<string, string>) =>
      channel.on("postgres_changes" as never, { schema: "public", ...filter } as never, (() => heard.push(name)) as never);
    on("all", { event: "*", table: "sale" });
    on("made", { event: "INSERT", table: "sale" });
    on("changed", { event: "UPDATE", table: "sale" });
    on("gone", { event: "DELETE", table: "sale" });
    on("astra", { event: "*", table: "sale", filter: "brand=eq.Astra" });
    on("dear", { event: "*", table: "sale", filter: "price=gte.20000" });
    on("list", { event: "*", table: "sale", filter: 'brand=in.(Astra,"No, va")' });
    on("both", { event: "*", table: "sale", filter: "brand=eq.Astra,price=lt.20000" });
    on("not", { event: "INSERT", table: "sale", filter: "brand=not.eq.Astra" });
    on("any table", { event: "*" });
    on("shows", { event: "*", table: "live_session" });
    await subscribe(channel);
    const row = await insert(boss, "Astra");
    await expect.poll(() => [...heard].sort(), soon).toEqual(["all", "any table", "astra", "both", "list", "made"]);
    heard.length = 0;
    await boss.client.from("sale").update({ price: 30000 }).eq("id", row.id);
    await expect.poll(() => [...heard].sort(), soon).toEqual(["all", "any table", "astra", "changed", "dear", "list"]);
    heard.length = 0;
    await boss.client.from("sale").delete().eq("id", row.id); // what is gone has no filter any more
    await expect.poll(() => [...heard].sort(), soon).toEqual(["all", "any table", "astra", "both", "dear", "gone", "list"]);
    heard.length = 0;
    await insert(boss, "No, va");
    await expect.poll(() => [...heard].sort(), soon).toEqual(["all", "any table", "list", "made", "not"]);
    await boss.client.removeChannel(channel);
  });

  it("of an upsert is an insert or an update, as it was", async () => {
    const heard = await listen(member.client.channel("upserts"));
    const row = await dataOf(boss.client.from("sale").upsert(sale("Upsert")).select().single()) as { id: string };
    await expect.poll(() => heard.changes.map((each) => each.eventType), soon).toEqual(["INSERT"]);
    await boss.client.from("sale").upsert({ ...sale("Upsert again"), id: row.id });
    await expect.poll(() => heard.changes.map((each) => each.eventType), soon).toEqual(["INSERT", "UPDATE"]);
  });

  it("that is rolled back, by an error or by wish, is never told", async () => {
    const heard = await listen(member.client.channel("rollbacks"));
    const token = await tokenOf(boss);
    const rolled = await send(server, "/rest/v1/sale", { token, body: sale("Rolled"), headers: { Prefer: "tx=rollback, return=representation" } });
    expect(rolled.status).toBe(201);
    const bad = await boss.client.from("sale").insert([sale("Good"), { ...sale("Bad"), size: "x".repeat(1000) }]);
    expect(bad.error).not.toBe(null);
    const doubled = "019a0000-0000-7000-8000-00000000d0d0";
    const conflict = await boss.client.from("sale").insert([sale("First", { id: doubled }), sale("Second", { id: doubled })]);
    expect(conflict.error).not.toBe(null);
    const row = await insert(boss, "After");
    await expect.poll(() => heard.changes.map((each) => each.new["id"]), soon).toEqual([row.id]);
  });

  it("is never told to another workspace, and not to a member without the grant", async () => {
    const away = await listen(stranger.client.channel("away"), { table: "sale" }, {});
    await expect(listen(unread.client.channel("closed"))).rejects.toThrow(/sales|Sales/i);
    const wide = await listen(unread.client.channel("wide"), {}); // every table that may be read
    const row = await insert(boss, "Private");
    const show = await dataOf(boss.client.from("live_session").insert({ title: "Show", day: "2026-03-01", platform: "douyin" }).select().single()) as { id: string };
    await boss.client.from("sale").delete().eq("id", row.id);
    await expect.poll(() => wide.changes.map((each) => each.table), soon).toEqual(["live_session"]);
    expect(wide.changes[0]?.new["id"]).toBe(show.id);
    await quiet();
    expect([away.changes, away.system.map((each) => each.table)]).toEqual([[], [undefined]]);
  });

  it("follows a grant that is taken away or given, at once", async () => {
    const person = await invite(server, boss, { sales: 1 });
    const heard = await listen(person.client.channel("granted"));
    const first = await insert(boss, "Seen");
    await expect.poll(() => heard.changes.length, soon).toBe(1);
    expect((await boss.client.rpc("member_grant", { id: person.memberId, module: "sales", level: 0 })).error).toBe(null);
    await insert(boss, "Unseen");
    await boss.client.from("sale").delete().eq("id", first.id);
    await quiet();
    expect(heard.changes.length).toBe(1);
    await boss.client.rpc("member_grant", { id: person.memberId, module: "sales", level: 1 });
    const last = await insert(boss, "Seen again");
    await expect.poll(() => heard.changes.map((each) => each.new["id"]), soon).toEqual([first.id, last.id]);
    await person.client.removeAllChannels();
  });

  it("of what belongs to one person is told to that person, unless it is shared", async () => {
    const [own, other] = [await listen(boss.client.channel("views"), { table: "saved_view" }), await listen(member.client.channel("views"), { table: "saved_view" })];
    const made = await boss.client.from("saved_view").insert({ entity: "sale", name: "Mine", query: "order=price" }).select().single();
    expect(made.error).toBe(null);
    await expect.poll(() => own.changes.length, soon).toBe(1);
    await boss.client.from("saved_view").delete().eq("id", (made.data as { id: string }).id);
    await expect.poll(() => own.changes.map((each) => each.eventType), soon).toEqual(["INSERT", "DELETE"]);
    await quiet();
    expect(other.changes).toEqual([]);
  });

  it("of a file is told to whoever has the grant of its bucket", async () => {
    const { storage } = boss.client;
    await dataOf(storage.createBucket("notes"));
    await dataOf(storage.createBucket("till"));
    expect((await send(server, "/storage/v1/bucket/till", { token: await tokenOf(boss), method: "PUT", body: { public: false, module: "finance" } })).status).toBe(200);
    const [all, some] = [await listen(boss.client.channel("files"), { table: "storage_object" }), await listen(unread.client.channel("files"), { table: "storage_object" })];
    await dataOf(storage.from("till").upload("wages.csv", "1"));
    await dataOf(storage.from("notes").upload("menu.txt", "2"));
    const names = (heard: typeof all) => heard.changes.filter((each) => each.eventType === "INSERT").map((each) => (each.new as { name: string }).name);
    await expect.poll(() => names(all), soon).toEqual(["wages.csv", "menu.txt"]);
    await expect.poll(() => names(some), soon).toEqual(["menu.txt"]);
  });

  it("is not told to a session that has ended: the channel closes instead", async () => {
    const device = await signIn(server, member);
    const heard = await listen(device.client.channel("ended"));
    await member.client.auth.signOut({ scope: "others" });
    await insert(boss, "Secret");
    await expect.poll(() => heard.closed, soon).toBe(1);
    expect(heard.changes).toEqual([]);
    await device.client.realtime.disconnect();
  });

  it("of members and invitations is told to administrators", async () => {
    const heard = await listen(boss.client.channel("people"), { table: "member" });
    const person = await invite(server, boss, {});
    await expect.poll(() => heard.changes.some((each) => each.eventType === "INSERT"), soon).toBe(true);
    await boss.client.rpc("member_grant", { id: person.memberId, module: "live", level: 1 });
    await expect.poll(() => heard.changes.some((each) => each.eventType === "UPDATE"), soon).toBe(true);
  });
});

describe("what cannot be listened to", () => {
  it.each([
    [{ table: "nothing" }, "nothing"],
    [{ table: "account" }, "account"],
    [{ table: "sale", filter: "nothing=eq.1" }, "nothing"],
    [{ table: "sale", filter: "price=eq.abc" }, "Price cannot be \"abc\"."],
    [{ table: "sale", filter: "price" }, "filter"],
    [{ table: "sale", filter: "or=(price.eq.1,price.eq.2)" }, "or"],
    [{ filter: "price=eq.1" }, "table"],
  ])("%j is refused by name", async (wanted, name) => {
    await expect(listen(member.client.channel(`bad ${JSON.stringify(wanted)}`), wanted)).rejects.toThrow(name);
  });
});

// LIMIT_CHANGE_MESSAGE: 512 KiB; what follows the row in the message is some 2 KiB
it("a row that is larger than a message is to be fetched, a smaller one is told", async () => {
  const heard = await listen(boss.client.channel("large"), { table: "import_preset" });
  const preset = (characters: number) => {
    const text = { a: ["字".repeat(characters)] };
    return { name: "Large", entity: "sale", columns: text, headers: text, options: text };
  };
  expect((await boss.client.from("import_preset").insert([preset(56_000)])).error).toBe(null); // 504,000 bytes
  await expect.poll(() => heard.changes.length, soon).toBe(1);
  expect((await boss.client.from("import_preset").insert([preset(60_000)])).error).toBe(null); // 540,000
  await expect.poll(() => heard.system.at(-1), soon).toMatchObject({ channel: "large", code: "too_many_changes", table: "import_preset" });
  expect(heard.changes.length).toBe(1);
  expect((await boss.client.from("import_preset").insert([preset(1)])).error).toBe(null); // the channel goes on
  await expect.poll(() => heard.changes.length, soon).toBe(2);
});

describe("many changes at once", () => {
  it("are one request to fetch again, said once a second", async () => {
    const heard = await listen(member.client.channel("many"));
    const elsewhere = await listen(stranger.client.channel("many"));
    const told = () => heard.system.filter((each) => each.code === "too_many_changes");
    for (let i = 0; i < 5; i++) {
      const rows = Array.from({ length: 300 }, (_, at) => sale(`Bulk ${at}`));
      expect((await boss.client.from("sale").insert(rows)).error).toBe(null);
    }
    await expect.poll(told, soon).toContainEqual({
      channel: "many", extension: "postgres_changes", status: "error", code: "too_many_changes", table: "sale",
      message: "More has changed than is told row by row: fetch it again.",
    });
    expect(heard.changes).toEqual([]);
    await expect.poll(() => told().length, soon).toBeGreaterThan(1); // the last word comes after the last change
    expect(told().length).toBeLessThan(8);
    expect(elsewhere.system.length).toBe(1);
    // Up to 256 rows of a transaction are told one by one.
    expect((await boss.client.from("sale").insert(Array.from({ length: 256 }, () => sale("Edge")))).error).toBe(null);
    await expect.poll(() => heard.changes.length, soon).toBe(256);
  });

  it("reach 200 clients, each with the row", async () => {
    const token = await tokenOf(member);
    const clients = Array.from(
      { length: 200 },
      () => new RealtimeClient(`${server.url.replace("http", "ws")}/realtime/v1`, { params: { apikey: "public" }, accessToken: () => Promise.resolve(token) }),
    );
    await Promise.all(clients.map((client) => client.setAuth()));
    const heard = await Promise.all(clients.map((client) => listen(client.channel("crowd"))));
    const row = await insert(boss, "Crowd");
    const reached = () => heard.filter((each) => each.changes[0]?.new["id"] === row.id).length;
    await expect.poll(reached, { timeout: 60_000, interval: 20 }).toBe(200);
    await Promise.all(clients.map((client) => client.disconnect()));
  });
});

// Announcements and the activity of a workspace: who sees what, and in which order.
import { beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, invite, newId, signUp } from "../../harness/client.ts";
import { listen } from "../../harness/realtime.ts";
import { useServer } from "../../harness/server.ts";
import { type Team, accountOf, openTeam, refused, write, written } from "./team.ts";

const server = useServer();
let team: Team;

interface Shown { id: string; title: string; is_pinned: boolean; is_seen: boolean; seen_count: number | null; created_by: string }
interface Act { id: string; module: string; action: string; entity: string; row_id: string | null; count: number; day: string; created_by: string | null; created_at: string }

beforeAll(async () => {
  team = await openTeam(server);
});

const announce = async ({ client }: Person, row: Record<string, unknown> = {}) =>
  (await dataOf(client.from("announcement").insert({ title: "Stocktake on Friday", ...row }).select("id").single())) as { id: string };
const shown = async (person: Person) => (await dataOf(person.client.rpc("announcement_list"))) as Shown[];
const feed = async (person: Person, more = "") => {
  let query = person.client.from("activity").select("*").order("id", { ascending: false }).limit(1000);
  for (const pair of more.split("&").filter(Boolean)) {
    const [column = "", value = ""] = pair.split("=");
    query = query.eq(column, value);
  }
  return (await dataOf(query)) as Act[];
};
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

describe("announcements", () => {
  it("are shown from and until, pinned ones first, and are seen once", async () => {
    const old = await announce(team.author, { title: "Old", ends_at: inHours(-1) });
    const later = await announce(team.author, { title: "Later", starts_at: inHours(1) });
    const pinned = await announce(team.author, { title: "Pinned", is_pinned: true, starts_at: inHours(-1), ends_at: inHours(1) });
    const plain = await announce(team.author, { title: "Plain" });
    expect((await shown(team.reader)).map(({ title }) => title)).toEqual(["Pinned", "Plain"]);
    for (const { id } of [plain, plain]) expect((await team.reader.client.rpc("announcement_see", { id })).status).toBe(204);
    expect(await shown(team.reader)).toMatchObject([{ is_seen: false, seen_count: null }, { is_seen: true, seen_count: null }]);
    expect(await shown(team.other)).toMatchObject([{ is_seen: false }, { is_seen: false }]);
    expect(await shown(team.author)).toMatchObject([{ seen_count: 0 }, { seen_count: 1 }]);
    expect(await shown(team.boss)).toMatchObject([{ seen_count: 0 }, { seen_count: 1 }]);
    for (const person of [team.other, team.author, team.boss]) expect(await dataOf(person.client.from("announcement_seen").select("id"))).toEqual([]);

    // Said differently, it was not seen yet.
    await dataOf(team.author.client.from("announcement").update({ body: "At **nine**." }).eq("id", plain.id).select());
    expect((await shown(team.reader))[1]?.is_seen).toBe(false);
    await dataOf(team.author.client.from("announcement").update({ is_pinned: true }).eq("id", plain.id).select());
    for (const { id } of [old, later, pinned, plain]) expect((await team.author.client.from("announcement").delete().eq("id", id)).status).toBe(204);
  });

  it("do not end before they begin", async () => {
    expect(await refused(team.author.client.from("announcement").insert({ title: "x", starts_at: inHours(1), ends_at: inHours(-1) }))).toEqual([400, "23514"]);
  });

  it("are written by editors, and reach an open page by realtime", async () => {
    expect(await refused(team.reader.client.from("announcement").insert({ title: "x" }))).toEqual([403, "42501"]);
    expect(await refused(team.stranger.client.from("announcement").insert({ title: "x" }))).toEqual([403, "42501"]);
    expect(await refused(team.reader.client.rpc("announcement_see", { id: newId() }))).toEqual([404, "PGRST116"]);
    const heard = await listen(team.reader.client.channel("news"), { table: "announcement" });
    const { id } = await announce(team.author, { title: "At once" });
    await expect.poll(() => heard.changes.map(({ new: row }) => row["title"]), { timeout: 20_000 }).toContain("At once");
    await team.reader.client.removeAllChannels();
    expect(await refused(team.stranger.client.rpc("announcement_see", { id }))).toEqual([403, "42501"]);
    await dataOf(team.author.client.from("announcement").delete().eq("id", id).select());
  });
});

describe("activity", () => {
  it("says who did what with which record, in the transaction of the change", async () => {
    const { client } = team.boss;
    const id = newId();
    const account = await accountOf(team.boss);
    await dataOf(client.from("product").insert({ id, name: "Felt boots", brand: "Valenki", currency: "EUR" }).select());
    await dataOf(client.from("product").update({ name: "Warm boots" }).eq("id", id).select());
    expect((await client.from("product").delete().eq("id", id)).status).toBe(204);
    const acts = await feed(team.boss, `row_id=${id}`);
    expect(acts).toMatchObject(["delete", "update", "create"].map((action) => ({ module: "warehouse", entity: "product", action, row_id: id, count: 1, created_by: account })));
    expect(JSON.stringify(acts)).not.toContain("boots");
    // What was refused or rolled back was not done.
    expect((await client.from("product").insert({ id: newId(), name: "", brand: "x", currency: "EUR" })).error).not.toBeNull();
    expect((await client.from("product").insert({ id, name: "Not kept", brand: "x", currency: "EUR" }, {}).rollback().select()).error).toBeNull();
    expect((await feed(team.boss, `row_id=${id}`)).length).toBe(3);
    // Many at once are one entry; nothing is none.
    const before = (await feed(team.boss, "entity=product")).length;
    await dataOf(client.from("product").insert([1, 2, 3].map((n) => ({ name: `Row ${n}`, brand: "x", currency: "EUR" }))).select());
    await client.from("product").update({ brand: "Nobody" }).eq("name", "There is none");
    const [newest, ...rest] = await feed(team.boss, "entity=product");
    expect(newest).toMatchObject({ action: "create", row_id: null, count: 3 });
    expect(rest.length).toBe(before);
  });

  it("is told to who has the module: no finance without finance, administration to administrators", async () => {
    const category = (await dataOf(team.boss.client.from("cost_category").insert({ name: "Rent qq" }).select("id").single())) as { id: string };
    await dataOf(team.boss.client.rpc("finance_close_month", { month: "2026-01" }));
    const article = await written(team.author, { title: "Told" });
    expect((await feed(team.boss, `row_id=${category.id}`)).length).toBe(1);
    expect((await feed(team.boss, "module=finance")).map(({ action }) => action)).toContain("month_close");
    expect((await feed(team.boss, "module=admin")).length).toBeGreaterThan(0);
    for (const person of [team.editor, team.author, team.reader, team.stranger]) {
      expect((await feed(person, "module=finance")).length + (await feed(person, "module=admin")).length).toBe(0);
      expect(await feed(person, `row_id=${category.id}`)).toEqual([]);
    }
    expect((await feed(team.reader, `row_id=${article.id}`)).map(({ action }) => action)).toContain("publish");
    expect(await feed(team.stranger, `row_id=${article.id}`)).toEqual([]);
    const draft = await write(team.author, { title: "Not told" });
    expect(await feed(team.reader, `row_id=${draft.id}`)).toEqual([]);
    expect((await feed(team.author, `row_id=${draft.id}`)).length).toBe(1);
    // A view that only its owner sees leaves nothing.
    await dataOf(team.boss.client.from("saved_view").insert({ entity: "sale", name: "Mine", query: {} }).select());
    expect(await feed(team.boss, "entity=saved_view")).toEqual([]);
    // A grant that comes and goes.
    const member = await invite(server, team.boss, {});
    expect((await feed(member)).length).toBe(0);
    const grant = (level: number) => dataOf(team.boss.client.rpc("member_grant", { id: member.memberId, module: "finance", level }).then(({ error }) => ({ data: true, error })));
    await grant(1);
    expect((await feed(member, "module=finance")).length).toBeGreaterThan(0);
    await grant(0);
    expect((await feed(member)).length).toBe(0);
  });

  it("is read by person, day and page, newest first, and written by nobody", async () => {
    const { client } = team.editor;
    for (let n = 0; n < 7; n++) await dataOf(client.from("article_category").insert({ name: `Shelf ${n}` }).select());
    const account = await accountOf(team.editor);
    const all = await feed(team.boss, `created_by=${account}&entity=article_category`);
    expect(all.length).toBe(7);
    const pages: string[] = [];
    for (let last: string | undefined, page: Act[]; ; last = page.at(-1)?.id) {
      const query = team.boss.client.from("activity").select("*").eq("created_by", account).eq("entity", "article_category").order("id", { ascending: false }).limit(3);
      page = (await dataOf(last ? query.lt("id", last) : query)) as Act[];
      if (page.length === 0) break;
      pages.push(...page.map(({ id }) => id));
    }
    expect(pages).toEqual(all.map(({ id }) => id));
    const day = all[0]?.day ?? "";
    expect((await feed(team.boss, `day=${day}&entity=article_category&created_by=${account}`)).length).toBe(7);
    expect(await feed(team.boss, `day=2001-01-01`)).toEqual([]);
    for (const reply of [client.from("activity").insert({ module: "core", action: "x", count: 1, day }), client.from("activity").delete().not("id", "is", null), client.from("activity").update({ action: "x" }).not("id", "is", null)])
      expect((await refused(reply))[0]).toBe(403);
  });

  it("is told by realtime to who asks for it by name, and does not come with every table", async () => {
    const named = await listen(team.reader.client.channel("acts"), { table: "activity" });
    const every = await listen(team.reader.client.channel("all"), {});
    await written(team.author, { title: "Told twice?" });
    await expect.poll(() => named.changes.map(({ new: row }) => row["action"]), { timeout: 20_000 }).toContain("publish");
    await expect.poll(() => every.changes.map(({ table }) => table), { timeout: 20_000 }).toContain("article_version");
    expect(every.changes.map(({ table }) => table)).not.toContain("activity");
    await team.reader.client.removeAllChannels();
  });

  it("of another workspace is never seen", async () => {
    const outsider = await signUp(server);
    await dataOf(outsider.client.rpc("workspace_create", { name: "Others" }));
    await outsider.client.auth.refreshSession();
    await dataOf(outsider.client.from("article_category").insert({ name: "Theirs" }).select());
    const theirs = await feed(outsider);
    const ours = new Set((await feed(team.boss)).map(({ id }) => id));
    expect(theirs.length).toBeGreaterThan(0);
    expect(theirs.filter(({ id }) => ours.has(id))).toEqual([]);
  });

  it("keeps what a leaver did, under an account that is no member any more", async () => {
    const leaver = await invite(server, team.boss, { knowledge: 2 });
    const account = await accountOf(leaver);
    await written(leaver, { title: "Left behind" });
    await dataOf(team.boss.client.rpc("member_remove", { id: leaver.memberId }).then(({ error }) => ({ data: true, error })));
    expect((await feed(team.boss, `created_by=${account}&module=knowledge`)).length).toBeGreaterThan(0);
    expect(await dataOf(team.boss.client.from("member").select("id").eq("account_id", account))).toEqual([]);
  });
});

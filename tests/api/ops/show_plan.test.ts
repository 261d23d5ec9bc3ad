// The plan of a show: hosts and their slots, the run sheet, and what a closed show still allows.
import { beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, invite, send, signUp, tokenOf } from "../../harness/client.ts";
import { useServer } from "../../harness/server.ts";

const server = useServer();
type Row = Record<string, unknown> & { id: string };
let boss: Person;

const insert = async (person: Person, table: string, row: object) =>
  (await dataOf(person.client.from(table).insert(row).select().single())) as Row;
const errorOf = async (reply: PromiseLike<{ error: unknown }>) => (await reply).error as { code: string; details: string; message: string } | null;
const makeShow = (person: Person, row: object = {}) =>
  insert(person, "live_session", { title: "Friday", day: "2026-05-08", platform: "tiktok", currency: "USD", ...row });

beforeAll(async () => {
  boss = await signUp(server);
});

describe("slots", () => {
  it("end after they start, to the millisecond", async () => {
    const show = await makeShow(boss);
    const host = await insert(boss, "host", { name: "Maya" });
    expect(host).toMatchObject({ is_active: true, account_id: null });
    const slot = { live_session_id: show.id, host_id: host.id, starts_at: "2026-05-08T18:00:00.000Z" };
    expect(await errorOf(boss.client.from("show_slot").insert({ ...slot, ends_at: slot.starts_at }))).toMatchObject({ code: "23514", details: expect.stringContaining("ends_at") as string });
    expect(await insert(boss, "show_slot", { ...slot, ends_at: "2026-05-08T18:00:00.001Z" })).toMatchObject(slot);
  });

  it("of one host never overlap within a show; they may touch, and two hosts may be on at once", async () => {
    const show = await makeShow(boss);
    const other = await makeShow(boss, { title: "Saturday" });
    const dre = await insert(boss, "host", { name: "Dre" });
    const ana = await insert(boss, "host", { name: "Ana" });
    const at = (from: string, to: string) => ({ starts_at: `2026-05-08T${from}:00Z`, ends_at: `2026-05-08T${to}:00Z` });
    const put = (host: Row, times: object, within = show) =>
      boss.client.from("show_slot").insert({ live_session_id: within.id, host_id: host.id, ...times }).select().single();
    const first = (await dataOf(put(dre, at("18:00", "19:00")))) as Row;
    for (const times of [at("18:00", "19:00"), at("17:00", "18:01"), at("18:59", "20:00"), at("18:20", "18:30"), at("17:00", "20:00")])
      expect([times, (await errorOf(put(dre, times)))?.code]).toEqual([times, "23P01"]);
    expect(await errorOf(put(dre, at("17:00", "18:00")))).toBeNull();
    const after = (await dataOf(put(dre, at("19:00", "20:00")))) as Row;
    expect(await errorOf(put(ana, at("18:30", "19:30")))).toBeNull();
    expect(await errorOf(put(dre, at("18:00", "19:00"), other))).toBeNull();

    const move = (id: string, change: object) => boss.client.from("show_slot").update(change).eq("id", id);
    expect(await errorOf(move(after.id, at("18:59", "20:00")))).toMatchObject({ code: "23P01" });
    expect(await errorOf(move(after.id, at("19:10", "20:10")))).toBeNull();
    expect(await errorOf(move(first.id, at("18:05", "19:05")))).toBeNull();
    const rows = [at("21:00", "22:00"), at("21:30", "22:30")].map((times) => ({ live_session_id: show.id, host_id: dre.id, ...times }));
    expect(await errorOf(boss.client.from("show_slot").insert(rows))).toMatchObject({ code: "23P01" });
  });

  it("of one host that several people enter at once: one of them stays", async () => {
    const show = await makeShow(boss);
    const host = await insert(boss, "host", { name: "Lin" });
    const slot = { live_session_id: show.id, host_id: host.id, starts_at: "2026-05-08T18:00:00Z", ends_at: "2026-05-08T19:00:00Z" };
    const replies = await Promise.all(Array.from({ length: 8 }, async () => errorOf(boss.client.from("show_slot").insert(slot))));
    expect(replies.filter((error) => error === null)).toHaveLength(1);
    expect(replies.filter(Boolean).map((error) => error?.code)).toEqual(Array<string>(7).fill("23P01"));
    expect(await dataOf(boss.client.from("show_slot").select("id").eq("live_session_id", show.id))).toHaveLength(1);
  });
});

describe("the run sheet", () => {
  it("keeps order, what is sold, and what is aimed at; a size only with its product", async () => {
    const show = await makeShow(boss, { target_gmv: 500_000, target_units: 60 });
    expect(show).toMatchObject({ target_gmv: 500_000, target_units: 60 });
    const product = await insert(boss, "product", { name: "Dunk Low", brand: "Nike", currency: "USD" });
    const variant = await insert(boss, "product_variant", { product_id: product.id, size: "42", currency: "USD" });
    const item = { live_session_id: show.id, position: 1, brand: "Nike", shoe_type: "Dunk Low", currency: "USD", target_price: 12_900, target_quantity: 4 };
    expect(await insert(boss, "show_item", { ...item, product_id: product.id, product_variant_id: variant.id })).toMatchObject({ ...item, on_camera_since: null });
    expect(await errorOf(boss.client.from("show_item").insert({ ...item, product_variant_id: variant.id }))).toMatchObject({ code: "23514", details: expect.stringContaining("product_id") as string });
    for (const [field, value, code] of [["position", 0, "23514"], ["position", 10_001, "22003"], ["target_price", -1, "23514"], ["brand", "", "23514"], ["shoe_type", undefined, "23502"]] as const)
      expect([field, (await errorOf(boss.client.from("show_item").insert({ ...item, [field]: value })))?.code]).toEqual([field, code]);
  });

  it("and the slots of a show in a closed month stay as they are", async () => {
    const owner = await signUp(server);
    const show = await makeShow(owner, { status: "ended", day: "2026-04-03" });
    const host = await insert(owner, "host", { name: "Maya" });
    const slot = { live_session_id: show.id, host_id: host.id, starts_at: "2026-04-03T18:00:00Z", ends_at: "2026-04-03T19:00:00Z" };
    const item = { live_session_id: show.id, position: 1, brand: "Nike", shoe_type: "Dunk", currency: "USD" };
    const kept = { show_slot: await insert(owner, "show_slot", slot), show_item: await insert(owner, "show_item", item) };
    await dataOf(owner.client.rpc("finance_close_month", { month: "2026-04" }));
    const later = { ...slot, starts_at: "2026-04-03T20:00:00Z", ends_at: "2026-04-03T21:00:00Z" };
    for (const [table, row] of [["show_slot", later], ["show_item", item]] as const) {
      expect(await errorOf(owner.client.from(table).insert(row as object))).toMatchObject({ code: "55006" });
      expect(await errorOf(owner.client.from(table).update({ currency: "EUR", ends_at: later.ends_at }).eq("id", kept[table].id))).not.toBeNull();
      expect(await errorOf(owner.client.from(table).delete().eq("id", kept[table].id))).toMatchObject({ code: "55006" });
    }
    expect(await errorOf(owner.client.from("show_item").update({ position: 2 }).eq("id", kept.show_item.id))).toMatchObject({ code: "55006" });
  });

  it("is nobody's who has no grant for shows", async () => {
    const helper = await invite(server, boss, { sales: 3, warehouse: 3 });
    for (const table of ["host", "show_slot", "show_item"])
      expect(await errorOf(helper.client.from(table).select())).toMatchObject({ code: "42501" });
  });
});

describe("a show that is deleted", () => {
  const parts = "*,show_slot(*),show_item(*)";
  const remove = (person: Person, id: string) => person.client.from("live_session").delete().eq("id", id);
  const planned = async (person: Person) => {
    const show = await makeShow(person, { title: "Wrong day" });
    const host = await insert(person, "host", { name: `Maya ${show.id}` });
    const slot = await insert(person, "show_slot", { live_session_id: show.id, host_id: host.id, starts_at: "2026-05-08T18:00:00Z", ends_at: "2026-05-08T19:00:00Z" });
    const items = [1, 2].map((position) => ({ live_session_id: show.id, position, brand: "Nike", shoe_type: `Dunk ${position}`, currency: "USD" }));
    return { show, slot, items: (await dataOf(person.client.from("show_item").insert(items).select())) as Row[] };
  };
  const left = async (id: string) =>
    Promise.all((["show_slot", "show_item"] as const).map(async (table) => (await dataOf(boss.client.from(table).select("id").eq("live_session_id", id))).length));

  it("takes its slots and its run sheet along, also what others wrote there, and tells of them so that they can come back", async () => {
    const helper = await invite(server, boss, { live: 2 });
    const { show, slot, items } = await planned(boss);
    const other = await planned(boss);
    const own = await makeShow(helper);
    await insert(boss, "show_item", { live_session_id: own.id, position: 1, brand: "Nike", shoe_type: "x", currency: "USD" });
    expect(await errorOf(remove(helper, show.id))).toMatchObject({ code: "42501" });
    expect(await left(show.id)).toEqual([1, 2]);
    expect(await errorOf(remove(helper, own.id))).toBeNull();
    expect(await left(own.id)).toEqual([0, 0]);

    const [gone] = (await dataOf(remove(boss, show.id).select(parts))) as (Row & { show_slot: Row[]; show_item: Row[] })[];
    expect([gone?.show_slot.map(({ id }) => id), gone?.show_item.map(({ id }) => id).sort()]).toEqual([[slot.id], items.map(({ id }) => id).sort()]);
    expect([await left(show.id), await left(other.show.id)]).toEqual([[0, 0], [1, 2]]);
    await insert(boss, "live_session", { id: show.id, title: show["title"], day: show["day"], platform: show["platform"], currency: "USD" });
    for (const { on_camera_since: _none, ...item } of gone?.show_item ?? [])
      await insert(boss, "show_item", Object.fromEntries(["id", "live_session_id", "position", "brand", "shoe_type", "currency"].map((name) => [name, item[name]])));
    expect(await left(show.id)).toEqual([0, 2]);
  });

  it("is refused with what holds it: sales, costs, payout lines; then nothing of its plan is gone", async () => {
    const { show } = await planned(boss);
    await insert(boss, "sale", { live_session_id: show.id, sold_at: "2026-05-08T18:10:00Z", brand: "N", shoe_type: "D", currency: "USD", price: 1 });
    await insert(boss, "payout_line", { live_session_id: show.id, currency: "USD", amount: 100 });
    expect(await errorOf(remove(boss, show.id))).toMatchObject({ code: "23503", message: "Other records still belong to this one (Show): Sales 1, Payout lines 1." });
    const chinese = await send(server, `/rest/v1/live_session?id=eq.${show.id}`, { method: "DELETE", token: await tokenOf(boss), headers: { "Accept-Language": "zh" } });
    expect(((await chinese.json()) as { message: string }).message).toBe("仍有其他记录属于该直播场次：销售流水 1, 平台结算明细 1。");
    const helper = await invite(server, boss, { live: 3 }); // sees neither sales nor finance
    expect(await errorOf(remove(helper, show.id))).toMatchObject({ code: "23503", message: "Other records still belong to this one (Show): where you have no grant 2." });
    expect(await left(show.id)).toEqual([1, 2]);
  });
});

describe("a host in words", () => {
  const times = { starts_at: "2026-05-08T18:00:00Z", ends_at: "2026-05-08T20:30:00Z" };
  const link = async (person: Person, id: string) => (await dataOf(person.client.rpc("show_host_link", { live_session_id: id }))) as unknown as { host_id: string; show_slot_id: string; host: string; is_new: boolean };
  const money = async (id: string) =>
    (await dataOf(boss.client.rpc("show_result", { live_session_id: id }))) as unknown as { unlinked_host: string | null; pay_source: string; pay: { name: string; minutes: number; amount: number }[] };

  it("is told as paid by nobody, and becomes a host of the whole show by one press", async () => {
    const show = await makeShow(boss, { ...times, host: "Nadia 娜" });
    expect(await money(show.id)).toMatchObject({ unlinked_host: "Nadia 娜", pay_source: "none" });
    const linked = await link(boss, show.id);
    expect(linked).toMatchObject({ host: "Nadia 娜", is_new: true });
    expect(await dataOf(boss.client.from("show_slot").select("id,host_id,starts_at,ends_at").eq("live_session_id", show.id))).toEqual([{ id: linked.show_slot_id, host_id: linked.host_id, starts_at: "2026-05-08T18:00:00.000Z", ends_at: "2026-05-08T20:30:00.000Z" }]);
    expect(await link(boss, show.id)).toEqual({ ...linked, is_new: false });
    await insert(boss, "host_pay_rule", { host_id: linked.host_id, currency: "USD", per_hour: 2000, valid_from: "2026-01-01" });
    expect(await money(show.id)).toMatchObject({ unlinked_host: null, pay_source: "rule", pay: [{ name: "Nadia 娜", minutes: 150, amount: 5000 }] });

    const again = await makeShow(boss, { ...times, host: "Nadia 娜", day: "2026-05-09" });
    expect(await link(boss, again.id)).toMatchObject({ host_id: linked.host_id, is_new: false });
    const other = await makeShow(boss, { ...times, host: "nadia 娜", day: "2026-05-10" });
    expect(await link(boss, other.id)).toMatchObject({ is_new: true }); // exactly the same name, or another host
  });

  it("stays words where that is not what the show says", async () => {
    const refused = async (row: object, person = boss) => errorOf(person.client.rpc("show_host_link", { live_session_id: (await makeShow(boss, row)).id }));
    expect(await refused(times)).toMatchObject({ code: "55000", details: "field: host" });
    expect(await refused({ host: "Ida" })).toMatchObject({ code: "55000", details: "field: starts_at" });
    expect(await errorOf(boss.client.rpc("show_host_link", { live_session_id: "01989e00-0000-7000-8000-00000000beef" }))).toMatchObject({ code: "P0002" });
    const viewer = await invite(server, boss, { live: 1 });
    expect(await refused({ ...times, host: "Ida" }, viewer)).toMatchObject({ code: "42501" });
    const show = await makeShow(boss, { ...times, host: "Ida" });
    const host = await insert(boss, "host", { name: "Somebody else" });
    await insert(boss, "show_slot", { live_session_id: show.id, host_id: host.id, ...times });
    expect(await errorOf(boss.client.rpc("show_host_link", { live_session_id: show.id }))).toMatchObject({ code: "55000", message: "This show has slots already." });
    const closed = await makeShow(boss, { ...times, host: "Ida", status: "ended", day: "2026-02-03" });
    await dataOf(boss.client.rpc("finance_close_month", { month: "2026-02" }));
    expect(await errorOf(boss.client.rpc("show_host_link", { live_session_id: closed.id }))).toMatchObject({ code: "55006" });
    expect(await dataOf(boss.client.from("host").select("id").eq("name", "Ida"))).toEqual([]);
  });
});

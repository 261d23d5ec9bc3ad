// Closing a show out: sales, payout, money and stock against each other, each difference with a
// cause, then everything of the show is held fast, until somebody re-opens it and says why.
import { beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, invite, send, signUp, tokenOf } from "../../harness/client.ts";
import { useServer } from "../../harness/server.ts";
import { make, move, place, variant } from "./warehouse.ts";

const server = useServer();
let boss: Person;

type Row = Record<string, unknown> & { id: string };
interface Check { about: string; expected: number; found: number; difference: number; explained: number; open: number }
interface Closeout { is_closed: boolean; payout_lines: number; foreign_lines: number; profit: number; checks: Check[]; orders: { external_ref: string; state: string; sold: number; paid: number }[]; has_more_orders: boolean }

const insert = async (person: Person, table: string, row: object) =>
  (await dataOf(person.client.from(table).insert(row).select().single())) as Row;
const codeOf = async (reply: PromiseLike<{ error: { code?: string } | null }>) => (await reply).error?.code;
const closeoutOf = async (person: Person, id: string) => (await dataOf(person.client.rpc("show_closeout", { live_session_id: id }))) as unknown as Closeout;
const openOf = (closeout: Closeout) => Object.fromEntries(closeout.checks.map((check) => [check.about, check.open]));

/** A show with three orders from stock, one of them returned in part. */
async function newShow(person: Person) {
  const shelf = await place(person, `Shelf ${Math.random()}`), size = await variant(person);
  await move(person, { kind: "in", quantity: 10, unit_cost: 2000, currency: "USD", product_variant_id: size, location_id: shelf });
  const show = await insert(person, "live_session", {
    title: "Friday", day: "2026-05-08", platform: "tiktok", status: "ended", currency: "USD", starts_at: "2026-05-08T18:00:00Z", ends_at: "2026-05-08T20:00:00Z",
  });
  const sale = { live_session_id: show.id, sold_at: "2026-05-08T18:10:00Z", brand: "Nike", shoe_type: "Dunk", currency: "USD", price: 5000, product_variant_id: size, location_id: shelf };
  const sales: string[] = [];
  for (const [i, quantity] of [2, 1, 1].entries()) sales.push(await make(person, "sale", { ...sale, quantity, external_ref: `A-${i}` }));
  const back = await make(person, "sale_return", { sale_id: sales[0], refund: 5000, returned_at: "2026-05-10T10:00:00Z", location_id: shelf });
  return { show: show.id, sales, shelf, size, back };
}

/** Everything fits. */
async function settle(person: Person, show: string) {
  const line = { live_session_id: show, currency: "USD", paid_on: "2026-05-20" };
  await dataOf(person.client.from("payout_line").insert([0, 1, 2].map((i) => ({ ...line, external_ref: `A-${i}`, line_ref: `P-${i}`, amount: 5000, fee: 0 }))).select());
  await insert(person, "cash_receipt", { live_session_id: show, day: "2026-05-21", currency: "USD", amount: 15_000 });
}

beforeAll(async () => {
  boss = await signUp(server);
});

describe("the differences of a show", () => {
  it("hold sales, fee, money and pieces against each other, and go as they are explained", async () => {
    const { show } = await newShow(boss);
    const before = await closeoutOf(boss, show);
    expect(before.checks).toMatchObject([
      { about: "sales", expected: 15_000, found: 0, difference: -15_000, open: -15_000 },
      { about: "fee", expected: 0, found: 0, open: 0 }, { about: "cash", expected: 0, found: 0, open: 0 },
      { about: "stock", expected: 3, found: 3, open: 0 },
    ]);
    const line = { live_session_id: show, currency: "USD" };
    await dataOf(boss.client.from("payout_line").insert([
      { ...line, external_ref: "A-0", amount: 5000, fee: 250 }, { ...line, external_ref: "A-1", amount: 4000, fee: 250, paid: 3700 },
      { ...line, external_ref: "X-9", amount: 700 }, { ...line, currency: "EUR", external_ref: "E-1", amount: 1 },
    ]).select());
    const paid = await closeoutOf(boss, show);
    expect(openOf(paid)).toEqual({ sales: -5300, fee: 500, cash: -(4750 + 3700 + 700), stock: 0 });
    expect([paid.payout_lines, paid.foreign_lines]).toEqual([4, 1]);
    expect(paid.orders).toEqual([
      { external_ref: "A-1", state: "differs", sold: 5000, paid: 4000 },
      { external_ref: "A-2", state: "not_paid", sold: 5000, paid: 0 },
      { external_ref: "X-9", state: "unknown", sold: 0, paid: 700 },
    ]);
    const refused = await boss.client.rpc("show_close_out", { live_session_id: show });
    expect(refused.error).toMatchObject({ code: "55000", message: "A difference is not explained yet: Sales and payout." });
    const why = { live_session_id: show, currency: "USD" };
    await insert(boss, "show_explanation", { ...why, about: "sales", cause: "paid_later", amount: -5000, note: "A-2" });
    await insert(boss, "show_explanation", { ...why, about: "sales", cause: "voucher", amount: -1000 });
    await insert(boss, "show_explanation", { ...why, about: "sales", cause: "missing_sale", amount: 700 });
    await insert(boss, "show_explanation", { ...why, about: "fee", cause: "fee_changed", amount: 500 });
    await insert(boss, "cash_receipt", { ...why, day: "2026-05-21", amount: 9150 });
    const done = await closeoutOf(boss, show);
    expect(openOf(done)).toEqual({ sales: 0, fee: 0, cash: 0, stock: 0 });
    const closed = (await dataOf(boss.client.rpc("show_close_out", { live_session_id: show, note: "checked" }))) as unknown as Closeout;
    expect(closed).toEqual({ ...done, is_closed: true });
  });

  it("a typed total stands for a file, pieces that did not leave are told", async () => {
    const { show } = await newShow(boss);
    await make(boss, "sale", { live_session_id: show, sold_at: "2026-05-08T18:20:00Z", brand: "N", shoe_type: "D", currency: "USD", price: 1, quantity: 4 });
    await insert(boss, "payout_line", { live_session_id: show, currency: "USD", amount: 15_004 });
    expect(openOf(await closeoutOf(boss, show))).toEqual({ sales: 0, fee: 0, cash: -15_004, stock: -4 });
    await insert(boss, "show_explanation", { live_session_id: show, about: "stock", cause: "not_in_stock", currency: "USD", pieces: -4 });
    expect(openOf(await closeoutOf(boss, show))).toMatchObject({ stock: 0 });
  });

  it("come from the platform's file, which is read twice without counting twice", async () => {
    const { show } = await newShow(boss);
    const headers = { Authorization: `Bearer ${await tokenOf(boss)}`, "Content-Type": "application/octet-stream" };
    const body = `Statement,Order ID,Paid,Fee,Show\n${[0, 1, 2].map((i) => `S-${show.slice(-4)}-${i},A-${i},50.00,2.50,${show}`).join("\n")}\n`;
    const run = async () => {
      const sent = await fetch(`${server.url}/rest/v1/rpc/import_upload?entity=payout_line&file_name=payout.csv`, { method: "POST", headers, body });
      const file = (await sent.json()) as { id: string; options: object };
      const mapping = { line_ref: "Statement", external_ref: "Order ID", amount: "Paid", fee: "Fee", live_session_id: "Show", currency: { value: "USD" } };
      await dataOf(boss.client.rpc("import_run", { id: file.id, mapping, options: { ...file.options, source: "tiktok" } }));
      await expect.poll(async () => ((await dataOf(boss.client.from("import_run").select("status").eq("id", file.id).single())) as { status: string }).status, { timeout: 30_000 }).not.toBe("running");
      return file.id;
    };
    const id = await run();
    expect((await dataOf(boss.client.from("import_run").select("rows_done,rows_failed,errors").eq("id", id).single()))).toMatchObject({ rows_done: 3, rows_failed: 0 });
    await run();
    expect(await closeoutOf(boss, show)).toMatchObject({ payout_lines: 3, orders: [], checks: [{ open: 0 }, { found: 750 }, { expected: 14_250 }, { open: 0 }] });
  });
});

describe("a show that is closed out", () => {
  it("is held fast, however one writes, and re-opening leaves a trace", async () => {
    const person = await signUp(server), { show, sales, back, shelf } = await newShow(person);
    const outside = await make(person, "sale", { sold_at: "2026-05-09T18:10:00Z", brand: "N", shoe_type: "D", currency: "USD", price: 1 });
    const category = await make(person, "cost_category", { name: "Ads", kind: "ads" });
    const cost = { cost_category_id: category, name: "x", amount: 1, currency: "USD", day: "2026-06-01" };
    await settle(person, show);
    const colleague = await invite(server, person, { sales: 3, live: 3 }); // sees nothing of finance
    const closed = (await dataOf(person.client.rpc("show_close_out", { live_session_id: show }))) as unknown as Closeout;
    const { client } = colleague;
    const newSale = { live_session_id: show, sold_at: "2026-05-08T18:10:00Z", brand: "N", shoe_type: "D", currency: "USD", price: 1 };
    const tries: [string, () => PromiseLike<{ error: { code?: string } | null }>][] = [
      ["a sale more", () => client.from("sale").insert(newSale)],
      ["a sale changed", () => client.from("sale").update({ price: 1 }).eq("id", sales[0]!)],
      ["a sale moved in", () => client.from("sale").update({ live_session_id: show }).eq("id", outside)],
      ["a sale moved out", () => client.from("sale").update({ live_session_id: null }).eq("id", sales[1]!)],
      ["a sale deleted", () => client.from("sale").delete().eq("id", sales[1]!)],
      ["a return more", () => client.from("sale_return").insert({ sale_id: sales[1], refund: 1, returned_at: "2026-06-01T00:00:00Z" })],
      ["a return changed", () => client.from("sale_return").update({ refund: 1 }).eq("id", back)],
      ["a return taken back", () => client.from("sale_return").delete().eq("id", back)],
      ["a cost more", () => person.client.from("cost_item").insert({ ...cost, live_session_id: show })],
      ["the show changed", () => client.from("live_session").update({ gmv: 1 }).eq("id", show)],
      ["a payout line more", () => person.client.from("payout_line").insert({ live_session_id: show, currency: "USD", amount: 1 })],
      ["a payout line deleted", () => person.client.from("payout_line").delete().eq("live_session_id", show)],
      ["money more", () => person.client.from("cash_receipt").insert({ live_session_id: show, day: "2026-06-01", currency: "USD", amount: 1 })],
      ["an explanation more", () => person.client.from("show_explanation").insert({ live_session_id: show, about: "sales", cause: "other", currency: "USD", amount: 1 })],
    ];
    for (const [what, reply] of tries) expect(await codeOf(reply()), what).toBe("55006");
    // A phone that was offline sends what it kept: refused as a whole, nothing half done.
    const replay = await send(server, "/rest/v1/sale", { token: await tokenOf(colleague), body: [{ ...newSale, live_session_id: null }, newSale], headers: { "Idempotency-Key": "offline-1", "Accept-Language": "zh" } });
    expect([replay.status, ((await replay.json()) as { message: string }).message]).toEqual([409, "所属月份或场次已结账。"]);
    expect(await closeoutOf(person, show)).toEqual(closed);
    expect(await codeOf(person.client.rpc("show_close_out", { live_session_id: show }))).toBe("55000");
    await insert(person, "cost_item", cost);

    expect(await codeOf(person.client.rpc("show_reopen", { live_session_id: show }))).toBe("23502");
    expect(await dataOf(person.client.rpc("show_reopen", { live_session_id: show, reason: "a box came back" }))).toMatchObject({ is_closed: false });
    expect(await codeOf(person.client.rpc("show_reopen", { live_session_id: show, reason: "again" }))).toBe("55000");
    await insert(colleague, "sale_return", { sale_id: sales[1], refund: 5000, returned_at: "2026-06-01T00:00:00Z", location_id: shelf });
    expect(openOf(await closeoutOf(person, show))).toMatchObject({ sales: 5000, stock: 0 });
    await insert(person, "show_explanation", { live_session_id: show, about: "sales", cause: "refund", currency: "USD", amount: 5000 });
    await dataOf(person.client.rpc("show_close_out", { live_session_id: show }));
    const trace = (await dataOf(person.client.from("show_close").select().order("closed_at"))) as Row[];
    expect(trace).toMatchObject([{ reason: "a box came back", figures: closed }, { reason: null, reopened_at: null }]);
    // The kept figures are what show_closeout tells: who may not look at one of its sides has none of them.
    for (const missing of ["sales", "live", "warehouse"]) {
      const reader = await invite(server, person, { sales: 1, live: 1, warehouse: 1, finance: 1, [missing]: 0 });
      const seen = (await dataOf(reader.client.from("show_close").select())) as Row[];
      expect([missing, seen.length, seen.some((row) => "figures" in row)]).toEqual([missing, 2, false]);
      expect([missing, await codeOf(reader.client.from("show_close").select("id").not("figures", "is", null))]).toEqual([missing, "42501"]);
    }
    expect(trace[0]!["reopened_by"]).toBe(trace[0]!["closed_by"]);
    const audit = (await dataOf(person.client.from("audit_event").select("action").like("action", "show_%").order("number"))) as { action: string }[];
    expect(audit.map((event) => event.action)).toEqual(["show_close", "show_reopen", "show_close"]);
  });

  it("is closed by one of two who close it at once, after it has ended, by who may", async () => {
    const person = await signUp(server), { show } = await newShow(person);
    await dataOf(person.client.from("live_session").update({ status: "live" }).eq("id", show).select());
    await settle(person, show);
    expect((await person.client.rpc("show_close_out", { live_session_id: show })).error).toMatchObject({ code: "55000", message: "A show is closed out after it has ended." });
    await dataOf(person.client.from("live_session").update({ status: "ended" }).eq("id", show).select());
    for (const grants of [{ finance: 2, sales: 3, live: 3 }, { finance: 3, live: 3 }, { sales: 3, live: 3 }, { finance: 3, sales: 3, live: 3 }] as Record<string, number>[]) {
      const member = await invite(server, person, grants);
      expect(await codeOf(member.client.rpc("show_close_out", { live_session_id: show })), JSON.stringify(grants)).toBe("42501");
    }
    expect(await codeOf((await signUp(server)).client.rpc("show_closeout", { live_session_id: show }))).toBe("P0002");
    const codes = await Promise.all([1, 2, 3, 4].map(() => codeOf(person.client.rpc("show_close_out", { live_session_id: show }))));
    expect(codes.filter((code) => code === undefined)).toHaveLength(1);
    expect(await dataOf(person.client.from("show_close").select("id"))).toHaveLength(1);
    expect(await dataOf(person.client.from("record_lock").select("id"))).toHaveLength(1);
  });

  it("keeps its fee, its pay and its part of shared costs, whatever becomes of the rules, until it is re-opened", async () => {
    const person = await signUp(server), { show } = await newShow(person), host = await make(person, "host", { name: "Maya" });
    const category = await make(person, "cost_category", { name: "Rent", kind: "other" });
    const rent = { cost_category_id: category, name: "Rent", amount: 900, currency: "USD", day: "2026-05-02", share_by: "gmv" };
    const fee = await make(person, "fee_rule", { name: "Commission", platform: "tiktok", currency: "USD", percent: "10", valid_from: "2026-01-01" });
    const pay = await make(person, "host_pay_rule", { host_id: host, currency: "USD", per_hour: 3000, valid_from: "2026-01-01" });
    await insert(person, "show_slot", { live_session_id: show, host_id: host, starts_at: "2026-05-08T18:00:00Z", ends_at: "2026-05-08T19:30:00Z" });
    await insert(person, "cost_item", rent);
    await settle(person, show);
    await insert(person, "show_explanation", { live_session_id: show, about: "fee", cause: "fee_changed", currency: "USD", amount: -1500 });
    const result = async () => (await dataOf(person.client.rpc("show_result", { live_session_id: show }))) as unknown as Record<string, unknown>;
    const open = await result();
    expect(open).toMatchObject({ fee_source: "rule", pay_source: "rule", sums: [{ platform_fee: 1500, host_pay: 4500, shared_cost: 900 }] });
    const closed = (await dataOf(person.client.rpc("show_close_out", { live_session_id: show }))) as unknown as Closeout;
    const held = { ...open, is_closed: true };
    expect(await result()).toEqual(held);
    const rule = { platform: "tiktok", currency: "USD", percent: "5", valid_from: "2026-01-01" };
    for (const change of [
      () => make(person, "fee_rule", { ...rule, name: "More" }),
      () => dataOf(person.client.from("fee_rule").update({ percent: "20", name: "Other" }).eq("id", fee).select()),
      () => dataOf(person.client.from("fee_rule").delete().eq("id", fee).select()),
      () => make(person, "host_pay_rule", { host_id: host, currency: "USD", per_show: 700, valid_from: "2026-02-01" }),
      () => dataOf(person.client.from("host_pay_rule").delete().eq("id", pay).select()),
      () => insert(person, "cost_item", { ...rent, amount: 100 }),
    ]) {
      await change();
      expect(await result()).toEqual(held);
      expect(await closeoutOf(person, show)).toEqual(closed);
    }
    // Who sees nothing of the warehouse sees no kept figures, but the same result.
    const reader = await invite(server, person, { sales: 1, live: 1, finance: 1 });
    expect(await dataOf(reader.client.rpc("show_result", { live_session_id: show }))).toEqual(held);
    await dataOf(person.client.rpc("show_reopen", { live_session_id: show, reason: "new rules" }));
    expect(await result()).toMatchObject({ is_closed: false, sums: [{ platform_fee: 750, host_pay: 700, shared_cost: 1000 }] });
    expect(openOf(await closeoutOf(person, show))).toMatchObject({ fee: 750 });
  });

  it("books fee and pay that the rules say as costs, once, and never into what is closed", async () => {
    const person = await signUp(server), { show } = await newShow(person);
    const host = await make(person, "host", { name: "Maya" });
    await insert(person, "fee_rule", { name: "Commission", platform: "tiktok", currency: "USD", percent: "10", valid_from: "2026-01-01" });
    await insert(person, "host_pay_rule", { host_id: host, currency: "USD", per_hour: 3000, valid_from: "2026-01-01" });
    await insert(person, "show_slot", { live_session_id: show, host_id: host, starts_at: "2026-05-08T18:00:00Z", ends_at: "2026-05-08T19:30:00Z" });
    const lines = async () => ((await dataOf(person.client.rpc("show_result", { live_session_id: show }))) as unknown as { fee_source: string; pay_source: string; sums: Record<string, number>[] });
    const before = await lines();
    expect(before).toMatchObject({ fee_source: "rule", pay_source: "rule", sums: [{ platform_fee: 1500, host_pay: 4500 }] });
    await dataOf(person.client.rpc("finance_close_month", { month: "2026-05" }));
    expect(await codeOf(person.client.rpc("show_book_costs", { live_session_id: show }))).toBe("55006");
    await dataOf(person.client.rpc("finance_reopen_month", { month: "2026-05", reason: "fees" }));
    expect(await dataOf(person.client.from("cost_item").select("id"))).toEqual([]);
    expect(await dataOf(person.client.rpc("show_book_costs", { live_session_id: show }))).toEqual({ booked: 2 });
    expect(await dataOf(person.client.rpc("show_book_costs", { live_session_id: show }))).toEqual({ booked: 0 });
    expect(await lines()).toMatchObject({ fee_source: "booked", pay_source: "booked", sums: before.sums });
    expect(await dataOf(person.client.from("cost_item").select("name,amount,supplier,day").order("amount"))).toEqual([
      { name: "Commission", amount: 1500, supplier: null, day: "2026-05-08" }, { name: "Maya", amount: 4500, supplier: "Maya", day: "2026-05-08" },
    ]);
  });
});

// Returns: booked to their sale, never more than was sold, back into stock in the same breath, and
// counted by reports with the sale and by the books in their own month.
import { beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, invite, send, signUp, tokenOf } from "../../harness/client.ts";
import { useServer } from "../../harness/server.ts";
import { list, make, move, place, variant } from "./warehouse.ts";

const server = useServer();
let boss: Person;

type Row = Record<string, unknown> & { id: string };
interface Report { gmv: number; units: number; refunds: number; returned_units: number; cost: number; profit: number; margin: number | null }
interface Month { sums: (Record<string, number> & { currency: string })[] }

const insert = async (person: Person, table: string, row: object) =>
  (await dataOf(person.client.from(table).insert(row).select().single())) as Row;
const codeOf = async (reply: PromiseLike<{ error: { code?: string } | null }>) => (await reply).error?.code;
const saleOf = async (person: Person, id: string) =>
  (await dataOf(person.client.from("sale").select("quantity,returned,refunded,restocked,version").eq("id", id).single())) as Record<string, number>;
const onHand = async (person: Person, id: string) =>
  (await list<{ on_hand: number }>(person, "stock_on_hand", { product_variant_id: id })).reduce((sum, row) => sum + row.on_hand, 0);
const sold = { sold_at: "2026-03-10T12:00:00Z", brand: "Nike", shoe_type: "Dunk", currency: "USD", price: 5000, quantity: 3, cost: 2000 };

/** A sale of three pieces out of ten. */
async function fromStock(person: Person, extra: object = {}) {
  const shelf = await place(person, `Shelf ${Math.random()}`), size = await variant(person);
  await move(person, { kind: "in", quantity: 10, unit_cost: 2000, currency: "USD", product_variant_id: size, location_id: shelf });
  const sale = await make(person, "sale", { ...sold, product_variant_id: size, location_id: shelf, ...extra });
  return { shelf, size, sale };
}

beforeAll(async () => {
  boss = await signUp(server);
});

describe("a return", () => {
  it("is booked to its sale and put back into stock, changed and taken back, each once", async () => {
    const { shelf, size, sale } = await fromStock(boss);
    expect(await onHand(boss, size)).toBe(7);
    const back = await insert(boss, "sale_return", { sale_id: sale, quantity: 2, refund: 9000, returned_at: "2026-03-12T09:00:00Z", reason: "size", location_id: shelf });
    expect(back).toMatchObject({ currency: "USD", day: "2026-03-12" });
    expect(await saleOf(boss, sale)).toMatchObject({ returned: 2, refunded: 9000, restocked: 2 });
    expect(await onHand(boss, size)).toBe(9);
    const [journal] = await list<Row>(boss, "stock_journal", { product_variant_id: size });
    expect(journal).toMatchObject({ kind: "return", quantity: 2, reason: "customer_return" });

    await dataOf(boss.client.from("sale_return").update({ note: "box torn" }).eq("id", back.id).select());
    expect(await onHand(boss, size)).toBe(9);
    await dataOf(boss.client.from("sale_return").update({ quantity: 1, refund: 5000 }).eq("id", back.id).select());
    expect([await onHand(boss, size), await saleOf(boss, sale)]).toMatchObject([8, { returned: 1, refunded: 5000, restocked: 1 }]);
    await dataOf(boss.client.from("sale_return").update({ location_id: null }).eq("id", back.id).select());
    expect([await onHand(boss, size), await saleOf(boss, sale)]).toMatchObject([7, { returned: 1, restocked: 0 }]);
    await dataOf(boss.client.from("sale_return").update({ location_id: shelf }).eq("id", back.id).select());
    expect(await onHand(boss, size)).toBe(8);

    expect((await boss.client.from("sale_return").delete().eq("id", back.id)).error).toBeNull();
    expect([await onHand(boss, size), await saleOf(boss, sale)]).toMatchObject([7, { returned: 0, refunded: 0, restocked: 0 }]);
    const values = await list<{ product_variant_id: string; quantity: number; value: number }>(boss, "stock_value", { by: "variant" });
    expect(values.find((row) => row.product_variant_id === size)).toMatchObject({ quantity: 7, value: 14000 });
  });

  it("that is sent again by its id is booked once", async () => {
    const { shelf, size, sale } = await fromStock(boss);
    const token = await tokenOf(boss), row = { id: "01989e00-0000-7000-8000-00000000a001", sale_id: sale, refund: 5000, returned_at: "2026-03-12T09:00:00Z", location_id: shelf };
    const once = () => send(server, "/rest/v1/sale_return", { token, body: row, headers: { "Idempotency-Key": "return-1" } });
    expect([(await once()).status, (await once()).status]).toEqual([201, 201]);
    expect((await send(server, "/rest/v1/sale_return", { token, body: row })).status).toBe(409);
    await dataOf(boss.client.from("sale_return").upsert(row, { ignoreDuplicates: true }).select());
    await dataOf(boss.client.from("sale_return").upsert(row).select());
    expect([await onHand(boss, size), await saleOf(boss, sale)]).toMatchObject([8, { returned: 1, refunded: 5000 }]);
  });

  it("is refused by its field when it cannot be", async () => {
    const { shelf, sale } = await fromStock(boss);
    const plain = await make(boss, "sale", sold);
    const at = { returned_at: "2026-03-12T09:00:00Z" };
    const tries: [object, string, string][] = [
      [{ ...at, sale_id: sale, quantity: 4, refund: 1 }, "55000", "quantity"],
      [{ ...at, sale_id: sale, quantity: 1, refund: 15001 }, "55000", "refund"],
      [{ ...at, sale_id: sale, quantity: 0, refund: 0 }, "23514", "quantity"],
      [{ ...at, sale_id: sale, quantity: -1, refund: 5 }, "23514", "quantity"],
      [{ ...at, sale_id: sale, quantity: 1, refund: -1 }, "23514", "refund"],
      [{ sale_id: sale, refund: 1, returned_at: "2026-03-09T23:59:59Z" }, "23514", "returned_at"],
      [{ sale_id: sale, refund: 1, returned_at: "2199-01-01T00:00:00Z" }, "23514", "returned_at"],
      [{ ...at, sale_id: plain, refund: 1, location_id: shelf }, "23514", "location_id"],
    ];
    for (const [row, code, field] of tries) {
      const { error } = await boss.client.from("sale_return").insert(row);
      expect([error?.code, error?.details], JSON.stringify(row)).toEqual([code, `field: ${field}`]);
    }
    expect(await saleOf(boss, sale)).toMatchObject({ returned: 0, refunded: 0, version: 1 });
    expect(await dataOf(boss.client.from("sale_return").select("id").eq("sale_id", sale))).toEqual([]);
  });

  it("holds its sale: fewer pieces, less money, other goods and deleting are refused", async () => {
    const { shelf, sale, size } = await fromStock(boss);
    const other = await variant(boss);
    const back = await insert(boss, "sale_return", { sale_id: sale, quantity: 2, refund: 12000, returned_at: "2026-03-12T09:00:00Z", location_id: shelf });
    const change = (row: object) => codeOf(boss.client.from("sale").update(row).eq("id", sale));
    expect(await change({ quantity: 1 })).toBe("55000");
    expect(await change({ price: 3999 })).toBe("55000");
    expect(await change({ product_variant_id: other })).toBe("55000");
    expect(await codeOf(boss.client.from("sale").delete().eq("id", sale))).toBe("23503");
    expect(await codeOf(boss.client.from("sale_return").update({ sale_id: await make(boss, "sale", sold) }).eq("id", back.id))).toBe("55000");
    await change({ returned: 0, refunded: 0, restocked: 0 });
    expect(await saleOf(boss, sale)).toMatchObject({ returned: 2, refunded: 12000, restocked: 2 });
    expect(await change({ price: 4000, quantity: 3 })).toBeUndefined();
    expect(await onHand(boss, size)).toBe(9);
  });

  it("of only money leaves the goods where they are", async () => {
    const { shelf, size, sale } = await fromStock(boss);
    await insert(boss, "sale_return", { sale_id: sale, quantity: 0, refund: 700, returned_at: "2026-03-12T09:00:00Z", location_id: shelf });
    expect([await onHand(boss, size), await saleOf(boss, sale)]).toMatchObject([7, { returned: 0, refunded: 700, restocked: 0 }]);
  });

  it("of one sale by eight clients at once is never more than was sold", async () => {
    const person = await signUp(server), { shelf, size, sale } = await fromStock(person, { quantity: 5 });
    const token = await tokenOf(person);
    const one = async (number: number) => {
      for (;;) {
        const answer = await send(server, "/rest/v1/sale_return", {
          token, body: { sale_id: sale, quantity: 1, refund: 1000 + number, returned_at: "2026-03-12T09:00:00Z", location_id: shelf },
        });
        const text = await answer.text();
        if (answer.status !== 503) return { status: answer.status, text };
      }
    };
    const answers = await Promise.all(Array.from({ length: 8 }, (_, number) => one(number)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 201, 201, 201, 201, 409, 409, 409]);
    const rows = (await dataOf(person.client.from("sale_return").select("quantity,refund").eq("sale_id", sale))) as { refund: number }[];
    expect(rows).toHaveLength(5);
    expect(await saleOf(person, sale)).toMatchObject({ returned: 5, restocked: 5, refunded: rows.reduce((sum, row) => sum + row.refund, 0) });
    expect(await onHand(person, size)).toBe(10);
    const sums = await list<{ quantity: number }>(person, "stock_journal", { product_variant_id: size });
    expect(sums.reduce((sum, row) => sum + row.quantity, 0)).toBe(10);
  });

  it("is seen and booked by who may sales, in the own workspace only", async () => {
    const { sale } = await fromStock(boss);
    const viewer = await invite(server, boss, { sales: 1 }), keeper = await invite(server, boss, { warehouse: 3 });
    const row = { sale_id: sale, refund: 1, returned_at: "2026-03-12T09:00:00Z" };
    expect(await codeOf(viewer.client.from("sale_return").insert(row))).toBe("42501");
    expect(await codeOf(keeper.client.from("sale_return").select())).toBe("42501");
    const stranger = await signUp(server);
    expect(await codeOf(stranger.client.from("sale_return").insert(row))).toBe("23503");
    expect(await dataOf(stranger.client.from("sale_return").select())).toEqual([]);
    expect(await saleOf(boss, sale)).toMatchObject({ returned: 0 });
  });
});

describe("in the figures", () => {
  it("reports count a return with its sale, the month in which it came back", async () => {
    const person = await signUp(server);
    const show = await insert(person, "live_session", { title: "S", day: "2026-03-10", platform: "tiktok", status: "ended", currency: "USD", cost: 100 });
    const { sale, shelf } = await fromStock(person, { live_session_id: show.id });
    await make(person, "sale", { ...sold, quantity: 1, live_session_id: show.id });
    await insert(person, "sale_return", { sale_id: sale, quantity: 2, refund: 9000, returned_at: "2026-03-31T23:59:00Z", location_id: shelf });
    await insert(person, "sale_return", { sale_id: sale, quantity: 1, refund: 5000, returned_at: "2026-04-01T00:01:00Z" });
    const [all] = await list<Report>(person, "report_summary", { from: "2026-03-10", to: "2026-03-10" });
    const profit = 20000 - 14000 - (4 - 2) * 2000 - 100;
    expect(all).toMatchObject({ gmv: 20000, units: 4, refunds: 14000, returned_units: 3, cost: 2 * 2000 + 100, profit, margin: Math.round((profit / 6000) * 10_000) });
    const [brand] = await list<Report>(person, "report_sales", { group: "brand" });
    expect(brand).toMatchObject({ gmv: 20000, refunds: 14000, returned_units: 3, cost: 4000, profit: 2000 });
    const month = async (name: string) => ((await dataOf(person.client.rpc("finance_month", { month: name }))) as unknown as Month).sums[0];
    expect(await month("2026-03")).toMatchObject({ gmv: 20000, refunds: 9000, returned_units: 2, goods_cost: 8000 - 4000, show_cost: 100, profit: 20000 - 9000 - 4000 - 100 });
    expect(await month("2026-04")).toMatchObject({ gmv: 0, refunds: 5000, returned_units: 1, goods_cost: 0, profit: -5000 });
  });

  it("a closed month takes no return more, its sales' later ones count in theirs", async () => {
    const person = await signUp(server), { sale, shelf, size } = await fromStock(person);
    const before = await insert(person, "sale_return", { sale_id: sale, refund: 100, quantity: 0, returned_at: "2026-03-20T00:00:00Z" });
    const closed = (await dataOf(person.client.rpc("finance_close_month", { month: "2026-03" }))) as unknown as Month;
    const row = { sale_id: sale, refund: 5000, location_id: shelf };
    expect(await codeOf(person.client.from("sale_return").insert({ ...row, returned_at: "2026-03-30T00:00:00Z" }))).toBe("55006");
    expect(await codeOf(person.client.from("sale_return").delete().eq("id", before.id))).toBe("55006");
    expect(await codeOf(person.client.from("sale_return").update({ returned_at: "2026-04-01T00:00:00Z" }).eq("id", before.id))).toBe("55006");
    await insert(person, "sale_return", { ...row, returned_at: "2026-04-02T00:00:00Z" });
    expect((await dataOf(person.client.rpc("finance_month", { month: "2026-03" }))) as unknown as Month).toEqual(closed);
    expect(await onHand(person, size)).toBe(8);
  });

  it("a closed month takes no stock movement more", async () => {
    const person = await signUp(server), shelf = await place(person, "A"), size = await variant(person);
    const line = { quantity: 1, product_variant_id: size, location_id: shelf };
    await move(person, { ...line, kind: "in", moved_at: "2026-03-05T00:00:00Z" });
    await dataOf(person.client.rpc("finance_close_month", { month: "2026-03" }));
    for (const kind of ["in", "out", "count", "return"])
      expect(await codeOf(person.client.rpc("stock_move", { lines: { ...line, kind, moved_at: "2026-03-31T23:59:59Z" } })), kind).toBe("55006");
    await move(person, { ...line, kind: "in", moved_at: "2026-04-01T00:00:00Z" });
    expect(await onHand(person, size)).toBe(2);
    await dataOf(person.client.rpc("finance_reopen_month", { month: "2026-03", reason: "a box was forgotten" }));
    await move(person, { ...line, kind: "in", moved_at: "2026-03-31T23:59:59Z" });
    expect(await onHand(person, size)).toBe(3);
  });
});

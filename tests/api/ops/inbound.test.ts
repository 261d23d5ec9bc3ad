// Incoming boxes: counted once or twice without seeing the other's figures, booked whole and once
// with what they cost, taken back; lines that somebody proposed and a person accepted.
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, invite, send, signUp, tokenOf } from "../../harness/client.ts";
import { useServer } from "../../harness/server.ts";
import { list, make, place, product, refuseNegative, variant } from "./warehouse.ts";

const server = useServer();
let boss: Person;
let packer: Person;
let helper: Person;
let hall: string;
beforeAll(async () => {
  boss = await signUp(server);
  packer = await invite(server, boss, { warehouse: 2 });
  helper = await invite(server, boss, { warehouse: 2 });
  hall = await place(boss, "Hall");
});

interface Booked {
  id: string;
  lines: number;
  pieces: number;
  is_repeated: boolean;
}
interface Difference {
  id: string;
  description: string;
  product_variant_id: string | null;
  expected: number | null;
  first_count: number | null;
  second_count: number | null;
  counted: number | null;
  difference: number | null;
}

const rpc = async <T>(who: Person, name: string, input: object) => (await dataOf(who.client.rpc(name, input))) as unknown as T;
const done = async (who: Person, name: string, input: object) => expect((await who.client.rpc(name, input)).error).toBeNull();
const refusal = async (who: Person, name: string, input: object) => {
  const { error } = await who.client.rpc(name, input);
  return { code: error?.code, text: `${error?.message} ${error?.details} ${error?.hint}` };
};
const box = (extra: object = {}) => make(boss, "inbound_box", { supplier: "Ever Shoes", location_id: hall, ...extra });
const line = (inbound_box_id: string, product_variant_id: string, extra: object = {}) =>
  make(boss, "inbound_line", { inbound_box_id, product_variant_id, description: "Dunk", ...extra });
const openCount = (who: Person, inbound_box_id: string) => rpc<{ id: string; round: number }>(who, "stock_count_open", { inbound_box_id });
const scan = (who: Person, stock_count_id: string, product_variant_id: string, quantity = 1) =>
  rpc<{ counted: number }>(who, "stock_count_scan", { stock_count_id, product_variant_id, quantity });
const close = (who: Person, id: string) => rpc(who, "stock_count_close", { id });
const differences = (who: Person, id: string) => list<Difference>(who, "inbound_differences", { id });
const onHand = async (product_variant_id: string) =>
  (await list<{ on_hand: number }>(boss, "stock_on_hand", { product_variant_id })).reduce((sum, row) => sum + row.on_hand, 0);
const statusOf = async (id: string) => ((await dataOf(boss.client.from("inbound_box").select("status").eq("id", id).single())) as { status: string }).status;

async function counted(lines: [variantId: string, pieces: number, cost?: number][]): Promise<string> {
  const id = await box();
  for (const [product_variant_id, pieces, unit_cost] of lines) {
    const made = await line(id, product_variant_id, { expected: pieces, counted: pieces });
    if (unit_cost !== undefined) await done(boss, "inbound_cost_set", { inbound_line_id: made, currency: "USD", unit_cost });
  }
  await rpc(boss, "inbound_box_arrive", { id });
  await rpc(boss, "inbound_box_count", { id });
  return id;
}

describe("counting a box", () => {
  it("by scan gives its lines their figures, finds what nobody expected and what is missing", async () => {
    const [a, b, c] = [await variant(boss), await variant(boss), await variant(boss)];
    const id = await box();
    await line(id, a, { expected: 3 });
    await line(id, b, { expected: 2 });
    const sheet = await openCount(packer, id);
    expect(sheet).toMatchObject({ round: 1 });
    expect(await statusOf(id)).toBe("arrived");
    await scan(packer, sheet.id, a);
    expect(await scan(packer, sheet.id, a)).toMatchObject({ counted: 2 });
    await scan(packer, sheet.id, c, 4);
    await close(packer, sheet.id);
    const rows = await differences(packer, id);
    expect(rows.map((row) => [row.product_variant_id, row.expected, row.first_count, row.counted, row.difference])).toEqual([
      [a, 3, 2, 2, -1],
      [b, 2, 0, 0, -2],
      [c, null, 4, 4, 4],
    ]);
    expect(await statusOf(id)).toBe("counted");
    expect(await onHand(a)).toBe(0); // counting books nothing
  });

  it("twice is blind: the database shows the first one's figures to nobody else before both are done", async () => {
    const [a, b] = [await variant(boss), await variant(boss)];
    const id = await box({ wants_second_count: true });
    await line(id, a, { expected: 9 });
    await line(id, b, { expected: 5 });
    const first = await openCount(packer, id);
    await scan(packer, first.id, a, 8);
    await scan(packer, first.id, b, 5);
    expect((await refusal(helper, "stock_count_open", { inbound_box_id: id })).code).toBe("55000");
    expect((await refusal(helper, "stock_count_scan", { stock_count_id: first.id, product_variant_id: a, quantity: 1 })).code).toBe("42501");
    await close(packer, first.id);
    expect(await statusOf(id)).toBe("arrived");
    for (const who of [helper, boss]) {
      expect(await dataOf(who.client.from("stock_count_line").select("counted").eq("stock_count_id", first.id))).toEqual([]);
      expect((await differences(who, id)).map((row) => [row.first_count, row.counted])).toEqual([[null, null], [null, null]]);
      expect(await list(who, "stock_count_report", { id: first.id })).toEqual([]);
    }
    expect((await refusal(packer, "stock_count_open", { inbound_box_id: id }))).toMatchObject({ code: "42501", text: expect.stringMatching(/somebody else/) });
    const second = await openCount(helper, id);
    expect(second.round).toBe(2);
    await scan(helper, second.id, a, 9);
    await scan(helper, second.id, b, 5);
    expect(await dataOf(boss.client.from("stock_count_line").select("counted").eq("stock_count_id", second.id))).toEqual([]);
    await close(helper, second.id);
    expect((await differences(boss, id)).map((row) => [row.first_count, row.second_count, row.counted, row.difference])).toEqual([
      [8, 9, null, null],
      [5, 5, 5, 0],
    ]);
    expect(await refusal(boss, "inbound_book", { id })).toMatchObject({ code: "55000", text: expect.stringMatching(/not settled/) });
    await dataOf(boss.client.from("inbound_line").update({ counted: 9 }).eq("inbound_box_id", id).eq("product_variant_id", a).select());
    expect(await rpc<Booked>(boss, "inbound_book", { id })).toMatchObject({ lines: 2, pieces: 14 });
  });

  it("the same member may count twice where the workspace says so", async () => {
    const other = await signUp(server);
    const where = await place(other, "Room");
    const a = await variant(other);
    const id = await make(other, "inbound_box", { supplier: "S", location_id: where, wants_second_count: true });
    for (const round of [1, 2]) {
      if (round === 2) {
        expect((await refusal(other, "stock_count_open", { inbound_box_id: id })).code).toBe("42501");
        await dataOf(other.client.from("workspace").update({ second_counter: "anybody" }).not("id", "is", null).select("id"));
      }
      const sheet = await openCount(other, id);
      expect(sheet.round).toBe(round);
      await scan(other, sheet.id, a, 2);
      await close(other, sheet.id);
    }
    expect((await differences(other, id)).map((row) => [row.first_count, row.second_count, row.counted])).toEqual([[2, 2, 2]]);
  });
});

describe("booking a box", () => {
  it("makes a movement of each line with its cost, once, however often and by however many it is asked", async () => {
    const [a, b] = [await variant(boss), await variant(boss)];
    const id = await counted([[a, 4, 700], [b, 0]]);
    const answers = await Promise.all([packer, boss, packer, boss].map((who) => rpc<Booked>(who, "inbound_book", { id })));
    expect(answers.filter((each) => !each.is_repeated)).toHaveLength(1);
    for (const each of answers) expect(each).toMatchObject({ lines: 1, pieces: 4 });
    expect([await onHand(a), await onHand(b), await statusOf(id)]).toEqual([4, 0, "booked"]);
    const rows = await dataOf(boss.client.from("stock_movement").select("kind,quantity,reason,reference_kind").eq("reference_id", id));
    expect(rows).toEqual([{ kind: "in", quantity: 4, reason: "purchase", reference_kind: "box" }]);
    const [cost] = (await dataOf(boss.client.from("stock_cost").select("value,currency").eq("product_variant_id", a))) as { value: number }[];
    expect(cost).toEqual({ value: 2800, currency: "USD" });
  });

  it("is taken back by opposite movements, once, and may be booked again", async () => {
    const a = await variant(boss);
    const id = await counted([[a, 5, 300]]);
    await rpc(packer, "inbound_book", { id });
    expect((await refusal(helper, "inbound_unbook", { id })).code).toBe("42501"); // somebody else's
    expect(await rpc<Booked>(packer, "inbound_unbook", { id })).toMatchObject({ lines: 1, pieces: 5 });
    expect([await onHand(a), await statusOf(id)]).toEqual([0, "counted"]);
    expect((await refusal(packer, "inbound_unbook", { id })).code).toBe("55000");
    await rpc(packer, "inbound_book", { id, location_id: await place(boss, "Attic") });
    expect(await onHand(a)).toBe(5);
    const rows = await dataOf(boss.client.from("stock_movement").select("quantity").eq("reference_id", id).order("sequence"));
    expect(rows).toEqual([{ quantity: 5 }, { quantity: -5 }, { quantity: 5 }]);
    const [cost] = (await dataOf(boss.client.from("stock_cost").select("value").eq("product_variant_id", a))) as { value: number }[];
    expect(cost).toEqual({ value: 1500 });
  });

  it("needs counted lines, their products and a place; then all lines are booked or none", async () => {
    const a = await variant(boss);
    const early = await box();
    expect(await refusal(boss, "inbound_book", { id: early })).toMatchObject({ code: "55000", text: expect.stringMatching(/Count the box first/) });
    const id = await counted([[a, 2]]);
    const other = await make(boss, "inbound_line", { inbound_box_id: id, description: "Odd boots", counted: 1 });
    expect(await refusal(boss, "inbound_book", { id })).toMatchObject({ code: "55000", text: expect.stringMatching(/Odd boots/) });
    expect(await onHand(a)).toBe(0);
    const product_id = await product(boss);
    await dataOf(boss.client.from("inbound_line").update({ product_id, size: "42½" }).eq("id", other).select());
    await dataOf(boss.client.from("inbound_box").update({ location_id: null }).eq("id", id).select());
    expect(await refusal(boss, "inbound_book", { id })).toMatchObject({ code: "23502", text: expect.stringMatching(/location_id/) });
    expect((await refusal(boss, "inbound_book", { id, location_id: randomUUID() })).code).toBe("P0002");
    expect(await rpc<Booked>(boss, "inbound_book", { id, location_id: hall })).toMatchObject({ lines: 2, pieces: 3 });
    const sizes = await dataOf(boss.client.from("product_variant").select("size,size_order").eq("product_id", product_id));
    expect(sizes).toEqual([{ size: "42½", size_order: 4250 }]);
    expect((await refusal(boss, "inbound_book", { id: randomUUID() })).code).toBe("P0002");
  });

  it("holds its lines and costs fast, and is not taken back below zero where that is refused", async () => {
    const other = await signUp(server);
    await refuseNegative(other);
    const where = await place(other, "Room");
    const a = await variant(other);
    const id = await make(other, "inbound_box", { supplier: "S", location_id: where });
    const own = await make(other, "inbound_line", { inbound_box_id: id, product_variant_id: a, description: "x", counted: 3 });
    const cost = { inbound_line_id: own, currency: "USD", unit_cost: 5 };
    for (const unit_cost of [4, 5]) await done(other, "inbound_cost_set", { ...cost, unit_cost });
    await rpc(other, "inbound_box_arrive", { id });
    await rpc(other, "inbound_box_count", { id });
    await rpc(other, "inbound_book", { id });
    const { error } = await other.client.from("inbound_line").update({ counted: 4 }).eq("id", own).select();
    expect(error?.code).toBe("55006");
    expect(await dataOf(other.client.from("stock_cost").select("value"))).toEqual([{ value: 15 }]);
    expect((await refusal(other, "inbound_cost_set", cost)).code).toBe("55000");
    expect((await other.client.from("inbound_line").insert({ inbound_box_id: id, description: "late" }).select()).error?.code).toBe("55006");
    await rpc(other, "stock_move", { lines: { kind: "out", quantity: 2, location_id: where, product_variant_id: a } });
    expect((await refusal(other, "inbound_unbook", { id })).code).toBe("55000");
    expect(await statusOfIn(other, id)).toBe("booked");
  });

  it("costs of lines are of the module finance", async () => {
    expect((await packer.client.from("inbound_cost").select()).error?.code).toBe("42501");
    const own = await make(packer, "inbound_line", { inbound_box_id: await box(), description: "x" });
    expect((await refusal(packer, "inbound_cost_set", { inbound_line_id: own, unit_cost: 1, currency: "USD" })).code).toBe("42501");
    expect((await refusal(boss, "inbound_cost_set", { inbound_line_id: randomUUID(), unit_cost: 1, currency: "USD" })).code).toBe("P0002");
  });
});

const statusOfIn = async (who: Person, id: string) => ((await dataOf(who.client.from("inbound_box").select("status").eq("id", id).single())) as { status: string }).status;

describe("proposed lines", () => {
  const proposal = (extra: object = {}) => ({ description: "White low shoes", quantity: 2, confidence: 0.9, ...extra });
  const propose = (inbound_box_id: string, lines: unknown) => rpc<{ proposed: number }>(packer, "inbound_propose", { inbound_box_id, source: "photo", lines });
  const proposals = async (id: string) =>
    (await dataOf(boss.client.from("inbound_proposal").select("id,state,confidence_permille,quantity,inbound_line_id").eq("inbound_box_id", id).order("confidence_permille"))) as unknown as
      { id: string; state: string; confidence_permille: number; inbound_line_id: string | null }[];
  const lines = async (id: string) => (await dataOf(boss.client.from("inbound_line").select("description,expected,product_variant_id,from_proposal").eq("inbound_box_id", id).order("created_at"))) as unknown as object[];

  it("become lines only when a person says so, one by one or all that are sure enough; nothing is booked", async () => {
    const a = await variant(boss);
    const code = `P-${randomUUID().slice(0, 8)}`;
    await make(boss, "product_barcode", { product_variant_id: a, code });
    const id = await box();
    expect(await propose(id, [proposal({ code }), proposal({ confidence: 0.4, description: "Boots" }), proposal({ confidence: 1, product_variant_id: a, quantity: 1 })])).toEqual({ proposed: 3 });
    expect([await lines(id), await onHand(a)]).toEqual([[], 0]);
    expect((await proposals(id)).map((row) => [row.state, row.confidence_permille])).toEqual([["proposed", 400], ["proposed", 900], ["proposed", 1000]]);
    expect(await rpc(boss, "inbound_accept", { inbound_box_id: id, confidence_permille: 900 })).toEqual({ accepted: 2 });
    expect(await lines(id)).toEqual([{ description: "White low shoes", expected: 3, product_variant_id: a, from_proposal: true }]);
    const [unsure] = await proposals(id);
    const product_id = await product(boss);
    expect(await rpc(boss, "inbound_accept", { id: unsure?.id, product_id, size: "40", quantity: 7 })).toEqual({ accepted: 1 });
    expect(await rpc(boss, "inbound_accept", { id: unsure?.id, product_id, size: "40", quantity: 7 })).toEqual({ accepted: 0 });
    expect(await lines(id)).toMatchObject([{ expected: 3 }, { description: "Boots", expected: 7 }]);
    expect((await refusal(boss, "inbound_reject", { id: unsure?.id })).code).toBe("55000");
    expect(await onHand(a)).toBe(0);
  });

  // LIMIT_PROPOSALS at once; accepted are all that wait, which is more than are taken in one turn (250)
  it.each([[250], [251]])("%i that wait are accepted together", async (count) => {
    const id = await box(), a = await variant(boss);
    const some = (number: number) => Array.from({ length: number }, () => proposal({ product_variant_id: a, quantity: 1 }));
    expect(await propose(id, some(200))).toEqual({ proposed: 200 });
    expect(await propose(id, some(count - 200))).toEqual({ proposed: count - 200 });
    expect((await refusal(packer, "inbound_propose", { inbound_box_id: id, source: "photo", lines: some(201) })).code).toBe("23514");
    expect(await rpc(boss, "inbound_accept", { inbound_box_id: id })).toEqual({ accepted: count });
    expect(await lines(id)).toMatchObject([{ expected: count }]);
    expect(await dataOf(boss.client.from("inbound_proposal").select("id").eq("inbound_box_id", id).eq("state", "proposed"))).toEqual([]);
  });

  it("what is rejected makes no line; what the packing list says stays", async () => {
    const a = await variant(boss);
    const id = await box();
    await line(id, a, { expected: 6 });
    await propose(id, [proposal({ product_variant_id: a, quantity: 5 }), proposal({ confidence: 0 })]);
    const [unsure, sure] = await proposals(id);
    await done(boss, "inbound_reject", { id: unsure?.id });
    expect((await refusal(boss, "inbound_accept", { id: unsure?.id })).code).toBe("55000");
    await rpc(boss, "inbound_accept", { id: sure?.id });
    expect(await lines(id)).toMatchObject([{ expected: 6, from_proposal: false }]);
    expect((await proposals(id)).map((row) => row.state)).toEqual(["rejected", "accepted"]);
  });

  it("are taken once by their ids, and by two people at once", async () => {
    const id = await box();
    const all = [proposal({ id: randomUUID() }), proposal({ id: randomUUID() })];
    expect(await propose(id, all)).toEqual({ proposed: 2 });
    expect(await propose(id, all)).toEqual({ proposed: 0 });
    const answers = await Promise.all([boss, packer, helper].map((who) => rpc<{ accepted: number }>(who, "inbound_accept", { inbound_box_id: id })));
    expect(answers.reduce((sum, each) => sum + each.accepted, 0)).toBe(2);
    expect(await lines(id)).toHaveLength(2);
  });

  it.each([
    ["confidence above 1", [proposal({ confidence: 1.01 })], "23514", "confidence"],
    ["confidence below 0", [proposal({ confidence: -0.1 })], "23514", "confidence"],
    ["confidence as text", [proposal({ confidence: "0.5" })], "23514", "confidence"],
    ["no confidence", [{ description: "x", quantity: 1 }], "23514", "confidence"],
    ["no description", [{ quantity: 1, confidence: 1 }], "23502", "description"],
    ["quantity 0", [proposal({ quantity: 0 })], "23514", "quantity"],
    ["a column that is none", [proposal({ price: 1 })], "PGRST204", "price"],
    ["no array", proposal(), "PGRST102", "lines"],
    ["an empty list", [], "23514", "lines"],
    ["201 lines", // LIMIT_PROPOSALS; 200 are taken below
      Array.from({ length: 201 }, () => proposal()), "23514", "lines"],
    ["a line that is no object", [7], "PGRST102", ""],
    ["a product that does not exist", [proposal({ product_id: randomUUID() })], "23503", ""],
  ])("are refused by name: %s", async (_, given, code, named) => {
    const id = await box();
    const answer = await refusal(packer, "inbound_propose", { inbound_box_id: id, source: "photo", lines: given });
    expect(answer).toMatchObject({ code, text: expect.stringContaining(named) });
    expect(await proposals(id)).toEqual([]);
  });

  it("200 lines are taken, of a counted box none", async () => {
    const id = await box();
    expect(await propose(id, Array.from({ length: 200 }, () => proposal()))).toEqual({ proposed: 200 });
    await rpc(boss, "inbound_box_arrive", { id });
    await rpc(boss, "inbound_box_count", { id });
    expect((await refusal(packer, "inbound_propose", { inbound_box_id: id, source: "photo", lines: [proposal()] })).code).toBe("55000");
    expect((await refusal(packer, "inbound_accept", { inbound_box_id: id })).code).toBe("55000");
  });
});

it("another workspace meets none of it", async () => {
  const stranger = await signUp(server);
  const id = await counted([[await variant(boss), 1]]);
  for (const [name, input] of [
    ["inbound_book", { id }],
    ["inbound_unbook", { id }],
    ["stock_count_open", { inbound_box_id: id }],
    ["inbound_propose", { inbound_box_id: id, source: "x", lines: [{ description: "x", quantity: 1, confidence: 1 }] }],
    ["inbound_accept", { inbound_box_id: id }],
    ["inbound_differences", { id }],
  ] as const)
    expect([name, (await refusal(stranger, name, input)).code]).toEqual([name, "P0002"]);
  const viewer = await invite(server, boss, { warehouse: 1 });
  expect((await send(server, "/rest/v1/rpc/inbound_book", { token: await tokenOf(viewer), body: { id } })).status).toBe(403);
});

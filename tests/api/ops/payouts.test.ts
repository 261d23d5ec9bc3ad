// Payout files of the platforms: known by their headers, each line goes to the show of its order, and
// nothing of the buyers comes along. The files are ours, in the platforms' layouts; a name of a buyer
// in them begins with zq. As a workbook they say the same.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, signUp, tokenOf } from "../../harness/client.ts";
import { useServer } from "../../harness/server.ts";
import { makeWorkbook } from "../../harness/workbook.ts";
import { make } from "./warehouse.ts";

const server = useServer();
const fileOf = (folder: string, name: string) => new Uint8Array(readFileSync(join(import.meta.dirname, "../../files", folder, `${name}.csv`)));

interface Description { id: string; format: string; mapping: Record<string, unknown>; options: Record<string, unknown>; preset: { key: string } | null; left_out: { column: string; whole: boolean }[]; fields: { name: string; required: boolean }[] }
interface Run { status: string; rows_done: number; rows_failed: number; rows_skipped: number; errors: { row: number; field: string; message: string }[] }
interface Closeout { payout_lines: number; foreign_lines: number; checks: { about: string; expected: number; found: number }[]; orders: { external_ref: string; state: string; sold: number; paid: number }[] }

async function upload(person: Person, entity: string, name: string, bytes: Uint8Array<ArrayBuffer>, language: string): Promise<Description> {
  const answer = await fetch(`${server.url}/rest/v1/rpc/import_upload?entity=${entity}&file_name=${name}`, {
    method: "POST", headers: { Authorization: `Bearer ${await tokenOf(person)}`, "Content-Type": "application/octet-stream", "Accept-Language": language }, body: bytes,
  });
  const text = await answer.text();
  expect([name, answer.status, answer.ok ? "" : text]).toEqual([name, 200, ""]);
  return JSON.parse(text) as Description;
}

async function run(person: Person, { id, mapping, options }: Description): Promise<Run> {
  await dataOf(person.client.rpc("import_run", { id, mapping, options }));
  const read = async () => (await dataOf(person.client.from("import_run").select().eq("id", id).single())) as Run;
  for (let attempt = 0; attempt < 1200; attempt++) {
    const now = await read();
    if (now.status !== "running") return now;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error("the import does not end");
}

/** A workspace whose show was on the air when the orders of this platform were placed. */
async function seller(platform: string, currency: string, zone: string): Promise<[Person, string]> {
  const person = await signUp(server);
  await dataOf(person.client.rpc("workspace_create", { name: "Shop" }));
  await person.client.auth.refreshSession();
  expect((await person.client.from("workspace").update({ time_zone: zone, currency }).not("id", "is", null)).error).toBeNull();
  const day = zone === "Asia/Shanghai" ? "2026-03-01" : "2026-03-02";
  const show = await make(person, "live_session", { title: "Friday", day, platform, currency, status: "ended", starts_at: `${day}T${zone === "Asia/Shanghai" ? "11" : "01"}:00:00Z`, ends_at: `${day}T${zone === "Asia/Shanghai" ? "14" : "03"}:00:00Z` });
  const orders = await upload(person, "sale", `${platform}.csv`, fileOf("imports", platform), "en");
  expect(await run(person, orders)).toMatchObject({ rows_done: 2, rows_failed: 0 });
  return [person, show];
}

const closeoutOf = async (person: Person, show: string) => (await dataOf(person.client.rpc("show_closeout", { live_session_id: show }))) as unknown as Closeout;
const sidesOf = ({ checks }: Closeout) => Object.fromEntries(checks.map(({ about, expected, found }) => [about, [expected, found]]));

const platforms = [
  { name: "tiktok", currency: "USD", zone: "America/New_York", language: "en", done: 3, passed: 0, buyer: "Buyer Username", sold: 12_970, found: 8_980, fee: 1_167,
    orders: [{ external_ref: "576461413038785002", state: "differs", sold: 7_980, paid: 3_990 }] },
  { name: "whatnot", currency: "USD", zone: "America/New_York", language: "en", done: 2, passed: 1, buyer: "buyer", sold: 13_700, found: 13_700, fee: 1_554, orders: [] },
  { name: "douyin", currency: "CNY", zone: "Asia/Shanghai", language: "zh", done: 2, passed: 0, buyer: "买家昵称", sold: 51_700, found: 51_700, fee: 7_755, orders: [] },
  { name: "taobao", currency: "CNY", zone: "Asia/Shanghai", language: "zh", done: 2, passed: 0, buyer: "买家会员名", sold: 25_800, found: 25_800, fee: 2_734, orders: [] },
  { name: "kuaishou", currency: "CNY", zone: "Asia/Shanghai", language: "zh", done: 2, passed: 0, buyer: "收货人姓名", sold: 29_700, found: 29_700, fee: 4_455, orders: [] },
];

describe.each(platforms)("the payout file of $name", (platform) => {
  let person: Person;
  let show: string;
  beforeAll(async () => {
    [person, show] = await seller(platform.name, platform.currency, platform.zone);
  });

  it("is known, its lines go to the show of their orders, and once", async () => {
    const file = await upload(person, "payout_line", `${platform.name}.csv`, fileOf("payouts", platform.name), platform.language);
    expect([file.preset?.key, file.format]).toEqual([`${platform.name}_payout`, "csv"]);
    expect(file.left_out.filter(({ whole }) => whole).map(({ column }) => column)).toEqual([platform.buyer]);
    expect(JSON.stringify(file)).not.toMatch(/zq/i);
    expect(file.fields.find(({ name }) => name === "live_session_id")).toMatchObject({ required: false });

    const ran = await run(person, file);
    expect([ran.status, ran.rows_done, ran.rows_failed]).toEqual(["done", platform.done, 1]);
    expect(ran.errors).toMatchObject([{ field: "live_session_id" }]); // the order that was never imported
    const closeout = await closeoutOf(person, show);
    expect([closeout.payout_lines, closeout.foreign_lines, closeout.orders]).toEqual([platform.done, 0, platform.orders]);
    expect(sidesOf(closeout)).toMatchObject({ sales: [platform.sold, platform.found], fee: [0, platform.fee], cash: [platform.found - platform.fee, 0] });

    const again = await upload(person, "payout_line", `${platform.name}.csv`, fileOf("payouts", platform.name), platform.language);
    expect(await run(person, again)).toMatchObject({ rows_done: 0, rows_failed: 1, rows_skipped: platform.done + platform.passed });
    expect((await closeoutOf(person, show)).payout_lines).toBe(platform.done);
  });
});

describe("a payout file as a workbook", () => {
  it("says the same as the text, with its amounts as numbers", async () => {
    const [person, show] = await seller("tiktok", "USD", "America/New_York");
    const [head = [], ...rows] = Buffer.from(fileOf("payouts", "tiktok")).toString("utf8").trim().split("\n").map((line) => line.split(","));
    const numbers = new Set(["Total settlement amount", "Total revenue", "Subtotal after seller discounts", "Total fees"]);
    const cells = rows.map((row) => row.map((cell, at) => (numbers.has(head[at] ?? "") ? Number(cell.replace("$", "")) : cell)));
    const book = new Uint8Array(makeWorkbook({ "Order details": [head, ...cells] }));
    const file = await upload(person, "payout_line", "tiktok.xlsx", book, "zh");
    expect([file.preset?.key, file.left_out.map(({ column }) => column)]).toEqual(["tiktok_payout", ["Buyer Username"]]);
    const ran = await run(person, file);
    expect([ran.rows_done, ran.rows_failed]).toEqual([3, 1]);
    expect(sidesOf(await closeoutOf(person, show))).toMatchObject({ sales: [12_970, 8_980], fee: [0, 1_167] });
  });
});

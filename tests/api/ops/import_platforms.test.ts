// Exports of the platforms: each is known by its headers, comes in as the sales it tells of, and
// leaves nothing of its buyers behind. The files are ours, in the platforms' layouts; whatever is
// about a buyer in them begins with Zq, zq, or is a telephone number.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, invite, send, signUp, tokenOf } from "../../harness/client.ts";
import { openedTables } from "../../harness/sealed.ts";
import { useServer } from "../../harness/server.ts";

const server = useServer();
const FOLDER = join(import.meta.dirname, "../../files/imports");
const soon = { timeout: 60_000, interval: 50 };

interface LeftOut {
  column: string;
  kind: string;
  cells: number;
  whole: boolean;
}
interface Description {
  id: string;
  columns: { name: string; samples: string[] }[];
  mapping: Record<string, unknown>;
  options: Record<string, unknown>;
  preset: { id: string | null; key: string; name: string } | null;
  left_out: LeftOut[];
  remembered: boolean;
}
interface Preset {
  id: string | null;
  key: string;
  name: string;
  is_off: boolean;
  columns: Record<string, unknown>;
  headers: string[];
  options: Record<string, unknown>;
}

/** What must not be found of a file's buyers. */
const ofBuyers = /zq|(?<!\d)1[3-9]\d{9}(?!\d)|138\*{4}5678|415\*{5}2|415-555/i;

async function upload(person: Person, name: string, bytes?: Uint8Array<ArrayBuffer>, language = "en"): Promise<Description> {
  const answer = await fetch(`${server.url}/rest/v1/rpc/import_upload?entity=sale&file_name=${name}`, {
    method: "POST", headers: { Authorization: `Bearer ${await tokenOf(person)}`, "Content-Type": "application/octet-stream", "Accept-Language": language },
    body: bytes ?? new Uint8Array(readFileSync(join(FOLDER, name))),
  });
  const text = await answer.text();
  expect([name, answer.status, answer.status === 200 ? "" : text]).toEqual([name, 200, ""]);
  return JSON.parse(text) as Description;
}

interface Run { status: string; rows_done: number; rows_failed: number; rows_skipped: number; left_out: LeftOut[]; errors: { message: string }[] }

async function run(person: Person, file: Description): Promise<Run> {
  await dataOf(person.client.rpc("import_run", { id: file.id, mapping: file.mapping, options: file.options }));
  const read = async () => (await dataOf(person.client.from("import_run").select().eq("id", file.id).single())) as Run;
  await expect.poll(async () => (await read()).status, soon).not.toBe("running");
  return read();
}

const sales = async (person: Person) =>
  (await dataOf(person.client.from("sale").select("brand,shoe_type,size,quantity,price,currency,external_ref,source,sold_at,product(sku)").order("external_ref"))) as Record<string, unknown>[];

async function seller(currency: string, zone: string): Promise<Person> {
  const person = await signUp(server);
  await dataOf(person.client.rpc("workspace_create", { name: "Shop" }));
  await person.client.auth.refreshSession();
  expect((await person.client.from("workspace").update({ time_zone: zone, currency }).not("id", "is", null)).error).toBeNull();
  return person;
}

/** Every file below the server's folder, and every row of its store with what is sealed opened. */
async function everythingKept(): Promise<string> {
  const files = (folder: string): string[] => readdirSync(folder).flatMap((name) => (statSync(join(folder, name)).isDirectory() ? files(join(folder, name)) : [join(folder, name)]));
  const rows = (await openedTables(server)).filter(({ name }) => ["import_run", "import_file", "import_row", "import_mapping", "sale", "product", "live_session", "idempotency_key", "audit_event", "job"].includes(name) || name.startsWith("import"));
  const pieces = rows.find(({ name }) => name === "import_file");
  const data = pieces?.columns.indexOf("data") ?? -1;
  return [
    ...files(server.folder).filter((path) => !path.endsWith(".eml") && !path.endsWith(".key")).map((path) => readFileSync(path, "latin1")),
    ...rows.flatMap(({ rows: all }) => all.map((row) => row.join("\n"))),
    ...(pieces?.rows ?? []).map((row) => Buffer.from(row[data] ?? "", "base64").toString("utf8")),
    ...server.lines,
  ].join("\n");
}

const platforms = [
  { file: "tiktok.csv", key: "tiktok", name: "TikTok Shop: orders", currency: "USD", zone: "America/New_York", done: 2, skipped: 2, columns: ["Buyer Message", "Buyer Username", "Recipient", "Phone #", "State", "City", "Zipcode", "Detail Address"],
    first: { brand: "Nova", shoe_type: "Runner Mesh", size: "42", quantity: 1, price: 4990, currency: "USD", external_ref: "576461413038785001", source: "tiktok", sold_at: "2026-03-02T01:02:00.000Z", product: { sku: "NV-RUN-42" } } },
  { file: "whatnot.csv", key: "whatnot", name: "Whatnot: order history", currency: "USD", zone: "America/New_York", done: 2, skipped: 1, columns: ["buyer", "shipping address", "postal code"],
    first: { brand: "Astra", shoe_type: "Court Low", size: "9.5", quantity: 1, price: 6200, currency: "USD", external_ref: "301000001", source: "whatnot", sold_at: "2026-03-02T01:15:00.000Z", product: { sku: "AS-95" } } },
  { file: "douyin.csv", key: "douyin", name: "抖店订单", currency: "CNY", zone: "Asia/Shanghai", done: 2, skipped: 1, columns: ["收件人", "收件人手机号", "省", "市", "区", "街道", "详细地址", "买家留言"],
    first: { brand: "诺瓦", shoe_type: "轻跑男鞋", size: "42", quantity: 1, price: 19900, currency: "CNY", external_ref: "6921000000000000011", source: "douyin", sold_at: "2026-03-01T12:02:00.000Z", product: { sku: "NV-42" } } },
  { file: "taobao.csv", key: "taobao", name: "淘宝直播 已卖出宝贝", currency: "CNY", zone: "Asia/Shanghai", done: 2, skipped: 1, columns: ["买家会员名", "收货人姓名", "收货地址", "联系手机", "买家留言"],
    first: { brand: "雅致", shoe_type: "板鞋", size: "40", quantity: 1, price: 12900, currency: "CNY", external_ref: "3210000000000000001", source: "taobao", sold_at: "2026-03-01T11:31:00.000Z", product: { sku: "YZ-40" } } },
  { file: "kuaishou.csv", key: "kuaishou", name: "快手小店订单", currency: "CNY", zone: "Asia/Shanghai", done: 2, skipped: 1, columns: ["收货人姓名", "收货人电话", "收货地址", "买家昵称"],
    first: { brand: "远行", shoe_type: "老爹鞋", size: "39", quantity: 1, price: 9900, currency: "CNY", external_ref: "2606000000000001", source: "kuaishou", sold_at: "2026-03-01T13:00:30.000Z", product: { sku: "YX-39" } } },
  { file: "spreadsheet.csv", key: "spreadsheet", name: "Spreadsheet: one row a sale", currency: "USD", zone: "America/New_York", done: 2, skipped: 0, columns: ["Customer name", "Phone"],
    first: { brand: "Nova", shoe_type: "Runner", size: "42", quantity: 1, price: 4990, currency: "USD", external_ref: null } },
];

describe("an export of a platform", () => {
  it.each(platforms)("$file is known by its headers, comes in as sales, and its buyers stay outside", async ({ file, key, name, currency, zone, done, skipped, columns, first }) => {
    const person = await seller(currency, zone);
    const told = await upload(person, file, undefined, currency === "CNY" ? "zh" : "en");
    expect([told.preset?.key, told.preset?.name, told.preset?.id]).toEqual([key, name, null]);
    expect(told.left_out.filter(({ whole }) => whole).map(({ column }) => column).sort()).toEqual([...columns].sort());
    for (const { column, cells } of told.left_out) expect([column, cells > 0]).toEqual([column, true]);
    expect(told.columns.map(({ name: column }) => column).filter((column) => columns.includes(column))).toEqual([]);
    expect(JSON.stringify(told)).not.toMatch(ofBuyers);
    expect(await everythingKept()).not.toMatch(/Zqrecipient|Zqname|Zq张三|Zq赵六|Zq周九|Zqcustomer|415\*{5}2|138\*{4}5678/);

    const ran = await run(person, told);
    expect([ran.status, ran.rows_done, ran.rows_failed, ran.rows_skipped, ran.errors]).toEqual(["done", done, 0, skipped, []]);
    expect(ran.left_out).toEqual(told.left_out);
    const rows = await sales(person);
    expect(rows.length).toBe(done);
    expect(rows.find(({ external_ref: ref, brand }) => ref === first.external_ref && brand === first.brand)).toMatchObject(first);
    expect(JSON.stringify(rows)).not.toMatch(ofBuyers);
  });

  it("leaves nothing of a buyer in the store, the data directory, the kept report or the log", async () => {
    const kept = await everythingKept();
    for (const name of ["tiktok.csv", "576461413038785001", "收件人手机号"]) expect([name, kept.includes(name) || kept.includes(Buffer.from(name).toString("latin1"))]).toEqual([name, true]);
    for (const mark of ["Zqrecipient", "Zqmessage", "zqbuyer", "Zqstreet", "Zqcity", "Zqname", "Zq张三", "Zq文三路", "Zq请包好", "zqtb会员", "Zq赵六", "Zq周九", "zq快手用户", "13912345678", "13612345678", "15812345678", "415*****23", "138****5678", "Zqcustomer", "415-555-0123", "415-555-0142"])
      for (const form of [mark, Buffer.from(mark).toString("latin1"), Buffer.from(mark).toString("hex"), Buffer.from(mark).toString("base64").replace(/=+$/, "").slice(0, -1)]) expect([mark, kept.includes(form)]).toEqual([mark, false]);
  });
});

describe("a file in another currency", () => {
  it("is read in that of its signs, and says so where another one is asked for", async () => {
    const person = await seller("CNY", "Asia/Shanghai");
    const told = await upload(person, "tiktok.csv");
    expect(told.options["currency"]).toBe("USD");
    const wrong = (await dataOf(person.client.rpc("import_preview", { id: told.id, mapping: told.mapping, options: { ...told.options, currency: "CNY" } }))) as { errors: { field: string; message: string }[] };
    expect(wrong.errors.map(({ field, message }) => [field, message])).toEqual([["price", '"$49.90" is not in CNY: choose the currency of the file in the options.'], ["price", '"$39.90" is not in CNY: choose the currency of the file in the options.']]);
    expect(await run(person, told)).toMatchObject({ rows_done: 2, rows_failed: 0 });
    expect((await sales(person)).map(({ currency, price }) => [currency, price])).toEqual([["USD", 4990], ["USD", 3990]]);
    expect((await upload(person, "douyin.csv")).options["currency"]).toBe("CNY"); // nothing in it says another one
  });
});

describe("presets", () => {
  let boss: Person;
  let member: Person;
  const list = async (person: Person) => (await dataOf(person.client.rpc("import_preset_list", {}))) as Preset[];
  beforeAll(async () => {
    boss = await seller("USD", "America/New_York");
    member = await invite(server, boss, { sales: 2 });
  });

  it("come with the program, for every platform", async () => {
    expect((await list(boss)).map(({ key, id }) => [key, id])).toEqual(["douyin", "douyin_payout", "kuaishou", "kuaishou_payout", "spreadsheet", "taobao", "taobao_payout", "tiktok", "tiktok_payout", "whatnot", "whatnot_payout"].map((key) => [key, null]));
  });

  it("are changed, switched off, copied and restored as rows of the workspace", async () => {
    const original = (await list(boss)).find(({ key }) => key === "whatnot");
    const values = { name: "Our Whatnot", entity: "sale", platform: "whatnot", built_in: "whatnot", columns: { ...original?.columns, shoe_type: ["product category"] }, headers: original?.headers, options: original?.options };
    const { id } = (await dataOf(boss.client.from("import_preset").insert(values).select("id").single())) as { id: string };
    const changed = await upload(member, "whatnot.csv");
    expect([changed.preset?.name, changed.preset?.id, changed.mapping["shoe_type"]]).toEqual(["Our Whatnot", id, "product category"]);
    expect((await list(member)).filter(({ key }) => key === "whatnot").map(({ name }) => name)).toEqual(["Our Whatnot"]);

    expect((await boss.client.from("import_preset").update({ is_off: true }).eq("id", id)).error).toBeNull();
    expect((await upload(boss, "whatnot.csv")).preset).toBeNull();
    expect((await boss.client.from("import_preset").update({ is_off: false, built_in: null }).eq("id", id)).error).toBeNull();
    const both = (await list(boss)).filter(({ key, name }) => name.includes("Whatnot") && key !== "whatnot_payout").map(({ key, name }) => [key, name]);
    expect(both.sort()).toEqual([["", "Our Whatnot"], ["whatnot", "Whatnot: order history"]].sort());
    expect((await boss.client.from("import_preset").delete().eq("id", id)).error).toBeNull();
    expect((await upload(boss, "whatnot.csv")).preset?.name).toBe("Whatnot: order history");
  });

  it("are all told and known, however many there are", async () => {
    const person = await seller("USD", "America/New_York");
    const own = (at: number) => ({ name: `Own ${String(at).padStart(3, "0")}`, entity: "sale", columns: { price: [`price ${at}`] } });
    await dataOf(person.client.from("import_preset").insert(Array.from({ length: 300 }, (_, at) => own(at))).select("id"));
    const told = await list(person);
    expect(told.filter(({ key }) => key === "").map(({ name }) => name)).toEqual(Array.from({ length: 300 }, (_, at) => own(at).name));
    const file = await upload(person, "whatnot.csv");
    const last = told.at(-1)?.id;
    expect(((await dataOf(person.client.rpc("import_describe", { id: file.id, options: { preset: last } }))) as Description).preset?.name).toBe("Own 299");
  });

  it("are chosen by name, or none is", async () => {
    const file = await upload(boss, "whatnot.csv");
    const none = (await dataOf(boss.client.rpc("import_describe", { id: file.id, options: { preset: "none" } }))) as Description;
    expect([none.preset, none.mapping["size"]]).toEqual([null, undefined]);
    const other = (await dataOf(boss.client.rpc("import_describe", { id: file.id, options: { preset: "tiktok" } }))) as Description;
    expect(other.preset?.key).toBe("tiktok");
    const back = (await dataOf(boss.client.rpc("import_describe", { id: file.id, options: { preset: "whatnot" } }))) as Description;
    expect(back.mapping).toEqual(file.mapping);
  });

  it("a cost that a preset knows is not mapped for who may not set costs", async () => {
    const file = new TextEncoder().encode("order numeric id,product name,product description,quantity,processed date,order status,sold price,sku,cost per item\n77,Nova Low,8,1,03/02/2026 01:15:00,completed,10.00,N-8,4.00\n");
    expect((await upload(boss, "own.csv", file)).mapping["cost"]).toBe("cost per item");
    const seen = await upload(member, "own.csv", file);
    expect([seen.preset?.key, "cost" in seen.mapping]).toEqual(["whatnot", false]);
  });

  it("parts of cells and rows that are passed over are refused when they make no sense", async () => {
    const file = await upload(boss, "whatnot.csv");
    const ask = async (mapping: unknown, options: unknown) => (await send(server, "/rest/v1/rpc/import_preview", { token: await tokenOf(boss), body: { id: file.id, mapping, options } })).status;
    expect(await ask({ brand: { column: "product name", take: "middle" } }, {})).toBe(400);
    expect(await ask({ brand: { column: "nothing", take: "rest" } }, {})).toBe(400);
    expect(await ask({}, { skip: ["x"] })).toBe(400);
    expect(await ask({}, { skip: { nothing: ["x"] } })).toBe(400);
    expect(await ask(file.mapping, { ...file.options, skip: {} })).toBe(200);
  });
});

describe("a workbook", () => {
  it("keeps only the sheet that is read, without its buyers", async () => {
    const person = await seller("USD", "UTC");
    await dataOf(person.client.from("sale").insert({ sold_at: "2026-03-01T12:00:00Z", brand: "Nova", shoe_type: "Runner", price: 5, transcript: "x", external_ref: "zq@example.com" }).select("id"));
    const book = await send(server, "/rest/v1/sale?select=sold_at,brand,shoe_type,price,Contact:external_ref", { token: await tokenOf(person), headers: { Accept: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" } });
    const told = await upload(person, "book.xlsx", new Uint8Array(await book.arrayBuffer()));
    expect(told.left_out.map(({ kind, cells, whole }) => [kind, cells, whole])).toEqual([["email", 1, true]]);
    expect(JSON.stringify(told)).not.toContain("zq@example.com");
  });
});

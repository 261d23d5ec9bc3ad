// Bringing files in: what a seller exports, through upload, preview, run and undo.
import { describe, expect, it } from "vitest";

import { type Person, dataOf, invite, send, signUp, tokenOf } from "../../harness/client.ts";
import { useServer } from "../../harness/server.ts";
import { list, make, move, place, refuseNegative, variant } from "./warehouse.ts";

const server = useServer();

interface Description {
  id: string;
  format: string;
  encoding: string;
  delimiter: string;
  rows: number;
  columns: { name: string; samples: string[]; suggestion: string | null }[];
  mapping: Record<string, unknown>;
  options: Record<string, unknown>;
  remembered: boolean;
  imported_before: { file_name: string; rows_done: number } | null;
}

interface Preview {
  total: number;
  ready: number;
  failed: number;
  duplicates: number;
  links_created: number;
  rows: { row: number; values: Record<string, unknown>; errors: { field: string; message: string }[] }[];
  errors: { row: number; field: string; column: string; value: string; message: string }[];
}

interface Run {
  status: string;
  rows_total: number;
  rows_done: number;
  rows_failed: number;
  rows_skipped: number;
  failure: string | null;
}

async function upload(person: Person, entity: string, file: string | Uint8Array<ArrayBuffer>, name = "june.csv") {
  return fetch(`${server.url}/rest/v1/rpc/import_upload?entity=${entity}&file_name=${encodeURIComponent(name)}`, {
    method: "POST",
    headers: {
      Authorization: `Bearer ${await tokenOf(person)}`,
      "Content-Type": "application/octet-stream",
    },
    body: file,
  });
}

async function describeFile(...args: Parameters<typeof upload>): Promise<Description> {
  const answer = await upload(...args);
  const body = (await answer.json()) as Description & { message?: string };
  if (answer.status !== 200) throw new Error(body.message);
  return body;
}

const plan = ({ id, mapping, options }: Description) => ({ id, mapping, options });
const preview = async (person: Person, file: Description) =>
  (await dataOf(person.client.rpc("import_preview", plan(file)))) as Preview;

async function finished(person: Person, id: string): Promise<Run> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const run = (await dataOf(person.client.from("import_run").select().eq("id", id).single())) as Run;
    if (run.status !== "running") return run;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error("the import does not end");
}

async function run(person: Person, file: Description): Promise<Run> {
  await dataOf(person.client.rpc("import_run", plan(file)));
  return finished(person, file.id);
}

const count = async (person: Person, table: string) =>
  (await person.client.from(table).select("*", { count: "exact", head: true })).count;

const sales =
  "Order time,Brand,Model,US size,Qty,Price (USD),Order ID\r\n" +
  '2026-06-02 20:30,Nike,Dunk Low,9.5,1,"$1,129.50",A-1\r\n' +
  "2026-06-02 20:31,adidas,Samba,8 1/2,2,92,A-2\r\n" +
  "2026-06-31 20:32,Nike,Dunk Low,9,1,100,A-3\r\n" +
  "2026-06-02 20:33,,Dunk Low,9,0,cheap,A-4\r\n";

describe("an import", () => {
  it("finds the columns, previews every row with its errors, and writes nothing before it is run", async () => {
    const seller = await signUp(server);
    const file = await describeFile(seller, "sale", sales);
    expect(file).toMatchObject({ format: "csv", encoding: "UTF-8", delimiter: ",", rows: 4, remembered: false });
    expect(Object.fromEntries(file.columns.map((each) => [each.name, each.suggestion]))).toEqual({
      "Order time": "sold_at",
      Brand: "brand",
      Model: "shoe_type",
      "US size": "size",
      Qty: "quantity",
      "Price (USD)": "price",
      "Order ID": "external_ref",
    });
    const seen = await preview(seller, file);
    expect(seen).toMatchObject({ total: 4, ready: 2, failed: 2, duplicates: 0 });
    expect(seen.rows[0]?.values).toMatchObject({ brand: "Nike", size: "9.5", size_system: "US", price: 112950, currency: "USD" });
    expect(seen.errors.map((each) => [each.row, each.field, each.column, each.value])).toEqual([
      [4, "sold_at", "Order time", "2026-06-31 20:32"],
      [5, "quantity", "Qty", "0"],
      [5, "price", "Price (USD)", "cheap"],
      [5, "brand", "", ""],
    ]);
    expect(await count(seller, "sale")).toBe(0);
  });

  // LIMIT_JOINED: what is joined of several columns is whole, or refused; no part of it is left out
  it("joins columns whole, also the longest, or says that they are too long", async () => {
    const seller = await signUp(server);
    const file = (long: number) => `Sold,Brand,Begin,Model,Price\r\n2026-06-02 20:30,Nike,Dunk,${"x".repeat(long)},1 USD\r\n`;
    const joined = async (long: number) => {
      const described = await describeFile(seller, "sale", file(long));
      described.mapping = { sold_at: "Sold", brand: "Brand", shoe_type: ["Begin", "Model"], price: "Price" };
      described.options = { ...described.options, currency: "USD" };
      const { ready, rows, errors } = await preview(seller, described);
      return [ready, rows[0]?.values["shoe_type"], errors.map(({ field }) => field)];
    };
    expect(await joined(10)).toEqual([1, `Dunk ${"x".repeat(10)}`, []]);
    for (const long of [65_530, 65_531, 65_536]) expect(await joined(long)).toEqual([0, null, ["shoe_type"]]);
    const described = await describeFile(seller, "sale", file(10)); // IMPORT_JOINED
    const { error } = await seller.client.rpc("import_preview", { ...plan(described), mapping: { shoe_type: ["Begin", "Model", "Brand", "Price", "Sold"] } });
    expect(error).toMatchObject({ code: "22023", message: expect.stringContaining("4 columns") as string });
  });

  it("runs in the background, leaves out rows with errors, and is undone to the row", async () => {
    const seller = await signUp(server);
    const kept = await dataOf(
      seller.client
        .from("sale")
        .insert({ sold_at: "2026-06-01T00:00:00Z", brand: "Puma", shoe_type: "Speedcat", price: 1, currency: "USD" })
        .select("id")
        .single(),
    );
    const file = await describeFile(seller, "sale", sales);
    expect(await run(seller, file)).toMatchObject({ status: "done", rows_total: 4, rows_done: 2, rows_failed: 2 });
    expect(await count(seller, "sale")).toBe(3);
    const undone = await dataOf(seller.client.rpc("import_undo", { id: file.id }));
    expect(undone).toMatchObject({ status: "undone", deleted: 2, kept: 0 });
    expect(await dataOf(seller.client.from("sale").select("id"))).toEqual([{ id: kept.id }]);
  });

  it("does not undo rows that were changed since, unless told to", async () => {
    const seller = await signUp(server);
    const file = await describeFile(seller, "sale", sales);
    await run(seller, file);
    await dataOf(seller.client.from("sale").update({ price: 5 }).eq("external_ref", "A-1").select());
    const refused = await seller.client.rpc("import_undo", { id: file.id });
    expect(refused.error?.code).toBe("55000");
    expect(refused.error?.message).toContain("1");
    expect(await count(seller, "sale")).toBe(2);
    expect(await dataOf(seller.client.rpc("import_undo", { id: file.id, force: true }))).toMatchObject({ deleted: 2 });
  });

  it("of sales that came back names them, and takes their returns along only by force, with the stock as it was", async () => {
    const seller = await signUp(server);
    await refuseNegative(seller);
    const shelf = await place(seller, "Shelf"), size = await variant(seller);
    await move(seller, { kind: "in", quantity: 1, unit_cost: 2000, currency: "USD", product_variant_id: size, location_id: shelf });
    const file = await describeFile(seller, "sale", sales);
    await run(seller, file);
    const sold = (await dataOf(seller.client.from("sale").select("id").order("external_ref"))) as { id: string }[];
    await dataOf(seller.client.from("sale").update({ product_variant_id: size, location_id: shelf }).eq("id", sold[0]?.id ?? "").select());
    const back = { returned_at: "2026-06-05T12:00:00Z" };
    await make(seller, "sale_return", { ...back, sale_id: sold[0]?.id, quantity: 1, refund: 500, location_id: shelf });
    for (const refund of [100, 200]) await make(seller, "sale_return", { ...back, sale_id: sold[1]?.id, quantity: 0, refund });
    // The piece that came back is sold again: it is not there to be taken away before the import gives back its own.
    await make(seller, "sale", { sold_at: "2026-06-06T00:00:00Z", brand: "Nike", shoe_type: "Dunk", price: 1, currency: "USD", product_variant_id: size, location_id: shelf });
    const onHand = async () => (await list<{ on_hand: number }>(seller, "stock_on_hand", { product_variant_id: size })).map((row) => row.on_hand);

    const refused = await seller.client.rpc("import_undo", { id: file.id });
    expect(refused.error).toMatchObject({
      code: "55000", message: "Records hang on 2 of the imported ones by now: Returns 3. Nothing was undone.", details: "A-1 Nike Dunk Low (1); A-2 adidas Samba (2)",
    });
    const chinese = await send(server, "/rest/v1/rpc/import_undo", { token: await tokenOf(seller), body: { id: file.id }, headers: { "Accept-Language": "zh" } });
    expect(((await chinese.json()) as { message: string }).message).toBe("有 2 条导入的记录已产生后续记录：退货退款 3。未执行撤销。");
    expect([await count(seller, "sale"), await count(seller, "sale_return"), await onHand()]).toEqual([3, 3, [0]]);

    expect(await dataOf(seller.client.rpc("import_undo", { id: file.id, force: true }))).toEqual({ id: file.id, status: "undone", deleted: 2, kept: 0, parts: 3 });
    expect([await count(seller, "sale"), await count(seller, "sale_return"), await onHand()]).toEqual([1, 0, [0]]);
    const journal = await list<{ kind: string; quantity: number; on_hand: number }>(seller, "stock_journal", { product_variant_id: size });
    expect(journal.map(({ kind, quantity, on_hand }) => [kind, quantity, on_hand]).slice(0, 2)).toEqual([["out", -1, 0], ["return", 1, 1]]);
    const acts = await dataOf(seller.client.from("activity").select("action,entity,count").in("action", ["import", "import_undo"]).order("id"));
    expect(acts).toEqual([{ action: "import", entity: "sale", count: 2 }, { action: "import_undo", entity: "sale", count: 5 }]);
  });

  it("leaves by no force what others booked, to who may change only their own, nor what is in use", async () => {
    const boss = await signUp(server);
    const editor = await invite(server, boss, { sales: 2, live: 2 });
    const file = await describeFile(editor, "sale", sales);
    await run(editor, file);
    const [first] = (await dataOf(boss.client.from("sale").select("id").order("external_ref"))) as { id: string }[];
    await make(boss, "sale_return", { sale_id: first?.id, quantity: 1, refund: 500, returned_at: "2026-06-05T12:00:00Z" });
    expect((await editor.client.rpc("import_undo", { id: file.id, force: true })).error).toMatchObject({ code: "42501" });
    expect([await count(boss, "sale"), await count(boss, "sale_return")]).toEqual([2, 1]);

    const shows = await describeFile(editor, "live_session", "Date,Platform,Show\n2026-06-02,TikTok,Evening\n");
    expect(await run(editor, shows)).toMatchObject({ rows_done: 1 });
    const [show] = (await dataOf(boss.client.from("live_session").select("id"))) as { id: string }[];
    await make(boss, "show_item", { live_session_id: show?.id, position: 1, brand: "Nike", shoe_type: "Dunk", currency: "USD" });
    expect((await editor.client.rpc("import_undo", { id: shows.id })).error).toMatchObject({ code: "55000", details: "Evening (1)" });
    await dataOf(boss.client.from("sale").update({ live_session_id: show?.id }).eq("id", first?.id ?? "").select());
    for (const force of [false, true])
      expect((await editor.client.rpc("import_undo", { id: shows.id, force })).error).toMatchObject({ code: "23503", message: "Imported records are in use: Run sheet 1, Sales 1. Nothing was undone." });
    await dataOf(boss.client.from("sale").update({ live_session_id: null }).eq("id", first?.id ?? "").select());
    expect(await dataOf(editor.client.rpc("import_undo", { id: shows.id, force: true }))).toMatchObject({ deleted: 1, parts: 1 });
  });

  it("remembers the mapping of a source and passes over what is in already", async () => {
    const seller = await signUp(server);
    const first = await describeFile(seller, "sale", sales);
    first.mapping = { ...first.mapping, transcript: { value: "from June" } };
    await run(seller, first);
    const again = await describeFile(seller, "sale", sales, "again.csv");
    expect(again.remembered).toBe(true);
    expect(again.mapping).toEqual(first.mapping);
    expect(again.imported_before).toMatchObject({ file_name: "june.csv", rows_done: 2 });
    expect(await preview(seller, again)).toMatchObject({ ready: 0, duplicates: 2, failed: 2 });
    expect(await run(seller, again)).toMatchObject({ rows_done: 0, rows_skipped: 2 });
    again.options = { ...again.options, skip_duplicates: false };
    const third = { ...(await describeFile(seller, "sale", sales)), options: again.options };
    expect(await run(seller, third)).toMatchObject({ rows_done: 0, rows_skipped: 0, rows_failed: 4 });
  });

  it("reads GB18030, UTF-16 and semicolons, in Chinese", async () => {
    const seller = await signUp(server);
    const gbk = Buffer.from("c8d5c6da3bc6bdcca83bb1eacce23bb3c9bdbbb6ee0a", "hex"); // 日期;平台;标题;成交额
    const row = Buffer.concat([
      Buffer.from("2026/6/2;"),
      Buffer.from("b6b6d2f4", "hex"), // 抖音
      Buffer.from(";"),
      Buffer.from("d2b9b3a1", "hex"), // 夜场
      Buffer.from(";1234.5\n"),
    ]);
    const file = await describeFile(seller, "live_session", Buffer.concat([gbk, row]), "场次.csv");
    expect(file).toMatchObject({ encoding: "GB18030", delimiter: ";" });
    expect(await run(seller, file)).toMatchObject({ rows_done: 1 });
    const utf16 = Buffer.from("\ufeff日期\t平台\t标题\t成交额\n2026年6月3日\t快手\t午间\t3.5万\n", "utf16le");
    const second = await describeFile(seller, "live_session", utf16, "场次2.csv");
    expect(second).toMatchObject({ encoding: "UTF-16LE", delimiter: "\t" });
    expect(await run(seller, second)).toMatchObject({ rows_done: 1 });
    const shows = await dataOf(seller.client.from("live_session").select("day,platform,title,gmv,status").order("day"));
    expect(shows).toEqual([
      { day: "2026-06-02", platform: "douyin", title: "夜场", gmv: 123450, status: "ended" },
      { day: "2026-06-03", platform: "kuaishou", title: "午间", gmv: 3500000, status: "ended" },
    ]);
  });

  it("tells errors in the caller's language", async () => {
    const seller = await signUp(server);
    await seller.client.auth.updateUser({ data: { language: "zh" } });
    const file = await describeFile(seller, "sale", sales);
    const messages = (await preview(seller, file)).errors.map((each) => each.message).join();
    expect(messages).toContain("成交时间");
  });

  it("puts a sale into the show that was on the air, and makes shows that a file names", async () => {
    const seller = await signUp(server);
    const shows =
      "Date,Title,Platform,Start,End\n2026-06-02,Night,Whatnot,2026-06-02 19:00,2026-06-02 23:30\n" +
      "2026-06-03,Noon,TikTok Shop,2026-06-03 12:00,2026-06-03 13:00\n";
    await run(seller, await describeFile(seller, "live_session", shows));
    const times = "Order time,Brand,Model,Price\n2026-06-02 23:45,Nike,Dunk,1\n2026-06-03 12:30,Nike,Dunk,2\n2026-06-03 15:00,Nike,Dunk,3\n";
    await run(seller, await describeFile(seller, "sale", times));
    const linked = await dataOf(seller.client.from("sale").select("price,live_session(title)").order("price"));
    expect(linked).toEqual([
      { price: 100, live_session: { title: "Night" } },
      { price: 200, live_session: { title: "Noon" } },
      { price: 300, live_session: null },
    ]);
    const named = "Order time,Brand,Model,Price,Show\n2026-06-04 01:00,Nike,Dunk,4,Late\n2026-06-03 20:00,Nike,Dunk,5,late\n";
    const file = await describeFile(seller, "sale", named);
    expect(file.options).toMatchObject({ create_links: true });
    expect(await preview(seller, file)).toMatchObject({ ready: 2, links_created: 1 });
    await run(seller, file);
    const late = await dataOf(seller.client.from("live_session").select("day,status,sale(price)").eq("title", "Late"));
    expect(late).toMatchObject([{ day: "2026-06-03", status: "ended", sale: [{}, {}] }]);
  });

  it("is one's own, needs the grant, and refuses what is no table", async () => {
    const boss = await signUp(server);
    const file = await describeFile(boss, "sale", sales);
    const viewer = await invite(server, boss, { sales: 1 });
    const editor = await invite(server, boss, { sales: 2 });
    expect((await upload(viewer, "sale", sales)).status).toBe(403);
    expect((await upload(editor, "live_session", sales)).status).toBe(403);
    expect((await editor.client.rpc("import_preview", plan(file))).error?.code).toBe("PGRST116");
    expect((await editor.client.rpc("import_undo", { id: file.id })).error?.code).toBe("PGRST116");
    expect(await dataOf(editor.client.from("import_run").select())).toEqual([]);
    expect((await upload(boss, "account", sales)).status).toBe(404);
    expect((await upload(boss, "import_row", sales)).status).toBe(404);
    expect((await upload(boss, "sale", "")).status).toBe(400);
    expect((await upload(boss, "sale", new Uint8Array([0x50, 0x4b, 3, 4, 9, 9]))).status).toBe(400);
    expect((await send(server, "/rest/v1/rpc/import_upload?entity=sale", { body: {} })).status).toBe(401);
    const wrong = await boss.client.rpc("import_preview", { id: file.id, mapping: { colour: "Brand" } });
    expect(wrong.error?.message).toContain("colour");
    const missing = await boss.client.rpc("import_preview", { id: file.id, mapping: { brand: "Farbe" } });
    expect(missing.error?.message).toContain("Farbe");
  });

  it("can be cancelled before it runs", async () => {
    const seller = await signUp(server);
    const file = await describeFile(seller, "sale", sales);
    expect(await dataOf(seller.client.rpc("import_cancel", { id: file.id }))).toMatchObject({ status: "cancelled" });
    expect((await seller.client.rpc("import_run", plan(file))).error?.code).toBe("55000");
  });
});

// LIMIT_SAMPLE
it("120 characters of a cell are shown as a sample", async () => {
  const seller = await signUp(server);
  const file = await describeFile(seller, "product", `Brand,Name\n${"鞋".repeat(120)},${"鞋".repeat(121)}\n`);
  expect(file.columns.map(({ samples }) => samples)).toEqual([["鞋".repeat(120)], ["鞋".repeat(120)]]);
});

// LIMIT_MAPPING: names of columns as long as a mapping may be; past it none is suggested
it("columns with very long names are suggested, or left to whoever maps them", async () => {
  const seller = await signUp(server);
  const mappingOf = async (long: number) => (await describeFile(seller, "product", `Brand (${"x".repeat(30_000)}),Price (${"x".repeat(long)})\nNike,1 USD\n`)).mapping;
  const bytes = (mapping: object) => JSON.stringify(mapping).length;
  const most = 35_000 + 65_536 - bytes(await mappingOf(35_000));
  const whole = await mappingOf(most);
  expect([bytes(whole), whole["brand"], whole["price"]]).toEqual([65_536, `Brand (${"x".repeat(30_000)})`, `Price (${"x".repeat(most)})`]);
  expect(await mappingOf(most + 1)).toEqual({});
});

// LIMIT_ERRORS: of many faults as many are kept as fit, each of them whole; all of them are counted
it("faults of a run are kept, and counted where they find no room", async () => {
  const seller = await signUp(server);
  const runOf = async (column: string, value: string, rows: number) => {
    const file = await describeFile(seller, "sale", `Sold,Brand,Model,${column}\n${`2026-06-02 20:30,Nike,Dunk,${value}\n`.repeat(rows)}`);
    file.mapping = { sold_at: "Sold", brand: "Brand", shoe_type: "Model", price: column };
    file.options = { ...file.options, currency: "USD" };
    const { rows_failed } = await run(seller, file);
    const { errors } = (await dataOf(seller.client.from("import_run").select("errors").eq("id", file.id).single())) as { errors: Preview["errors"] };
    return { rows_failed, errors, bytes: Buffer.byteLength(JSON.stringify(errors)) };
  };
  const few = await runOf("Price", "x", 201);
  expect([few.rows_failed, few.errors.length]).toEqual([201, 200]); // IMPORT_ERRORS
  const many = await runOf("Price", "字".repeat(500), 200);
  expect([many.rows_failed, many.errors.every(({ value }) => value === "字".repeat(500))]).toEqual([200, true]);
  expect(many.errors.map(({ row }) => row)).toEqual(many.errors.map((_, at) => at + 2));
  const each = many.bytes / many.errors.length;
  expect(many.bytes).toBeLessThanOrEqual(60_000);
  expect(many.bytes).toBeGreaterThan(60_000 - 2 * each);
  const long = await runOf("价".repeat(20_000), "字".repeat(20_000), 3);
  expect([long.rows_failed, long.errors.map(({ row, column, value }) => [row, column, value])]).toEqual([3, [2, 3, 4].map((row) => [row, "价".repeat(500), "字".repeat(500)])]);
});

// LIMIT_WAITING_IMPORTS
it("a hundred imports wait, one more is asked to come later, and is run then", async () => {
  const seller = await signUp(server);
  const long = await describeFile(seller, "product", `Name,Brand\n${Array.from({ length: 200_000 }, (_, at) => `x${at},Nike\n`).join("")}`);
  const files: Description[] = [];
  for (let at = 0; at < 101; at++) files.push(await describeFile(seller, "product", `Name,Brand\nw${at},Nike\n`));
  await dataOf(seller.client.rpc("import_run", plan(long)));
  const state = async (id: string) => ((await dataOf(seller.client.from("import_run").select("status,rows_done").eq("id", id).single())) as Run);
  while ((await state(long.id)).rows_done === 0) await new Promise((done) => setTimeout(done, 20)); // no longer waiting
  await Promise.all(files.slice(0, 100).map((file) => dataOf(seller.client.rpc("import_run", plan(file)))));
  const last = files[100]!;
  expect((await seller.client.rpc("import_run", plan(last))).error).toMatchObject({ code: "53400", message: expect.stringContaining("Too many imports") as string });
  expect(await state(long.id)).toMatchObject({ status: "running" });
  await dataOf(seller.client.rpc("import_cancel", { id: long.id }));
  for (const file of files.slice(0, 100)) expect(await finished(seller, file.id)).toMatchObject({ status: "done", rows_done: 1 });
  expect(await run(seller, last)).toMatchObject({ status: "done", rows_done: 1 });
});

// LIMIT_IMPORT_ROWS
it("500,000 rows are read, one more is refused and told", async () => {
  const seller = await signUp(server);
  const rows = (count: number) => `Brand\n${"x\n".repeat(count)}`;
  expect((await describeFile(seller, "product", rows(500_000))).rows).toBe(500_000);
  const refused = await upload(seller, "product", rows(500_001));
  expect([refused.status, await refused.json()]).toEqual([413, expect.objectContaining({ code: "54000", message: expect.stringContaining("500000") as string })]);
});

// LIMIT_IMPORT_FILE, whose pieces are sealed within LIMIT_CALL_MEMORY
it("32 MiB are taken and previewed, their buyers cut out; a byte more is refused", async () => {
  const seller = await signUp(server);
  const limit = 32 * 1024 * 1024, lines = 600, head = "Brand,Shoe type,Price,Sold at,买家,Remark\n";
  const line = (bytes: number) => "Nike,Dunk,12.50,2026-06-01 12:00,Ada,".padEnd(bytes - 1, "x") + "\n";
  const bytes = Math.floor((limit - head.length) / lines);
  const rest = limit - Buffer.byteLength(head) - bytes * (lines - 1);
  const whole = head + line(bytes).repeat(lines - 1) + line(rest);
  expect(Buffer.byteLength(whole)).toBe(limit);
  const file = await describeFile(seller, "sale", whole);
  expect([file.rows, file.columns.map(({ name }) => name)]).toEqual([lines, ["Brand", "Shoe type", "Price", "Sold at", "Remark"]]);
  const mapping = { brand: "Brand", shoe_type: "Shoe type", price: "Price", sold_at: "Sold at" };
  expect(await dataOf(seller.client.rpc("import_preview", { id: file.id, mapping }))).toMatchObject({ total: lines, ready: lines });
  expect((await upload(seller, "sale", whole + "x")).status).toBe(413);
});

// LIMIT_EXPORT_ROWS
it("500,000 rows come out in one export, one more is refused, and taken in parts", { timeout: 240_000 }, async () => {
  const seller = await signUp(server);
  const bring = async (rows: number) => {
    const file = await describeFile(seller, "product", `Name,Brand\n${Array.from({ length: rows }, (_, at) => `x${at},N\n`).join("")}`);
    await dataOf(seller.client.rpc("import_run", plan(file)));
    while ((await dataOf(seller.client.from("import_run").select("status").eq("id", file.id).single())).status === "running") await new Promise((done) => setTimeout(done, 100));
  };
  const take = async (part = "") => {
    const answer = await fetch(`${server.url}/rest/v1/product?select=brand${part}`, { headers: { Accept: "text/csv", Authorization: `Bearer ${await tokenOf(seller)}` } });
    return { status: answer.status, text: await answer.text() };
  };
  await bring(500_000);
  const whole = await take();
  expect([whole.status, whole.text.split("\n").filter((line) => line.trim() === "N").length]).toEqual([200, 500_000]);
  await bring(1);
  const refused = await take();
  expect([refused.status, JSON.parse(refused.text)]).toEqual([413, expect.objectContaining({ code: "54000", message: expect.stringContaining("500000 rows") as string })]);
  expect((await take("&offset=500000&order=id")).text.trim().split(/\s+/)).toEqual(["brand", "N"]);
});

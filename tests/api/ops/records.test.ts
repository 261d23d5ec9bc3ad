// Shows, sales and products through the data API: every field, exact amounts and sizes, bad values
// refused by name, actions.
import { beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, send, signUp, tokenOf } from "../../harness/client.ts";
import { useServer } from "../../harness/server.ts";
import { unzip } from "../../harness/zip.ts";

const server = useServer();
let seller: Person;
beforeAll(async () => {
  seller = await signUp(server);
});

const show = {
  title: "Friday Night Heat",
  day: "2026-06-02",
  platform: "tiktok",
  host: "Maya",
  status: "ended",
  starts_at: "2026-06-03T02:30:00.000Z",
  ends_at: "2026-06-03T06:00:00.000Z",
  currency: "USD",
  gmv: 1234567,
  cost: 98765,
  buyers: 41,
  items: 57,
  review: "Audio was fine.\n复盘：半码最先卖完。",
};

const sale = {
  sold_at: "2026-06-03T03:15:00.000Z",
  brand: "Nike",
  shoe_type: "Dunk Low",
  size: "9.5",
  size_system: "US",
  quantity: 2,
  currency: "USD",
  price: 12999,
  cost: 8050,
};

const refused = async (table: string, row: object) => {
  const { error } = await seller.client.from(table).insert(row);
  return { code: error?.code, message: error?.message, details: error?.details };
};

describe("shows", () => {
  it("keep each field: date, platform, GMV, cost, buyers, items, notes", async () => {
    const made = await dataOf(seller.client.from("live_session").insert(show).select().single());
    expect(made).toMatchObject(show);
    const read = await dataOf(seller.client.from("live_session").select().eq("id", made.id as string).single());
    expect(read).toEqual(made);
    const changed = await dataOf(
      seller.client.from("live_session").update({ gmv: 1, review: "" }).eq("id", made.id as string).select().single(),
    );
    expect(changed).toMatchObject({ ...show, gmv: 1, review: "", version: 2 });
    expect((await seller.client.from("live_session").delete().eq("id", made.id as string)).error).toBeNull();
    expect(await dataOf(seller.client.from("live_session").select().eq("id", made.id as string))).toEqual([]);
  });

  it("are listed and filtered by each field", async () => {
    const client = (await signUp(server)).client;
    const others = { ...show, title: "Other", day: "2026-05-01", platform: "whatnot", host: "Dre", gmv: 5, cost: 6 };
    await dataOf(client.from("live_session").insert([show, { ...others, buyers: 1, items: 2, review: "x" }]).select());
    const titles = async (field: string, value: string | number) =>
      ((await dataOf(client.from("live_session").select("title").eq(field, value))) as { title: string }[]).map(
        (each) => each.title,
      );
    for (const field of ["day", "platform", "host", "gmv", "cost", "buyers", "items"] as const)
      expect([field, await titles(field, show[field])]).toEqual([field, [show.title]]);
    const found = await dataOf(client.from("live_session").select("title").ilike("review", "%复盘%"));
    expect(found).toEqual([{ title: show.title }]);
  });

  it("refuse bad values and name the field", async () => {
    for (const [field, value, code] of [
      ["gmv", -1, "23514"],
      ["gmv", "cheap", "22P02"],
      ["gmv", 12.5, "22P02"],
      ["buyers", -3, "23514"],
      ["platform", "radio", "23514"],
      ["day", "2026-02-30", "22007"],
      ["starts_at", "soon", "22007"],
      ["currency", "XYZ", "23514"],
      ["title", "x".repeat(121), "22001"],
      ["title", "", "23514"],
      ["review", "x".repeat(8001), "22001"],
    ] as const) {
      const answer = await refused("live_session", { ...show, [field]: value });
      expect([field, value, answer.code]).toEqual([field, value, code]);
      expect(`${answer.details ?? ""} ${answer.message ?? ""}`).toContain(field);
    }
    const { day: _, ...dayless } = show;
    expect((await refused("live_session", dayless)).code).toBe("23502");
    const early = await refused("live_session", { ...show, ends_at: "2026-06-03T02:00:00.000Z" });
    expect(early).toMatchObject({ code: "23514" });
  });

  it("start and end by action, once", async () => {
    const { starts_at: _, ends_at: __, ...open } = show;
    const { id } = await dataOf(
      seller.client.from("live_session").insert({ ...open, status: "planned" }).select("id").single(),
    );
    expect((await seller.client.rpc("live_session_end", { id })).error?.code).toBe("55000");
    const started = await dataOf(seller.client.rpc("live_session_start", { id }));
    expect(started).toMatchObject({ status: "live", ends_at: null });
    expect(Date.parse((started as { starts_at: string }).starts_at)).toBeGreaterThan(Date.now() - 60_000);
    expect((await seller.client.rpc("live_session_start", { id })).error?.code).toBe("55000");
    expect(await dataOf(seller.client.rpc("live_session_end", { id }))).toMatchObject({ status: "ended" });
  });
});

describe("sales", () => {
  it("keep brand, shoe type, size and price, and derive day, hour and the order of sizes", async () => {
    const made = await dataOf(seller.client.from("sale").insert(sale).select().single());
    expect(made).toMatchObject({ ...sale, size_order: 950, source: null, transcript: null });
    const changed = await dataOf(
      seller.client.from("sale").update({ size: "42 2/3", size_system: "EU" }).eq("id", made.id as string).select().single(),
    );
    expect(changed).toMatchObject({ size: "42 2/3", size_system: "EU", size_order: 4267, price: 12999 });
    expect((await seller.client.from("sale").delete().eq("id", made.id as string)).error).toBeNull();
  });

  it("keep half sizes and sizes of every region exactly as they were given, and sort them", async () => {
    const client = (await signUp(server)).client;
    const sizes = ["8 1/2", "9", "9.5", "10", "40-41", "42", "42½", "42 2/3", "43", "260", "42.5"];
    const rows = sizes.map((size, at) => ({ ...sale, size, size_system: ["US", "EU", "UK", "CM"][at % 4] }));
    await dataOf(client.from("sale").insert(rows).select());
    const sorted = (await dataOf(client.from("sale").select("size").order("size_order").order("size"))) as {
      size: string;
    }[];
    expect(sorted.map((each) => each.size)).toEqual([
      "8 1/2", "9", "9.5", "10", "40-41", "42", "42.5", "42½", "42 2/3", "43", "260",
    ]);
  });

  it("are grouped by each of the four in one request", async () => {
    const client = (await signUp(server)).client;
    await dataOf(client.from("sale").insert([sale, { ...sale, brand: "adidas", price: 100 }, sale]).select());
    const token = await tokenOf({ email: "", password: "", client });
    for (const field of ["brand", "shoe_type", "size", "price"]) {
      const answer = await send(server, `/rest/v1/sale?select=${field},quantity.sum(),count()`, { token });
      const rows = (await answer.json()) as { count: number }[];
      expect(rows.reduce((sum, row) => sum + row.count, 0)).toBe(3);
      expect(rows).toHaveLength(field === "brand" || field === "price" ? 2 : 1);
    }
  });

  it("refuse bad values and name the field", async () => {
    for (const [field, value, code] of [
      ["price", -1, "23514"],
      ["price", null, "23502"],
      ["quantity", 0, "23514"],
      ["size_system", "JP", "23514"],
      ["brand", "", "23514"],
      ["brand", "x".repeat(81), "22001"],
      ["size", "x".repeat(17), "22001"],
      ["sold_at", "2026-06-31T00:00:00Z", "22007"],
    ] as const) {
      const answer = await refused("sale", { ...sale, [field]: value });
      expect([field, value, answer.code]).toEqual([field, value, code]);
      expect(`${answer.details ?? ""} ${answer.message ?? ""}`).toContain(field);
    }
    const other = await signUp(server);
    const foreign = await dataOf(other.client.from("live_session").insert(show).select("id").single());
    expect((await refused("sale", { ...sale, live_session_id: foreign.id as string })).code).toBe("23503");
  });
});

describe("products", () => {
  it("have a SKU and a barcode of their own in the workspace", async () => {
    const product = { name: "Dunk Low Panda", brand: "Nike", sku: "DD1391-100", barcode: "0194502876543", currency: "USD" };
    await dataOf(seller.client.from("product").insert(product).select());
    expect((await refused("product", { ...product, barcode: "4006381333931" })).code).toBe("23505");
    expect((await refused("product", { ...product, sku: "other" })).code).toBe("23505");
    const other = await signUp(server);
    expect((await other.client.from("product").insert(product)).error).toBeNull();
  });
});

describe("the workspace's time zone", () => {
  it("moves the day and hour of sales that are there already", async () => {
    const owner = await signUp(server);
    const rows = Array.from({ length: 501 }, () => ({ ...sale, sold_at: "2026-06-03T03:15:00.000Z" }));
    expect((await owner.client.from("sale").insert(rows)).error).toBeNull();
    const zoneOf = async (zone: string) => {
      const changed = await owner.client.from("workspace").update({ time_zone: zone }).eq("time_zone", await current()).select();
      expect(changed.error).toBeNull();
      expect(changed.data).toHaveLength(1);
      return dataOf(owner.client.from("sale").select("day,hour,version,count()"));
    };
    const current = async () =>
      (await dataOf(owner.client.from("workspace").select("time_zone").single())).time_zone as string;
    expect(await zoneOf("Asia/Shanghai")).toEqual([{ day: "2026-06-03", hour: 11, version: 1, count: 501 }]);
    expect(await zoneOf("America/Los_Angeles")).toEqual([{ day: "2026-06-02", hour: 20, version: 1, count: 501 }]);
  });

  it("moves nothing when the change was rolled back, or met no workspace", async () => {
    const owner = await signUp(server);
    expect((await owner.client.from("sale").insert({ ...sale, sold_at: "2026-06-03T03:15:00.000Z" })).error).toBeNull();
    const before = await dataOf(owner.client.from("sale").select("day,hour"));
    const tried = await owner.client.from("workspace").update({ time_zone: "Asia/Kathmandu" }).not("id", "is", null).rollback();
    expect(tried.error).toBeNull();
    expect((await owner.client.from("workspace").update({ time_zone: "Asia/Kathmandu" }).eq("name", "Nobody's").select()).data).toEqual([]);
    expect(await dataOf(owner.client.from("sale").select("day,hour"))).toEqual(before);
  });
});

describe("Chinese", () => {
  it("is found by two characters in the middle, and whole in an export", async () => {
    const rows = ["安踏体育", "李宁运动"].map((brand) => ({ ...sale, brand, shoe_type: "篮球鞋" }));
    expect((await seller.client.from("sale").insert(rows)).error).toBeNull();
    const found = await dataOf(seller.client.from("sale").select("brand").ilike("brand", "%踏体%"));
    expect(found).toEqual([{ brand: "安踏体育" }]);
    const exported = async (accept: string) => {
      const answer = await send(server, "/rest/v1/sale?select=brand,shoe_type&brand=ilike.*踏体*", {
        method: "GET",
        token: await tokenOf(seller),
        headers: { Accept: accept, "Accept-Language": "zh-CN" },
      });
      return Buffer.from(await answer.arrayBuffer());
    };
    const mark = "\uFEFF"; // by it a spreadsheet knows that this is UTF-8
    expect((await exported("text/csv;for=people")).toString()).toBe(`${mark}品牌,鞋型\r\n安踏体育,篮球鞋\r\n`);
    const book = unzip(await exported("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"));
    const sheet = book.get("xl/worksheets/sheet1.xml") ?? "";
    expect([...sheet.matchAll(/<t [^>]*>([^<]*)<\/t>/g)].map(([, cell]) => cell)).toEqual(["品牌", "鞋型", "安踏体育", "篮球鞋"]);
  });
});

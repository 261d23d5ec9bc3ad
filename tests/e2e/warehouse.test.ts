// The warehouse on a phone: a code from the camera under the real policy, a code that nobody knows
// yet, receiving, moving and counting, a while without a network, and the pages that show it all.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";
import type { Page } from "playwright-core";

import { desktop, findBarriers, phone, takePicture, useBrowser, visit } from "../harness/browser.ts";
import { dataOf, signIn } from "../harness/client.ts";
import { filmBarcode } from "../harness/barcode.ts";
import { jpeg } from "../harness/pictures.ts";
import { useServer } from "../harness/server.ts";
import { say } from "../harness/words.ts";
import { boss, enter, enterIn, findEnglish, open, press, setUpQuickly, variants } from "./steps.ts";

const FILMED = "4006381333931";
const folder = mkdtempSync(join(tmpdir(), "steward-film-"));
const film = join(folder, "barcode.y4m");
useBrowser(["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", `--use-file-for-fake-video-capture=${film}`]);
const server = useServer({ engine: "sqlite" });
const t = say("en");

beforeAll(async () => {
  await filmBarcode(film, FILMED);
  await setUpQuickly(server);
  const { client } = await signIn(server, boss);
  for (const name of ["Hall", "Show table"]) await dataOf(client.from("location").insert({ name }).select());
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const scan = async (page: Page, code: string) => {
  const input = page.getByRole("textbox", { name: t("scan.code"), exact: true });
  await input.fill(code);
  await input.press("Enter");
};
const choose = async (page: Page, label: string, option: string) => {
  await page.getByRole("combobox", { name: label, exact: true }).or(page.getByRole("textbox", { name: label, exact: true })).first().click();
  await page.getByRole("option", { name: option, exact: true }).click();
};
const mode = (page: Page, name: string) => page.getByRole("radiogroup", { name: t("scan.mode") }).getByText(name, { exact: true }).click();
const said = (page: Page, text: string) => page.getByText(text).first().waitFor();

test("an unknown code from the camera becomes a product, is received, moved, counted and found", async () => {
  const { page, permissionsAsked, consoleErrors, foreignRequests } = await visit(server, "/signin", { ...phone, locale: "en-US" });
  await enter(page, t, boss);
  await open(page, "/warehouse/scan");
  expect(permissionsAsked).toEqual([]);
  await press(page, t("scan.camera"));
  await said(page, t("scan.unknown"));
  expect(permissionsAsked).toEqual(["getUserMedia"]);
  await press(page, t("scan.cameraOff"));
  expect(await findBarriers(page)).toEqual([]);
  await takePicture(page, "warehouse/unknown");
  await page.getByRole("textbox", { name: t("scan.newName") }).fill("Gel Kayano");
  await page.getByRole("textbox", { name: t("scan.newBrand") }).fill("Asics");
  await page.getByRole("textbox", { name: t("scan.size"), exact: true }).fill("42.5");
  await press(page, t("scan.create"));
  await said(page, t("scan.onHand", { count: "0" }));

  await mode(page, t("scan.receive"));
  await choose(page, t("scan.place"), "Hall");
  await page.getByRole("textbox", { name: t("scan.quantity") }).fill("5");
  await scan(page, FILMED);
  await said(page, t("scan.onHand", { count: "5" }));
  await mode(page, t("scan.move"));
  await choose(page, t("scan.to"), "Show table");
  await page.getByRole("textbox", { name: t("scan.quantity") }).fill("2");
  await scan(page, FILMED);
  await page.getByRole("list", { name: t("scan.places") }).getByText("Show table").waitFor();
  await open(page, "/warehouse/counts");
  await choose(page, t("scan.place"), "Hall");
  await press(page, t("count.beginDo"));
  await page.getByRole("textbox", { name: t("scan.quantity") }).fill("3");
  await scan(page, FILMED);
  await said(page, t("scan.countedNow", { count: "3" }));
  await page.getByRole("textbox", { name: t("scan.quantity") }).fill("1");
  await scan(page, FILMED);
  await said(page, t("scan.countedNow", { count: "4" }));
  await takePicture(page, "warehouse/counting");
  await page.getByRole("link", { name: t("count.differences") }).click();
  await said(page, "+1");
  await takePicture(page, "warehouse/count");
  await press(page, t("count.close"));
  await page.getByRole("dialog").getByRole("button", { name: t("count.close"), exact: true }).click();
  await said(page, t("count.done", { lines: "1", differences: "1" }));
  await page.getByRole("dialog").waitFor({ state: "detached" });
  expect(await findBarriers(page)).toEqual([]);
  await open(page, "/warehouse/scan");
  await scan(page, FILMED);
  await said(page, t("scan.onHand", { count: "6" }));
  expect(await findBarriers(page)).toEqual([]);
  await takePicture(page, "warehouse/scan-phone");
  expect([foreignRequests, consoleErrors]).toEqual([[], []]);
});

test("a box is proposed, counted by scan, priced and booked, and the booking taken back", async () => {
  const { client } = await signIn(server, boss);
  const { id } = (await dataOf(client.from("inbound_box").insert({ supplier: "Ever Shoes", tracking_number: "SF-1" }).select("id").single())) as { id: string };
  const lines = [{ description: "Grey running shoes", quantity: 2, confidence: 0.93, code: FILMED }, { description: "Something", quantity: 1, confidence: 0.3 }];
  await dataOf(client.rpc("inbound_propose", { inbound_box_id: id, source: "photo", lines }));
  const { page, consoleErrors } = await visit(server, "/signin", { ...phone, locale: "en-US" });
  await enter(page, t, boss);
  await open(page, `/records/inbound_box/${id}`);
  await page.getByRole("button", { name: t("box.reject"), exact: true }).nth(1).click();
  await press(page, t("box.acceptSure", { percent: "90%" }));
  await page.getByRole("region", { name: t("box.lines") }).getByText("Gel Kayano · 42.5").waitFor();
  await press(page, t("box.count"));
  await page.getByRole("textbox", { name: t("scan.quantity") }).fill("3");
  await scan(page, FILMED);
  await said(page, t("scan.countedNow", { count: "3" }));
  await open(page, `/records/inbound_box/${id}`);
  await press(page, t("box.countEnd"));
  await page.getByRole("dialog").getByRole("button", { name: t("box.countEnd"), exact: true }).click();
  await said(page, "+1");
  await page.getByRole("textbox", { name: t("box.costOf", { name: "Gel Kayano · 42.5" }) }).fill("210");
  await page.getByRole("button", { name: t("box.set"), exact: true }).last().click();
  await said(page, "210.00");
  await choose(page, t("box.goesTo"), "Hall");
  await press(page, t("box.book"));
  await said(page, t("box.booked", { pieces: "3" }));
  expect(await findBarriers(page)).toEqual([]);
  await page.getByRole("heading", { name: t("box.lines") }).scrollIntoViewIfNeeded();
  await takePicture(page, "warehouse/box-phone");
  const [movement] = (await dataOf(client.from("stock_entry").select("quantity,value").order("created_at", { ascending: false }).limit(1))) as object[];
  expect(movement).toEqual({ quantity: 3, value: 63_000 });
  await press(page, t("box.unbook"));
  await page.getByRole("dialog").getByRole("button", { name: t("box.unbook"), exact: true }).click();
  await page.getByRole("button", { name: t("box.book"), exact: true }).waitFor();
  expect(consoleErrors).toEqual([]);
});

test("a scanner on a cable types into the page wherever the focus is; an unknown code is given to a product that is there", async () => {
  const { page, consoleErrors } = await visit(server, "/signin", { ...desktop, locale: "en-US" });
  await enter(page, t, boss);
  await open(page, "/warehouse/scan");
  const type = async (code: string) => {
    await page.getByRole("radiogroup", { name: t("scan.mode") }).getByRole("radio", { name: t("scan.look"), exact: true }).focus();
    await page.keyboard.type(code);
    await page.keyboard.press("Enter");
  };
  await type(FILMED);
  await said(page, t("scan.onHand", { count: "6" }));
  await type("PANDA 42.5");
  await said(page, t("scan.unknown"));
  await choose(page, t("scan.assign"), "Gel Kayano");
  await page.getByRole("textbox", { name: t("scan.size"), exact: true }).fill("42.5");
  await press(page, t("scan.assignDo"));
  await said(page, t("scan.onHand", { count: "6" }));
  const { client } = await signIn(server, boss);
  const codes = (await dataOf(client.from("product_barcode").select("code,product_variant_id").order("code"))) as { code: string; product_variant_id: string }[];
  expect(codes.map(({ code }) => code)).toEqual([FILMED, "PANDA 42.5"]);
  expect(codes[0]?.product_variant_id).toBe(codes[1]?.product_variant_id);
  expect(consoleErrors).toEqual([]);
});

test("a box that nothing was proposed for is photographed, written down by hand and counted, and only then booked", async () => {
  const { client } = await signIn(server, boss);
  const { id } = (await dataOf(client.from("inbound_box").insert({ supplier: "Hand & Co" }).select("id").single())) as { id: string };
  const movements = async () => ((await dataOf(client.from("stock_movement").select("id").eq("reference_id", id))) as unknown[]).length;
  const { page, consoleErrors } = await visit(server, "/signin", { ...phone, locale: "en-US" });
  await enter(page, t, boss);
  await open(page, `/records/inbound_box/${id}`);
  await page.locator("input[type=file][capture]").setInputFiles({ name: "box.jpg", mimeType: "image/jpeg", buffer: jpeg() });
  await page.getByRole("list", { name: "Photos" }).getByRole("button").first().waitFor();
  await choose(page, "Product", "Gel Kayano");
  await page.getByRole("textbox", { name: t("scan.size"), exact: true }).fill("42.5");
  await page.getByRole("textbox", { name: t("box.expected"), exact: true }).fill("2");
  await press(page, t("box.addLine"));
  await page.getByRole("region", { name: t("box.lines") }).getByText("Gel Kayano · 42.5").waitFor();
  await press(page, t("box.count"));
  await page.getByRole("textbox", { name: t("scan.quantity") }).fill("2");
  await scan(page, FILMED);
  await said(page, t("scan.countedNow", { count: "2" }));
  await open(page, `/records/inbound_box/${id}`);
  await press(page, t("box.countEnd"));
  await page.getByRole("dialog").getByRole("button", { name: t("box.countEnd"), exact: true }).click();
  await choose(page, t("box.goesTo"), "Hall");
  expect(await movements()).toBe(0);
  await press(page, t("box.book"));
  await said(page, t("box.booked", { pieces: "2" }));
  expect(await movements()).toBe(1);
  expect(await dataOf(client.from("inbound_proposal").select("id").eq("inbound_box_id", id))).toEqual([]);
  expect(await dataOf(client.from("inbound_line").select("description,expected,counted,from_proposal").eq("inbound_box_id", id))).toEqual([{ description: "Gel Kayano", expected: 2, counted: 2, from_proposal: false }]);
  await press(page, t("box.unbook"));
  await page.getByRole("dialog").getByRole("button", { name: t("box.unbook"), exact: true }).click();
  await page.getByRole("button", { name: t("box.book"), exact: true }).waitFor();
  expect(consoleErrors).toEqual([]);
});

test("without a network scans wait on the device, also over a reload, and are booked once", async () => {
  const { page } = await visit(server, "/signin", { ...phone, locale: "en-US" });
  await enter(page, t, boss);
  await open(page, "/warehouse/scan");
  await mode(page, t("scan.sell"));
  await choose(page, t("scan.place"), "Hall");
  await page.getByRole("textbox", { name: t("scan.price") }).fill("59.90");
  await scan(page, FILMED);
  await said(page, t("scan.sent"));
  await page.context().route("**/rest/v1/rpc/stock_*", (route) => route.abort());
  await scan(page, FILMED);
  await scan(page, "5901234123457");
  await said(page, "2 scans wait for the network");
  await takePicture(page, "warehouse/offline");
  await page.reload();
  await said(page, "2 scans wait for the network");
  await page.context().unroute("**/rest/v1/rpc/stock_*");
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await said(page, t("scan.refused")); // nobody knows the second code
  await said(page, t("scan.sent"));
  await press(page, t("scan.assignNow"));
  await said(page, t("scan.unknown"));
  await press(page, t("scan.drop"));
  const { client } = await signIn(server, boss);
  const rows = await dataOf(client.from("stock_movement").select("quantity").eq("kind", "out"));
  expect(rows).toEqual([{ quantity: -1 }, { quantity: -1 }]);
  const sales = await dataOf(client.from("sale").select("price,size,location(name)").not("location_id", "is", null));
  expect(sales).toEqual([1, 2].map(() => ({ price: 5990, size: "42.5", location: { name: "Hall" } })));
});

test.each(variants)("stock, journal and product in $name", async ({ name, language, options }) => {
  const { client } = await signIn(server, boss);
  await client.auth.updateUser({ data: { language } });
  const there = say(language);
  const { page } = await visit(server, "/signin", options);
  await page.evaluate((chosen) => localStorage.setItem("steward.language", chosen), language);
  await page.reload();
  await enter(page, there, boss);
  const faults: string[] = [];
  const { id } = (await dataOf(client.from("product").select("id").eq("name", "Gel Kayano").single())) as { id: string };
  for (const [path, picture] of [["/warehouse/scan", "scan"], ["/warehouse/stock", "stock"], ["/warehouse/journal", "journal"], ["/warehouse/counts", "counts"], ["/warehouse/watch", "radar"], ["/warehouse/watch?what=ageing", "age"], ["/warehouse/watch?what=pallet", "pallet"], [`/records/product/${id}`, "product"]] as const) {
    await open(page, path);
    await page.getByText(picture === "scan" ? there("scan.empty") : picture === "counts" ? "Hall" : picture === "pallet" ? there("watch.pieces") : "Gel Kayano").first().waitFor();
    await takePicture(page, `warehouse/${name}-${picture}`);
    faults.push(...(await findBarriers(page)).map((fault) => `${path}: ${fault}`));
    if (language === "zh") faults.push(...(await findEnglish(page)).map((left) => `${path}: in English: ${left}`));
  }
  expect(faults).toEqual([]);
  await client.auth.updateUser({ data: { language: "en" } });
});

test("the journal is called 出入库流水, and stands beside each movement what was on hand after it", async () => {
  const { page } = await visit(server, "/signin", { ...phone, locale: "zh-CN" });
  await enterIn(page, server, "zh");
  await open(page, "/warehouse/journal");
  await page.getByRole("heading", { level: 1, name: "出入库流水", exact: true }).waitFor();
  const table = page.getByRole("region", { name: "出入库流水", exact: true });
  expect(await table.getByRole("columnheader").allInnerTexts()).toContain(say("zh")("stock.balance"));
  const rows = (await table.locator("tbody tr").allInnerTexts()).map((row) => row.split("\t").map((cell) => cell.trim()));
  const { client } = await signIn(server, boss);
  const told = (await dataOf(client.rpc("stock_journal", {}))) as unknown as { quantity: number; on_hand: number }[];
  expect(told.length).toBeGreaterThan(3);
  expect(rows.map((cells) => [Number(cells[2]), Number(cells[3])])).toEqual(told.map((row) => [row.quantity, row.on_hand]));
  await client.auth.updateUser({ data: { language: "en" } });
});

test("only the worker that reads barcodes may compile WebAssembly", async () => {
  const { page } = await visit(server, "/signin", { ...phone, locale: "en-US" });
  const policyOf = async (path: string) => (await fetch(server.url + path)).headers.get("content-security-policy") ?? "";
  expect(await policyOf("/")).not.toContain("wasm-unsafe-eval");
  const refused = await page.evaluate(() => WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])).then(() => "compiled", String));
  expect(refused).toContain("Content Security Policy");
  const scripts: string[] = [];
  page.on("response", (answer) => scripts.push(answer.url()));
  await enter(page, t, boss);
  await open(page, "/warehouse/scan");
  await press(page, t("scan.camera"));
  await said(page, "Gel Kayano");
  const worker = scripts.map((url) => new URL(url).pathname).find((path) => path.startsWith("/assets/wasm-"));
  expect(await policyOf(worker ?? "")).toBe("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'");
  for (const url of scripts.filter((each) => each.endsWith(".js") && !each.includes("/assets/wasm-")))
    expect([url, (await policyOf(new URL(url).pathname)).includes("wasm")]).toEqual([url, false]);
});

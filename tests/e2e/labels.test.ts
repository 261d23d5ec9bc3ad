// Labels and the month's files in the browser: chosen, printed, and looked at as PDF; a photo of a
// barcode instead of the camera, read on the device as well as zbarimg reads it, and by the server
// when the device finds nothing.
import { readFile } from "node:fs/promises";

import { beforeAll, expect, test } from "vitest";
import type { Page } from "playwright-core";

import { barcodeSet, codes, pictureOf, sameCode } from "../harness/barcode_set.ts";
import { findBarriers, phone, takePicture, useBrowser, visit } from "../harness/browser.ts";
import { type Person, dataOf, signIn } from "../harness/client.ts";
import { pictureOf as pageOf, scanned, scannedAll, wordsOf } from "../harness/paper.ts";
import { useServer } from "../harness/server.ts";
import { say } from "../harness/words.ts";
import { boss, enter, findEnglish, open, press, setUpQuickly, variants } from "./steps.ts";

const set = barcodeSet();
const theirs = scannedAll(set.map(({ png }) => png)).flatMap((found, i) => {
  const picture = set[i]!;
  return found.some((each) => sameCode(each, picture.code)) ? [`${picture.kind}, ${picture.how}`] : [];
});

useBrowser([]);
const server = useServer({ engine: "sqlite" });
const t = say("en");
let person: Person;
let product: string;

const insert = async (table: string, row: object) =>
  ((await dataOf(person.client.from(table).insert(row).select("id").single())) as { id: string }).id;

beforeAll(async () => {
  await setUpQuickly(server);
  person = await signIn(server, boss);
  product = await insert("product", { name: "Dunk 低帮 熊猫", brand: "耐克", colour: "黑白", currency: "CNY", price: 59900 });
  const sizes = [];
  for (const size of ["42", "42.5", "43"]) sizes.push(await insert("product_variant", { product_id: product, currency: "CNY", size, size_system: "EU" }));
  await insert("product_barcode", { product_variant_id: sizes[0], code: codes.ean_13, symbology: "ean_13" });
  await dataOf(person.client.rpc("barcode_make", { product_variant_id: sizes[1] }));
});

async function download(page: Page, name: string): Promise<Buffer> {
  const [file] = await Promise.all([page.waitForEvent("download"), press(page, name)]);
  return readFile(await file.path());
}

test.each(variants)("labels are chosen and printed in $name", async ({ name, language, options }) => {
  const there = say(language);
  await person.client.auth.updateUser({ data: { language } });
  const { page, consoleErrors } = await visit(server, "/signin", options);
  await page.evaluate((chosen) => localStorage.setItem("steward.language", chosen), language);
  await page.reload();
  await enter(page, there, boss);
  await open(page, `/records/product/${product}`);
  await page.getByRole("link", { name: there("labels.title") }).last().click();
  await page.getByText("Dunk 低帮 熊猫").first().waitFor();
  await page.getByRole("switch", { name: there("labels.withPrice") }).check();
  const pdf = await download(page, there("labels.print_other", { count: "3" }));
  for (const word of ["Dunk 低帮 熊猫", "耐克", "¥599", "42.5", codes.ean_13]) expect(wordsOf(pdf)).toContain(word);
  expect(scanned(pageOf(pdf, 1, 300))).toContain(`EAN-13:${codes.ean_13}`);
  const faults = await findBarriers(page);
  if (language === "zh") faults.push(...(await findEnglish(page)));
  expect(faults).toEqual([]);
  await takePicture(page, `labels/${name}`);
  await open(page, "/finance");
  const month = await download(page, there("finance.pdf"));
  expect(wordsOf(month)).toContain(language === "zh" ? "月度报表" : "Monthly report");
  expect((await download(page, there("finance.xlsx"))).subarray(0, 2).toString()).toBe("PK");
  await takePicture(page, `labels/${name}-month`);
  await person.client.auth.updateUser({ data: { language: "en" } });
  expect(consoleErrors).toEqual([]);
});

const give = (page: Page, png: Buffer) => page.locator("input[type=file]").first().setInputFiles({ name: "photo.png", mimeType: "image/png", buffer: png });

test("a photo leads to the product, also when only the server can read it", async () => {
  const { page } = await visit(server, "/signin", { ...phone, locale: "en-US" });
  await enter(page, t, boss);
  await open(page, "/warehouse/scan");
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await give(page, pictureOf("ean_13").png);
  await page.getByText("Dunk 低帮 熊猫").first().waitFor();
  expect(asked).not.toContain("/rest/v1/rpc/barcode_read");
  await takePicture(page, "labels/photo");
  await page.reload();
  await give(page, pictureOf("ean_13", "turned 45").png);
  await page.getByText("Dunk 低帮 熊猫").first().waitFor();
});

test("the device reads the set at least as often as zbarimg does", { timeout: 300_000 }, async () => {
  const { page } = await visit(server, "/signin", { ...phone, locale: "en-US" });
  await enter(page, t, boss);
  await open(page, "/warehouse/scan");
  await page.context().route("**/rest/v1/rpc/barcode_read", (route) => route.fulfill({ status: 200, contentType: "application/json", body: "[]" }));
  const ours: string[] = [];
  for (const { kind, how, code, png } of set) {
    /* The page asks for every code it reads, and the server for every photo in which it read none. */
    const told = page.waitForRequest((request) => /rpc\/(stock_find|barcode_read)/.test(request.url()), { timeout: 60_000 });
    await give(page, png);
    const request = await told;
    const found = request.url().includes("stock_find") ? ((request.postDataJSON() as { code: string } | null)?.code ?? "") : "";
    if (sameCode(found, code)) ours.push(`${kind}, ${how}`);
    await page.waitForFunction((name) => [...document.querySelectorAll("button")].some((button) => button.textContent === name && !button.hasAttribute("data-loading")), t("scan.photo"));
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  }
  console.log(`of ${set.length} pictures zbarimg reads ${theirs.length}, the browser ${ours.length}`);
  // As many, not the very same: how a picture is scaled decides single ones.
  expect(ours.length).toBeGreaterThanOrEqual(theirs.length);
});

// The exports of the platforms as a seller brings them in: known by their headers, without buyers,
// imported with three presses. The files are those of the API test.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";

import { findBarriers, takePicture, useBrowser, visit } from "../harness/browser.ts";
import { dataOf, signIn } from "../harness/client.ts";
import { useServer } from "../harness/server.ts";
import { say } from "../harness/words.ts";
import { boss, enterIn, findEnglish, open, press, setUpQuickly, variants } from "./steps.ts";

useBrowser();

const files = [
  { file: "tiktok.csv", preset: { en: "TikTok Shop: orders", zh: "TikTok Shop 订单" }, buyers: 22, brand: "Nova" },
  { file: "whatnot.csv", preset: { en: "Whatnot: order history", zh: "Whatnot 订单记录" }, buyers: 9, brand: "Astra" },
  { file: "douyin.csv", preset: { en: "Douyin: orders", zh: "抖店订单" }, buyers: 22, brand: "诺瓦" },
  { file: "taobao.csv", preset: { en: "Taobao Live: sold items", zh: "淘宝直播 已卖出宝贝" }, buyers: 13, brand: "雅致" },
  { file: "kuaishou.csv", preset: { en: "Kuaishou: orders", zh: "快手小店订单" }, buyers: 12, brand: "远行" },
  { file: "spreadsheet.csv", preset: { en: "Spreadsheet: one row a sale", zh: "表格：一行一笔销售" }, buyers: 5, brand: "Nova" },
] as const;

describe.each(variants)("$name", (variant) => {
  const server = useServer({ engine: "sqlite" });
  const t = say(variant.language);
  let page: Page;

  const look = async (name: string) => {
    await takePicture(page, `${variant.name}/platforms-${name}`);
    expect(await findBarriers(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  };

  beforeAll(async () => {
    await setUpQuickly(server);
    page = (await visit(server, "/signin", variant.options)).page;
    await enterIn(page, server, variant.language);
  });

  test.each(files)("$file: the preset is found, buyers are left out, the sales are in", async ({ file, preset, buyers, brand }) => {
    await open(page, "/import");
    await page.locator('input[type="file"]').setInputFiles({ name: file, mimeType: "text/csv", buffer: readFileSync(join(import.meta.dirname, "../files/imports", file)) });
    await page.getByRole("heading", { name: file }).waitFor();
    const select = page.getByRole("combobox", { name: t("import.preset") });
    expect(await select.locator("option:checked").innerText()).toBe(preset[variant.language]);
    await page.getByText(t("import.buyersLeftOut_other", { count: buyers })).waitFor();
    if (file === "douyin.csv") await look("columns");
    await press(page, t("import.check"));
    await press(page, t("import.start_other", { count: 2 }));
    await page.getByRole("heading", { name: t("import.status.done") }).waitFor({ timeout: 60_000 });
    await page.getByText(t("import.buyersLeftOut_other", { count: buyers })).waitFor();
    if (file === "douyin.csv") await look("done");
    const { client } = await signIn(server, boss);
    const rows = await dataOf(client.from("sale").select("brand").eq("brand", brand));
    expect(rows.length).toBeGreaterThanOrEqual(1);
  });

  test("a preset is removed and restored on its page", async () => {
    await open(page, "/import/presets");
    const name = files[1].preset[variant.language];
    await press(page, `${t("import.preset.off")}: ${name}`);
    await page.getByRole("button", { name: `${t("import.preset.on")}: ${name}`, exact: true }).waitFor();
    await look("presets");
    if (variant.language === "zh") expect(await findEnglish(page)).toEqual([]);
    await press(page, `${t("import.preset.on")}: ${name}`);
    await page.getByRole("button", { name: `${t("import.preset.off")}: ${name}`, exact: true }).waitFor();
  });
});

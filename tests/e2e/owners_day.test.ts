// An owner's day, in the browser: two boxes by scan and photo, a show with three helpers of whom one
// loses the network, a return, the close-out, the profit, the closed month, labels and the PDF. The
// tests of one variant build on each other; docs/tour.md is made of what they show.
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";

import type { Download, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { type Visit, findBarriers, phone, useBrowser, visit } from "../harness/browser.ts";
import { type Person, dataOf, invite, signIn } from "../harness/client.ts";
import { jpeg } from "../harness/pictures.ts";
import { useServer } from "../harness/server.ts";
import { describeTour, keepTour, showPaper, showStop } from "../harness/tour.ts";
import { say } from "../harness/words.ts";
import { boss, dayIn, enter, enterIn, findEnglish, open, press, setUpQuickly, variants } from "./steps.ts";
import { intro, stops, title } from "./tour.ts";

useBrowser();
const SLOW = 180_000;
const WAIT = { timeout: 60_000 };
const ZONE = "Asia/Shanghai";
const MINUTE_MS = 60_000;
const PRICE = 49_900;
const COST = 21_000;

interface Result {
  sums: { currency: string; profit: number; refunds: number }[];
}

describe.each(variants)("an owner's day, $name", (variant) => {
  const { name, language, options } = variant;
  const server = useServer({ engine: "sqlite" });
  const t = say(language);
  const text = (english: string, chinese: string) => (language === "en" ? english : chinese);
  const faults: string[] = [];
  const ids: Record<string, string> = {};
  let owner: Person;
  let seen: Visit;
  let page: Page;

  const insert = async (table: string, row: object) =>
    ((await dataOf(owner.client.from(table).insert(row).select("id").single())) as { id: string }).id;
  const show = async (stop: (typeof stops)[number]["name"], of = page) => {
    await showStop(of, name, stop);
    faults.push(...(await findBarriers(of)).map((fault) => `${stop}: ${fault}`));
    if (language === "zh") faults.push(...(await findEnglish(of)).map((left) => `${stop}: in English: ${left}`));
  };
  const id = (key: string) => {
    const found = ids[key];
    if (!found) throw new Error(`${key} was not made`);
    return found;
  };
  const confirm = (label: string) => page.getByRole("dialog").getByRole("button", { name: label, exact: true }).click();
  const said = (words: string | RegExp, of = page) => of.getByText(words).first().waitFor(WAIT);
  const choose = async (label: string, option: string) => {
    await page.getByRole("combobox", { name: label, exact: true }).or(page.getByRole("textbox", { name: label, exact: true })).first().click();
    await page.getByRole("option", { name: option }).first().click();
  };
  const onHand = async () =>
    ((await dataOf(owner.client.from("stock_level").select("on_hand"))) as { on_hand: number }[]).reduce((sum, row) => sum + row.on_hand, 0);
  const sales = async () =>
    (await dataOf(owner.client.from("sale").select("id, size, price, quantity").eq("live_session_id", id("show")).order("sold_at"))) as { id: string; size: string }[];
  const pdfOf = async (download: Download) => {
    const path = await download.path();
    expect((await readFile(path)).subarray(0, 5).toString()).toBe("%PDF-");
    return { path, text: execFileSync("pdftotext", ["-layout", path, "-"], { encoding: "utf8" }) };
  };

  beforeAll(async () => {
    await setUpQuickly(server);
    owner = await signIn(server, boss);
    await dataOf(owner.client.from("sale").delete().not("id", "is", null).select("id"));
    const minute = (offset: number) => new Date(Date.now() + offset * MINUTE_MS).toISOString();
    ids["hall"] = await insert("location", { name: text("Hall 1", "一号仓") });
    ids["product"] = await insert("product", { name: "Dunk Low", brand: "Nike", shoe_type: "Dunk", currency: "CNY" });
    for (const [size, code] of [["41", "4006381333931"], ["42", "5901234123457"]] as const) {
      const variant = await insert("product_variant", { product_id: id("product"), size, size_system: "EU", currency: "CNY", cost: COST });
      ids[size] = variant;
      await insert("product_barcode", { product_variant_id: variant, code });
    }
    for (const [key, size, supplier] of [["box1", "41", text("Hangzhou Shoes", "杭州鞋业")], ["box2", "42", text("Putian Trade", "莆田贸易")]] as const) {
      ids[key] = await insert("inbound_box", { supplier, tracking_number: `SF-${key}` });
      await insert("inbound_line", { inbound_box_id: id(key), description: "Dunk Low", product_id: id("product"), product_variant_id: id(size), size, expected: 6 });
    }
    ids["show"] = await insert("live_session", {
      ...{ title: text("Friday evening", "周五晚场"), platform: "douyin", status: "planned", currency: "CNY", day: dayIn(ZONE, 0) },
      ...{ starts_at: minute(-30), ends_at: minute(150), target_gmv: 400_000, target_units: 8 },
    });
    ids["item"] = await insert("show_item", {
      ...{ live_session_id: id("show"), position: 1, brand: "Nike", shoe_type: "Dunk", product_id: id("product") },
      ...{ currency: "CNY", target_price: PRICE, target_quantity: 6 },
    });
    const host = await insert("host", { name: text("Maya", "小美") });
    await insert("show_slot", { live_session_id: id("show"), host_id: host, starts_at: minute(-30), ends_at: minute(150) });
    seen = await visit(server, "/signin", options);
    page = seen.page;
    await enterIn(page, server, language);
  }, SLOW);

  afterAll(() => {
    expect(seen.foreignRequests).toEqual([]);
    expect(seen.permissionsAsked).toEqual([]);
    expect(seen.consoleErrors.filter((line) => !/status of 40[0-9]/.test(line))).toEqual([]);
    expect(faults).toEqual([]);
  });

  test("receives two boxes by scan and photo, and books what was counted", { timeout: SLOW }, async () => {
    for (const [box, code, pieces] of [["box1", "4006381333931", 6], ["box2", "5901234123457", 5]] as const) {
      await open(page, `/records/inbound_box/${id(box)}`);
      await page.locator(`input[type=file][aria-label="${text("Add photos", "添加照片")}"]`).setInputFiles({ name: "box.jpg", mimeType: "image/jpeg", buffer: jpeg() });
      await page.getByRole("list", { name: text("Photos", "照片") }).getByRole("button").first().waitFor(WAIT);
      if (box === "box1") await show("box");
      await press(page, t("box.count"));
      const input = page.getByRole("textbox", { name: t("scan.code"), exact: true });
      for (let i = 0; i < pieces; i++) {
        await input.fill(code);
        await input.press("Enter");
      }
      await said(t("scan.countedNow", { count: pieces }));
      if (box === "box1") await show("scan");
      await open(page, `/records/inbound_box/${id(box)}`);
      await press(page, t("box.countEnd"));
      await confirm(t("box.countEnd"));
      await choose(t("box.goesTo"), text("Hall 1", "一号仓"));
      await press(page, t("box.book"));
      await said(t("box.booked", { pieces }));
    }
    await show("booked");
    expect(await onHand()).toBe(11);
  });

  test("runs a show with three helpers, one of them without a network for a while", { timeout: SLOW }, async () => {
    await open(page, `/shows/${id("show")}/plan`);
    await said("Dunk");
    await show("plan");
    await open(page, `/records/live_session/${id("show")}`);
    await press(page, text("Start", "开播"));
    await expect.poll(async () => ((await dataOf(owner.client.from("live_session").select("status").eq("id", id("show")).single())) as { status: string }).status, WAIT).toBe("live");
    await dataOf(owner.client.rpc("show_on_camera", { live_session_id: id("show"), show_item_id: id("item") }));
    const helpers = await Promise.all(
      [1, 2, 3].map(async () => {
        const person = await invite(server, owner, { live: 2, sales: 2, warehouse: 2 });
        await dataOf(person.client.auth.updateUser({ data: { language } }) as never);
        const pad = await visit(server, "/signin", { ...phone, locale: options.locale ?? "en-US", timezoneId: options.timezoneId ?? "UTC" });
        await enter(pad.page, t, person);
        await open(pad.page, `/shows/${id("show")}/pad`);
        await pad.page.getByRole("button", { name: /^41\b/ }).waitFor(WAIT);
        return pad.page;
      }),
    );
    const [near, far, third] = helpers as [Page, Page, Page];
    const sell = async (of: Page, size: string) => {
      await of.getByRole("button", { name: new RegExp(`^${size}\\b`) }).click();
      await of.getByRole("button", { name: t.like("pad.sell") }).click();
    };
    await far.context().setOffline(true);
    await Promise.all([sell(near, "41"), sell(third, "42"), sell(far, "41")]);
    await sell(far, "42");
    await said(t("pad.waiting_other", { count: 2 }), far);
    await show("pad", far);
    await expect.poll(async () => (await sales()).length, WAIT).toBe(2);
    await far.context().setOffline(false);
    await expect.poll(async () => (await sales()).length, WAIT).toBe(4);
    await far.getByText(t("pad.sent"), { exact: true }).nth(1).waitFor(WAIT);
    expect((await sales()).map(({ size }) => size).sort()).toEqual(["41", "41", "42", "42"]);
    expect(await onHand()).toBe(7);
    await open(page, `/shows/${id("show")}/live`);
    await page.getByRole("list", { name: t("live.figures") }).getByText(/1,996\.00/).first().waitFor(WAIT);
    await page.locator("[role=status][data-state=live]").waitFor(WAIT);
    await show("board");
    for (const each of helpers) await each.context().close();
  });

  test("books a return to its sale: the pair is in stock again", { timeout: SLOW }, async () => {
    const [first] = await sales();
    await open(page, `/records/sale/${first?.id}`);
    await page.getByRole("link", { name: t("show.bookReturn") }).click();
    await page.waitForURL(/sale_return/);
    await press(page, t("action.save"));
    await expect.poll(onHand, WAIT).toBe(8);
    await open(page, `/records/sale/${first?.id}`);
    await said(/499/);
    await show("return");
  });

  test("ends the show, reads its profit, and closes it out with a cause for each difference", { timeout: SLOW }, async () => {
    await open(page, `/records/live_session/${id("show")}`);
    await press(page, text("End", "下播"));
    await confirm(text("End", "下播"));
    await expect.poll(async () => ((await dataOf(owner.client.from("live_session").select("status").eq("id", id("show")).single())) as { status: string }).status, WAIT).toBe("ended");
    const result = (await dataOf(owner.client.rpc("show_result", { live_session_id: id("show") }))) as Result;
    expect(result.sums).toEqual([expect.objectContaining({ currency: "CNY", refunds: PRICE, profit: 3 * (PRICE - COST) })]);
    await open(page, `/shows/${id("show")}/money`);
    await said(/867\.00/); // 3 x (499 - 210)
    await show("profit");
    const explain = page.getByRole("button", { name: t("closeout.explain"), exact: true });
    for (let left = await explain.count(); left > 0; left--) {
      await explain.first().click();
      await page.getByRole("dialog").getByRole("button", { name: t("closeout.save"), exact: true }).click();
      await expect.poll(() => explain.count(), WAIT).toBe(left - 1);
    }
    await page.getByRole("heading", { name: t("closeout.title") }).first().scrollIntoViewIfNeeded();
    await show("closeout");
    await press(page, t("closeout.close"));
    await confirm(t("closeout.close"));
    await said(t("money.isClosed"));
    const late = await owner.client.from("sale").update({ price: 1 }).eq("live_session_id", id("show")).select("id");
    expect(late.error?.message).toBeTruthy();
  });

  test("closes the month, and has it on paper", { timeout: SLOW }, async () => {
    await open(page, "/finance");
    const download = page.waitForEvent("download");
    await press(page, t("finance.pdf"));
    const paper = await pdfOf(await download);
    expect(paper.text).toMatch(/1,996\.00/);
    expect(paper.text).toMatch(/867\.00/);
    await showPaper(paper.path, name, "paper");
    await press(page, t("finance.close"));
    await confirm(t("finance.close"));
    await page.locator("#page").getByRole("button", { name: t("finance.reopen"), exact: true }).waitFor(WAIT);
    await show("month");
  });

  test("prints labels", { timeout: SLOW }, async () => {
    await open(page, `/warehouse/labels?product=${id("product")}`);
    await said("Dunk");
    await show("labels");
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: t.like("labels.print_other") }).click();
    expect((await pdfOf(await download)).text).toContain("Dunk");
  });

  test("stands in docs/tour.md stop by stop", async () => {
    const tour = describeTour(title, intro, stops, variants.map((each) => each.name));
    expect(await keepTour(tour)).toBe(tour);
  });
});

// From the first start to signing out, as a seller lives it: in Chinese on a phone, in English on
// a desk. The tests of one variant build on each other.
import { readFile } from "node:fs/promises";

import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { type Visit, takePicture, useBrowser, visit } from "../harness/browser.ts";
import { dataOf, send, signIn, tokenOf } from "../harness/client.ts";
import { waitForMail } from "../harness/mail.ts";
import { useServer } from "../harness/server.ts";
import { say } from "../harness/words.ts";
import { boss, dayIn, fillInSetup, press, rowsOf, setupLink, tells, type, variants, waitForImports } from "./steps.ts";

useBrowser();

interface Figures {
  key: string;
  label: string;
  currency: string;
  gmv: number;
  profit: number;
  units: number;
  shows: number;
}

describe.each(variants)("$name", (variant) => {
  const server = useServer({ engine: "sqlite" });
  const t = say(variant.language);
  const zone = variant.options.timezoneId ?? "UTC";
  const period = { from: dayIn(zone, -29), to: dayIn(zone, 0) };
  const member = { name: "Ada Okafor", email: "ada@example.com", username: "ada", password: "nine slow blue laces" };
  let seen: Visit;
  let page: Page;
  let guest: Visit;
  const picture = (name: string, of = page) => takePicture(of, `${variant.name}/${name}`);
  const client = async () => (await signIn(server, boss)).client;
  const menu = (of: Page) => of.getByRole("navigation", { name: t("shell.menu") });
  const toast = (of: Page) => of.getByRole("region", { name: t("ui.notifications") });
  const countSales = async () =>
    (await (await client()).from("sale").select("*", { count: "exact", head: true }).eq("brand", "Journey")).count;

  beforeAll(async () => {
    seen = await visit(server, setupLink(server), variant.options);
    page = seen.page;
  });
  afterAll(() => {
    for (const { consoleErrors, foreignRequests, permissionsAsked } of [seen, guest]) {
      expect(foreignRequests).toEqual([]);
      expect(permissionsAsked).toEqual([]);
      expect(consoleErrors.filter((text) => !/status of 40[0-9]/.test(text))).toEqual([]);
    }
  });

  test("the printed link leads through set-up to the example, loaded", async () => {
    await page.getByRole("heading", { name: t("setup.server") }).waitFor();
    await picture("setup");
    await fillInSetup(page, t, "example");
    await picture("setup-data");
    await press(page, t("setup.finish"));
    await page.getByRole("heading", { name: t("example.title") }).waitFor();
    await waitForImports(server);
    await page.getByRole("list", { name: t("home.figures") }).waitFor();
  });

  test("the dashboard shows what the reports say", async () => {
    const boards = page.getByRole("list", { name: t("home.figures") });
    await boards.getByText(t.like("home.before")).first().waitFor();
    const summary = (await dataOf((await client()).rpc("report_summary", period))) as Figures[];
    const currency = variant.language === "zh" ? "CNY" : "USD";
    const whole = summary.find((row) => row.currency === currency);
    if (!whole) throw new Error(`nothing in ${currency}`);
    expect(whole.gmv).toBeGreaterThan(0);
    const shown = async (label: string) =>
      (await boards.getByRole("listitem").filter({ has: page.getByText(label, { exact: true }) }).innerText()).split("\n")[1] ?? "";
    const expectToTell = (text: string, number: number) => expect([text, tells(text, number)]).toEqual([text, true]);
    expectToTell(await shown(t("figure.gmv")), whole.gmv / 100);
    expectToTell(await shown(t("figure.profit")), whole.profit / 100);
    expectToTell(await shown(t("figure.units")), whole.units);
    expectToTell(await shown(t("figure.shows")), whole.shows);
    await picture("dashboard");
  });

  test("a show opens from the dashboard and its profit is the report's", async () => {
    const report = await dataOf((await client()).rpc("report_best_worst", { ...period, group: "show", top: 6 }));
    const [first] = (report as { best: Figures[] }).best;
    if (!first) throw new Error("no show in the report");
    const bars = page.getByRole("list", { name: t("home.bestShows") }).getByRole("listitem").first();
    const text = await bars.innerText();
    expect([text, tells(text.replace(first.label, ""), first.profit / 100)]).toEqual([text, true]);
    await bars.getByRole("link").click();
    await page.getByRole("heading", { level: 1 }).filter({ hasText: first.label }).waitFor();
    expect(page.url()).toContain(first.key);
    await picture("show");
  });

  test("a sale with a wrong price is refused under the field, then added, deleted and brought back", async () => {
    await page.goto("/records/sale/new");
    await type(page, "brand", "Journey");
    await type(page, "shoe_type", "Trail");
    await type(page, "price", "twelve");
    await press(page, t("action.save"));
    const price = page.locator('input[name="price"]');
    const told = await price.getAttribute("aria-describedby");
    const sentence = page.getByText(t("form.unreadable"));
    expect(told?.split(" ")).toContain(await sentence.getAttribute("id"));
    expect(await price.getAttribute("aria-invalid")).toBe("true");
    await picture("sale-wrong");
    await price.fill("129.50");
    await press(page, t("action.save"));
    await page.getByRole("button", { name: t("action.delete"), exact: true }).waitFor();
    expect(await dataOf((await client()).from("sale").select("price,shoe_type").eq("brand", "Journey"))).toEqual([
      { price: 12_950, shoe_type: "Trail" },
    ]);
    await press(page, t("action.delete"));
    await toast(page).getByText(t.like("list.deleted_one")).waitFor();
    expect(await countSales()).toBe(0);
    await toast(page).getByRole("button", { name: t("action.undo") }).click();
    await toast(page).getByText(t.like("list.restored_one")).waitFor();
    expect(await countSales()).toBe(1);
  });

  test("the list is filtered, kept as a view and exported", async () => {
    await page.goto("/records/sale");
    await rowsOf(page, variant).first().waitFor();
    expect(await rowsOf(page, variant).count()).toBeGreaterThan(5);
    await picture("sales");
    await press(page, t("filter.add"));
    await page.getByRole("menuitem", { name: t.field("sale", "brand"), exact: true }).click();
    await page.getByRole("textbox", { name: t.field("sale", "brand") }).fill("Journey");
    await press(page, t("filter.apply"));
    await expect.poll(() => rowsOf(page, variant).count()).toBe(1);

    await press(page, t("views.title"));
    await page.getByRole("menuitem", { name: t("views.save") }).click();
    const dialog = page.getByRole("dialog", { name: t("views.save") });
    await dialog.getByRole("textbox").fill("Mine");
    await dialog.getByRole("button", { name: t("action.save") }).click();
    await dialog.waitFor({ state: "hidden" });
    await page.goto("/records/sale");
    await press(page, t("views.title"));
    await page.getByRole("menuitem", { name: "Mine" }).click();
    await expect.poll(() => rowsOf(page, variant).count()).toBe(1);
    await picture("view");

    const download = page.waitForEvent("download");
    await press(page, t("list.export"));
    await page.getByRole("menuitem", { name: t("list.exportCsv") }).click();
    const file = await readFile(await (await download).path(), "utf8");
    const [names, row, more] = file.trim().split(/\r?\n/).map((line) => line.split(","));
    const exported = Object.fromEntries((names ?? []).map((name, at) => [name, row?.[at]]));
    // Amounts are in minor units, as everywhere in the API.
    expect(exported).toMatchObject({ brand: "Journey", shoe_type: "Trail", price: "12950" });
    expect(more).toBeUndefined();
  });

  test("an invited member joins by the mail's link and sees only what was granted", async () => {
    await page.goto("/settings/members");
    await press(page, t("members.invite"));
    const dialog = page.getByRole("dialog", { name: t("members.invite") });
    await dialog.getByRole("textbox", { name: t("account.email") }).fill(member.email);
    for (const module of ["sales", "warehouse"] as const)
      await dialog.getByRole("combobox", { name: t.module(module), exact: true }).selectOption("0");
    await picture("invite");
    await dialog.getByRole("button", { name: t("invites.send") }).click();
    await page.getByText(member.email).first().waitFor();

    const linkOf = async (count: number) =>
      (await waitForMail(server, member.email, count)).links[0]?.replace(server.url, "") ?? "";
    guest = await visit(server, await linkOf(1), variant.options);
    const there = guest.page;
    await there.getByRole("heading", { name: t("join.title") }).waitFor();
    await picture("join", there);
    await there.getByRole("link", { name: t("signUp.title") }).click();
    await type(there, "name", member.name);
    await type(there, "email", member.email);
    await type(there, "username", member.username);
    await type(there, "password", member.password);
    await there.getByRole("checkbox").check();
    await picture("sign-up", there);
    await press(there, t("signUp.make"));
    await there.getByRole("heading", { name: t("signUp.checkMail") }).waitFor();
    await there.goto(await linkOf(2));
    await there.goto(await linkOf(1));
    await there.getByRole("link", { name: t("join.haveAccount") }).or(there.getByRole("button", { name: t("join.accept") })).waitFor();
    if (await there.getByRole("link", { name: t("join.haveAccount") }).isVisible()) {
      await there.getByRole("link", { name: t("join.haveAccount") }).click();
      await type(there, "username", member.email);
      await type(there, "password", member.password);
      await press(there, t("signIn.enter"));
    }
    await press(there, t("join.accept"));
    await menu(there).getByText(t.module("live"), { exact: true }).first().waitFor();
    expect(await menu(there).getByText(t.module("sales"), { exact: true }).count()).toBe(0);
    expect(await menu(there).getByText(t.module("warehouse"), { exact: true }).count()).toBe(0);
    await there.goto("/records/sale");
    await there.getByText(t("access.none", { module: t.module("sales") })).waitFor();
    await picture("member", there);
  });

  test("what the admin grants works with the member's next request", async () => {
    const person = await signIn(server, member);
    const token = await tokenOf(person);
    expect((await send(server, "/rest/v1/sale?limit=1", { token })).status).toBe(403);
    await page.goto("/settings/members");
    await page
      .getByRole("group", { name: `${t("grants.title")}: ${member.name}` })
      .getByRole("combobox", { name: t.module("sales"), exact: true })
      .selectOption("1");
    await expect.poll(async () => (await send(server, "/rest/v1/sale?limit=1", { token })).status).toBe(200);
    await picture("members");
    // The member comes back to the window: the menu has it, with the token that was there.
    const sales = menu(guest.page).getByText(t.module("sales"), { exact: true }).first();
    await expect
      .poll(async () => {
        await guest.page.evaluate(() => window.dispatchEvent(new Event("focus")));
        return sales.isVisible();
      })
      .toBe(true);
    await sales.click();
    await rowsOf(guest.page, variant).first().waitFor();
  });

  test("what the admin takes away is gone from the member's menu with the first refusal", async () => {
    const there = guest.page;
    await page
      .getByRole("group", { name: `${t("grants.title")}: ${member.name}` })
      .getByRole("combobox", { name: t.module("sales"), exact: true })
      .selectOption("0");
    const token = await tokenOf(await signIn(server, member));
    await expect.poll(async () => (await send(server, "/rest/v1/sale?limit=1", { token })).status).toBe(403);
    await rowsOf(there, variant).first().click();
    await there.getByText(t("access.none", { module: t.module("sales") })).waitFor();
    await menu(there).getByText(t.module("sales"), { exact: true }).first().waitFor({ state: "detached" });
    // And what is granted again is there when the app is loaded.
    await page
      .getByRole("group", { name: `${t("grants.title")}: ${member.name}` })
      .getByRole("combobox", { name: t.module("sales"), exact: true })
      .selectOption("1");
    await expect.poll(async () => (await send(server, "/rest/v1/sale?limit=1", { token })).status).toBe(200);
    await there.reload();
    await menu(there).getByText(t.module("sales"), { exact: true }).first().waitFor();
  });

  test("a session ended from the list cannot be used again", async () => {
    const person = await signIn(server, boss);
    const token = await tokenOf(person);
    const others = await dataOf(person.client.rpc("session_list", {}));
    await page.goto("/settings/sessions");
    const ends = page.getByRole("button", { name: new RegExp(`^${t("sessions.end")}: `) });
    await expect.poll(() => ends.count()).toBe((others as unknown[]).length - 1);
    await picture("sessions");
    await press(page, t("sessions.endOthers"));
    await expect.poll(() => ends.count()).toBe(0);
    expect((await send(server, "/rest/v1/sale?limit=1", { token })).status).toBe(401);
    await page.reload();
    await page.getByText(t("sessions.this")).waitFor();
  });

  test("language and dark mode change at once and stay", async () => {
    await page.goto("/settings/profile");
    const other = variant.language === "en" ? "zh" : "en";
    const main = page.getByRole("main");
    await main.getByText(t("scheme.dark"), { exact: true }).click();
    await main.getByText(other === "zh" ? "简体中文" : "English", { exact: true }).click();
    await page.getByRole("heading", { name: say(other)("settings.title") }).waitFor();
    await page.reload();
    await page.getByRole("heading", { name: say(other)("settings.title") }).waitFor();
    expect(await page.locator("html").getAttribute("data-mantine-color-scheme")).toBe("dark");
    expect(await page.locator("html").getAttribute("lang")).toMatch(other === "zh" ? /^zh/ : /^en/);
    await picture("dark-profile");
    await page.goto("/");
    await page.getByRole("list", { name: say(other)("home.figures") }).waitFor();
    await page.waitForLoadState("networkidle");
    await picture("dark-dashboard");
  });

  test("signing out ends it, and the set-up link works no second time", async () => {
    const now = say(variant.language === "en" ? "zh" : "en");
    await page.goto("/settings/sessions");
    await page.getByRole("main").getByRole("button", { name: now("session.leave"), exact: true }).click();
    await page.getByRole("button", { name: now("signIn.enter"), exact: true }).waitFor();
    await page.goto("/records/sale");
    await page.getByRole("button", { name: now("signIn.enter"), exact: true }).waitFor();
    await page.goto(setupLink(server));
    await page.getByRole("heading", { name: now("setup.done") }).waitFor();
    const refused = await send(server, "/rest/v1/rpc/setup_finish", {
      body: {
        token: setupLink(server).split("=")[1],
        controller_name: "Mallory",
        controller_place: "Nowhere",
        controller_email: "mallory@example.com",
        email: "mallory@example.com",
        username: "mallory",
        password: "a stranger's password",
      },
    });
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(refused.status).toBeLessThan(500);
  });
});

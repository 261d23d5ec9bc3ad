// A module that is off for a member: its entry is gone from the menu, its addresses say that there is
// no access, search finds nothing of it, and every other page works as before and shows none of it.
import { beforeAll, expect, test } from "vitest";

import { entities } from "../../web/src/api/entities.gen.ts";
import { type Visit, takePicture, useBrowser, visit } from "../harness/browser.ts";
import { type Person, dataOf, invite, signIn } from "../harness/client.ts";
import { useServer } from "../harness/server.ts";
import { type Say, say } from "../harness/words.ts";
import { type Variant, boss, enter, setUpQuickly, variants } from "./steps.ts";

useBrowser();
const server = useServer({ engine: "sqlite" });
const AWAIT = { timeout: 60_000 };
const MODULES = ["live", "sales", "warehouse", "finance", "knowledge"] as const;
type Module = (typeof MODULES)[number];

/** What only one module knows: its names and its figures. */
const tells: Record<Module, string[]> = {
  live: ["Zqlive", "99,999.11", "88.13"],
  sales: ["Zqsale", "3,991.33"],
  warehouse: ["Zqware", "7,331"],
  finance: ["Zqfina", "211.17", "555.13", "99.19", "3,780.16"],
  knowledge: ["Zqknow"],
};

let owner: Person;
const members: (Person & { memberId: string })[] = [];
let pages: { path: string; needs: Module[]; onPhone?: true }[] = [];

beforeAll(async () => {
  await setUpQuickly(server);
  owner = await signIn(server, boss);
  const insert = async (table: string, row: object) => ((await dataOf(owner.client.from(table).insert(row).select("id").single())) as { id: string }).id;
  const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
  const show = await insert("live_session", { title: "Zqlive", platform: "douyin", currency: "CNY", day: at(0).slice(0, 10), status: "live", starts_at: at(-40), ends_at: at(140), target_gmv: 9_999_911, cost: 9919 });
  const product = await insert("product", { name: "Zqware", brand: "Zqware", shoe_type: "x", currency: "CNY" });
  const variant = await insert("product_variant", { product_id: product, size: "42", size_system: "EU", currency: "CNY" });
  const shelf = await insert("location", { name: "Zqware shelf" });
  await dataOf(owner.client.rpc("stock_move", { lines: { kind: "in", product_variant_id: variant, location_id: shelf, quantity: 7331, unit_cost: 21_117 } }));
  const sale = await insert("sale", { live_session_id: show, product_id: product, product_variant_id: variant, sold_at: at(-10), brand: "Zqsale", shoe_type: "x", size: "42", size_system: "EU", price: 399_133, cost: 21_117, currency: "CNY" });
  const item = await insert("show_item", { live_session_id: show, product_id: product, position: 1, brand: "Zqlive", shoe_type: "x", currency: "CNY", target_price: 8813 });
  await dataOf(owner.client.rpc("show_on_camera", { live_session_id: show, show_item_id: item }));
  const box = await insert("inbound_box", { supplier: "Zqware" });
  const line = await insert("inbound_line", { inbound_box_id: box, description: "Zqware", expected: 3 });
  await dataOf(owner.client.rpc("inbound_cost_set", { inbound_line_id: line, unit_cost: 21_117, currency: "CNY" }).then(({ error }) => ({ data: true, error })));
  const category = await insert("cost_category", { name: "Zqfina", kind: "other" });
  await insert("cost_item", { cost_category_id: category, live_session_id: show, name: "Zqfina", amount: 55_513, currency: "CNY", day: at(0).slice(0, 10) });
  const article = await insert("article", { title: "Zqknow", body: "Zqknow" });
  await dataOf(owner.client.rpc("article_publish", { id: article }));
  await insert("announcement", { title: "Zqknow", body: "Zqknow", is_pinned: true });
  for (const _ of variants) members.push(await invite(server, owner, Object.fromEntries(MODULES.map((module) => [module, 3]))));

  const of = (needs: Module[], onPhone: string[], onDesk: string[] = []) => [...onPhone.map((path) => ({ path, needs, onPhone: true as const })), ...onDesk.map((path) => ({ path, needs }))];
  pages = [
    ...of(["live"], [`/records/live_session/${show}`], ["/records/live_session", `/shows/${show}/plan`, "/records/host/new"]),
    ...of(["live", "sales"], [`/shows/${show}/live`], [`/shows/${show}/pad`, "/shows/profit", "/shows/compare"]),
    ...of(["finance", "live", "sales"], [`/shows/${show}/money`]),
    ...of(["sales"], [`/records/sale/${sale}`], ["/records/sale", "/records/sale/new", `/records/sale/${sale}/edit`]),
    ...of(["warehouse"], [`/records/product/${product}`, `/records/inbound_box/${box}`, "/warehouse/journal"], ["/records/product", "/warehouse/stock", "/warehouse/scan", "/warehouse/watch?what=ageing", "/warehouse/watch?what=dead"]),
    ...of(["finance"], ["/finance"], ["/records/cost_item", "/records/payout_line", "/records/month_close"]),
    ...of(["knowledge"], ["/knowledge"], [`/knowledge/${article}`, "/records/announcement"]),
    ...of([], ["/", "/activity", "/import"], ["/import/presets"]),
  ];
}, 180_000);

/** A page with its requests counted, so that one knows when it has all it asked for. */
class Tab {
  readonly seen: Visit;
  readonly t: Say;
  readonly isPhone: boolean;
  #open = 0;

  constructor(seen: Visit, { language, isPhone }: Variant) {
    this.seen = seen;
    this.t = say(language);
    this.isPhone = isPhone;
    seen.page.on("request", () => this.#open++);
    for (const end of ["requestfinished", "requestfailed"] as const) seen.page.on(end as "requestfinished", () => this.#open--);
  }

  get page() {
    return this.seen.page;
  }

  async settled() {
    await this.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    const waits = () => this.page.locator(".mantine-Skeleton-root").count();
    for (let quiet = 0; quiet < 3; quiet = this.#open > 0 || (await waits()) > 0 ? 0 : quiet + 1) await this.page.waitForTimeout(30);
  }

  /** Goes on within the app, as a press on a link does. */
  async go(path: string) {
    await this.page.evaluate((to) => history.pushState(null, "", to), path);
    await this.settled();
    await this.page.locator("h1").first().waitFor(AWAIT);
  }

  noAccess(module: Module) {
    return this.page.getByRole("heading", { name: this.t("access.none", { module: this.t.module(module) }) });
  }

  /** Where the menus lead. */
  async menu(): Promise<string[]> {
    const more = this.page.getByRole("button", { name: this.t("shell.more"), exact: true });
    if (this.isPhone) {
      await more.click();
      await this.page.getByRole("dialog").getByRole("link").first().waitFor(AWAIT);
    }
    const links = await this.page.locator("nav a[href], [role=dialog] a[href]").evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
    if (this.isPhone) await this.page.keyboard.press("Escape");
    if (this.isPhone) await this.page.getByRole("dialog").waitFor({ ...AWAIT, state: "detached" });
    return links;
  }

  /** What the search of the app finds. */
  async search(words: string, until: string): Promise<string[]> {
    const { page, t } = this;
    await page.getByRole("button", { name: t("palette.title") }).filter({ visible: true }).first().click();
    await page.getByRole("combobox", { name: t("palette.title") }).fill(words);
    await page.getByRole("option", { name: until }).first().waitFor(AWAIT);
    await this.settled();
    const found = await page.getByRole("option").allInnerTexts();
    await page.keyboard.press("Escape");
    await page.getByRole("combobox", { name: t("palette.title") }).waitFor({ ...AWAIT, state: "detached" });
    return found;
  }

  text = () => this.page.locator("body").innerText();
}

const isOf = (module: Module, href: string) => {
  const name = /^\/records\/(\w+)/.exec(href)?.[1] ?? "";
  return (name in entities && entities[name as keyof typeof entities].module === module) || href.startsWith(`/${module}`) || (module === "warehouse" && href === "/import?what=product");
};

async function withoutEach(variant: Variant, member: Person & { memberId: string }) {
  const tab = new Tab(await visit(server, "/signin", variant.options), variant);
  const { page, t, seen } = tab;
  const here = pages.filter(({ onPhone }) => onPhone ?? !variant.isPhone);
  expect((await member.client.auth.updateUser({ data: { language: variant.language } })).error).toBeNull();
  await enter(page, t, member);
  await tab.settled();
  let all = "";
  for (const { path } of here) {
    await tab.go(path);
    all += await tab.text();
  }
  const found = await tab.search("Zq", "Zqsale");
  for (const module of MODULES) {
    expect([module, tells[module].filter((words) => !all.includes(words))]).toEqual([module, []]);
    if (module !== "knowledge") expect([module, found.some((line) => line.includes(tells[module][0] ?? ""))]).toEqual([module, true]);
  }

  for (const module of MODULES) {
    await dataOf(owner.client.rpc("member_grant", { id: member.memberId, module, level: 0 }).then(({ error }) => ({ data: true, error })));
    const [own] = here.filter(({ needs }) => needs.includes(module));
    await page.goto(own?.path ?? "/");
    await tab.noAccess(module).waitFor(AWAIT);
    await tab.settled();
    seen.consoleErrors.length = 0; // what the page asked before it knew
    await takePicture(page, `grants/${variant.name}-without-${module}`);

    const links = await tab.menu();
    expect([module, links.filter((href) => isOf(module, href))]).toEqual([module, []]);
    for (const other of MODULES.filter((each) => each !== module)) expect([module, other, links.some((href) => isOf(other, href))]).toEqual([module, other, true]);

    for (const { path, needs } of here) {
      await tab.go(path);
      if (needs.includes(module)) await tab.noAccess(module).waitFor(AWAIT);
      const text = await tab.text();
      const shown = tells[module].filter((words) => text.includes(words));
      const ofProfit = module === "finance" ? text.split("\n").filter((line) => [t("figure.profit"), t("figure.margin"), t("figure.cost")].includes(line.trim())) : [];
      expect([variant.name, module, path, shown, ofProfit, seen.consoleErrors]).toEqual([variant.name, module, path, [], [], []]);
      if (!needs.includes(module)) expect([path, await page.getByText(t("access.ask")).count()]).toEqual([path, 0]);
    }
    const hits = await tab.search("Zq", tells[module === "sales" ? "live" : "sales"][0] ?? "");
    expect([module, hits.filter((line) => tells[module].some((words) => line.includes(words)))]).toEqual([module, []]);
    expect([module, seen.consoleErrors]).toEqual([module, []]);
    await dataOf(owner.client.rpc("member_grant", { id: member.memberId, module, level: 3 }).then(({ error }) => ({ data: true, error })));
  }
  await page.context().close();
}

test("on a phone in Chinese and on a desk in English", { timeout: 600_000 }, async () => {
  await Promise.all(variants.map((variant, at) => withoutEach(variant, members[at] as Person & { memberId: string })));
});

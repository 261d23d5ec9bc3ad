// What a person does in the app, one function a step, in either language and on any device.
import type { BrowserContextOptions, Page } from "playwright-core";

import { desktop, phone } from "../harness/browser.ts";
import { dataOf, send, signIn } from "../harness/client.ts";
import type { Server } from "../harness/server.ts";
import { type Language, type Say, isEnglish, say, words } from "../harness/words.ts";

export interface Variant {
  name: string;
  language: Language;
  isPhone: boolean;
  options: BrowserContextOptions;
}

export const phoneInChinese: Variant = {
  name: "phone-zh",
  language: "zh",
  isPhone: true,
  options: { ...phone, locale: "zh-CN", timezoneId: "Asia/Shanghai" },
};
export const desktopInEnglish: Variant = {
  name: "desktop-en",
  language: "en",
  isPhone: false,
  options: { ...desktop, locale: "en-US", timezoneId: "America/Los_Angeles" },
};
export const variants = [phoneInChinese, desktopInEnglish];

export const boss = { name: "Mei Lin", email: "mei@example.com", username: "mei", password: "four calm red boots" };
export const controller = {
  name: "Sole Stage Ltd / 鞋台",
  place: "Hangzhou, China / 杭州",
  email: "privacy@example.com",
};

export const setupLink = (server: Server) =>
  /\/setup\?token=\S+/.exec(server.lines.find((line) => line.includes("/setup?token=")) ?? "")?.[0] ??
  (() => {
    throw new Error("no set-up link was printed");
  })();

export const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

/** Types into the input that a form gives this name. */
export const type = (page: Page, name: string, text: string) => page.locator(`input[name="${name}"]`).fill(text);

/** The four steps of the set-up page, up to the last button. */
export async function fillInSetup(page: Page, t: Say, data: "example" | "empty"): Promise<void> {
  await type(page, "controller_name", controller.name);
  await type(page, "controller_place", controller.place);
  await type(page, "controller_email", controller.email);
  await press(page, t("setup.next"));
  await type(page, "display_name", boss.name);
  await type(page, "email", boss.email);
  await type(page, "username", boss.username);
  await type(page, "password", boss.password);
  await press(page, t("setup.next"));
  await type(page, "workspace_name", "Sole Stage");
  await press(page, t("setup.next"));
  await page.getByRole("radio", { name: t(`setup.data.${data}`) }).check();
}

/** Sets a server up without its page, with a show and a sale, for tests of other pages. */
export async function setUpQuickly(server: Server): Promise<{ show: string; sale: string }> {
  const { email, username, password, name } = boss;
  const answer = await send(server, "/rest/v1/rpc/setup_finish", {
    body: {
      ...{ token: setupLink(server).split("=")[1], email, username, password, display_name: name, language: "en" },
      ...{ controller_name: controller.name, controller_place: controller.place, controller_email: controller.email },
      ...{ workspace_name: "Sole Stage", time_zone: "Asia/Shanghai", currency: "CNY" },
    },
  });
  if (!answer.ok) throw new Error(await answer.text());
  const { client } = await signIn(server, boss);
  const day = dayIn("Asia/Shanghai", 0);
  const show = (await dataOf(
    client.from("live_session").insert({ title: "周五", day, platform: "douyin", status: "ended", currency: "CNY", cost: 9900 }).select("id").single(),
  )) as { id: string };
  const sale = (await dataOf(
    client
      .from("sale")
      .insert({ live_session_id: show.id, sold_at: new Date().toISOString(), brand: "安踏", shoe_type: "跑鞋", size: "42.5", size_system: "EU", currency: "CNY", price: 39_900, cost: 21_000 })
      .select("id")
      .single(),
  )) as { id: string };
  return { show: show.id, sale: sale.id };
}

export const openPages = ["/signin", "/signup", "/recover", "/reset#unknown", "/join?token=unknown", "/setup?token=unknown", "/privacy", "/security"];

export const memberPages = ({ show, sale }: { show: string; sale: string }) => [
  ...["/", "/records/live_session", "/records/sale", "/records/product", "/records/sale/new"],
  ...[`/records/live_session/${show}`, `/records/sale/${sale}`, `/records/sale/${sale}/edit`, "/import"],
  `/shows/${show}/money`,
  ...["/warehouse/scan", "/warehouse/stock", "/warehouse/journal", "/warehouse/counts", "/warehouse/watch"],
  ...["profile", "sessions", "workspace", "members", "about"].map((section) => `/settings/${section}`),
  ...["checks", "backups", "reports"].map((section) => `/server/${section}`),
  "/nowhere",
];

/** Goes there and waits until nothing is loading any more. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.waitForLoadState("networkidle");
  await page.locator("h1").first().waitFor();
}

/** The day in that time zone, so many days from now. */
export const dayIn = (timeZone: string, days: number) =>
  new Intl.DateTimeFormat("en-CA", { timeZone }).format(Date.now() + days * 86_400_000);

const scales: Record<string, number> = { "": 1, K: 1e3, M: 1e6, 万: 1e4, 亿: 1e8 };

/** Whether the text tells this number, as exactly as it is written: "$321K" tells 321,021. */
export function tells(text: string, number: number): boolean {
  return [...text.matchAll(/(\d[\d,]*)(\.\d+)?([KM万亿]?)/g)].some(([, whole, decimals = "", letter]) => {
    const scale = scales[letter ?? ""] ?? 1;
    const shown = Number(`${(whole ?? "").replaceAll(",", "")}${decimals}`) * scale;
    // A shortened number has one decimal at most; "$321K" has none because it would be a zero.
    const places = letter ? 1 : Math.max(decimals.length - 1, 0);
    return Math.abs(shown - number) <= (scale / 10 ** places) * 0.5 + 1e-6;
  });
}

/** The records that a list shows. */
export const rowsOf = (page: Page, { isPhone }: Variant) =>
  isPhone ? page.getByRole("main").locator("li > a") : page.locator('[role="row"][data-body]');

/** Signs in by the form and waits for the menu. */
export async function enter(page: Page, t: Say, who: { email: string; password: string }): Promise<void> {
  await type(page, "username", who.email);
  await type(page, "password", who.password);
  await press(page, t("signIn.enter"));
  await page.getByRole("navigation", { name: t("shell.menu") }).first().waitFor();
}

/** Waits until nothing is being imported any more. */
export async function waitForImports(server: Server): Promise<void> {
  const { client } = await signIn(server, boss);
  for (let i = 0; i < 240; i++) {
    const runs = await dataOf(client.from("import_run").select("status,source").eq("source", "Example"));
    const states = (runs as { status: string }[]).map((run) => run.status);
    if (states.length === 2 && states.every((status) => status === "done")) return;
    if (states.includes("failed")) throw new Error("an import of the example failed");
    await new Promise((done) => setTimeout(done, 250));
  }
  throw new Error("the example was not there after a minute");
}

// A sentence may hold what is called the same in every language; these are whole words of English.
const sentences = Object.values(words.en).filter((text) => text.length > 12 && /[a-z] [a-z]/.test(text) && !text.includes("{"));

/** What a page in Chinese still says in English: keys of words, sentences, and lines that are a word or a label. */
export async function findEnglish(page: Page): Promise<string[]> {
  const said = await page.evaluate(() => {
    const names = [...document.querySelectorAll("[aria-label],[placeholder],[title]")].flatMap((element) =>
      ["aria-label", "placeholder", "title"].map((name) => element.getAttribute(name) ?? ""),
    );
    return [document.title, document.body.innerText, ...names].join("\n");
  });
  const keys = new Set<string>(Object.keys(words.en));
  return [
    ...(said.match(/\b[a-zA-Z]+(?:\.[a-zA-Z0-9_]+)+\b/g) ?? []).filter((word) => keys.has(word)),
    ...sentences.filter((sentence) => said.includes(sentence)),
    ...said.split("\n").filter((line) => isEnglish(line.trim())),
  ];
}

/** Signs in by the form, in this language. */
export async function enterIn(page: Page, server: Server, language: Language): Promise<void> {
  const { client } = await signIn(server, boss);
  const { error } = await client.auth.updateUser({ data: { language } });
  if (error) throw error;
  await page.goto("/signin");
  await enter(page, say(language), boss);
}

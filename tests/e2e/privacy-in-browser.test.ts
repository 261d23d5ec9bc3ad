// What the privacy page says about a browser, held against a browser that has seen every page.
import { expect, test } from "vitest";

import { useBrowser, visit } from "../harness/browser.ts";
import { send } from "../harness/client.ts";
import { useServer } from "../harness/server.ts";
import { say } from "../harness/words.ts";
import { boss, controller, desktopInEnglish, enter, memberPages, open, press, setUpQuickly, setupLink } from "./steps.ts";

useBrowser();
const server = useServer({ engine: "sqlite" });
const t = say("en");
let ids = { show: "", sale: "" };

test("set-up refuses a server that nobody answers for", async () => {
  const { page } = await visit(server, setupLink(server));
  await press(page, t("setup.next"));
  expect(await page.getByRole("heading", { name: t("setup.server") }).isVisible()).toBe(true);
  const empty = { controller_name: "", controller_place: "", controller_email: "" };
  for (const name of ["controller_name", "controller_place", "controller_email"] as const) {
    const answer = await send(server, "/rest/v1/rpc/setup_finish", {
      body: {
        ...{ token: setupLink(server).split("=")[1], email: boss.email, password: boss.password },
        ...{ controller_name: controller.name, controller_place: controller.place, controller_email: controller.email },
        [name]: empty[name],
      },
    });
    expect([name, answer.status]).toEqual([name, 400]);
    expect(JSON.stringify(await answer.json())).toContain(name);
  }
  ids = await setUpQuickly(server);
});

test.each(["en", "zh"] as const)("the privacy page names who answers for the server, signed out, in %s", async (language) => {
  const { page } = await visit(server, `/privacy?lang=${language}`);
  const text = await page.getByRole("main").innerText();
  for (const part of [controller.name, controller.place, controller.email]) expect(text).toContain(part);
  expect(await page.locator("html").getAttribute("lang")).toMatch(language === "zh" ? /^zh/ : /^en/);
});

test("no page asks for a permission, calls anybody else, or keeps what the privacy page does not list", async () => {
  const { page, permissionsAsked, foreignRequests } = await visit(server, "/signin", desktopInEnglish.options);
  const cookiesSet: string[] = [];
  page.context().on("response", (answer) => {
    if (answer.headers()["set-cookie"]) cookiesSet.push(answer.url());
  });
  await enter(page, t, boss);
  const others = ["/finance", "/knowledge", "/knowledge/training", "/warehouse/labels", "/activity"];
  for (const path of [...memberPages(ids), ...others, "/privacy"]) await open(page, path);
  await page.goto("/records/sale");
  await press(page, t("list.columns"));
  await page.getByRole("dialog", { name: t("list.columns") }).getByRole("checkbox").first().click();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));

  expect(permissionsAsked).toEqual([]);
  expect(foreignRequests).toEqual([]);
  expect(cookiesSet).toEqual([]);
  expect(await page.context().cookies()).toEqual([]);
  const kept = await page.evaluate(async () => ({
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    caches: await caches.keys(),
    databases: (await indexedDB.databases()).map(({ name }) => name),
  }));
  expect(kept.session).toEqual([]);
  expect([...kept.databases].sort()).toEqual(["steward-kept", "steward-scans"]);
  expect(kept.local).toEqual(expect.arrayContaining(["steward.session", "steward.columns.sale"])); // the list is put to the test
  expect(kept.caches).toHaveLength(1);

  await page.goto("/privacy?lang=en");
  const listed = await page.locator("tbody tr").evaluateAll((rows) =>
    rows.map((row) => [row.querySelector("code")?.textContent ?? "", row.children[1]?.textContent ?? ""]),
  );
  const isListed = (name: string, kind: string) =>
    listed.some(
      ([known = "", text = ""]) =>
        text.startsWith(kind) && (known.endsWith("*") ? name.startsWith(known.slice(0, -1)) : name === known),
    );
  expect(kept.local.filter((name) => !isListed(name, "local storage"))).toEqual([]);
  expect(kept.caches.filter((name) => !isListed(name, "cache"))).toEqual([]);
  expect(kept.databases.filter((name) => !isListed(name ?? "", "database"))).toEqual([]);
});

test("without a network the app still opens", async () => {
  const { page } = await visit(server, "/signin", desktopInEnglish.options);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  // What a page brings beside the shell is kept once the worker has seen it.
  await page.reload();
  await page.getByRole("button", { name: t("signIn.enter"), exact: true }).waitFor();
  await server.stop();
  await page.reload();
  await page.getByRole("button", { name: t("signIn.enter"), exact: true }).waitFor();
  for (const path of ["/finance", "/knowledge", "/activity", "/server"]) {
    await page.goto(path);
    await page.getByRole("button", { name: t("signIn.enter"), exact: true }).waitFor();
  }
  await server.start();
});

// Linking a Google account in the settings, taking it away, and why the last way in stays.
import { afterAll, beforeAll, expect, test } from "vitest";

import { findBarriers, takePicture, useBrowser, visit } from "../harness/browser.ts";
import { randomName } from "../harness/client.ts";
import { CLIENT, RealProvider } from "../harness/openid.ts";
import { Server } from "../harness/server.ts";
import { say } from "../harness/words.ts";
import { enterIn, findEnglish, open, press, setUpQuickly, variants } from "./steps.ts";

useBrowser();
const provider = new RealProvider();
let server: Server;

beforeAll(async () => {
  await provider.start();
  server = await Server.make({
    engine: "sqlite",
    environment: { STEWARD_GOOGLE_CLIENT_ID: CLIENT.id, STEWARD_GOOGLE_CLIENT_SECRET: CLIENT.secret, STEWARD_GOOGLE_ISSUER: provider.issuer },
  });
  await server.start();
  provider.open(`${server.url}/auth/v1/callback`);
  await setUpQuickly(server);
});
afterAll(async () => {
  await server.remove();
  await provider.stop();
});

test.each(variants)("a Google account is linked and taken away on a $name", async (variant) => {
  const t = say(variant.language);
  const faults: string[] = [];
  const { page } = await visit(server, "/signin", variant.options);
  /* The harness lets a page call nobody else; here the browser itself goes to the provider. */
  await page.context().route(`${provider.issuer}/**`, (route) => route.continue());
  const look = async (name: string) => {
    await takePicture(page, `${variant.name}-google/${name}`);
    faults.push(...(await findBarriers(page)).map((fault) => `${name}: ${fault}`));
    if (variant.language === "zh") faults.push(...(await findEnglish(page)).map((left) => `${name}: in English: ${left}`));
  };
  const panel = page.getByRole("region", { name: t("ways.title") });
  const mine = `${randomName("mei")}@gmail.com`;

  provider.account = { sub: randomName("s"), email: mine, email_verified: true };
  await enterIn(page, server, variant.language);
  await open(page, "/settings/profile");
  await press(page, t("ways.link"));
  await panel.getByText(mine).waitFor();
  expect(page.url()).toBe(`${server.url}/settings/profile`);
  await panel.scrollIntoViewIfNeeded();
  await look("linked");
  await panel.getByRole("button", { name: `${t("ways.remove")}: ${mine}` }).click();
  await page.getByRole("dialog").getByRole("button", { name: t("ways.remove") }).click();
  await panel.getByText(mine).waitFor({ state: "detached" });
  expect(faults).toEqual([]);
}, 90_000);

test.each(variants)("who has no password is told why Google stays, on a $name", async (variant) => {
  const t = say(variant.language);
  provider.account = { sub: randomName("s"), email: `${randomName("lin")}@gmail.com`, email_verified: true };
  const { page } = await visit(server, "/signin", variant.options);
  await page.getByRole("link", { name: t("signIn.google") }).click();
  await page.getByRole("navigation", { name: t("shell.menu") }).first().waitFor();
  await open(page, "/settings/profile");
  const panel = page.getByRole("region", { name: t("ways.title") });
  await panel.getByText(t("ways.only")).waitFor();
  expect(await panel.getByRole("button", { name: `${t("ways.remove")}: ${provider.account.email}` }).isDisabled()).toBe(true);
  await panel.scrollIntoViewIfNeeded();
  await takePicture(page, `${variant.name}-google/only`);
  expect(await findBarriers(page)).toEqual([]);
}, 90_000);

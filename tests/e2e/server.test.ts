// Whoever operates the server sees how it is kept: checks that turn, a backup made by a press of a
// button, and a report that somebody without an account sent in, answered.
import { chmodSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { findBarriers, takePicture, useBrowser, visit } from "../harness/browser.ts";
import { waitForMail } from "../harness/mail.ts";
import { useServer } from "../harness/server.ts";
import { say } from "../harness/words.ts";
import { enterIn, findEnglish, open, press, setUpQuickly, variants } from "./steps.ts";

useBrowser();
const SOON = 60_000;

for (const variant of variants) {
  const server = useServer({ engine: "sqlite" });

  test(`the operator's pages on a ${variant.name}`, async () => {
    const t = say(variant.language);
    await setUpQuickly(server);
    const faults: string[] = [];
    const { page } = await visit(server, "/security", variant.options);
    const look = async (name: string) => {
      await takePicture(page, `${variant.name}-operator/${name}`);
      faults.push(...(await findBarriers(page)).map((fault) => `${name}: ${fault}`));
      if (variant.language === "zh") faults.push(...(await findEnglish(page)).map((left) => `${name}: in English: ${left}`));
    };

    const contact = page.getByLabel(t("security.contact"));
    await page.getByLabel(t("security.subject")).fill("0-0");
    await page.getByLabel(t("security.report")).fill("1. 2. 3.");
    await contact.fill("<finder@example.com>");
    await page.locator("form").evaluate((form) => ((form as HTMLFormElement).noValidate = true));
    await press(page, t("security.send"));
    await expect.poll(() => contact.getAttribute("aria-invalid"), { timeout: SOON }).toBe("true");
    await look("security-refused");
    await contact.fill("finder@example.com");
    await press(page, t("security.send"));
    await page.getByText(t("security.thanks")).waitFor();
    await look("security-sent");

    await enterIn(page, server, variant.language);
    chmodSync(join(server.folder, "data"), 0o755);
    await open(page, "/server");
    await press(page, t("server.checkNow"));
    await page.getByText(t("server.stateFault"), { exact: true }).waitFor({ timeout: SOON });
    await look("checks-fault");
    chmodSync(join(server.folder, "data"), 0o700);
    await expect.poll(() => page.getByRole("button", { name: t("server.checkNow") }).isEnabled(), { timeout: SOON }).toBe(true);
    await press(page, t("server.checkNow"));
    await page.getByRole("heading", { name: t("server.fine") }).waitFor({ timeout: SOON });

    await open(page, "/server/backups");
    await press(page, t("backups.now"));
    await page.getByText(t("backups.kept"), { exact: true }).waitFor({ timeout: SOON });
    await look("backups");
    expect(await page.locator("pre").textContent()).toMatch(/^steward restore \S+\/\d{8}T\d{6}Z --data /);

    await open(page, "/server/reports");
    await page.getByRole("heading", { name: "0-0" }).waitFor();
    await look("reports-open");
    await page.getByRole("textbox", { name: t("reports.answer") }).fill("4. 5.");
    await press(page, t("reports.send"));
    await page.getByText(t("reports.answered"), { exact: true }).waitFor({ timeout: SOON });
    await look("reports-answered");
    expect((await waitForMail(server, "finder@example.com")).body).toContain("4. 5.");
    expect(faults).toEqual([]);
  }, 120_000);
}

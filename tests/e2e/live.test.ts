// What a colleague changes appears on the screen without a hand on it.
import { beforeAll, describe, expect, test } from "vitest";

import { type Visit, useBrowser, visit } from "../harness/browser.ts";
import { dataOf, signIn } from "../harness/client.ts";
import { useServer } from "../harness/server.ts";
import { boss, desktopInEnglish, enterIn, setUpQuickly } from "./steps.ts";

useBrowser();

describe("a page that is open", () => {
  const server = useServer({ engine: "sqlite" });
  let seen: Visit, sale: string;

  beforeAll(async () => {
    ({ sale } = await setUpQuickly(server));
    seen = await visit(server, "/signin", desktopInEnglish.options);
    await enterIn(seen.page, server, "en");
  });

  test("shows a row that somebody else makes, changes and deletes", async () => {
    const { page } = seen;
    const { client } = await signIn(server, boss);
    const told: string[] = [];
    page.on("websocket", (socket) => {
      expect(socket.url()).toContain("/realtime/v1/websocket");
      socket.on("framereceived", ({ payload }) => told.push(String(payload)));
    });
    await page.goto("/records/sale");
    await page.getByText("安踏").first().waitFor();
    await expect.poll(() => told.some((frame) => frame.includes("phx_reply") && frame.includes("postgres_changes"))).toBe(true);
    const row = (await dataOf(
      client.from("sale").insert({ sold_at: new Date().toISOString(), brand: "Overnight", shoe_type: "跑鞋", currency: "CNY", price: 100 }).select("id").single(),
    )) as { id: string };
    await page.getByText("Overnight").first().waitFor();
    await client.from("sale").update({ brand: "Renamed" }).eq("id", sale);
    await page.getByText("Renamed").first().waitFor();
    await client.from("sale").delete().eq("id", row.id);
    await page.getByText("Overnight").first().waitFor({ state: "detached" });
    expect([seen.consoleErrors, seen.foreignRequests]).toEqual([[], []]);
  });
});

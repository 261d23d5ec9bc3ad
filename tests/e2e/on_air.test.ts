// A show on air: the board on a desk follows two pads on phones, one of which loses its line for a
// while; nothing is lost, nothing is twice.
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { type Visit, desktop, takePicture, phone, useBrowser, visit } from "../harness/browser.ts";
import { type Person, dataOf, signIn } from "../harness/client.ts";
import { useServer } from "../harness/server.ts";
import { say } from "../harness/words.ts";
import { boss, enterIn, setUpQuickly } from "./steps.ts";

useBrowser();
const SLOW = 180_000;
const AWAIT = { timeout: 60_000 };

for (const language of ["en", "zh"] as const)
  describe(`a show on air, ${language}`, () => {
    const server = useServer({ engine: "sqlite" });
    const t = say(language);
    const place = language === "zh" ? { locale: "zh-CN", timezoneId: "Asia/Shanghai" } : { locale: "en-US", timezoneId: "America/Los_Angeles" };
    let person: Person, show: string;
    let desk: Visit, near: Visit, far: Visit;
    const sold = async () =>
      (await dataOf(person.client.from("sale").select("size, price, quantity, location_id").eq("live_session_id", show).order("sold_at"))) as { size: string; price: number }[];

    beforeAll(async () => {
      await setUpQuickly(server);
      person = await signIn(server, boss);
      const insert = async (table: string, row: object) => ((await dataOf(person.client.from(table).insert(row).select("id").single())) as { id: string }).id;
      const now = Date.now();
      const at = (minutes: number) => new Date(now + minutes * 60_000).toISOString();
      const base = { platform: "douyin", currency: "CNY", day: at(0).slice(0, 10) };
      const before = await insert("live_session", { ...base, title: "Before", status: "ended", starts_at: at(-3000), ends_at: at(-2800) });
      await insert("sale", { live_session_id: before, sold_at: at(-2990), brand: "Nike", shoe_type: "Dunk", size: "42", price: 50_000, currency: "CNY" });
      show = await insert("live_session", { ...base, title: "周五直播 Friday", status: "live", starts_at: at(-40), ends_at: at(140), target_gmv: 2_000_000, target_units: 40 });
      const product = await insert("product", { name: "Dunk Low", brand: "Nike", shoe_type: "Dunk", currency: "CNY" });
      const shelf = await insert("location", { name: "Shelf A" });
      for (const [size, quantity] of [["41", 6], ["42", 2], ["43", 0]] as const) {
        const variant = await insert("product_variant", { product_id: product, size, size_system: "EU", currency: "CNY" });
        if (quantity > 0) await dataOf(person.client.rpc("stock_move", { lines: { kind: "in", product_variant_id: variant, location_id: shelf, quantity, unit_cost: 20_000 } }));
      }
      const item = await insert("show_item", { live_session_id: show, position: 1, brand: "Nike", shoe_type: "Dunk", product_id: product, currency: "CNY", target_price: 49_900, target_quantity: 6, note: "Boxes behind the host" });
      await insert("show_item", { live_session_id: show, position: 2, brand: "安踏", shoe_type: "C202", currency: "CNY", target_price: 39_900 });
      await dataOf(person.client.rpc("show_on_camera", { live_session_id: show, show_item_id: item }));
      const host = await insert("host", { name: "Maya" });
      await insert("show_slot", { live_session_id: show, host_id: host, starts_at: at(-40), ends_at: at(50) });
      [desk, near, far] = await Promise.all([visit(server, "/signin", { ...desktop, ...place }), visit(server, "/signin", { ...phone, ...place }), visit(server, "/signin", { ...phone, ...place })]);
      for (const each of [desk, near, far]) await enterIn(each.page, server, language);
    }, SLOW);
    afterAll(async () => {
      for (const each of [desk, near, far]) await each.page.context().close();
    });

    const sell = async ({ page }: Visit, size: string) => {
      await page.getByRole("button", { name: new RegExp(`^${size}\\b`) }).click();
      await page.getByRole("button", { name: t.like("pad.sell") }).click();
    };

    test("the plan shows the run sheet, the targets and the hosts", { timeout: SLOW }, async () => {
      await desk.page.goto(`/shows/${show}/plan`);
      await desk.page.getByText("Nike Dunk").first().waitFor(AWAIT);
      await desk.page.getByText("Maya").first().waitFor(AWAIT);
      await takePicture(desk.page, `plan-desktop-${language}`);
      await near.page.goto(`/shows/${show}/plan`);
      await near.page.getByText("Nike Dunk").first().waitFor(AWAIT);
      await takePicture(near.page, `plan-phone-${language}`);
    });

    test("two pads sell, one of them without a line for a while; the board follows, each sale is there once", { timeout: SLOW }, async () => {
      await desk.page.goto(`/shows/${show}/live`);
      for (const each of [near, far]) {
        await each.page.goto(`/shows/${show}/pad`);
        await each.page.getByRole("button", { name: /^41\b/ }).waitFor(AWAIT);
      }
      await sell(near, "41");
      await desk.page.getByRole("list", { name: t("live.lastSales") }).getByText(/41/).first().waitFor(AWAIT);

      await far.page.context().setOffline(true);
      await sell(far, "42");
      await sell(far, "41");
      await far.page.getByText(t("pad.waiting_other", { count: 2 })).first().waitFor(AWAIT);
      await sell(near, "42");
      await near.page.getByText(t("pad.sent"), { exact: true }).nth(1).waitFor(AWAIT);
      expect((await sold()).map(({ size }) => size)).toEqual(["41", "42"]);
      await takePicture(far.page, `pad-offline-${language}`);

      await far.page.context().setOffline(false);
      await far.page.getByText(t("pad.sent"), { exact: true }).nth(1).waitFor(AWAIT);
      expect((await sold()).map(({ size, price: each }) => [size, each]).sort()).toEqual([["41", 49_900], ["41", 49_900], ["42", 49_900], ["42", 49_900]]);
      await far.page.getByRole("button", { name: t("action.undo") }).first().click();
      await far.page.getByText(t("pad.undone"), { exact: true }).waitFor(AWAIT);
      expect(await sold()).toHaveLength(3);
      await desk.page.getByRole("list", { name: t("live.figures") }).getByText(/1,497\.00/).first().waitFor(AWAIT);
      await takePicture(near.page, `pad-phone-${language}`);
      await takePicture(desk.page, `board-desktop-${language}`);
      await near.page.goto(`/shows/${show}/live`);
      await near.page.getByRole("list", { name: t("live.figures") }).waitFor(AWAIT);
      await takePicture(near.page, `board-phone-${language}`);
    });

    test("a board that loses its line says so, and goes on when it is back", { timeout: SLOW }, async () => {
      await desk.page.context().setOffline(true);
      await desk.page.getByRole("status").filter({ hasText: t("live.stale", { time: "" }).trim() }).waitFor(AWAIT);
      await desk.page.context().setOffline(false);
      await desk.page.getByRole("status").filter({ hasText: t("live.now") }).waitFor(AWAIT);
    });
  });

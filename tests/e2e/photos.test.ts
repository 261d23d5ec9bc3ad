// Photos in the web app: chosen, pasted, seen large with the keyboard, put in order, deleted; on a
// phone from the camera. A line that breaks loses nothing.
import { beforeAll, describe, expect, test } from "vitest";

import { type Visit, findBarriers, takePicture, useBrowser, visit } from "../harness/browser.ts";
import { dataOf, signIn } from "../harness/client.ts";
import { jpeg, png, webp } from "../harness/pictures.ts";
import { useServer } from "../harness/server.ts";
import { boss, desktopInEnglish, enterIn, phoneInChinese, setUpQuickly } from "./steps.ts";

useBrowser();

describe.each([["desktop", desktopInEnglish], ["phone", phoneInChinese]] as const)("photos on a %s", (kind, variant) => {
  const server = useServer({ engine: "sqlite" });
  const isEnglish = kind === "desktop";
  const say = (english: string, chinese: string) => (isEnglish ? english : chinese);
  let seen: Visit, box: string;

  beforeAll(async () => {
    await setUpQuickly(server);
    const { client } = await signIn(server, boss);
    ({ id: box } = (await dataOf(client.from("inbound_box").insert({ supplier: "Hangzhou" }).select("id").single())) as { id: string });
    seen = await visit(server, "/signin", variant.options);
    await enterIn(seen.page, server, isEnglish ? "en" : "zh");
  });

  const tiles = () => seen.page.getByRole("list", { name: say("Photos", "照片") }).getByRole("button");
  const choose = (name: string, bytes: Buffer, mimeType: string) =>
    seen.page.locator(`input[type=file][aria-label="${say("Add photos", "添加照片")}"]`).setInputFiles({ name, mimeType, buffer: bytes });

  test("are added, shown, and free of barriers", async () => {
    const { page } = seen;
    await page.goto(`/records/inbound_box/${box}`);
    await page.getByText(say("None yet. Take one", "还没有照片")).waitFor();
    expect(await page.locator("input[type=file][capture=environment][accept='image/*']").count()).toBe(1);
    await choose("a.jpg", jpeg(), "image/jpeg");
    await tiles().nth(0).waitFor();
    await choose("b.png", png(), ""); // named by its bytes
    await tiles().nth(1).waitFor();
    await choose("c.webp", webp(), "image/webp");
    await tiles().nth(2).waitFor();
    const drawn = () => page.evaluate(() => [...document.querySelectorAll("img")].filter((image) => image.complete && image.naturalWidth > 0).length);
    for (let i = 0; i < 100 && (await drawn()) < 3; i++) await page.waitForTimeout(100);
    expect(await drawn()).toBe(3);
    expect(await findBarriers(page)).toEqual([]);
    await takePicture(page, `photos/${kind}`);
  });

  test("are seen large with the keyboard, moved, and deleted after a question", async () => {
    const { page } = seen;
    await tiles().nth(0).click();
    const title = (at: number, of: number) => page.getByRole("dialog").getByText(say(`Photo ${at} of ${of}`, `照片 ${at} / ${of}`), { exact: true });
    await title(1, 3).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.keyboard.press("ArrowRight");
    await title(2, 3).waitFor();
    await page.getByRole("button", { name: say("Move it forward", "前移") }).click();
    await title(1, 3).waitFor();
    await page.getByRole("button", { name: say("Delete this photo", "删除这张照片") }).click();
    const question = page.getByRole("dialog").filter({ hasText: say("It goes for everybody", "所有人都将看不到它") });
    await question.getByRole("button", { name: say("Delete", "删除"), exact: true }).click();
    await title(1, 2).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await tiles().nth(1).waitFor();
    expect(await tiles().count()).toBe(2);
  });

  test("that cannot be sent say so, are kept, and go when the line is back", async () => {
    const { page } = seen;
    await page.context().setOffline(true);
    await choose("d.jpg", jpeg(), "image/jpeg");
    await page.getByText(say("It is kept here and sent when the line is back", "照片保留在此")).waitFor({ timeout: 60_000 });
    await page.context().setOffline(false);
    await tiles().nth(2).waitFor({ timeout: 60_000 });
    await choose("bad.jpg", Buffer.from("\xff\xd8\xff no picture", "latin1"), "image/jpeg");
    await page.getByText(say("The image is damaged.", "图片已损坏。")).waitFor({ timeout: 60_000 });
    await page.getByRole("button", { name: say("Do not send", "不再上传") }).click();
    expect(await tiles().count()).toBe(3);
    expect(seen.foreignRequests).toEqual([]);
  }, 180_000);
});

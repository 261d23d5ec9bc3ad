// The camera and the pictures of a phone: asked for by the press that needs them and said why in the
// language of the page, off again when one leaves, and no file is read that nobody chose.
import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";

import { beforeAll, expect, test } from "vitest";
import type { Page } from "playwright-core";

import { phone, takePicture, useBrowser, visit } from "../harness/browser.ts";
import { dataOf, signIn } from "../harness/client.ts";
import { useServer } from "../harness/server.ts";
import { type Language, say } from "../harness/words.ts";
import { boss, enter, enterIn, open, press, setUpQuickly } from "./steps.ts";

useBrowser(["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]);
const server = useServer({ engine: "sqlite" });
const t = say("en");
let box = "";
beforeAll(async () => {
  await setUpQuickly(server);
  const { client } = await signIn(server, boss);
  box = ((await dataOf(client.from("inbound_box").insert({ supplier: "Ever Shoes" }).select("id").single())) as { id: string }).id;
});

/** Keeps every track that the page was given, and holds leave back while `stewardHeld` is there. */
const watchTracks = `
  window.stewardTracks = [];
  const ask = MediaDevices.prototype.getUserMedia;
  MediaDevices.prototype.getUserMedia = async function (wanted) {
    window.stewardWanted = wanted;
    const stream = await ask.call(this, wanted);
    window.stewardTracks.push(...stream.getTracks());
    while (window.stewardHeld) await new Promise((done) => setTimeout(done, 20));
    return stream;
  };
`;
interface Watched {
  stewardTracks: MediaStreamTrack[];
  stewardHeld?: boolean;
  stewardWanted: { audio: unknown; video: unknown };
}
const states = (page: Page) => page.evaluate(() => (window as unknown as Watched).stewardTracks.map((track) => `${track.kind} ${track.readyState}`));
const waitForStates = (page: Page, wanted: string[]) =>
  page.waitForFunction(
    (all) => JSON.stringify((window as unknown as Watched).stewardTracks.map((track) => `${track.kind} ${track.readyState}`)) === JSON.stringify(all),
    wanted,
  );

test("no page asks for a permission when it opens; the camera is asked for by its button, for pictures alone", async () => {
  const { page, permissionsAsked } = await visit(server, "/signin", { ...phone, locale: "en-US" });
  await page.context().addInitScript(watchTracks);
  await enter(page, t, boss);
  // The other pages: privacy-in-browser.test.ts.
  for (const path of ["/", `/records/inbound_box/${box}`, "/warehouse/stock", "/warehouse/counts", "/warehouse/watch"]) await open(page, path);
  expect(permissionsAsked).toEqual([]);
  await open(page, "/warehouse/scan");
  await page.getByRole("button", { name: t("scan.camera"), exact: true }).waitFor();
  expect(permissionsAsked).toEqual([]);
  await press(page, t("scan.camera"));
  await waitForStates(page, ["video live"]);
  expect(permissionsAsked).toEqual(["getUserMedia"]);
  expect(await page.evaluate(() => (window as unknown as Watched).stewardWanted.audio)).toBe(false);
});

test.each(["en", "zh"] as Language[])("why the camera is asked for stands beside its button, in %s", async (language) => {
  const there = say(language);
  const { page } = await visit(server, "/signin", { ...phone, locale: language === "zh" ? "zh-CN" : "en-US" });
  await enterIn(page, server, language);
  await open(page, "/warehouse/scan");
  await page.getByText(there("scan.cameraWhy"), { exact: true }).waitFor();
  const said = await page.getByText(there("scan.cameraWhy"), { exact: true }).innerText();
  expect(/[一-鿿]/.test(said)).toBe(language === "zh");
  expect(said).toContain(language === "zh" ? "按下按钮时才请求" : "asked for when you press");
  await takePicture(page, `warehouse/camera-${language}`);
  const { client } = await signIn(server, boss);
  await client.auth.updateUser({ data: { language: "en" } });
});

test("the camera goes off when its button is pressed again, when the page is hidden, and when it is left", async () => {
  const { page } = await visit(server, "/signin", { ...phone, locale: "en-US" });
  await page.context().addInitScript(watchTracks);
  await enter(page, t, boss);
  await open(page, "/warehouse/scan");
  await press(page, t("scan.camera"));
  await waitForStates(page, ["video live"]);
  await press(page, t("scan.cameraOff"));
  await waitForStates(page, ["video ended"]);

  await press(page, t("scan.camera"));
  await waitForStates(page, ["video ended", "video live"]);
  await page.evaluate(() => {
    Object.defineProperty(document, "hidden", { value: true, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await waitForStates(page, ["video ended", "video ended"]);
  await page.evaluate(() => {
    Object.defineProperty(document, "hidden", { value: false, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await page.getByRole("button", { name: t("scan.camera"), exact: true }).waitFor(); // it does not come back by itself

  await press(page, t("scan.camera"));
  await waitForStates(page, ["video ended", "video ended", "video live"]);
  await page.getByRole("link", { name: t("stock.title"), exact: true }).first().click();
  await page.getByRole("heading", { name: t("stock.title"), exact: true }).waitFor();
  await waitForStates(page, ["video ended", "video ended", "video ended"]);
});

test("leave that comes when the page is gone already is given back at once", async () => {
  const { page } = await visit(server, "/signin", { ...phone, locale: "en-US" });
  await page.context().addInitScript(watchTracks);
  await enter(page, t, boss);
  await open(page, "/warehouse/scan");
  await page.evaluate(() => Object.assign(window, { stewardHeld: true }));
  await press(page, t("scan.camera"));
  await waitForStates(page, ["video live"]);
  await page.getByRole("link", { name: t("stock.title"), exact: true }).first().click();
  await page.getByRole("heading", { name: t("stock.title"), exact: true }).waitFor();
  await page.evaluate(() => Object.assign(window, { stewardHeld: false }));
  await waitForStates(page, ["video ended"]);
  expect(await states(page)).toEqual(["video ended"]);
});

test("every answer tells the browser that camera and microphone are for this site's own pages, and nothing else for anybody", async () => {
  for (const path of ["/", "/privacy", "/warehouse/scan"]) {
    const policy = (await fetch(server.url + path)).headers.get("permissions-policy") ?? "";
    const given = policy.split(",").map((each) => each.trim()).filter((each) => !each.endsWith("=()"));
    expect([path, given]).toEqual([path, ["camera=(self)", "microphone=(self)"]]);
    for (const denied of ["geolocation=()", "display-capture=()", "usb=()"]) expect([path, policy.includes(denied)]).toEqual([path, true]);
  }
});

/** Every source of the app that can reach a camera, a microphone or a file, and by what. */
const waysIn = /<FileButton|<FileInput|<Dropzone|getUserMedia|getDisplayMedia|MediaRecorder|type="file"|showOpenFilePicker|showDirectoryPicker|showSaveFilePicker|launchQueue|webkitdirectory|webkitGetAsEntry|getAsFileSystemHandle|clipboard\??\.read/g;

test("only what is named here can reach a camera or a file, and none of it without a press, a drop or a paste", () => {
  const web = resolve(import.meta.dirname, "../../web/src");
  const found: string[] = [];
  for (const file of readdirSync(web, { recursive: true, encoding: "utf8" })) {
    if (!/\.tsx?$/.test(file) || /\.test\./.test(file)) continue;
    for (const [way] of readFileSync(join(web, file), "utf8").matchAll(waysIn)) found.push(`${file} ${way}`);
  }
  expect(found.sort()).toEqual([
    "features/knowledge/PictureButton.tsx type=\"file\"",
    "features/warehouse/PhotoCode.tsx <FileButton",
    "features/warehouse/camera.ts getUserMedia",
    "records/photos/PhotoButtons.tsx type=\"file\"",
    "records/photos/PhotoButtons.tsx type=\"file\"",
    "ui/FileDrop.tsx type=\"file\"",
  ]);
});

test("of a box's photos the chosen one alone leaves the device, when it was chosen", async () => {
  const { page, permissionsAsked } = await visit(server, "/signin", { ...phone, locale: "en-US" });
  await enter(page, t, boss);
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST" && /storage\/v1/.test(request.url())) sent.push(request.url());
  });
  await open(page, `/records/inbound_box/${box}`);
  const camera = page.locator('input[type="file"][capture]');
  await camera.waitFor({ state: "attached" });
  expect(sent).toEqual([]);
  const pixel = await page.evaluate(async () => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 8;
    canvas.getContext("2d")?.fillRect(0, 0, 8, 8);
    return canvas.toDataURL("image/jpeg").split(",")[1] ?? "";
  });
  await camera.setInputFiles({ name: "box.jpg", mimeType: "image/jpeg", buffer: Buffer.from(pixel, "base64") });
  const { client } = await signIn(server, boss);
  await expect.poll(async () => (await dataOf(client.from("photo").select("id").eq("record_id", box))).length).toBe(1);
  expect(sent.length).toBeGreaterThan(0);
  expect(permissionsAsked).toEqual([]);
});

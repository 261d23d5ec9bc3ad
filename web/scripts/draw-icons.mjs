/* Draws the PNG icons from public/icon.svg with Debian's Chromium. Run after a change of the mark. */
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const folder = new URL("../public/", import.meta.url);
const mark = readFileSync(new URL("icon.svg", folder), "utf8");
/* A mask may cut away a fifth on every side: the ground goes to the edge, the mark shrinks. */
const masked = mark
  .replace(' rx="15"', "")
  .replace('viewBox="0 0 64 64"', 'viewBox="-8 -8 80 80"')
  .replace("<rect ", '<rect x="-8" y="-8" width="80" height="80" fill="#0f664d"/><rect ');
const icons = [
  ["icon-180.png", 180, mark.replace(' rx="15"', "")],
  ["icon-192.png", 192, mark],
  ["icon-512.png", 512, mark],
  ["icon-maskable-512.png", 512, masked],
];

const browser = await chromium.launch({
  executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
for (const [name, size, svg] of icons) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`);
  await page.screenshot({ path: new URL(name, folder).pathname, omitBackground: true });
  await page.close();
}
await browser.close();

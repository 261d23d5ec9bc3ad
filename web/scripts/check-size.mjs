/* The gate on the first load: what a browser fetches to show any one page, gzipped, stays below
   the limit. Counts the entry, the frame and the page with all that they import, and the words. */
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const LIMIT_BYTES = 250 * 1024;
const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));
const sizes = new Map();

function sizeOf(file) {
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length);
  return sizes.get(file);
}

function closure(key, found = new Set()) {
  if (found.has(key)) return found;
  found.add(key);
  for (const next of manifest[key].imports ?? []) closure(next, found);
  return found;
}

const always = ["index.html", "src/app/MemberFrame.tsx", "src/i18n/zh.json"];
const pages = Object.keys(manifest).filter((key) => /^src\/(app\/\w+(Route|Page)|features\/.*Page)\.tsx$/.test(key));
const loads = pages.map((page) => {
  const within = page.includes("/settings/") ? ["src/features/settings/SettingsPage.tsx"] : [];
  const words = `src/i18n/parts/${page.split("/").at(-2)}.zh.json`;
  const own = words in manifest ? [words] : [];
  const parts = new Set([...always, ...within, ...own, page].flatMap((key) => [...closure(key)]));
  const bytes = [...parts].map((key) => manifest[key].file).filter((file) => file.endsWith(".js"));
  return { page, bytes: bytes.reduce((sum, file) => sum + sizeOf(file), 0) };
});
if (pages.length === 0) throw new Error("no page found in the manifest");

loads.sort((a, b) => b.bytes - a.bytes);
for (const { page, bytes } of loads) console.log(`${(bytes / 1000).toFixed(1).padStart(7)} KB  ${page}`);
const [heaviest] = loads;
if (heaviest.bytes > LIMIT_BYTES) {
  console.error(`first load of ${heaviest.page}: ${heaviest.bytes} bytes gzip, the limit is ${LIMIT_BYTES}`);
  process.exit(1);
}

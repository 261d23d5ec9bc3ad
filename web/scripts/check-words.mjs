/* Every key of en.json is used, every key that is used exists (tsc), zh.json has exactly the same
   keys with the same {places}, and nothing in zh was left in English. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const read = (name) => JSON.parse(readFileSync(new URL(`../src/i18n/${name}.json`, import.meta.url), "utf8"));
const [en, zh] = [read("en"), read("zh")];
const faults = [];

const places = (text) =>
  [...text.matchAll(/\{(\w+)\}/g)]
    .map((match) => match[1])
    .sort()
    .join();
for (const [key, text] of Object.entries(en)) {
  if (zh[key] === undefined) faults.push(`zh.json: missing ${key}`);
  else if (zh[key].trim() === "") faults.push(`zh.json: empty ${key}`);
  else if (places(text) !== places(zh[key])) faults.push(`zh.json: other places in ${key}`);
}
for (const key of Object.keys(zh)) if (en[key] === undefined) faults.push(`zh.json: unknown ${key}`);

/* What reads the same in both languages, and may. */
const shared = new Set(["list.exportCsv", "list.exportXlsx", "chip.in"]);
for (const [key, text] of Object.entries(zh))
  if (!shared.has(key) && !/[\u4e00-\u9fff]/.test(text)) faults.push(`zh.json: not Chinese: ${key}`);

for (const key of Object.keys(en))
  if (key.endsWith("_one") && en[key.replace(/_one$/, "_other")] === undefined)
    faults.push(`en.json: ${key} without its _other`);

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(path) && !/\.(test|gen)\./.test(path) ? [readFileSync(path, "utf8")] : [];
  });
}

const code = sources(new URL("../src", import.meta.url).pathname).join("\n");
const literals = new Set([...code.matchAll(/"([^"\n]*)"/g)].map((match) => match[1]));
const patterns = [...code.matchAll(/\bt(?:\.count)?\(`([^`]+)`/g)].map(([, template]) => {
  const parts = template.split(/\$\{[^}]+\}/).map((part) => part.replace(/[.*+?^$()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("[\\w.]+")}$`);
});
for (const key of Object.keys(en)) {
  const stem = key.replace(/_(one|other)$/, "");
  if (!literals.has(stem) && !patterns.some((pattern) => pattern.test(stem))) faults.push(`en.json: unused ${key}`);
}

for (const fault of faults) console.error(fault);
console.log(`words: ${Object.keys(en).length} keys in two languages, ${faults.length} faults`);
process.exit(faults.length > 0 ? 1 : 0);

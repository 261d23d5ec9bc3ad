/* Every key of the English files is used, every key that is used exists (tsc), the Chinese files
   have exactly the same keys with the same {places}, and nothing in them was left in English. The
   words of a part are those of one folder: the pages that stand there bring them. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

const i18n = new URL("../src/i18n/", import.meta.url);
const read = (file) => JSON.parse(readFileSync(new URL(file, i18n), "utf8"));
const faults = [];

const places = (text) =>
  [...text.matchAll(/\{(\w+)\}/g)]
    .map((match) => match[1])
    .sort()
    .join();

/* What reads the same in both languages, and may. */
const shared = new Set(["list.and", "list.exportCsv", "list.exportXlsx", "chip.in", "stock.levelAt"]);

const partFiles = readdirSync(new URL("parts/", i18n)).sort();
const parts = [...new Set(partFiles.map((file) => file.split(".")[0]))];
const pairs = [
  { part: null, english: "en.json", chinese: "zh.json" },
  ...parts.map((part) => ({ part, english: `parts/${part}.en.json`, chinese: `parts/${part}.zh.json` })),
];

function checkPair(english, chinese, en, zh) {
  for (const [key, text] of Object.entries(en)) {
    if (zh[key] === undefined) faults.push(`${chinese}: missing ${key}`);
    else if (zh[key].trim() === "") faults.push(`${chinese}: empty ${key}`);
    else if (places(text) !== places(zh[key])) faults.push(`${chinese}: other places in ${key}`);
    if (key.endsWith("_one") && en[key.replace(/_one$/, "_other")] === undefined)
      faults.push(`${english}: ${key} without its _other`);
  }
  for (const [key, text] of Object.entries(zh)) {
    if (en[key] === undefined) faults.push(`${chinese}: unknown ${key}`);
    if (!shared.has(key) && !/[\u4e00-\u9fff]/.test(text)) faults.push(`${chinese}: not Chinese: ${key}`);
  }
}

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(path) && !/\.(test|gen)\./.test(path) ? [{ path, code: readFileSync(path, "utf8") }] : [];
  });
}

const files = sources(new URL("../src", import.meta.url).pathname).map(({ path, code }) => ({
  folder: basename(dirname(path)),
  path: path.slice(path.indexOf("/src/") + 1),
  literals: new Set([...code.matchAll(/"([^"\n]*)"/g)].map((match) => match[1])),
  patterns: [...code.matchAll(/\bt(?:\.count)?\(`([^`]+)`/g)].map(([, template]) => {
    const texts = template.split(/\$\{[^}]+\}/).map((text) => text.replace(/[.*+?^$()|[\]\\]/g, "\\$&"));
    return new RegExp(`^${texts.join("[\\w.]+")}$`);
  }),
}));

/* A whole key is sure; a pattern may mean others of its kind. */
function checkUse(part, english, key) {
  const stem = key.replace(/_(one|other)$/, "");
  const whole = files.filter(({ literals }) => literals.has(stem));
  const isUsed = whole.length > 0 || files.some(({ patterns }) => patterns.some((pattern) => pattern.test(stem)));
  if (!isUsed) faults.push(`${english}: unused ${key}`);
  if (part === null) return;
  for (const { folder, path } of whole)
    if (folder !== part) faults.push(`${english}: ${key} is needed by ${path}, outside of ${part}/`);
}

const found = new Map();
for (const { part, english, chinese } of pairs) {
  const [en, zh] = [read(english), read(chinese)];
  checkPair(english, chinese, en, zh);
  for (const key of Object.keys(en)) {
    if (found.has(key)) faults.push(`${english}: ${key} stands in ${found.get(key)} too`);
    found.set(key, english);
    checkUse(part, english, key);
  }
}

for (const fault of faults) console.error(fault);
console.log(`words: ${found.size} keys in two languages, ${parts.length} parts, ${faults.length} faults`);
process.exit(faults.length > 0 ? 1 : 0);

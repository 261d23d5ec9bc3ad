/* Directus 11 as shipped, on SQLite, with a role whose policy lets a user see and write the rows
   of their own workspace (version 12 asks for a licence key for such rules). It runs on the Node
   it asks for, 22. The filled database is kept for the next run. */
import { randomBytes } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { installed } from "../lib/install.mjs";
import { memory_of, run, serve } from "../lib/process.mjs";
import { columns_of_sale, SALE } from "../lib/sale.mjs";
import { rows_made, table_made } from "./steward.mjs";

const TYPES = { integer: "integer", uuid: "uuid", instant: "timestamp", text: "string" };
const SPECIAL = { created_at: ["date-created"], updated_at: ["date-created"], id: ["uuid"] };
const MINE = { workspace_id: { _eq: "$CURRENT_USER.workspace_id" } };

const field_of = ([name, type]) => ({
  field: name,
  type: TYPES[type],
  meta: { special: SPECIAL[name] ?? null },
  schema: name === "id" ? { is_primary_key: true, is_nullable: false, length: 36 } : { is_nullable: true },
});

/* Everything that a person would click in its app: collection, field of the user, role, policy,
   permissions, user with a token. */
async function set_up(url, admin, token, columns) {
  const post = async (path, body) => {
    const answer = await fetch(`${url}${path}`, {
      method: "POST",
      headers: { Authorization: `Bearer ${admin}`, "Content-Type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(60000),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`directus ${path}: ${answer.status} ${text.slice(0, 400)}`);
    return text ? JSON.parse(text).data : null;
  };
  await post("/collections", { collection: "sale", meta: {}, schema: {}, fields: columns.filter(([, type]) => type).map(field_of) });
  await post("/fields/directus_users", { field: "workspace_id", type: "integer", schema: { is_nullable: true } });
  const policy = await post("/policies", { name: "own workspace", admin_access: false, app_access: false });
  const role = await post("/roles", { name: "member" });
  await post("/access", { role: role.id, policy: policy.id });
  await post("/permissions", { policy: policy.id, collection: "sale", action: "read", permissions: MINE, fields: ["*"] });
  await post("/permissions", {
    policy: policy.id,
    collection: "sale",
    action: "create",
    permissions: {},
    validation: MINE,
    presets: { workspace_id: "$CURRENT_USER.workspace_id" },
    fields: ["*"],
  });
  await post("/users", { email: "member@example.com", password: randomBytes(12).toString("hex"), role: role.id, token, workspace_id: 1 });
}

async function database_made(folder, node, rows, port) {
  const kept = await rows_made(rows);
  const made = `${kept}/directus`;
  const scratch = `${made}.new`;
  if (existsSync(made)) return made;
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch, { recursive: true });
  const admin = randomBytes(24).toString("base64url");
  const token = randomBytes(24).toString("base64url");
  const env = { ...env_of(scratch, port), ADMIN_EMAIL: "admin@example.com", ADMIN_PASSWORD: admin, ADMIN_TOKEN: admin };
  await run(`${node}/node`, [`${folder}/node_modules/directus/cli.js`, "bootstrap"], { env, cwd: folder, seconds: 120 });
  const server = await start(folder, node, env, `${scratch}/setup.log`, port);
  const columns = await columns_of_sale();
  await set_up(`http://127.0.0.1:${port}`, admin, token, columns).finally(server.stop);
  await run(`${node}/node`, ["--no-warnings", "bench/targets/directus_rows.mjs", `${scratch}/data.db`, await table_made(rows, "sale"), JSON.stringify(columns)], {
    seconds: 300,
  });
  writeFileSync(`${scratch}/token`, token, { mode: 0o600 });
  renameSync(scratch, made);
  return made;
}

/* Its limiter answers 503 when the event loop is late: off, so that every request is done. */
const env_of = (data, port) => ({
  HOST: "127.0.0.1",
  PORT: String(port),
  DB_CLIENT: "sqlite3",
  DB_FILENAME: resolve(data, "data.db"),
  SECRET: "only for measuring, on loopback, thrown away",
  TELEMETRY: "false",
  LOG_LEVEL: "error",
  PRESSURE_LIMITER_ENABLED: "false",
  NODE_ENV: "production",
});

const start = (folder, node, env, log, port) =>
  serve(`${node}/node`, [`${folder}/node_modules/directus/cli.js`, "start"], {
    env,
    cwd: folder,
    url: `http://127.0.0.1:${port}/server/ping`,
    log,
    seconds: 120,
  });

export async function directus({ scratch, rows, port }) {
  const node = `${await installed("node")}/node_modules/node/bin`;
  const folder = await installed("directus", node);
  const made = await database_made(folder, node, rows, port);
  const data = `${scratch}/directus`;
  cpSync(made, data, { recursive: true });
  const server = await start(folder, node, env_of(data, port), `${scratch}/directus.log`, port);
  await sleep(1000);
  const url = `http://127.0.0.1:${port}/items/sale`;
  const headers = { Authorization: `Bearer ${readFileSync(`${data}/token`, "utf8")}` };
  return {
    name: "directus",
    stop: server.stop,
    pid: server.pid,
    ready_ms: server.ready_ms,
    memory: memory_of(server.pid),
    get: { url: `${url}?sort=-sold_at&limit=50`, headers },
    post: { url, headers, body: JSON.stringify({ ...SALE, day: "2026-01-01", hour: 12 }) },
    newest: (text) => JSON.parse(text).data ?? [],
  };
}

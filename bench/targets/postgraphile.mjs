/* PostGraphile 4 as shipped, on PostgreSQL with row security: the token's role may not bypass
   it, and the token names the workspace. */
import { createHmac, randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

import { installed } from "../lib/install.mjs";
import { memory_of, run, serve } from "../lib/process.mjs";
import { columns_of_sale, SALE } from "../lib/sale.mjs";
import { table_made } from "./steward.mjs";

const TYPES = { integer: "bigint", uuid: "uuid", instant: "timestamptz", text: "text" };
const own_of = (columns) => columns.filter(([, type]) => type);
const DEFAULTS = {
  workspace_id: "NOT NULL DEFAULT current_setting('jwt.claims.workspace_id')::bigint",
  id: "NOT NULL DEFAULT gen_random_uuid()",
  created_at: "NOT NULL DEFAULT now()",
  updated_at: "NOT NULL DEFAULT now()",
  version: "NOT NULL DEFAULT 1",
};

const schema = (columns) => `
  CREATE ROLE bench_member NOLOGIN;
  CREATE ROLE bench_gate LOGIN NOINHERIT IN ROLE bench_member;
  CREATE SCHEMA app;
  CREATE TABLE app.sale (${own_of(columns).map(([name, type]) => `${name} ${TYPES[type]} ${DEFAULTS[name] ?? ""}`).join(", ")},
    PRIMARY KEY (id));
  CREATE TABLE public.brought (${columns.map(([name]) => `${name} text`).join(", ")});`;

const move = (columns) => `
  INSERT INTO app.sale SELECT ${own_of(columns).map(([name, type]) =>
    type === "instant" ? `to_timestamp(${name}::bigint / 1000.0)` : `${name}::${TYPES[type]}`,
  ).join(", ")} FROM public.brought;
  DROP TABLE public.brought;
  CREATE INDEX ON app.sale (workspace_id, sold_at, id);
  ALTER TABLE app.sale ENABLE ROW LEVEL SECURITY;
  ALTER TABLE app.sale FORCE ROW LEVEL SECURITY;
  CREATE POLICY own_workspace ON app.sale TO bench_member
    USING (workspace_id = (SELECT nullif(current_setting('jwt.claims.workspace_id', true), '')::bigint));
  GRANT USAGE ON SCHEMA app TO bench_member;
  GRANT SELECT, INSERT, UPDATE, DELETE ON app.sale TO bench_member;`;

function signed(claims, secret) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const head = `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}`;
  return `${head}.${createHmac("sha256", secret).update(head).digest("base64url")}`;
}

const camel = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
const graphql = (query, variables) => JSON.stringify({ query, variables });

export async function postgraphile({ scratch, rows, port, database }) {
  const folder = await installed("postgraphile");
  const psql = (words, more) => run("psql", [database, "-qv", "ON_ERROR_STOP=1", ...words], { seconds: 200, ...more });
  const columns = await columns_of_sale();
  await psql(["-c", schema(columns)]);
  await psql(["-c", "COPY public.brought FROM STDIN"], { input: { file: await table_made(rows, "sale") } });
  await psql(["-c", move(columns)]);
  await psql(["-c", "VACUUM ANALYZE"]);

  const secret = randomBytes(24).toString("base64url");
  const url = `http://127.0.0.1:${port}/graphql`;
  const gate = database.replace("user=postgres", "user=bench_gate");
  const words = ["-c", gate, "-s", "app", "-n", "127.0.0.1", "-p", String(port), "-e", secret];
  const server = await serve("node", [`${folder}/node_modules/postgraphile/cli.js`, ...words, "-q", "/graphql"].concat(
    ["--disable-query-log", "--disable-graphiql"]), {
    env: { NODE_ENV: "production" },
    url,
    log: `${scratch}/postgraphile.log`,
  });
  await sleep(1000);
  const claims = { aud: "postgraphile", role: "bench_member", workspace_id: 1, exp: Math.floor(Date.now() / 1000) + 7200 };
  const headers = { Authorization: `Bearer ${signed(claims, secret)}` };
  const fields = own_of(columns).map(([name]) => camel(name)).join(" ");
  const sale = Object.fromEntries(Object.entries(SALE).map(([name, value]) => [camel(name), typeof value === "number" ? String(value) : value]));
  return {
    name: "postgraphile",
    database,
    stop: server.stop,
    pid: server.pid,
    ready_ms: server.ready_ms,
    memory: memory_of(server.pid),
    get: { url, headers, body: graphql(`{ allSales(first: 50, orderBy: [SOLD_AT_DESC]) { nodes { ${fields} } } }`) },
    post: {
      url,
      headers,
      body: graphql("mutation ($sale: SaleInput!) { createSale(input: { sale: $sale }) { sale { id } } }", { sale: { ...sale, day: "2026-01-01", hour: "12" } }),
    },
    newest: (text) => JSON.parse(text).data?.allSales.nodes ?? [],
  };
}

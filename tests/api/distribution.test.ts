// What a distributed database asks of the schema (Citus, docs/scaling.md): the workspace stands in
// every key, no table is left out, and nothing is used that stays on one machine.
import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { runSteward, useServer } from "../harness/server.ts";
import { connect } from "../harness/postgres.ts";

const server = useServer();

const derived = async (what: string) => {
  const { code, stdout } = await runSteward(["derive", what]);
  expect(code).toBe(0);
  return stdout;
};
const tablesOf = (sql: string) => [...sql.matchAll(/^CREATE TABLE IF NOT EXISTS main\.(\w+)/gm)].map((match) => match[1]);

describe("the schema can be distributed", () => {
  it("steward derive citus places every table by its workspace, beside the first one", async () => {
    const lines = (await derived("citus")).split("\n").filter((line) => line.startsWith("SELECT"));
    const tables = tablesOf(await derived("postgresql"));
    expect(tables.length).toBeGreaterThan(10);
    expect(lines).toEqual(
      tables.map(
        (table, i) =>
          `SELECT create_distributed_table('main.${table}', 'workspace_id', colocate_with => '${i === 0 ? "none" : `main.${tables[0]}`}');`,
      ),
    );
  });

  it("every key, unique index and link begins with workspace_id, and no table has a trigger or a sequence", async () => {
    const sql = await derived("postgresql");
    const keys = [...sql.matchAll(/(?:PRIMARY KEY|FOREIGN KEY|REFERENCES main\.\w+|CREATE UNIQUE INDEX[^(]*) ?\(([^)]*)\)/g)].map((match) => match[1] ?? "");
    expect(keys.length).toBeGreaterThan(tablesOf(sql).length);
    for (const key of keys) expect(key).toMatch(/^workspace_id, /);
    expect(sql).not.toMatch(/\bTRIGGER\b|CREATE\s+SEQUENCE|NEXTVAL|\b(BIG|SMALL)?SERIAL\d?\b|\bGENERATED\s+(ALWAYS|BY)\b/i); // a column may be called sequence
    expect(sql).not.toMatch(/SET workspace_id/);
  });

  it.runIf(process.env["STEWARD_ENGINE"] === "postgresql")("the running database agrees", async () => {
    const client = await connect(server.database?.adminUrl ?? "");
    try {
      const unique = await client.query(
        `SELECT c.relname AS name, a.attname AS first FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
         JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
         WHERE i.indisunique AND c.relnamespace = 'main'::regnamespace`,
      );
      expect(unique.rows.length).toBeGreaterThan(10);
      for (const row of unique.rows as { name: string; first: string }[]) expect(row.first, row.name).toBe("workspace_id");
      const links = await client.query(
        `SELECT k.conname AS name, a.attname AS first FROM pg_constraint k
         JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
         WHERE k.contype = 'f' AND k.connamespace = 'main'::regnamespace`,
      );
      expect(links.rows.length).toBeGreaterThan(3);
      for (const row of links.rows as { name: string; first: string }[]) expect(row.first, row.name).toBe("workspace_id");
      const others = await client.query(
        `SELECT tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE c.relnamespace = 'main'::regnamespace AND NOT tgisinternal
         UNION ALL SELECT relname FROM pg_class WHERE relkind = 'S' AND relnamespace = 'main'::regnamespace`,
      );
      expect(others.rows).toEqual([]);
      const policies = await client.query(`SELECT coalesce(qual, '') || coalesce(with_check, '') AS text FROM pg_policies WHERE schemaname = 'main'`);
      for (const row of policies.rows as { text: string }[]) expect(row.text).not.toMatch(/main\.\w+\(/);
    } finally {
      await client.end();
    }
  });

  it("the file of it is kept", async () => {
    expect(readFileSync(new URL("../../gen/citus.sql", import.meta.url), "utf8")).toBe(await derived("citus"));
  });
});

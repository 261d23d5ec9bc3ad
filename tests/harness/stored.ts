// What the server has stored, read behind its back: every table with every column, on both
// engines. A test that looks for what must not be kept looks here, and first for something that
// is kept, so that it cannot pass because nothing could be read.
import { execFile } from "node:child_process";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { connect } from "./postgres.ts";
import { type Server, runSteward } from "./server.ts";

export interface StoredTable {
  name: string;
  columns: string[];
  /** The values of each row in the order of the columns, as text: bytes in hex, nothing as "". */
  rows: string[][];
}

// The embedded store is encrypted: a copy of its files is made plain with the server's own key.
// A commit of the server between the two copies would tear them; then they are taken again.
async function plainCopy(server: Server, tries = 3): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "steward-stored-"));
  for (const name of ["steward.db", "steward.db-wal"]) await copyFile(join(server.folder, "data", name), join(folder, name)).catch(() => undefined);
  const done = await runSteward(["keys", "decrypt", "--data", folder, "--key-file", join(server.folder, "data.key")], server.options.environment);
  if (done.code === 0) return folder;
  await rm(folder, { recursive: true, force: true });
  if (tries === 0) throw new Error(`the store's copy cannot be read: ${done.stderr}`);
  return plainCopy(server, tries - 1);
}

async function sqlite(folder: string, sql: string): Promise<string[][]> {
  const args = ["-readonly", "-noheader", "-newline", "\u001e", "-separator", "\u001f", join(folder, "steward.db"), sql];
  const { stdout } = await promisify(execFile)("sqlite3", args, { maxBuffer: 1 << 28 });
  return stdout.split("\u001e").slice(0, -1).map((line) => line.split("\u001f"));
}

/** Table and column names in two columns, as tables without rows. */
function tablesOf(names: string[][]): StoredTable[] {
  const tables = new Map<string, StoredTable>();
  for (const [name = "", column = ""] of names) {
    const table = tables.get(name) ?? { name, columns: [], rows: [] };
    table.columns.push(column);
    tables.set(name, table);
  }
  return [...tables.values()];
}

async function sqliteTables(server: Server): Promise<StoredTable[]> {
  const folder = await plainCopy(server);
  try {
    const tables = tablesOf(await sqlite(folder,
      "SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' ORDER BY m.name, c.cid"));
    for (const table of tables) {
      const values = table.columns.map((column) => `CASE typeof("${column}") WHEN 'blob' THEN hex("${column}") ELSE coalesce("${column}", '') END`);
      table.rows = await sqlite(folder, `SELECT ${values.join(", ")} FROM main."${table.name}"`);
    }
    return tables;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function postgresTables(server: Server): Promise<StoredTable[]> {
  const client = await connect(server.database?.adminUrl ?? "");
  const ask = async (sql: string) => (await client.query<string[]>({ text: sql, rowMode: "array" })).rows;
  try {
    const tables = tablesOf(await ask(
      `SELECT format('%I.%I', table_schema, table_name), column_name FROM information_schema.columns
       JOIN pg_tables ON schemaname = table_schema AND tablename = table_name
       WHERE table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, ordinal_position`,
    ));
    for (const table of tables)
      table.rows = await ask(`SELECT ${table.columns.map((column) => `coalesce("${column}"::text, '')`).join(", ")} FROM ${table.name}`);
    return tables.map((table) => ({ ...table, name: table.name.replace(/^main\./, "") }));
  } finally {
    await client.end();
  }
}

/** Every table, whole. */
export const storedTables = (server: Server): Promise<StoredTable[]> =>
  server.database ? postgresTables(server) : sqliteTables(server);

/** Everything that stands in the tables, as one text. */
export const textOf = (tables: StoredTable[]): string => tables.flatMap(({ rows }) => rows.map((row) => row.join("\n"))).join("\n");

/** Where the text stands, as "table.column". */
export const whereStored = (tables: StoredTable[], text: string): string[] =>
  tables.flatMap(({ name, columns, rows }) =>
    columns.filter((_, at) => rows.some((row) => row[at]?.includes(text))).map((column) => `${name}.${column}`),
  );

/** The value in the row whose `key` column says `value`. */
export function valueStored(tables: StoredTable[], name: string, key: string, value: string, wanted: string): string | undefined {
  const table = tables.find((each) => each.name === name);
  return table?.rows.find((row) => row[table.columns.indexOf(key)] === value)?.[table.columns.indexOf(wanted)];
}

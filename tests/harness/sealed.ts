// Sealed columns, opened behind the server's back with its master key: a second implementation of
// what docs/protocols.md says of them, so that a test can tell what is stored from what is hidden.
import { createDecipheriv, createHmac, hkdfSync } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import type { Server } from "./server.ts";
import { type StoredTable, storedTables } from "./stored.ts";

export const isSealed = (cell: string): boolean => /^s1\.[\w-]{60,}$/.test(cell);

const keyId = (key: Buffer) => createHmac("sha256", key).update("steward seal key id").digest().subarray(0, 4);

/** key id (4) | nonce (12) | cipher | tag (16); undefined when the key is another one. */
function open(keys: Buffer[], sealed: Buffer, about: string): Buffer | undefined {
  const key = keys.find((each) => keyId(each).equals(sealed.subarray(0, 4)));
  if (!key) return undefined;
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(4, 16)).setAAD(Buffer.from(about)).setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(16, -16)), decipher.final()]);
}

async function masterKeys(server: Server): Promise<Buffer[]> {
  const words = (await readFile(join(server.folder, "data.key"), "utf8")).match(/\b[0-9a-f]{64}\b/g) ?? [];
  const derive = (word: string) => Buffer.from(hkdfSync("sha256", Buffer.from(word, "hex"), "steward", Buffer.from("steward sealing v1\0"), 32));
  return words.map(derive);
}

/** The form of ids in a read table: bytes in hex on SQLite. */
const idText = (id: string) => id.replace(/-/g, "").toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");

/** Every table, with what is sealed opened. Throws when a cell does not belong where it stands. */
export async function openedTables(server: Server): Promise<StoredTable[]> {
  const tables = await storedTables(server);
  const master = await masterKeys(server);
  const keys = new Map<string, Buffer>();
  const rowsOf = (table: StoredTable) => table.rows.map((row) => Object.fromEntries(table.columns.map((column, at) => [column, row[at] ?? ""])));
  for (const { id = "", owner = "", wrapped = "" } of rowsOf(tables.find(({ name }) => name === "data_key") ?? { name: "", columns: [], rows: [] })) {
    const key = open(master, Buffer.from(wrapped, "base64"), `data_key\n${idText(id)}\n${owner}`);
    if (key) keys.set(idText(id), key);
  }
  const openCell = (table: string, column: string, workspace: string, id: string, cell: string) => {
    const bytes = Buffer.from(cell.slice(3), "base64url");
    const key = keys.get(idText(bytes.subarray(0, 16).toString("hex")));
    return key ? (open([key], bytes.subarray(16), `sealed field\n${workspace}\n${table}\n${column}\n${idText(id)}`)?.toString() ?? "") : "";
  };
  return tables.map((table) => {
    const at = (column: string) => table.columns.indexOf(column);
    const rows = table.rows.map((row) =>
      row.map((cell, i) => (isSealed(cell) ? openCell(table.name, table.columns[i] ?? "", row[at("workspace_id")] ?? "", row[at("id")] ?? "", cell) : cell)),
    );
    return { ...table, rows };
  });
}

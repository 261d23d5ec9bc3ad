// What the store holds is what the data map says: no column that nobody declared, and of an
// account exactly what the policy names.
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, it } from "vitest";

import { signUp } from "../harness/client.ts";
import { runSteward, useServer } from "../harness/server.ts";
import { openedTables } from "../harness/sealed.ts";
import { storedTables, whereStored } from "../harness/stored.ts";

const server = useServer();

const everyTables = ["workspace_id", "id", "created_at", "updated_at", "created_by", "version"];
/** Of the policy: username, password hash, role, display name, granted modules; besides, what signing in needs. */
const accounts = ["display_name", "email", "email_blind", "email_confirmed_at", "is_operator", "language", "last_sign_in_at", "last_workspace", "password", "password_changed_at", "username"];
const members = ["account_id", "display_name", "grants", "role", "username"];

it("an account has the fields of the policy in the store, and no other", async () => {
  const person = await signUp(server);
  const tables = await openedTables(server);
  expect(whereStored(tables, person.email.toLowerCase())).toContain("account.email"); // the reading works
  const of = (table: string) =>
    tables.find(({ name }) => name === table)?.columns.filter((column) => !everyTables.includes(column)).sort();
  expect(of("account")).toEqual(accounts);
  expect(of("member")).toEqual(members);
});

it("every column of the store stands in the data map", async () => {
  const { stdout } = await runSteward(["derive", "data-map"]);
  expect(stdout).toBe(await readFile(join(import.meta.dirname, "../../docs/data-map.md"), "utf8"));
  const declared = new Set<string>();
  let table = "";
  for (const line of stdout.split("\n")) {
    table = /^## (\w+)$/.exec(line)?.[1] ?? table;
    const column = /^\| `(\w+)` \|/.exec(line)?.[1];
    if (column) declared.add(`${table}.${column}`);
  }
  const tables = (await storedTables(server)).filter(({ name }) => !name.startsWith("sqlite_"));
  // A field that can be searched is stored a second time, folded for searching; a sealed one that
  // can be found has a keyed hash.
  const isDeclared = (name: string) => declared.has(name) || declared.has(name.replace(/_(fold|blind)$/, ""));
  const unknown = tables.flatMap(({ name, columns }) => columns.filter((column) => !everyTables.includes(column)).map((column) => `${name}.${column}`))
    .filter((each) => !isDeclared(each));
  expect(unknown).toEqual([]);
  expect(declared.size).toBeGreaterThan(100);
});

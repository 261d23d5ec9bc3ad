// A write that meets a conflict at its commit is run again, and then does and answers what it would
// have without one. On SQLite every write is run again: the suite writes-twice.
import type { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { type Person, dataOf, send, tokenOf } from "../../harness/client.ts";
import { connect } from "../../harness/postgres.ts";
import { engine, useServer } from "../../harness/server.ts";
import { fillShop, openShop, sales } from "./shop.ts";

const server = useServer();

describe.runIf(engine === "postgresql")("after a conflict", () => {
  let person: Person;
  let admin: Client;

  /** The next commit that updates a row of the table fails, the one after it does not. */
  const meetConflict = async (table: string) => {
    await admin.query("ALTER SEQUENCE public.commits RESTART");
    await admin.query(
      `CREATE CONSTRAINT TRIGGER conflict AFTER UPDATE ON main.${table} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.conflict()`,
    );
  };
  /** Whether it failed, and was run again. */
  const hasMet = async (table: string) => {
    await admin.query(`DROP TRIGGER conflict ON main.${table}`);
    return Number((await admin.query("SELECT last_value FROM public.commits")).rows[0]?.last_value) > 1;
  };

  beforeAll(async () => {
    person = await openShop(server);
    await fillShop(person.client);
    admin = await connect(server.database?.adminUrl ?? "");
    await admin.query("CREATE SEQUENCE public.commits");
    await admin.query(
      "CREATE FUNCTION public.conflict() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN IF nextval('public.commits') = 1 THEN RAISE EXCEPTION USING ERRCODE = '40001'; END IF; RETURN NULL; END $$",
    );
  });
  afterAll(async () => admin?.end());

  it("a change has the filters that were asked for, changes once, and answers with its rows", async () => {
    const wanted = sales.filter((sale) => sale.brand === "Nike").map((sale) => sale.id).sort();
    expect(wanted.length).toBeGreaterThan(1);
    await meetConflict("sale");
    const answer = await send(server, "/rest/v1/sale?brand=eq.Nike&select=id,brand,version", {
      method: "PATCH", token: await tokenOf(person), body: { quantity: 77 }, headers: { Prefer: "return=representation" },
    });
    const rows = (await answer.json()) as { id: string; version: number }[];
    expect(await hasMet("sale")).toBe(true);
    expect(rows.map((row) => row.id).sort()).toEqual(wanted);
    expect(new Set(rows.map((row) => row.version))).toEqual(new Set([2]));
    const changed = await dataOf(person.client.from("sale").select("id").eq("quantity", 77));
    expect(changed.map((row) => String(row.id)).sort()).toEqual(wanted);
  });

  it("a preview of an import is as it would have been, and the next one, too", async () => {
    const uploaded = await fetch(`${server.url}/rest/v1/rpc/import_upload?entity=sale&file_name=june.csv`, {
      method: "POST",
      headers: { Authorization: `Bearer ${await tokenOf(person)}`, "Content-Type": "application/octet-stream" },
      body: "Order time,Brand,Model,Qty,Price (USD)\r\n2026-06-02 20:30,Nike,Dunk Low,1,100\r\n",
    });
    const { id, mapping, options } = (await uploaded.json()) as Record<string, unknown>;
    await meetConflict("import_run");
    const seen = await person.client.rpc("import_preview", { id, mapping, options });
    const wasRunAgain = await hasMet("import_run");
    expect(seen).toMatchObject({ error: null, data: { total: 1, ready: 1, failed: 0 } });
    expect(wasRunAgain).toBe(true);
    expect(await dataOf(person.client.rpc("import_preview", { id, mapping, options }))).toMatchObject({ total: 1, ready: 1 });
  });
});

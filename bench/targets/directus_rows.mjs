/* Rows into the database of Directus, by SQL: directus_rows.mjs DATABASE ROWS COLUMNS. Runs on Node 22. */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";

const [, , file, rows, columns] = process.argv;
const own = JSON.parse(columns).map(([name, type], at) => ({ name, type, at })).filter(({ type }) => type);
const database = new DatabaseSync(file);
const insert_sql = `INSERT INTO sale (${own.map(({ name }) => name)}) VALUES (${own.map(() => "?")})`;
const is_number = (type) => type === "integer" || type === "instant";

database.exec("PRAGMA synchronous = OFF; BEGIN");
const insert = database.prepare(insert_sql);
for await (const line of createInterface({ input: createReadStream(rows) })) {
  const cells = line.split("\t");
  insert.run(
    ...own.map(({ type, at }) => {
      if (cells[at] === "\\N") return null;
      return is_number(type) ? Number(cells[at]) : cells[at];
    }),
  );
}
database.exec("COMMIT; CREATE INDEX sale_newest ON sale (workspace_id, sold_at)");
database.close();

// A fresh PostgreSQL database, owned by a role of its own that is no superuser, in the cluster
// that tools/test-postgres started.
import { randomBytes } from "node:crypto";

import { Client } from "pg";

export interface Database {
  name: string;
  /** For the server: the owner's address. */
  url: string;
  /** For a test that looks behind the server's back: the superuser's address. */
  adminUrl: string;
  drop(): Promise<void>;
}

const withDatabase = (cluster: string, name: string, user: string) =>
  cluster.replace(/^postgresql:\/\/\/[^?]*/, `postgresql:///${name}`).replace(/user=[^&]*/, `user=${user}`);

/** Opens a connection with libpq's form of address, whose host is the folder of a socket. */
export async function connect(url: string): Promise<Client> {
  const [, database, parameters] = /^postgresql:\/\/\/([^?]*)\?(.*)$/.exec(url) ?? [];
  const query = new URLSearchParams(parameters);
  const client = new Client({ database, host: query.get("host") ?? undefined, user: query.get("user") ?? undefined });
  await client.connect();
  return client;
}

async function runInCluster(...statements: string[]): Promise<void> {
  const cluster = process.env["STEWARD_TEST_POSTGRES"];
  if (!cluster) throw new Error("no PostgreSQL: run the suite through tools/test-postgres");
  const client = await connect(cluster);
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

export async function createDatabase(): Promise<Database> {
  const name = `steward_${randomBytes(6).toString("hex")}`;
  await runInCluster(`CREATE ROLE ${name} LOGIN CREATEROLE`, `CREATE DATABASE ${name} OWNER ${name}`);
  const cluster = process.env["STEWARD_TEST_POSTGRES"] ?? "";
  return {
    name,
    url: withDatabase(cluster, name, name),
    adminUrl: withDatabase(cluster, name, "postgres"),
    drop: () => runInCluster(`DROP DATABASE ${name} WITH (FORCE)`),
  };
}

// Brings a new cluster to the state a hosted project is in before its first migration.
import type { Sql } from "postgres";
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL("bootstrap/", import.meta.url));

/** Roles, schemas, vault and realtime: all of it or nothing, once per cluster. */
export async function bootstrap(admin: Sql): Promise<void> {
  const [done] = await admin`select from pg_roles where rolname = 'authenticated'`;
  if (done) return;
  const scripts = await Promise.all(["01_roles", "02_schemas", "03_realtime"].map(script));
  await admin.begin((tx) => tx.unsafe(scripts.join("\n")));
}

/** What belongs on top of the auth schema, each time that has been made or brought up to date. */
export async function finishAuthSchema(admin: Sql): Promise<void> {
  await admin.unsafe(await script("04_auth"));
}

async function script(name: string): Promise<string> {
  return await Deno.readTextFile(`${FOLDER}${name}.sql`);
}

// Brings a new cluster to the state a hosted project is in before its first migration.
import type { Sql } from "postgres";
import { fileURLToPath } from "node:url";
import type { RestAuth } from "./rest-auth.ts";

const FOLDER = fileURLToPath(new URL("bootstrap/", import.meta.url));

/** Roles, schemas, vault, realtime and auth. Can be repeated: what is there is left, the auth schema brought up to date. */
export async function bootstrap(admin: Sql, restAuth: Pick<RestAuth, "ensureAuthSchema">): Promise<void> {
  const [done] = await admin`select from pg_roles where rolname = 'authenticated'`;
  if (!done) {
    // All of it or nothing.
    const scripts = await Promise.all(["01_roles", "02_schemas", "03_realtime"].map(script));
    await admin.begin((tx) => tx.unsafe(scripts.join("\n")));
  }
  await restAuth.ensureAuthSchema();
  await admin.unsafe(await script("04_auth"));
}

async function script(name: string): Promise<string> {
  return await Deno.readTextFile(`${FOLDER}${name}.sql`);
}

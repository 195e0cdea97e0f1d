// The database server on a folder of its own, which nothing outlives.
import { join } from "node:path";
import { removeFolder } from "./files.ts";
import { DB_PASSWORD } from "./keys.ts";
import type { Log } from "./log.ts";
import { freePort } from "./ports.ts";
import { guardAgainstOrphans } from "./postgres-leftover.ts";
import { Postgres } from "./postgres.ts";

/** Postgres on `dataDir`, or on a temporary folder, until `cleanup` is disposed of or this process is gone. */
export async function openPostgres(
  cleanup: AsyncDisposableStack,
  options: { dataDir?: string | undefined; dbPort?: number | undefined },
  onLog: Log,
): Promise<Postgres> {
  const temporary = options.dataDir === undefined
    ? await Deno.makeTempDir({ prefix: "supabase-" })
    : undefined;
  const dataDir = options.dataDir ?? temporary ?? "";
  const folder = join(dataDir, "postgres");
  if (temporary) cleanup.defer(() => removeFolder(temporary));
  await Deno.mkdir(dataDir, { recursive: true });
  // As root, Postgres runs as another user, who has to pass through.
  if (Deno.uid() === 0) await Deno.chmod(dataDir, 0o755);
  cleanup.use(guardAgainstOrphans(folder, temporary));
  const server = await Postgres.open({
    folder,
    port: () => freePort(options.dbPort ?? 54322, "--db-port"),
    password: DB_PASSWORD,
    onLog,
  });
  cleanup.defer(() => server.stop());
  return server;
}

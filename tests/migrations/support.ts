// A project on a server of its own, empty or with the platform of live-project.sql, to which the migrations are pushed.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { bootstrap } from "../../local/bootstrap.ts";
import { removeFolder } from "../../local/files.ts";
import { DB_PASSWORD } from "../../local/keys.ts";
import { migrate } from "../../local/migrate.ts";
import { openPostgres } from "../../local/open-postgres.ts";
import { HOST } from "../../local/ports.ts";
import { guardAgainstOrphans } from "../../local/postgres-leftover.ts";
import { createRestAuth } from "../../local/rest-auth.ts";
import { type Server, startPostgres15 } from "./postgres15.ts";

const REPOSITORY = fileURLToPath(new URL("../../", import.meta.url));
const HERE = new URL("./", import.meta.url);

/** The users of live-rows.sql that own traders are 1 to 19; 20 is the operator. */
export const userId = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
/** Its traders are 1 to 300. */
export const traderId = (n: number): string => `10000000-0000-4000-8000-${String(n).padStart(12, "0")}`;

export interface ProjectOptions {
  /** Whether the platform of live-project.sql is there before the migrations. */
  live: boolean;
  /** Rows of its table signals. */
  signals?: number;
  /** Whether new objects are open to the API roles by themselves, as in projects made before 2026; so on a live one. */
  oldDefaults?: boolean;
  version?: 15 | 17;
}

export interface Project extends AsyncDisposable {
  /** As postgres, who owns what the project has. */
  sql: postgres.Sql;
  /** As the superuser. */
  admin: postgres.Sql;
  /** Pushes the migrations with the CLI. */
  push(): Promise<void>;
  /** Another pool, as postgres. */
  connect(max: number, searchPath?: string): postgres.Sql;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function openProject(
  { live, signals = 0, oldDefaults = live, version = 17 }: ProjectOptions,
): Promise<Project> {
  await using cleanup = new AsyncDisposableStack();
  const server = version === 15
    ? await openPostgres15(cleanup)
    : await openPostgres(cleanup, { dbPort: 0 }, () => {});
  const url = (user: string): string => `postgresql://${user}:${DB_PASSWORD}@${HOST}:${server.port}/postgres`;
  const pools: postgres.Sql[] = [];
  cleanup.defer(async () => void await Promise.all(pools.map((pool) => pool.end({ timeout: 1 }))));
  const connect = (user: string, max: number, searchPath?: string): postgres.Sql => {
    const sql = postgres(url(user), {
      max,
      onnotice: () => {},
      ...(searchPath === undefined ? {} : { connection: { search_path: searchPath } }),
    });
    pools.push(sql);
    return sql;
  };

  const admin = connect("supabase_admin", 2);
  await using restAuth = createRestAuth(url("supabase_admin"), () => {});
  await bootstrap(admin, restAuth);
  const sql = connect("postgres", 5);
  if (oldDefaults) await sql.unsafe(await script("default-privileges.sql")).simple();
  if (live) await build(sql, signals);
  const running = cleanup.move();
  return {
    sql,
    admin,
    push: () => migrate({ root: REPOSITORY, dbUrl: url("postgres"), env: CONFIG }),
    connect: (max, searchPath) => connect("postgres", max, searchPath),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

// Nobody listens there: a bell that is not heard changes nothing.
const CONFIG = {
  RECOVERY_FUNCTIONS_URL: "http://127.0.0.1:9/functions/v1",
  RECOVERY_WEBHOOK_SECRET: `whsec_${btoa("0".repeat(32))}`,
};

/** Text of a file beside this one. */
export async function script(name: string): Promise<string> {
  return await Deno.readTextFile(new URL(name, HERE));
}

export async function migrationFiles(): Promise<{ name: string; text: string }[]> {
  const folder = join(REPOSITORY, "supabase", "migrations");
  const names = [...Deno.readDirSync(folder)].map(({ name }) => name).filter((name) => name.endsWith(".sql"));
  return await Promise.all(
    names.sort().map(async (name) => ({ name, text: await Deno.readTextFile(join(folder, name)) })),
  );
}

/** Runs as a signed-in user does through the API; keeps what it wrote. */
export async function asUser<T>(
  sql: postgres.Sql,
  id: string,
  run: (tx: postgres.TransactionSql) => Promise<T>,
): Promise<T> {
  const result = await sql.begin(async (tx) => {
    const claims = JSON.stringify({ sub: id, role: "authenticated" });
    await tx`select set_config('role', 'authenticated', true), set_config('request.jwt.claims', ${claims}, true)`;
    return { value: await run(tx) };
  });
  return result.value;
}

async function openPostgres15(cleanup: AsyncDisposableStack): Promise<Server> {
  const folder = await Deno.makeTempDir({ prefix: "migrations-" });
  cleanup.defer(() => removeFolder(folder));
  await Deno.chmod(folder, 0o755);
  cleanup.use(guardAgainstOrphans(join(folder, "data"), folder));
  const server = await startPostgres15(folder);
  cleanup.defer(() => server.stop());
  return server;
}

async function build(sql: postgres.Sql, signals: number): Promise<void> {
  await sql.unsafe(await script("live-project.sql")).simple();
  await sql.unsafe(await script("live-rows.sql")).simple();
  if (signals === 0) return;
  // As a restore does: the rows refer to traders that are there.
  await sql.begin(async (tx) => {
    await tx`alter table public.signals drop constraint signals_trader_id_fkey`;
    await tx`
      insert into public.signals (trader_id, symbol, price)
      select ('10000000-0000-4000-8000-' || lpad((n % 300 + 1)::text, 12, '0'))::uuid, 'BTCUSDT', n
      from generate_series(1, ${signals}::integer) as n`;
    await tx`
      alter table public.signals add constraint signals_trader_id_fkey
      foreign key (trader_id) references public.traders (id) on delete cascade`;
  });
  await sql`create index idx_signals_trader_id on public.signals (trader_id)`;
}

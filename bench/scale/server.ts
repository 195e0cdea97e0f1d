// A database alone: the stack's Postgres with the migrations, without the functions and workers that would act on its rows.
import postgres from "postgres";
import { fileURLToPath } from "node:url";
import { bootstrap } from "../../local/bootstrap.ts";
import { DB_PASSWORD } from "../../local/keys.ts";
import { migrate } from "../../local/migrate.ts";
import { openPostgres } from "../../local/open-postgres.ts";
import { HOST } from "../../local/ports.ts";
import { createRestAuth } from "../../local/rest-auth.ts";

const REPOSITORY = fileURLToPath(new URL("../../", import.meta.url));

export interface Database extends AsyncDisposable {
  /** As the superuser supabase_admin. */
  admin: postgres.Sql;
  /** A connection of its own as this role, closed with the database. */
  connect(user: string, onNotice?: (message: string) => void): postgres.Sql;
}

export async function openDatabase(): Promise<Database> {
  await using cleanup = new AsyncDisposableStack();
  const server = await openPostgres(cleanup, { dbPort: 0 }, () => {});
  const url = (user: string): string => `postgresql://${user}:${DB_PASSWORD}@${HOST}:${server.port}/postgres`;
  const connections: postgres.Sql[] = [];
  cleanup.defer(async () => void await Promise.all(connections.map((sql) => sql.end({ timeout: 1 }))));
  const connect = (user: string, onNotice = (_message: string): void => {}): postgres.Sql => {
    const sql = postgres(url(user), {
      max: 1,
      // A reserved connection must stay the one that its session settings were made on.
      max_lifetime: null,
      onnotice: ({ message }) => onNotice(message ?? ""),
    });
    connections.push(sql);
    return sql;
  };
  const admin = connect("supabase_admin");
  await using restAuth = createRestAuth(url("supabase_admin"), () => {});
  await bootstrap(admin, restAuth);
  await migrate({
    root: REPOSITORY,
    dbUrl: url("postgres"),
    env: {
      // With these the database rings, as it does in production; nobody takes the bells from pg_net's queue.
      RECOVERY_FUNCTIONS_URL: `http://${HOST}:1/functions/v1`,
      RECOVERY_WEBHOOK_SECRET: `whsec_${crypto.getRandomValues(new Uint8Array(32)).toBase64()}`,
    },
  });
  const running = cleanup.move();
  return { admin, connect, [Symbol.asyncDispose]: () => running.disposeAsync() };
}

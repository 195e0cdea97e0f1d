// The embedded Supabase: everything a project has, on loopback, in one call.
import postgres from "postgres";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createGateway, type Handler } from "./api.ts";
import { createAuthAdmin } from "./auth-admin.ts";
import { authConfig } from "./auth-config.ts";
import { createAuthMails } from "./auth-mails.ts";
import { bootstrap } from "./bootstrap.ts";
import { startCron } from "./cron.ts";
import { functionEnv, withoutJwtCheck } from "./functions-config.ts";
import { Functions } from "./functions.ts";
import { DB_PASSWORD, JWT_SECRET, PUBLISHABLE_KEY, SECRET_KEY } from "./keys.ts";
import type { Log } from "./log.ts";
import { createMailbox, type Mailbox } from "./mailbox.ts";
import { migrate } from "./migrate.ts";
import { startNetWorker } from "./net-worker.ts";
import { openPostgres } from "./open-postgres.ts";
import { explainPort, HOST } from "./ports.ts";
import type { Postgres } from "./postgres.ts";
import { startRealtime } from "./realtime.ts";
import { createRenewedRestAuth } from "./renewed-rest-auth.ts";

const REPOSITORY = fileURLToPath(new URL("../", import.meta.url));

export interface StackOptions {
  /** 0 takes any free port, here and below. */
  apiPort?: number | undefined;
  dbPort?: number | undefined;
  mailPort?: number | undefined;
  /** Keeps the database between runs. Without it the database is temporary. */
  dataDir?: string | undefined;
  /** Variables for the functions, on top of the platform's own and of supabase/functions/.env. */
  functionsEnv?: Record<string, string>;
  /** Variables that supabase/config.toml reads, as [db.vault] does. */
  configEnv?: Record<string, string>;
  /** Where the app is, for mails that lead there; what supabase/config.toml says unless given. */
  siteUrl?: string;
  /** The folder that holds supabase/. */
  migrationsRoot?: string;
  /** Makes, as `postgres`, what a project has before the migrations come. */
  beforeMigrations?: (sql: postgres.Sql) => Promise<unknown>;
  /** Runs the functions on Deno 2.1.4, as production does. */
  edgeRuntime?: boolean;
  onLog?: Log;
}

export interface Stack extends AsyncDisposable {
  apiUrl: string;
  dbUrl: string;
  /** The mailbox: its page, and what RESEND_BASE_URL has to be. */
  mailUrl: string;
  mails: Mailbox["list"];
  publishableKey: string;
  secretKey: string;
  jwtSecret: string;
  /** Connections as `postgres`, the role that owns what the migrations make. */
  sql: postgres.Sql;
  /** The database server, for tests that stop or kill it. */
  postgres: Pick<Postgres, "pid" | "start" | "stop">;
  /** The functions' process, for tests that kill it. */
  functions: Pick<Functions, "kill">;
  stop(): Promise<void>;
}

export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const { migrationsRoot = REPOSITORY, onLog = (): void => {} } = options;
  await using cleanup = new AsyncDisposableStack();

  // Ports first: a conflict should show at once, and the functions need to know the project's URL.
  let handler: Handler = () => Promise.resolve(Response.json({ code: "STARTING" }, { status: 503 }));
  const apiPort = listen(cleanup, options.apiPort ?? 54321, "--port", (request) => handler(request));
  const apiUrl = `http://${HOST}:${apiPort}`;
  const mailbox = createMailbox(onLog);
  const mailUrl = `http://${HOST}:${
    listen(cleanup, options.mailPort ?? 54324, "--mail-port", mailbox.fetch)
  }`;

  const server = await openPostgres(cleanup, options, onLog);
  const url = (user: string): string => `postgresql://${user}:${DB_PASSWORD}@${HOST}:${server.port}/postgres`;
  const dbUrl = url("postgres");

  const folder = join(migrationsRoot, "supabase", "functions");
  const env = {
    RESEND_BASE_URL: mailUrl,
    WEBHOOK_SECRET: `whsec_${crypto.getRandomValues(new Uint8Array(32)).toBase64()}`,
    ...await functionEnv(folder, apiUrl, dbUrl),
    ...options.functionsEnv,
  };
  const functions = cleanup.use(
    new Functions({ folder, env, edgeRuntime: options.edgeRuntime ?? false, onLog }),
  );
  await functions.bootAll();

  const admin = connect(cleanup, url("supabase_admin"));
  const configToml = await Deno.readTextFile(join(migrationsRoot, "supabase", "config.toml")).catch(() => "");
  const auth = {
    ...authConfig(configToml, migrationsRoot),
    ...(options.siteUrl && { siteUrl: options.siteUrl }),
  };
  const restAuth = cleanup.use(
    createRenewedRestAuth(url("supabase_admin"), onLog, createAuthMails(auth, apiUrl, mailbox)),
  );
  server.onExit = () => restAuth.pause();
  server.onReturn = () => restAuth.resume();
  await bootstrap(admin, restAuth);
  const sql = connect(cleanup, dbUrl);
  await options.beforeMigrations?.(sql);
  await migrate({
    root: migrationsRoot,
    dbUrl,
    env: {
      // Where the database finds the functions, and what it signs its calls with.
      RECOVERY_FUNCTIONS_URL: `${apiUrl}/functions/v1`,
      RECOVERY_WEBHOOK_SECRET: env.WEBHOOK_SECRET,
      ...options.configEnv,
    },
  });
  await restAuth.reloadSchema();
  await admin.listen("pgrst", () => void restAuth.reloadSchema());

  const realtime = cleanup.use(await startRealtime(admin, onLog));
  handler = createGateway({
    restAuth,
    authAdmin: createAuthAdmin(admin),
    realtime,
    functions,
    withoutJwtCheck: withoutJwtCheck(configToml),
  }, onLog);

  cleanup.use(await startNetWorker(admin, onLog));
  cleanup.use(startCron(admin, url("supabase_admin"), onLog));

  const running = cleanup.move();
  const stop = (): Promise<void> => running.disposeAsync();
  return {
    apiUrl,
    dbUrl,
    mailUrl,
    mails: mailbox.list,
    publishableKey: PUBLISHABLE_KEY,
    secretKey: SECRET_KEY,
    jwtSecret: JWT_SECRET,
    sql,
    postgres: server,
    functions,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

function listen(cleanup: AsyncDisposableStack, port: number, flag: string, handler: Handler): number {
  try {
    const closing = new AbortController();
    const server = Deno.serve(
      { hostname: HOST, port, signal: closing.signal, onListen: (): void => {} },
      handler,
    );
    // At once: a request that waits for a database which is going away too would hold a graceful end up for ever.
    cleanup.defer(async () => {
      closing.abort();
      await server.finished;
    });
    return server.addr.port;
  } catch (error) {
    throw explainPort(error, port, flag);
  }
}

function connect(cleanup: AsyncDisposableStack, url: string): postgres.Sql {
  const sql = postgres(url, { max: 5, onnotice: () => {} });
  cleanup.defer(() => sql.end({ timeout: 1 }));
  return sql;
}

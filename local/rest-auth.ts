// /rest/v1 and /auth/v1: @supabase/lite on the embedded Postgres, arranged to answer as the hosted services do.
import { App } from "@supabase/lite";
import { createPostgresConnection } from "@supabase/lite/postgres";
import type { AuthMails } from "./auth-mails.ts";
import { answerAuth } from "./auth-requests.ts";
import { JWT_SECRET, PUBLISHABLE_KEY, SECRET_KEY } from "./keys.ts";
import type { Log } from "./log.ts";
import { withoutConsole } from "./quiet-console.ts";
import { postgrestError } from "./rest-errors.ts";

export interface RestAuth extends AsyncDisposable {
  fetch(request: Request): Promise<Response>;
  /** Creates the auth schema. The migrations need it, and need to run before the first request. */
  ensureAuthSchema(): Promise<void>;
  /** Reads the tables and functions anew, ahead of the request that needs them. */
  reloadSchema(): Promise<void>;
}

/** Without `mails`, those of the auth server go to the log. */
export function createRestAuth(adminUrl: string, onLog: Log, mails?: AuthMails): RestAuth {
  const connection = createPostgresConnection({
    url: adminUrl,
    // Left to itself, the pool waits up to 20 s between attempts to connect, and so would every caller while the database is away.
    postgresOptions: {
      max: 10,
      backoff: () => 0.05,
      onnotice: () => {},
      types: { json: jsonType(114), jsonb: jsonType(3802) },
    },
  });
  // Left to itself, the connection grants every table that has row level security to every API role, in every schema.
  // Hosted projects grant nothing by themselves, so the step is marked as done.
  Object.assign(connection, { rlsState: "active", normalizeDbError: postgrestError });
  const app = new App({
    connection,
    api: { schemas: ["public"] },
    // The migration history is the CLI's own.
    db: { migrations: { enabled: false } },
    auth: {
      enabled: true,
      jwt_secret: JWT_SECRET,
      publishable_key: PUBLISHABLE_KEY,
      secret_key: SECRET_KEY,
      ...(mails && {
        site_url: mails.config.siteUrl,
        additional_redirect_urls: mails.config.redirectUrls,
      }),
      email: {
        enable_signup: true,
        enable_confirmations: false,
        ...(mails && { template: { magic_link: mails.config.magicLink } }),
      },
    },
    ...(mails && { options: { drivers: { email: mails.driver } } }),
  });
  let ready: Promise<unknown> | undefined;
  const prepare = (): Promise<unknown> =>
    ready ??= app.init().catch((error: unknown) => {
      ready = undefined;
      throw error;
    });
  return {
    async fetch(request): Promise<Response> {
      const { pathname } = new URL(request.url);
      await prepare();
      // No peer address: lite must never take a keyless local request for an administrator, as hosted never does.
      const answer = (request: Request): Promise<Response> =>
        withoutConsole(onLog, async () => await app.fetch(request, { peerAddress: null }));
      return pathname.startsWith("/auth/v1/")
        ? await answerAuth(request, answer, mails)
        : await answer(request);
    },
    async ensureAuthSchema(): Promise<void> {
      await prepare();
      await app.ensureSystemSchema();
    },
    async reloadSchema(): Promise<void> {
      await connection.clearSchemaCache();
      await withoutConsole(onLog, () => connection.introspect());
    },
    async [Symbol.asyncDispose](): Promise<void> {
      await connection.driver.end({ timeout: 1 });
    },
  };
}

// Arguments of a function arrive here as JSON text already; serialising them again would store a string.
function jsonType(oid: number): {
  to: number;
  from: number[];
  serialize: (value: unknown) => string;
  parse: (text: string) => unknown;
} {
  return {
    to: oid,
    from: [oid],
    serialize: (value) => typeof value === "string" ? value : JSON.stringify(value),
    parse: (text) => JSON.parse(text),
  };
}

// /rest/v1 and /auth/v1: @supabase/lite on the embedded Postgres, arranged to answer as the hosted services do.
import { App } from "@supabase/lite";
import { createPostgresConnection } from "@supabase/lite/postgres";
import { z } from "zod";
import { JWT_SECRET, PUBLISHABLE_KEY, SECRET_KEY } from "./keys.ts";
import type { Log } from "./log.ts";
import { withoutConsole } from "./quiet-console.ts";
import { postgrestError } from "./rest-errors.ts";
import { signToken, verifyToken } from "./tokens.ts";

export interface RestAuth extends AsyncDisposable {
  fetch(request: Request): Promise<Response>;
  /** Creates the auth schema. The migrations need it, and need to run before the first request. */
  ensureAuthSchema(): Promise<void>;
  /** Reads the tables and functions anew, ahead of the request that needs them. */
  reloadSchema(): Promise<void>;
}

export function createRestAuth(adminUrl: string, onLog: Log): RestAuth {
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
      email: { enable_signup: true, enable_confirmations: false },
    },
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
      const response = await withoutConsole(onLog, () => app.fetch(request, { peerAddress: null }));
      return pathname.startsWith("/auth/v1/") ? await withMetadata(response) : response;
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

const session = z.looseObject({
  access_token: z.string(),
  user: z.looseObject({ app_metadata: z.json(), user_metadata: z.json() }),
});

// The platform's tokens carry the user's metadata, which policies read (`auth.jwt() -> 'app_metadata'`); lite's do not.
async function withMetadata(response: Response): Promise<Response> {
  if (!response.ok || !response.headers.get("content-type")?.includes("json")) return response;
  const text = await response.text();
  const headers = new Headers(response.headers);
  headers.delete("content-length");
  const { success, data } = session.safeParse(JSON.parse(text));
  if (!success) return new Response(text, { status: response.status, headers });
  const { app_metadata, user_metadata } = data.user;
  const claims = { ...await verifyToken(data.access_token, JWT_SECRET), app_metadata, user_metadata };
  return Response.json({ ...data, access_token: await signToken(claims, JWT_SECRET) }, {
    status: response.status,
    headers,
  });
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

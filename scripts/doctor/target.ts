// The project that is looked at, and how a remedy is written for its kind.
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import type { Env } from "../../supabase/functions/diagnose/check.ts";
import { SECRET } from "../../supabase/functions/diagnose/settings.ts";
import { UsageError } from "../command-line.ts";

const CALL_LIMIT_MS = 30_000;

export interface Target {
  /** Without a slash at its end. */
  url: string;
  secretKey: string;
  /** Both are needed for the round trip alone. */
  publishableKey: string | undefined;
  recordErrorSecret: string | undefined;
  kind: "hosted" | "local" | "self-hosted";
  client: SupabaseClient;
}

/** From SUPABASE_URL, SUPABASE_SECRET_KEY, SUPABASE_PUBLISHABLE_KEY and RECORD_ERROR_SECRET. */
export function readTarget(env: Env, signal: AbortSignal): Target {
  const url = required(env, "SUPABASE_URL").replace(/\/+$/, "");
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new UsageError(
      `SUPABASE_URL must be the project's address, such as https://<ref>.supabase.co, but is ${url}`,
    );
  }
  const secretKey = required(env, "SUPABASE_SECRET_KEY");
  if (!secretKey.startsWith("sb_secret_")) {
    throw new UsageError("SUPABASE_SECRET_KEY must be a secret key (sb_secret_...), but is none");
  }
  return {
    url,
    secretKey,
    publishableKey: env("SUPABASE_PUBLISHABLE_KEY")?.trim() || undefined,
    recordErrorSecret: readSecret(env("RECORD_ERROR_SECRET")),
    kind: kindOf(new URL(url).hostname),
    client: connect(url, secretKey, signal),
  };
}

/** A client whose calls end by themselves, and with the command; as the user of a token, where there is one. */
export function connect(url: string, key: string, signal?: AbortSignal, token?: string): SupabaseClient {
  const ends = signal === undefined ? [] : [signal];
  return createClient(url, key, {
    auth: { persistSession: false, autoRefreshToken: false },
    ...(token === undefined ? {} : { accessToken: () => Promise.resolve(token) }),
    global: {
      fetch: (input, init) =>
        fetch(input, { ...init, signal: AbortSignal.any([...ends, AbortSignal.timeout(CALL_LIMIT_MS)]) }),
    },
  });
}

function required(env: Env, name: string): string {
  const value = env(name)?.trim();
  if (!value) throw new UsageError(`${name} must be set to the project's, but is not`);
  return value;
}

/** The first of a list, as it is one while it is rotated; any of it opens. */
function readSecret(list: string | undefined): string | undefined {
  const secret = list?.trim().split(/\s+/).at(0) || undefined;
  if (secret === undefined || SECRET.test(secret)) return secret;
  throw new UsageError("RECORD_ERROR_SECRET must be whsec_ and the base64 of 24 to 64 bytes, but is not");
}

function kindOf(hostname: string): Target["kind"] {
  if (/\.supabase\.(co|in|red)$/.test(hostname)) return "hosted";
  return ["127.0.0.1", "localhost", "[::1]"].includes(hostname) ? "local" : "self-hosted";
}

/** How a variable of the functions is set. */
export function setVariable({ kind, url }: Target, name: string, value: string): string {
  switch (kind) {
    case "hosted":
      return `npx supabase secrets set ${name}="${value}" --project-ref ${
        new URL(url).hostname.split(".")[0]
      }`;
    case "local":
      return `echo ${name}="${value}" >> supabase/functions/.env\nThen start the stack again`;
    case "self-hosted":
      return `Give the functions service ${name}="${value}", and start it again`;
  }
}

/** Functions and migrations reach a project through its own folder, with the CLI. */
const RELEASE = "npm run release -- <the project's folder>\nThen there: ";

export function pushMigrations({ kind }: Target): string {
  switch (kind) {
    case "hosted":
      return `${RELEASE}npx supabase db push --remote --include-all`;
    case "local":
      return "Start the stack again: it pushes what is missing";
    case "self-hosted":
      return `${RELEASE}npx supabase db push --include-all --remote=<database URL>`;
  }
}

/** One function by its name, or all of them. */
export function deployFunctions({ kind }: Target, name = ""): string {
  switch (kind) {
    case "hosted":
      return `${RELEASE}npx supabase functions deploy ${name === "" ? "" : `${name} `}--use-api`;
    case "local":
      return "Start the stack again: it serves what is in supabase/functions";
    case "self-hosted":
      return `${RELEASE}copy supabase/functions/${
        name || "*"
      } into volumes/functions, and start the functions service again`;
  }
}

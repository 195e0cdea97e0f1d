// The project that is looked at, and how a remedy is written for its kind.
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import type { Env } from "../../supabase/functions/diagnose/check.ts";
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
  return {
    url,
    secretKey,
    publishableKey: env("SUPABASE_PUBLISHABLE_KEY"),
    // A list while it is rotated; any of it opens.
    recordErrorSecret: env("RECORD_ERROR_SECRET")?.split(/\s+/).at(0),
    kind: kindOf(new URL(url).hostname),
    client: connect(url, secretKey, signal),
  };
}

/** A client whose calls end by themselves, and with the command. */
export function connect(url: string, key: string, signal: AbortSignal): SupabaseClient {
  return createClient(url, key, {
    auth: { persistSession: false, autoRefreshToken: false },
    global: {
      fetch: (input, init) =>
        fetch(input, { ...init, signal: AbortSignal.any([signal, AbortSignal.timeout(CALL_LIMIT_MS)]) }),
    },
  });
}

function required(env: Env, name: string): string {
  const value = env(name)?.trim();
  if (!value) throw new UsageError(`${name} must be set to the project's, but is not`);
  return value;
}

function kindOf(hostname: string): Target["kind"] {
  if (/\.supabase\.(co|in|red)$/.test(hostname)) return "hosted";
  return ["127.0.0.1", "localhost", "[::1]"].includes(hostname) ? "local" : "self-hosted";
}

/** How a variable of the functions is set. */
export function setVariable({ kind }: Target, name: string, value: string): string {
  switch (kind) {
    case "hosted":
      return `npx supabase secrets set ${name}="${value}"`;
    case "local":
      return `echo ${name}="${value}" >> supabase/functions/.env, and start the stack again`;
    case "self-hosted":
      return `Give the functions service ${name}="${value}", and start it again`;
  }
}

export function pushMigrations({ kind }: Target): string {
  switch (kind) {
    case "hosted":
      return "npx supabase db push --remote --include-all";
    case "local":
      return "Start the stack again: it pushes what is missing";
    case "self-hosted":
      return "npx supabase db push --include-all --remote=<database URL>";
  }
}

export function deployFunction({ kind }: Target, name: string): string {
  switch (kind) {
    case "hosted":
      return `npx supabase functions deploy ${name} --use-api`;
    case "local":
      return "Start the stack again: it serves what is in supabase/functions";
    case "self-hosted":
      return `Copy supabase/functions/${name} of a release into volumes/functions and restart the functions service`;
  }
}

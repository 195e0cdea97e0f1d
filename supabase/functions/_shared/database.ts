import { createAdminClient } from "@supabase/server/core";
import type { z } from "zod";
import type { Database, Json } from "./database.types.ts";
import { ApiError } from "./errors.ts";
import type { Logger } from "./log.ts";

const TIME_LIMIT_MS = 10_000;
const RETRY_AFTER_SECONDS = 5;

type Functions = Database["public"]["Functions"];
/** A function's arguments; whatever serialises may stand where it takes JSON. */
type Arguments<Name extends keyof Functions> = {
  [Key in keyof Functions[Name]["Args"]]: Json extends Functions[Name]["Args"][Key] ? unknown
    : Functions[Name]["Args"][Key];
};

let client: ReturnType<typeof createAdminClient<Database>> | undefined;

/**
 * Calls one of the project's database functions as service_role and parses what it returns.
 * What the function refuses (errcode TE4xx) becomes an ApiError with that status, and its hint the seconds to wait; anything else is a database that is away: 503.
 */
export async function callDatabase<Name extends keyof Functions, T>(
  name: Name,
  args: Arguments<Name>,
  schema: z.ZodType<T>,
  log: Logger,
): Promise<T> {
  client ??= createAdminClient<Database>();
  const { data, error } = await client.rpc(name, args as Functions[Name]["Args"]).abortSignal(
    AbortSignal.timeout(TIME_LIMIT_MS),
  );
  if (error === null) return schema.parse(data);

  const status = /^TE(4\d\d)$/.exec(error.code)?.[1];
  if (status !== undefined) {
    throw new ApiError(Number(status), error.details, error.message, retryAfter(error.hint));
  }
  log.error("database_failed", { rpc: name, code: error.code });
  throw new ApiError(
    503,
    "database_unavailable",
    "Cannot reach the database now. Send the same call again: what was stored already is not stored twice",
    {
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    },
  );
}

function retryAfter(hint: string | null): { retryAfterSeconds?: number } {
  const seconds = Number.parseInt(hint ?? "", 10);
  return Number.isNaN(seconds) ? {} : { retryAfterSeconds: seconds };
}

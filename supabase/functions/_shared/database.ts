import { createAdminClient } from "@supabase/server/core";
import type { z } from "zod";
import { ApiError } from "./errors.ts";
import type { Logger } from "./log.ts";

const TIME_LIMIT_MS = 10_000;
const RETRY_AFTER_SECONDS = 5;

type AdminClient = ReturnType<typeof createAdminClient>;
let client: AdminClient | undefined;

/**
 * Calls one of the project's database functions as service_role and parses what it returns.
 * What the function refuses (errcode TE4xx) becomes an ApiError with that status; anything else is a database that is away: 503.
 */
export async function callDatabase<T>(
  name: string,
  args: Record<string, unknown>,
  schema: z.ZodType<T>,
  log: Logger,
): Promise<T> {
  client ??= createAdminClient();
  const { data, error } = await client.rpc(name, args).abortSignal(AbortSignal.timeout(TIME_LIMIT_MS));
  if (error === null) return schema.parse(data);

  const status = /^TE(4\d\d)$/.exec(error.code)?.[1];
  if (status !== undefined) throw new ApiError(Number(status), error.details, error.message);
  log.error("database_failed", { rpc: name, code: error.code });
  throw new ApiError(503, "database_unavailable", "Cannot reach the database now. Nothing was stored; send the same call again", {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}

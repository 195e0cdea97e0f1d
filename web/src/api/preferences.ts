// What a user may set. Users read and write these rows themselves, under row security; where there is no row, the defaults hold.
import type { PostgrestError, SupabaseClient } from "@supabase/supabase-js";
import * as z from "zod/mini";
import { ApiError } from "./api-error.ts";
import { databaseError } from "./call.ts";

const LIMIT_MS = 15_000;

const notificationSchema = z.object({
  in_app: z.boolean(),
  email: z.boolean(),
  email_frequency: z.enum(["immediate", "hourly", "daily"]),
  /** Local hour of the daily mail. */
  digest_hour: z.int(),
  /** IANA name; null where the user has set nothing yet. */
  time_zone: z.nullable(z.string()),
});
export type NotificationPreferences = z.infer<typeof notificationSchema>;

const recoverySchema = z.object({
  auto_regenerate: z.boolean(),
  auto_rollback: z.boolean(),
  /** Null for the platform's default. */
  daily_cost_cap_usd: z.nullable(z.coerce.number()),
});
export type RecoveryPreferences = z.infer<typeof recoverySchema>;

/** A table with one row for each user who has set something. */
export interface PreferencesTable<T> {
  name: string;
  columns: string;
  schema: z.ZodMiniType<T>;
  defaults: T;
}

export const notificationPreferences: PreferencesTable<NotificationPreferences> = {
  name: "notification_preferences",
  columns: "in_app, email, email_frequency, digest_hour, time_zone",
  schema: notificationSchema,
  defaults: { in_app: true, email: true, email_frequency: "hourly", digest_hour: 8, time_zone: null },
};

export const recoveryPreferences: PreferencesTable<RecoveryPreferences> = {
  name: "recovery_preferences",
  columns: "auto_regenerate, auto_rollback, daily_cost_cap_usd",
  schema: recoverySchema,
  defaults: { auto_regenerate: true, auto_rollback: true, daily_cost_cap_usd: null },
};

export async function readPreferences<T>(
  client: SupabaseClient,
  table: PreferencesTable<T>,
  userId: string,
  signal: AbortSignal,
): Promise<T> {
  const limit = AbortSignal.timeout(LIMIT_MS);
  // Operators see the rows of all users. What fails is tried again by the query cache, once and not on two levels.
  const answer = await client.from(table.name).select(table.columns).eq("user_id", userId).retry(false)
    .abortSignal(AbortSignal.any([signal, limit])).maybeSingle();
  return answer.data === null && answer.error === null
    ? table.defaults
    : parse(table.schema, table.name, answer, limit);
}

/** Changes what is given and leaves the rest. */
export async function savePreferences<T extends object>(
  client: SupabaseClient,
  table: PreferencesTable<T>,
  userId: string,
  change: Partial<T>,
): Promise<T> {
  const limit = AbortSignal.timeout(LIMIT_MS);
  const answer = await client.from(table.name).upsert({ user_id: userId, ...change }).select(table.columns)
    .abortSignal(limit).single();
  return parse(table.schema, table.name, answer, limit);
}

const undeliverableSchema = z.object({ email: z.string(), reason: z.string(), since: z.string() });
/** An address that mail came back from for good. */
export type UndeliverableAddress = z.infer<typeof undeliverableSchema>;

export async function readUndeliverable(
  client: SupabaseClient,
  userId: string,
  signal: AbortSignal,
): Promise<UndeliverableAddress | null> {
  const limit = AbortSignal.timeout(LIMIT_MS);
  const name = "undeliverable_addresses";
  const answer = await client.from(name).select("email, reason, since").eq("user_id", userId).retry(false)
    .abortSignal(AbortSignal.any([signal, limit])).maybeSingle();
  return parse(z.nullable(undeliverableSchema), name, answer, limit);
}

interface Answer {
  data: unknown;
  error: PostgrestError | null;
  status: number;
}

function parse<T>(
  schema: z.ZodMiniType<T>,
  name: string,
  { data, error, status }: Answer,
  limit: AbortSignal,
): T {
  if (error !== null) throw databaseError(error, status, limit);
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new ApiError(
    "unexpected_answer",
    `What the server has in ${name} is not what this page expects. Reload the page: it may be older than the server`,
    500,
    undefined,
    { cause: parsed.error },
  );
}

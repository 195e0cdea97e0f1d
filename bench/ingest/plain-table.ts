// The obvious alternative to record-error: a table like the history's, into which a service role inserts.
import { createClient } from "@supabase/supabase-js";
import { setTimeout as delay } from "node:timers/promises";
import type { Stack } from "../../local/stack.ts";

export const PLAIN_TABLE = "plain_error_history";

const LIMIT_MS = 10_000;
const LOOK_EVERY_MS = 50;

/**
 * Creates it with the history's columns, defaults, checks and indexes, but without its foreign keys and triggers: an insert costs what
 * storing the row costs. Returns when the API knows of it.
 */
export async function createPlainTable({ sql, apiUrl, secretKey }: Stack): Promise<void> {
  await sql.unsafe(`
    create table public.${PLAIN_TABLE} (like public.trader_error_history including all);
    alter table public.${PLAIN_TABLE} enable row level security;
    grant select, insert on public.${PLAIN_TABLE} to service_role;
    notify pgrst, 'reload schema'`);
  const supabase = createClient(apiUrl, secretKey, { auth: { persistSession: false } });
  for (const startedAt = performance.now(); performance.now() - startedAt < LIMIT_MS;) {
    const { error } = await supabase.from(PLAIN_TABLE).select("id").limit(1)
      .abortSignal(AbortSignal.timeout(LIMIT_MS));
    if (error === null) return;
    await delay(LOOK_EVERY_MS);
  }
  throw new Error(`The API did not learn of ${PLAIN_TABLE} within ${LIMIT_MS} ms`);
}

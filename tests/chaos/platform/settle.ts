// After the faults: everything works, time passes, and what waits is done, until nothing waits any more.
import type { Sql } from "postgres";
import { setTimeout as delay } from "node:timers/promises";
import { FAIR } from "./door.ts";
import type { Platform } from "./platform.ts";

const POLL_MS = 500;
/** How often time passes while something waits. */
const SHIFT_MS = 4_000;

/** Where each kind of work still is on its way. */
const WAITING = `
  select 'fix ' || status as what, id::text, reason from public.proposed_fixes where status in ('queued', 'generating')
  union all
  select 'deployment ' || status, id::text, reason from public.deployments
  where status = 'pending' or (status = 'deployed' and watch_until is not null)
  union all
  select 'mail ' || email_status, id::text, email_error from public.notifications where email_status in ('pending', 'sending')
  union all
  select 'feedback', id::text, error from private.trace_feedback where status = 'pending'
  union all
  select 'alert', id::text, error from private.operator_alerts where status = 'pending'
  union all
  select 'model call', id::text, null from public.llm_usage where status = 'reserved'
  union all
  select 'held by a fault', id::text, null from public.systemic_faults where status = 'open'`;

export interface Settled {
  ms: number;
  /** What had not come to an end. */
  stuck: string[];
}

/** Ends every fault, and lets time pass until all work has ended or the limit is reached. */
export async function settle(platform: Platform, limitMs: number): Promise<Settled> {
  const { project: { stack: { sql } }, executor, reporters } = platform;
  const began = performance.now();
  platform.front.weather = platform.bells.weather = FAIR;
  platform.modelTrouble = platform.mail.trouble = undefined;
  executor.scripts.clear();
  const flushed = Promise.all(reporters.map((reporter) => reporter.flush()));
  flushed.catch(() => {});
  const stuck: string[] = [];
  await flushed.catch((error) => stuck.push(`reporter: ${error}`));
  let shiftedAt = 0;
  while (performance.now() - began < limitMs) {
    const waiting = await sql.unsafe(WAITING).catch(() => undefined);
    const isQuiet = platform.front.underWay + platform.bells.underWay === 0;
    if (waiting?.length === 0 && isQuiet) return { ms: performance.now() - began, stuck };
    if (performance.now() - shiftedAt > SHIFT_MS) {
      await letTimePass(sql).catch(() => {});
      shiftedAt = performance.now();
    }
    await delay(POLL_MS);
  }
  const left = await sql.unsafe(`${WAITING} limit 5`);
  return { ms: performance.now() - began, stuck: [...stuck, ...left.map((row) => JSON.stringify(row))] };
}

/** As after an hour, for what waits. Leases end after some of these steps: sooner, work under way would be done twice for ever. */
async function letTimePass(sql: Sql): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`select private.lock_traders_first()`;
    await tx`update private.settings set bells_per_sweep = 200`;
    await tx`update public.proposed_fixes set lease_until = lease_until - interval '1 minute' where status = 'generating'`;
    await tx`update public.deployments set lease_until = lease_until - interval '20 seconds' where status = 'pending'`;
    await tx`update public.notifications set email_lease_until = email_lease_until - interval '20 seconds'
      where email_status = 'sending'`;
    await tx`update public.proposed_fixes set next_attempt_at = next_attempt_at - interval '1 hour' where status = 'queued'`;
    await tx`update public.deployments set next_attempt_at = next_attempt_at - interval '1 hour'
      where status = 'pending' and lease_until is null`;
    await tx`update public.deployments set deployed_at = deployed_at - interval '2 days', watch_until = now() - interval '1 second'
      where status = 'deployed' and watch_until is not null`;
    await tx`update public.notifications
      set created_at = created_at - interval '25 hours', email_claimed_at = email_claimed_at - interval '25 hours',
        email_next_attempt_at = email_next_attempt_at - interval '25 hours'
      where email_status = 'pending'`;
    // Only so many mails may go to a user in an hour, and one in a day to whom wants it so.
    await tx`update public.notifications set email_claimed_at = email_claimed_at - interval '2 days'
      where email_status <> 'pending' and email_claimed_at > now() - interval '2 days'`;
    await tx`delete from private.email_pause`;
    await tx`update public.systemic_faults set first_seen = first_seen - interval '1 hour', last_seen = last_seen - interval '1 hour'
      where status = 'open'`;
    // A call of a worker that died is presumed after its time.
    await tx`select private.presume_lost_calls('0 s') where not exists (
      select from public.proposed_fixes where status = 'generating')`;
  });
  await sql`select private.sweep()`;
}

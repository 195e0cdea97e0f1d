// Between two turns: what the last one left to be done must not slow the next one down.
import { setTimeout as delay } from "node:timers/promises";
import type { Sql } from "postgres";

const LIMIT_MS = 30_000;
const LOOK_EVERY_MS = 50;

export interface Leftovers {
  /** Repairs nobody had begun. */
  repairs: number;
  /** E-mails that were due and nobody had begun to send. */
  emails: number;
}

/** Drops what is queued, waits for what is under way to end, and says what was dropped. */
export async function quieten(admin: Sql): Promise<Leftovers> {
  const dropped: Leftovers = { repairs: 0, emails: 0 };
  for (const startedAt = performance.now(); performance.now() - startedAt < LIMIT_MS;) {
    const { repairs, emails } = await drop(admin);
    dropped.repairs += repairs;
    dropped.emails += emails;
    if (await isQuiet(admin)) return dropped;
    await delay(LOOK_EVERY_MS);
  }
  throw new Error(`The functions were still busy ${LIMIT_MS} ms after the last report`);
}

async function drop(admin: Sql): Promise<Leftovers> {
  return await admin.begin(async (tx) => {
    // Nobody is told, or there would be more to do.
    await tx`set local session_replication_role = replica`;
    const repairs = await tx`
      update public.proposed_fixes set status = 'failed', reason = 'dropped_by_benchmark' where status = 'queued'`;
    const emails = await tx`update public.notifications set email_status = 'skipped'
      where email_status = 'pending' and email_next_attempt_at <= now()`;
    return { repairs: repairs.count, emails: emails.count };
  });
}

async function isQuiet(admin: Sql): Promise<boolean> {
  const [row] = await admin<{ busy: boolean }[]>`
    select exists (select from net.http_request_queue)
      or exists (select from public.proposed_fixes where status in ('queued', 'generating'))
      or exists (
        select from public.notifications
        where email_status = 'sending' or email_status = 'pending' and email_next_attempt_at <= now()
      ) as busy`;
  return row?.busy === false;
}

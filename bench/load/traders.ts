// Owners and their failing traders, with the faults they already have, made before anything is measured.
import { type FailingTrader, FAULTS_PER_TRADER, knownEvent } from "./events.ts";
import type { BenchStack } from "./bench-stack.ts";

const BATCH = 500;

export interface NewTrader {
  user_id: string;
  name: string;
  code: string;
  timeframe: string;
}

/** Owners who are known by id alone; every second one wants e-mails at once, the others once an hour. */
export async function createOwners({ admin }: BenchStack, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => crypto.randomUUID());
  await admin`
    insert into auth.users (id, email)
    select o.id, 'owner' || o.place || '@example.com' from unnest(${ids}::uuid[]) with ordinality as o (id, place)`;
  await admin`
    insert into public.notification_preferences (user_id, email_frequency)
    select o.id, 'immediate' from unnest(${ids}::uuid[]) with ordinality as o (id, place) where o.place % 2 = 0`;
  return ids;
}

/** Creates the traders, in this order, and reads the hashes of the versions that the database makes of their code. */
export async function createTraders(
  { stack }: BenchStack,
  traders: readonly NewTrader[],
): Promise<FailingTrader[]> {
  const rows = traders.map(({ user_id, name, code, timeframe }) => ({
    id: crypto.randomUUID(),
    user_id,
    name,
    filter: { code, requiredTimeframes: [timeframe] },
  }));
  await stack.sql`
    insert into public.traders (id, user_id, name, filter, language)
    select r.id, r.user_id, r.name, r.filter, 'go'
    from jsonb_to_recordset(${
    JSON.stringify(rows)
  }::text::jsonb) as r (id uuid, user_id uuid, name text, filter jsonb)`;
  const versions = await stack.sql<{ trader_id: string; code_sha256: string }[]>`
    select v.trader_id, v.code_sha256 from public.filter_versions as v where v.is_running`;
  const hashes = new Map(versions.map(({ trader_id, code_sha256 }) => [trader_id, code_sha256]));
  return rows.map(({ id, user_id }, place) => {
    const code_sha256 = hashes.get(id);
    if (code_sha256 === undefined) throw new Error(`The database made no version of trader ${id}`);
    return { trader_id: id, user_id, code_sha256, place };
  });
}

/** Gives each trader its faults, an hour ago: with incidents whose repairs and messages are over. */
export async function reportKnownFaults(
  { stack, admin, setBells }: BenchStack,
  traders: readonly FailingTrader[],
): Promise<void> {
  await setBells(false);
  const events = traders.flatMap((trader) =>
    Array.from({ length: FAULTS_PER_TRADER }, (_, fault) => knownEvent(trader, fault))
  );
  for (let at = 0; at < events.length; at += BATCH) {
    const batch = JSON.stringify(events.slice(at, at + BATCH));
    await stack.sql`select public.record_errors(${batch}::text::jsonb)`;
  }
  await admin.begin(async (tx) => {
    // What is over is told to nobody.
    await tx`set local session_replication_role = replica`;
    await tx`update public.trader_incidents set created_at = created_at - interval '1 hour', minute_rows = 0`;
    await tx`update public.proposed_fixes set status = 'unfixable', reason = 'not_reproduced'`;
    await tx`update public.notifications set email_status = 'skipped'`;
  });
  await admin`vacuum (analyze)`;
  await setBells(true);
}

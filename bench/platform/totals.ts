// What the hour left in the database, and how long things took by its clock, which is this machine's.
import type { Sql } from "postgres";

const LARGEST = 14;

export interface Totals {
  /** Errors that the history and that the incidents count. */
  counted: number;
  counted_by_incidents: number;
  incidents: number;
  fixes: Record<string, number>;
  /** By status, with the reason where there is one. */
  attempts: Record<string, number>;
  deployments: Record<string, number>;
  notifications: Record<string, number>;
  mails: Record<string, number>;
  model_calls: number;
  spend_usd: { total: number; most_of_a_user: number; cap_of_a_user: number };
  systemic_faults: number;
  dead_letters: number;
  sweep_ms: number[];
  tables: { name: string; rows: number; bytes: number }[];
  database_bytes: number;
}

export async function readTotals(admin: Sql): Promise<Totals> {
  const [row] = await admin<Totals[]>`
    select
      (select coalesce(sum(h.occurrences), 0)::int from public.trader_error_history as h) as counted,
      (select coalesce(sum(i.occurrences + i.stale_occurrences), 0)::int from public.trader_incidents as i) as counted_by_incidents,
      (select count(*)::int from public.trader_incidents) as incidents,
      (select coalesce(jsonb_object_agg(x.status, x.n), '{}') from (select status, count(*) as n from public.proposed_fixes group by 1) as x) as fixes,
      (select coalesce(jsonb_object_agg(x.outcome, x.n), '{}') from (
        select concat_ws(' ', status, reason) as outcome, count(*) as n from public.fix_attempts group by 1) as x) as attempts,
      (select coalesce(jsonb_object_agg(x.status, x.n), '{}') from (select status, count(*) as n from public.deployments group by 1) as x) as deployments,
      (select coalesce(jsonb_object_agg(x.kind, x.n), '{}') from (select kind, count(*) as n from public.notifications group by 1) as x) as notifications,
      (select coalesce(jsonb_object_agg(x.email_status, x.n), '{}') from (select email_status, count(*) as n from public.notifications group by 1) as x) as mails,
      (select count(*)::int from public.llm_usage) as model_calls,
      (select jsonb_build_object(
        'total', coalesce(sum(d.spent_usd + d.reserved_usd), 0), 'most_of_a_user', coalesce(max(d.spent_usd + d.reserved_usd), 0),
        'cap_of_a_user', (select s.daily_cost_cap_usd from private.settings as s)) from public.daily_spend as d) as spend_usd,
      (select count(*)::int from public.systemic_faults) as systemic_faults,
      (select count(*)::int from public.dead_letters) as dead_letters,
      (select coalesce(array_agg(extract(epoch from r.end_time - r.start_time)::float8 * 1000), '{}') from cron.job_run_details as r
        where r.command like '%sweep%' and r.end_time is not null) as sweep_ms,
      pg_database_size(current_database())::float8 as database_bytes`;
  if (row === undefined) throw new Error("The database answered nothing");
  return { ...row, tables: await largestTables(admin) };
}

async function largestTables(admin: Sql): Promise<Totals["tables"]> {
  await admin`analyze`;
  return await admin<Totals["tables"]>`
    select n.nspname || '.' || c.relname as name, c.reltuples::int as rows, pg_total_relation_size(c.oid)::int as bytes
    from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname in ('public', 'private', 'net', 'cron', 'realtime') and c.reltuples > 0
    order by 3 desc limit ${LARGEST}`;
}

/** Milliseconds from the report of each trader's first error to the row that tells its owner of it, and to the proposed repair. */
export async function firstTimes(
  admin: Sql,
  since: ReadonlyMap<string, number>,
): Promise<{ told: number[]; proposed: number[]; unproposed: number }> {
  const ids = [...since.keys()];
  const rows = await admin<{ trader_id: string; told: Date | null; proposed: Date | null }[]>`
    select t.trader_id,
      min(n.created_at) filter (where n.kind = 'incident_detected') as told,
      min(n.created_at) filter (where n.kind = 'fix_proposed') as proposed
    from unnest(${ids}::uuid[]) as t (trader_id) left join public.notifications as n on n.trader_id = t.trader_id
    group by 1`;
  const times = (of: "told" | "proposed"): number[] =>
    rows.flatMap((row) => {
      const [at, from] = [row[of], since.get(row.trader_id)];
      return at === null || from === undefined ? [] : [at.getTime() - from];
    });
  return {
    told: times("told"),
    proposed: times("proposed"),
    unproposed: rows.filter((row) => row.proposed === null).length,
  };
}

/** The age of the oldest due row of each queue, at most, over all samples. */
export class QueueAges {
  readonly most: Record<string, { oldest_s: number; due: number }> = {};

  constructor(private readonly admin: Sql) {}

  async sample(): Promise<void> {
    const rows = await this.admin<{ function_name: string; due: number; oldest_s: number | null }[]>`
      select function_name, due::int, oldest_s::int from private.queue_ages()`;
    for (const { function_name, due, oldest_s } of rows) {
      const known = this.most[function_name] ?? { oldest_s: 0, due: 0 };
      this.most[function_name] = {
        oldest_s: Math.max(known.oldest_s, oldest_s ?? 0),
        due: Math.max(known.due, due),
      };
    }
  }
}

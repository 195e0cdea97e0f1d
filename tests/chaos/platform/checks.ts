// What must hold of the platform once it has settled, looked at from outside: each query gives the rows that break it.
import type { Sql, TransactionSql } from "postgres";
import { INVARIANTS as OF_DEPLOYMENTS } from "../invariants.ts";
import { INVARIANTS as OF_ALL } from "../../concurrency/invariants.ts";

export interface Check {
  name: string;
  query: string;
}

/** $1: the traders; $2: the users; $3: attempts that an incident may take. */
export const CHECKS: Check[] = [
  // The cap of a user who changes it is the driver's to know.
  ...OF_ALL.filter(({ name }) => name !== "a day's spend stays under the cap"),
  ...OF_DEPLOYMENTS,
  {
    name: "what is leased or waits is due at a time",
    query: `select 'fix' as what, id, status from public.proposed_fixes
      where trader_id = any ($1) and status = 'queued' and next_attempt_at is null
      union all
      select 'deployment', id, status from public.deployments where trader_id = any ($1) and status = 'pending' and next_attempt_at is null
      union all
      select 'held fix', id, reason from public.proposed_fixes where trader_id = any ($1) and status = 'held'
        and reason in ('trader_attempts_cap', 'daily_cost_cap', 'trader_cost_cap') and next_attempt_at is null`,
  },
  {
    name: "nothing is on its way any more",
    query: `select 'fix' as what, id::text, status, reason from public.proposed_fixes
      where trader_id = any ($1) and status in ('queued', 'generating')
      union all
      select 'mail', id::text, email_status, email_error from public.notifications
      where user_id = any ($2) and email_status in ('pending', 'sending')
      union all
      select 'model call', id::text, status, null from public.llm_usage where user_id = any ($2) and status = 'reserved'
      union all
      select 'attempt', fix_id::text, status, reason from public.fix_attempts where trader_id = any ($1) and status = 'running'`,
  },
  {
    name: "nothing stays reserved",
    query:
      `select user_id, day, reserved_usd from public.daily_spend where user_id = any ($2) and reserved_usd <> 0`,
  },
  {
    name: "a call is charged at most what was reserved for it, and once",
    query: `select fix_id, attempt, call, count(*) from public.llm_usage where user_id = any ($2)
      group by 1, 2, 3 having count(*) > 1 or bool_or(settled_usd > reserved_usd)`,
  },
  {
    name: "what a trader's repairs cost on a day stays under its cap, and is what the ledger says",
    query: `select a.* from private.trader_attempts as a cross join private.settings as s
      left join lateral (
        select sum(coalesce(u.settled_usd, u.reserved_usd)) as usd from public.llm_usage as u
        where u.trader_id = a.trader_id and u.day = a.day
      ) as l on true
      where a.trader_id = any ($1) and (a.committed_usd > s.trader_daily_cost_cap_usd
        or a.committed_usd <> coalesce(l.usd, 0) or a.attempts > s.trader_attempts_per_day)`,
  },
  {
    name: "what an incident's repairs cost stays under its cap",
    query: `select f.incident_id, sum(coalesce(u.settled_usd, u.reserved_usd)) from public.llm_usage as u
      join public.proposed_fixes as f on f.id = u.fix_id where f.trader_id = any ($1) group by 1
      having sum(coalesce(u.settled_usd, u.reserved_usd)) > (select incident_cost_cap_usd from private.settings)`,
  },
  {
    name: "a change of state is told once",
    query: `select user_id, subject_id, kind, occasion, count(*) from public.notifications
      where user_id = any ($2) group by 1, 2, 3, 4 having count(*) > 1`,
  },
  {
    name: "an incident that was opened is told of",
    query: `select i.id, i.status from public.trader_incidents as i
      where i.trader_id = any ($1) and i.occurrences > 0 and not exists (
        select from public.notifications as n
        where n.user_id = i.user_id and (n.incident_id = i.id or n.subject_id = i.systemic_fault_id)
      )`,
  },
  {
    name: "a repair that is offered or was given up is told of",
    query: `select f.id, f.status from public.proposed_fixes as f
      where f.trader_id = any ($1) and f.status in ('proposed', 'failed', 'unfixable') and not exists (
        select from public.notifications as n
        where n.user_id = f.user_id and n.subject_id = f.id and n.kind = case f.status when 'proposed' then 'fix_proposed' else 'fix_failed' end
      )`,
  },
  {
    name: "a deployment that a user asked for and that is live is told of",
    query: `select d.id, d.status from public.deployments as d
      where d.trader_id = any ($1) and d.status in ('deployed', 'verified') and not d.is_automatic and not exists (
        select from public.notifications as n where n.user_id = d.user_id and n.subject_id = d.id and n.kind = 'fix_deployed'
      )`,
  },
  {
    name: "all that one mail tells has one state",
    query: `select mail_id, array_agg(distinct email_status) from public.notifications
      where user_id = any ($2) and mail_id is not null group by 1 having count(distinct email_status) > 1`,
  },
];

/** Names of the checks that are broken, each with its first row. */
export async function brokenChecks(
  sql: Sql | TransactionSql,
  traders: readonly string[],
  users: readonly string[],
): Promise<string[]> {
  const [{ max_attempts = 0 } = {}] = await sql`select max_attempts from private.settings`;
  const broken: string[] = [];
  for (const { name, query } of CHECKS) {
    // Named in a list that every query reads, so that each may leave out what it does not need.
    const rows = await sql.unsafe(
      `with given as (select $1::uuid[], $2::uuid[], $3::integer) ${query}`,
      [traders as string[], users as string[], max_attempts],
    );
    if (rows.length > 0) broken.push(`${name}: ${rows.length} rows, ${JSON.stringify(rows[0])}`);
  }
  return broken;
}

// What holds of a world after any sequence of steps: each query gives the rows that break it.
import type { World } from "./world.ts";

export interface Invariant {
  name: string;
  query: string;
}

/** $1: the traders of the world; $2: its users; $3: its settings' max_attempts. */
export const INVARIANTS: Invariant[] = [
  {
    name: "an incident counts what its history holds",
    query: `select i.id, i.occurrences, i.stale_occurrences, h.fresh, h.stale
      from public.trader_incidents as i
      left join lateral (
        select coalesce(sum(x.occurrences) filter (where not x.stale), 0) as fresh,
          coalesce(sum(x.occurrences) filter (where x.stale), 0) as stale
        from public.trader_error_history as x where x.incident_id = i.id
      ) as h on true
      where i.trader_id = any ($1) and (i.occurrences, i.stale_occurrences) is distinct from (h.fresh, h.stale)`,
  },
  {
    name: "an incident's hours add up to its occurrences",
    query:
      `select i.id, i.occurrences, (select sum(h.occurrences) from public.incident_hours as h where h.incident_id = i.id)
      from public.trader_incidents as i
      where i.trader_id = any ($1) and i.occurrences
        <> (select coalesce(sum(h.occurrences), 0) from public.incident_hours as h where h.incident_id = i.id)`,
  },
  {
    name: "a fault of a trader has at most one live incident",
    query: `select trader_id, fingerprint from public.trader_incidents
      where trader_id = any ($1) and status <> 'resolved' group by 1, 2 having count(*) > 1`,
  },
  {
    name: "an incident has at most one live fix, and none when it is not open",
    query: `select i.id, i.status, count(*) from public.trader_incidents as i
      join public.proposed_fixes as f on f.incident_id = i.id and f.status in ('queued', 'generating', 'proposed', 'held')
      where i.trader_id = any ($1) group by i.id having count(*) > 1 or i.status <> 'open'`,
  },
  {
    name: "a trader runs exactly one version, which is the code of its filter",
    query: `select t.id, t.filter, array_agg(v.version) from public.traders as t
      left join public.filter_versions as v on v.trader_id = t.id and v.is_running
      where t.id = any ($1) group by t.id
      having count(v.id) <> 1 or min(v.code_sha256) <> private.code_sha256(
        private.filter_object(t.filter) ->> 'code', private.filter_object(t.filter) ->> 'seriesCode')`,
  },
  {
    name: "versions are numbered without a gap",
    query: `select trader_id from public.filter_versions where trader_id = any ($1)
      group by trader_id having count(*) <> max(version)`,
  },
  {
    name: "a live fix repairs the version that runs",
    query:
      `select f.id, f.status from public.proposed_fixes as f join public.filter_versions as v on v.id = f.base_version_id
      where f.trader_id = any ($1) and f.status in ('queued', 'generating', 'proposed', 'held') and not v.is_running`,
  },
  {
    name: "a trader has at most one deployment under way or watched, of the version that runs",
    query: `select d.trader_id, array_agg(d.status) from public.deployments as d
      join public.filter_versions as v on v.id = d.version_id
      where d.trader_id = any ($1) and (d.status = 'pending' or (d.status = 'deployed' and d.watch_until is not null))
      group by d.trader_id having count(*) > 1 or not bool_and(v.is_running)`,
  },
  {
    name: "no return follows a return without somebody's decision between",
    query: `select * from (
        select d.trader_id, d.is_automatic, lag(d.is_automatic) over (partition by d.trader_id order by d.created_at) as after
        from public.deployments as d where d.trader_id = any ($1)
      ) as x where x.is_automatic and x.after`,
  },
  {
    name: "a version that ran has stopped unless it runs",
    query: `select v.trader_id, v.version from public.filter_versions as v where v.trader_id = any ($1)
      and (v.is_running, v.started_at is not null) is distinct from (v.started_at is not null and v.stopped_at is null, v.is_running or v.stopped_at is not null)`,
  },
  {
    name: "every version that took another's place is in the audit log once",
    query: `select v.id, count(l.id) from public.filter_versions as v
      left join public.audit_log as l on l.to_version_id = v.id and l.action in ('code_changed', 'fix_accepted', 'rolled_back', 'returned')
      where v.trader_id = any ($1) and v.started_at is not null and v.version > 1 group by v.id having count(l.id) <> 1`,
  },
  {
    name: "an accepted fix has one version",
    query:
      `select f.id from public.proposed_fixes as f left join public.filter_versions as v on v.fix_id = f.id
      where f.trader_id = any ($1) and f.status = 'accepted' group by f.id having count(v.id) <> 1`,
  },
  {
    name: "a fix is leased exactly while it is generated",
    query: `select id from public.proposed_fixes
      where trader_id = any ($1) and (status = 'generating') <> (lease_until is not null)`,
  },
  {
    name: "an incident takes no more attempts than it may",
    query: `select incident_id from public.proposed_fixes where trader_id = any ($1)
      group by 1 having sum(attempt - refunded) > $3`,
  },
  {
    name: "a day's spend is what the ledger says",
    query: `select * from public.daily_spend as d
      full join (
        select user_id, day, coalesce(sum(settled_usd), 0) as spent,
          coalesce(sum(reserved_usd) filter (where status = 'reserved'), 0) as reserved, count(*) as calls
        from public.llm_usage group by 1, 2
      ) as l on l.user_id = d.user_id and l.day = d.day
      where coalesce(d.user_id, l.user_id) = any ($2)
        and (d.spent_usd, d.reserved_usd, d.calls) is distinct from (l.spent, l.reserved, l.calls)`,
  },
  {
    name: "a day's spend stays under the cap",
    query: `select d.user_id from public.daily_spend as d cross join private.settings as s
      where d.user_id = any ($2) and d.spent_usd + d.reserved_usd > s.daily_cost_cap_usd`,
  },
  {
    name: "a fix costs what its calls cost",
    query: `select f.id from public.proposed_fixes as f where f.trader_id = any ($1) and f.cost_usd
        <> (select coalesce(sum(u.settled_usd), 0) from public.llm_usage as u where u.fix_id = f.id)`,
  },
];

/** Names of the broken invariants with their first row; empty when all hold. */
export async function brokenInvariants(world: World): Promise<string[]> {
  const { owner } = world.arena;
  const broken: string[] = [];
  const [{ max_attempts = 0 } = {}] = await owner`select max_attempts from private.settings`;
  for (const { name, query } of INVARIANTS) {
    // Named in a list that every query reads, so that each may leave out what it does not need.
    const rows = await owner.unsafe(
      `with given as (select $1::uuid[], $2::uuid[], $3::integer) ${query}`,
      [world.traders, world.users, max_attempts],
    );
    if (rows.length > 0) broken.push(`${name}: ${JSON.stringify(rows[0])}`);
  }
  const expected = [...world.submitted.values()].reduce((total, occurrences) => total + occurrences, 0);
  const [counted] =
    await owner`select coalesce(sum(occurrences + stale_occurrences), 0)::integer as occurrences
    from public.trader_incidents where trader_id = any (${world.traders})`;
  if (counted?.occurrences !== expected) {
    broken.push(`every accepted occurrence is counted once: ${counted?.occurrences} of ${expected}`);
  }
  return broken;
}

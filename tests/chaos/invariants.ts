// What holds of deployments whatever happened: each query gives the rows that break it. $1: the traders.
export interface Invariant {
  name: string;
  query: string;
}

export const INVARIANTS: Invariant[] = [
  {
    name: "a fix becomes at most one version",
    query: `select fix_id, count(*) from public.filter_versions
      where trader_id = any ($1) and fix_id is not null group by 1 having count(*) > 1`,
  },
  {
    name: "a fix is deployed at most once, but for what its owner sends again",
    query: `select d.fix_id, count(*) from public.deployments as d
      where d.trader_id = any ($1) and d.fix_id is not null and not exists (
        select from public.audit_log as l
        where l.deployment_id = d.id and l.action = 'deployed_again' and l.actor_id is not null
      )
      group by 1 having count(*) > 1`,
  },
  {
    name: "a fix has a version, a deployment and one acceptance in the audit exactly where it is accepted",
    query: `select f.id, f.status, x.* from public.proposed_fixes as f
      cross join lateral (
        select
          (select count(*) from public.filter_versions as v where v.fix_id = f.id) as versions,
          (select least(count(*), 1) from public.deployments as d where d.fix_id = f.id) as deployments,
          (select count(*) from public.audit_log as l where l.fix_id = f.id and l.action = 'fix_accepted') as audited
      ) as x
      where f.trader_id = any ($1)
        and array[x.versions, x.deployments, x.audited] <> array_fill((f.status = 'accepted')::integer::bigint, '{3}')`,
  },
  {
    name: "an acceptance in the audit is of a fix",
    query: `select id, deployment_id from public.audit_log
      where trader_id = any ($1) and action = 'fix_accepted' and fix_id is null`,
  },
  {
    name: "a trader has at most one pending and one watched deployment",
    query: `select trader_id from public.deployments where trader_id = any ($1) group by 1
      having count(*) filter (where status = 'pending') > 1
        or count(*) filter (where status = 'deployed' and watch_until is not null) > 1`,
  },
  {
    name: "no deployment is left pending",
    query:
      `select id, attempts, reason from public.deployments where trader_id = any ($1) and status = 'pending'`,
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
    name: "a deployment that is under way or watched is of the version that runs",
    query:
      `select d.id, d.status from public.deployments as d join public.filter_versions as v on v.id = d.version_id
      where d.trader_id = any ($1) and (d.status = 'pending' or d.watch_until is not null and d.status = 'deployed') and not v.is_running`,
  },
  {
    name: "no automatic return follows another without a user in between",
    query: `select * from (
        select d.trader_id, d.id, d.is_automatic,
          lag(d.is_automatic) over (partition by d.trader_id order by v.version, d.created_at) as before
        from public.deployments as d join public.filter_versions as v on v.id = d.version_id
        where d.trader_id = any ($1)
      ) as x
      where x.is_automatic and x.before`,
  },
  {
    name: "what is told of a deployment is told once",
    query: `select subject_id, kind, user_id from public.notifications
      where trader_id = any ($1) and kind in ('fix_deployed', 'deployment_failed', 'fix_rolled_back')
      group by 1, 2, 3 having count(*) > 1`,
  },
];

/** Of repairs that were made with healthy versions before them. */
export const RETURNS: Invariant = {
  name: "an automatic return brings healthy code back",
  query: `select d.id from public.deployments as d join public.filter_versions as v on v.id = d.version_id
    left join public.filter_versions as r on r.id = v.restores_id
    where d.trader_id = any ($1) and d.is_automatic and (r.code_sha256 is distinct from v.code_sha256 or r.code not like 'return healthy%')`,
};

-- What repairs cost, per attempt on the page of the incident, and per accepted fix over a time.

create function public.repair_costs(days integer default 30)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
    v_since timestamptz;
begin
    if days is null or days not between 1 and 366 then
        raise exception 'Cannot sum up the costs of so many days: days must be from 1 to 366, not %', coalesce(days::text, 'null')
            using errcode = 'TE400', detail = 'invalid_days';
    end if;
    v_since := pg_catalog.now() - make_interval(days => repair_costs.days);
    return (
        with attempts as (
            -- What a lost attempt cost counts as much as what led to something.
            select coalesce(a.origin, 'none') as origin, a.cost_usd, a.validated
            from public.fix_attempts as a
            where a.started_at >= v_since
        ),
        fixes as (
            select f.origin, f.status = 'accepted' as is_accepted
            from public.proposed_fixes as f
            where f.created_at >= v_since and f.code is not null
        )
        select jsonb_build_object(
            'attempts', (select count(*) from attempts),
            'cost_usd', (select coalesce(sum(a.cost_usd), 0) from attempts as a),
            'accepted', (select count(*) from fixes as f where f.is_accepted),
            'cost_per_attempt_usd', (select round(avg(a.cost_usd), 6) from attempts as a),
            'cost_per_accepted_usd', (
                select round((select sum(a.cost_usd) from attempts as a) / nullif(count(*), 0), 6) from fixes as f where f.is_accepted
            ),
            'by_origin', (
                select coalesce(jsonb_object_agg(o.origin, jsonb_build_object(
                    'attempts', o.attempts, 'validated', o.validated, 'cost_usd', o.cost_usd,
                    'accepted', (select count(*) from fixes as f where f.is_accepted and f.origin = o.origin)
                )), '{}')
                from (
                    select a.origin, count(*) as attempts, count(*) filter (where a.validated) as validated, sum(a.cost_usd) as cost_usd
                    from attempts as a
                    group by a.origin
                ) as o
            )
        )
    );
end
$$;
comment on function public.repair_costs(integer) is
    'What repairs cost over some days, of the rows the caller may see: {attempts, cost_usd, accepted, cost_per_attempt_usd, cost_per_accepted_usd, by_origin: {rules | library | llm | none: {attempts, validated, cost_usd, accepted}}}';
revoke execute on function public.repair_costs(integer) from public, anon;
grant execute on function public.repair_costs(integer) to authenticated, service_role;


create or replace function public.incident_page(incident_id uuid)
returns jsonb
language sql
stable
set search_path = ''
as $$
    select jsonb_build_object(
        'incident', private.incident_card(i),
        'trader', jsonb_build_object('id', t.id, 'name', t.name, 'language', t.language, 'enabled', t.enabled, 'strategy', t.strategy),
        'failing', (select to_jsonb(v) - 'user_id' from public.filter_versions as v where v.id = i.filter_version_id),
        'running', (select to_jsonb(v) - 'user_id' from public.filter_versions as v where v.trader_id = i.trader_id and v.is_running),
        'fixes', (
            select coalesce(jsonb_agg(to_jsonb(f) - '{user_id,lease_until,trace_id,base_syntax_hash}'::text[] order by f.created_at desc), '[]')
            from (
                select x.* from public.proposed_fixes as x where x.incident_id = i.id order by x.created_at desc limit 10
            ) as f
        ),
        'attempts', (
            select coalesce(jsonb_agg(to_jsonb(a) - '{user_id,trader_id,incident_id,trace_id}'::text[] order by a.started_at desc), '[]')
            from (
                select x.*
                from public.fix_attempts as x
                where x.incident_id = i.id and x.reason is distinct from 'budget_reserved'
                order by x.started_at desc
                limit 10
            ) as a
        ),
        'deployments', (
            select coalesce(jsonb_agg(to_jsonb(d) - '{user_id,lease_until}'::text[] order by d.created_at desc), '[]')
            from public.deployments as d
            join public.proposed_fixes as f on f.id = d.fix_id
            where f.incident_id = i.id
        ),
        'hours', (
            select coalesce(jsonb_agg(jsonb_build_object('hour', h.hour, 'occurrences', h.occurrences) order by h.hour), '[]')
            from public.incident_hours as h
            where h.incident_id = i.id and h.hour > pg_catalog.now() - interval '7 days'
        ),
        'errors', public.list_errors(i.id, null, 10)
    )
    from public.trader_incidents as i
    join public.traders as t on t.id = i.trader_id
    where i.id = incident_page.incident_id;
$$;
comment on function public.incident_page(uuid) is
    'All that the page of an incident shows: {incident, trader, failing, running, fixes, attempts, deployments, hours of a week, errors: {items, next}}; null when it is not the caller''s';

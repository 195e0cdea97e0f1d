-- What pages show of versions, deployments and the evidence against them.

create function private.what_broke(version public.filter_versions)
returns jsonb
language sql
stable
set search_path = ''
as $$
    select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'summary', i.summary, 'status', i.status, 'first_seen', i.first_seen) order by i.first_seen), '[]')
    from (
        select x.*
        from public.trader_incidents as x
        where x.filter_version_id = version.id and x.attribution = 'code'
        order by x.first_seen
        limit 5
    ) as i;
$$;
comment on function private.what_broke(public.filter_versions) is 'The first faults that began with a version and are its code''s';
grant execute on function private.what_broke(public.filter_versions) to authenticated, service_role;


create or replace function public.list_versions(trader_id uuid, after jsonb default null, page_size integer default 20)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
    v_size integer := private.page_size(page_size);
    v_after jsonb := private.cursor_of(after, '{"version": "integer"}');
begin
    return (
        select private.page_of(jsonb_agg(jsonb_build_object(
            'item', to_jsonb(x) - '{user_id,judged_at}'::text[] || jsonb_build_object(
                'author', case when x.author_id is null then null when x.author_id = (select auth.uid()) then 'you' when x.author_id = x.user_id then 'owner' else 'operator' end,
                'restores_version', (select r.version from public.filter_versions as r where r.id = x.restores_id),
                'broke', private.what_broke(x),
                'deployment', (
                    select private.deployment_card(d) from public.deployments as d where d.version_id = x.id order by d.created_at desc limit 1
                )
            ),
            'cursor', jsonb_build_object('version', x.version)
        ) order by x.version desc), v_size)
        from (
            select v.*
            from public.filter_versions as v
            where v.trader_id = list_versions.trader_id and (v_after is null or v.version < (v_after ->> 'version')::integer)
            order by v.version desc
            limit v_size + 1
        ) as x
    );
end
$$;
comment on function public.list_versions(uuid, jsonb, integer) is
    'A page of a trader''s versions, newest first, with code, source, author, health, when each ran (started_at, stopped_at, live_since), what broke it and its deployment: {items, next}';


create or replace function public.trader_page(trader_id uuid)
returns jsonb
language sql
stable
set search_path = ''
as $$
    select private.trader_card(t) || jsonb_build_object(
        'description', t.description,
        'strategy', t.strategy,
        'running', (
            select to_jsonb(v) - '{user_id,is_running,judged_at}'::text[] from public.filter_versions as v where v.trader_id = t.id and v.is_running
        ),
        'incidents', public.list_incidents(t.id, null, null, 10),
        'versions', public.list_versions(t.id, null, 10),
        'deployment', (
            select private.deployment_card(d)
            from public.deployments as d
            where d.trader_id = t.id
            order by d.created_at desc
            limit 1
        )
    )
    from public.traders as t
    where t.id = trader_page.trader_id;
$$;


create or replace function public.incident_page(incident_id uuid)
returns jsonb
language sql
stable
set search_path = ''
as $$
    select jsonb_build_object(
        'incident', private.incident_card(i),
        'trader', jsonb_build_object('id', t.id, 'name', t.name, 'language', t.language, 'enabled', t.enabled, 'strategy', t.strategy),
        'failing', (select to_jsonb(v) - '{user_id,judged_at}'::text[] from public.filter_versions as v where v.id = i.filter_version_id),
        'running', (
            select to_jsonb(v) - '{user_id,judged_at}'::text[] from public.filter_versions as v where v.trader_id = i.trader_id and v.is_running
        ),
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
            select coalesce(jsonb_agg(private.deployment_card(d) order by d.created_at desc), '[]')
            from public.deployments as d
            join public.proposed_fixes as f on f.id = d.fix_id
            where f.incident_id = i.id
        ),
        -- The deployment, and with it the fix, that did not hold.
        'after', (
            select private.deployment_card(d) || jsonb_build_object('incident_id', f.incident_id)
            from public.deployments as d
            left join public.proposed_fixes as f on f.id = d.fix_id
            where d.id = i.after_deployment_id
        ),
        'current', (
            select private.deployment_card(d) from public.deployments as d where d.trader_id = i.trader_id order by d.created_at desc limit 1
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
    'All that the page of an incident shows: {incident, trader, failing, running, fixes, attempts, deployments of its fixes, after: the deployment that did not hold, current: the trader''s latest deployment, hours of a week, errors: {items, next}}; null when it is not the caller''s';

revoke execute on function private.what_broke(public.filter_versions) from public;

-- What the pages of incidents need, one call each, as the user.

create function private.incident_card(incident public.trader_incidents)
returns jsonb
language sql
stable
set search_path = ''
as $$
    select to_jsonb(incident) - '{user_id,minute_at,minute_rows,latest_error_id,latest_stale_error_id,announced_at,ignored_symbols,ignored_hourly}'::text[];
$$;
comment on function private.incident_card(public.trader_incidents) is 'An incident without its bookkeeping';
grant execute on function private.incident_card(public.trader_incidents) to authenticated, service_role;


create function public.list_incidents(
    trader_id uuid default null, status text default null, after jsonb default null, page_size integer default 20
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
    v_size integer := private.page_size(page_size);
    v_after jsonb := private.cursor_of(after, '{"last_seen": "timestamptz", "id": "uuid"}');
begin
    if status is not null and status not in ('open', 'ignored', 'resolved') then
        raise exception 'Cannot list incidents that are %: status must be open, ignored, resolved or null', left(status, 60)
            using errcode = 'TE400', detail = 'invalid_status';
    end if;
    return (
        select private.page_of(jsonb_agg(jsonb_build_object(
            'item', private.incident_card(x.incident),
            'cursor', jsonb_build_object('last_seen', (x.incident).last_seen, 'id', (x.incident).id)
        ) order by (x.incident).last_seen desc, (x.incident).id desc), v_size)
        from (
            select i as incident
            from public.trader_incidents as i
            where (i.trader_id = list_incidents.trader_id or (list_incidents.trader_id is null and i.user_id = (select auth.uid())))
                and (list_incidents.status is null or i.status = list_incidents.status)
                and (v_after is null or (i.last_seen, i.id) < ((v_after ->> 'last_seen')::timestamptz, (v_after ->> 'id')::uuid))
            order by i.last_seen desc, i.id desc
            limit v_size + 1
        ) as x
    );
end
$$;
comment on function public.list_incidents(uuid, text, jsonb, integer) is
    'A page of the incidents of a trader, or of all the caller''s, the latest first, of one status or any: {items, next}';
revoke execute on function public.list_incidents(uuid, text, jsonb, integer) from public, anon;
grant execute on function public.list_incidents(uuid, text, jsonb, integer) to authenticated, service_role;


create function public.list_errors(incident_id uuid, after jsonb default null, page_size integer default 20)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
    v_size integer := private.page_size(page_size);
    v_after jsonb := private.cursor_of(after, '{"id": "bigint"}');
begin
    return (
        select private.page_of(jsonb_agg(jsonb_build_object(
            'item', x.item, 'cursor', jsonb_build_object('id', x.id)
        ) order by x.id desc), v_size)
        from (
            select
                h.id,
                jsonb_build_object(
                    'id', h.id, 'error_message', h.error_message, 'stack_trace', h.stack_trace, 'symbol', h.symbol,
                    'trigger_interval', h.trigger_interval, 'context', h.context, 'occurrences', h.occurrences, 'stale', h.stale,
                    'filter_version_id', h.filter_version_id, 'occurred_at', h.occurred_at, 'has_market_data', h.market_data is not null
                ) as item
            from public.trader_error_history as h
            where h.incident_id = list_errors.incident_id and (v_after is null or h.id < (v_after ->> 'id')::bigint)
            order by h.id desc
            limit v_size + 1
        ) as x
    );
end
$$;
comment on function public.list_errors(uuid, jsonb, integer) is
    'A page of the errors of an incident, newest first, without their market data: {items, next}';
revoke execute on function public.list_errors(uuid, jsonb, integer) from public, anon;
grant execute on function public.list_errors(uuid, jsonb, integer) to authenticated, service_role;


create function public.incident_page(incident_id uuid)
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
            select coalesce(jsonb_agg(to_jsonb(f) - '{user_id,lease_until}'::text[] order by f.created_at desc), '[]')
            from (
                select x.* from public.proposed_fixes as x where x.incident_id = i.id order by x.created_at desc limit 10
            ) as f
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
    'All that the page of an incident shows: {incident, trader, failing, running, fixes, deployments, hours of a week, errors: {items, next}}; null when it is not the caller''s';
revoke execute on function public.incident_page(uuid) from public, anon;
grant execute on function public.incident_page(uuid) to authenticated, service_role;


create function public.trader_page(trader_id uuid)
returns jsonb
language sql
stable
set search_path = ''
as $$
    select private.trader_card(t) || jsonb_build_object(
        'description', t.description,
        'strategy', t.strategy,
        'running', (
            select to_jsonb(v) - '{user_id,is_running}'::text[] from public.filter_versions as v where v.trader_id = t.id and v.is_running
        ),
        'incidents', public.list_incidents(t.id, null, null, 10),
        'versions', public.list_versions(t.id, null, 10),
        'deployment', (
            select to_jsonb(d) - '{user_id,lease_until}'::text[]
            from public.deployments as d
            where d.trader_id = t.id
            order by d.created_at desc
            limit 1
        )
    )
    from public.traders as t
    where t.id = trader_page.trader_id;
$$;


comment on function public.trader_page(uuid) is
    'All that the page of a trader shows: its card with description, strategy, running version, incidents, versions and latest deployment; null when the caller may not see it';
revoke execute on function public.trader_page(uuid) from public, anon;
grant execute on function public.trader_page(uuid) to authenticated, service_role;


revoke execute on function private.incident_card(public.trader_incidents) from public;

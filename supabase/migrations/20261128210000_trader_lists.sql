-- The page of traders by state and in another order, how many there are in each state, since when, and what repairs of one trader cost.

drop function public.list_traders(text, boolean, boolean, jsonb, integer);


-- Names, too, are where a page may end.
create or replace function private.reads_as(value text, type text)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
    case type
        when 'timestamptz' then return value::timestamptz is not null;
        when 'uuid' then return value::uuid is not null;
        when 'integer' then return value::integer is not null;
        when 'bigint' then return value::bigint is not null;
        when 'text' then return value is not null;
    end case;
end
$$;


-- Stopped: code that does not compile runs nowhere. Degraded: it fails somewhere. Asked of a trader's open incidents in each query's own way,
-- because a function that reads them for itself costs many times as much on a list.
create function private.trader_state(enabled boolean, open_incidents bigint, is_uncompiled boolean)
returns text
language sql
immutable
set search_path = ''
as $$
    select case
        when not trader_state.enabled then 'disabled'
        when is_uncompiled then 'stopped'
        when open_incidents > 0 then 'degraded'
        else 'running'
    end;
$$;
comment on function private.trader_state(boolean, bigint, boolean) is
    'running, degraded, stopped or disabled, by how many incidents are open and whether one of them says that the filter does not compile';
grant execute on function private.trader_state(boolean, bigint, boolean) to authenticated, service_role;


create or replace function private.trader_card(trader public.traders)
returns jsonb
language sql
stable
set search_path = ''
as $$
    select jsonb_build_object(
        'id', trader.id,
        'name', trader.name,
        'language', trader.language,
        'enabled', trader.enabled,
        'is_built_in', trader.user_id is null,
        'state', i.state,
        'since', case
            when i.state in ('degraded', 'stopped') then i.since
            when i.state = 'running' then (
                -- The first version runs since ever.
                select coalesce(case when isfinite(v.live_since) then v.live_since end, v.started_at)
                from public.filter_versions as v
                where v.trader_id = trader.id and v.is_running
            )
        end,
        'open_incidents', i.open,
        'incident_id', i.latest_id,
        'summary', i.summary,
        'error_type', trader.error_type,
        'error_message', left(trader.error_message, 500),
        'error_count', trader.error_count,
        'last_error_at', trader.last_error_at,
        'waiting_fixes', w.fixes,
        'waiting_incident_id', w.incident_id,
        'hours', private.hours_of_trader(trader.id)
    )
    from (
        select
            count(*) as open,
            min(n.first_seen) as since,
            (array_agg(n.id order by n.last_seen desc, n.id))[1] as latest_id,
            (array_agg(n.summary order by n.last_seen desc, n.id))[1] as summary,
            private.trader_state(trader.enabled, count(*), bool_or(n.error_type = 'compile' and n.component = 'filter')) as state
        from public.trader_incidents as n
        where n.trader_id = trader.id and n.status = 'open'
    ) as i
    cross join (
        -- Whose repair has waited for longest is the first to decide on.
        select count(*) as fixes, (array_agg(f.incident_id order by f.created_at, f.id))[1] as incident_id
        from public.proposed_fixes as f
        where f.trader_id = trader.id and f.status = 'proposed'
    ) as w;
$$;


create or replace function public.trader_page(trader_id uuid)
returns jsonb
language sql
stable
set search_path = ''
as $$
    select private.trader_card(t) || jsonb_build_object(
        'is_own', coalesce(t.user_id = (select auth.uid()), false),
        -- As private.assert_may_act has it.
        'may_act', coalesce(t.user_id = (select auth.uid()), (select private.is_admin())),
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
comment on function public.trader_page(uuid) is
    'All that the page of a trader shows: its card, whether it is the caller''s own and the caller may act on it, description, strategy, running code, incidents, versions and latest deployment; null when it is not the caller''s';


create function public.list_traders(
    search text default null, failing boolean default null, built_in boolean default false, after jsonb default null, page_size integer default 50,
    state text default null, sort text default 'recent'
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
    v_size integer := private.page_size(page_size);
    v_after jsonb;
begin
    if state is not null and state not in ('running', 'degraded', 'stopped', 'disabled', 'waiting') then
        raise exception 'Cannot list traders that are %: state must be running, degraded, stopped, disabled, waiting or null', left(state, 60)
            using errcode = 'TE400', detail = 'invalid_state';
    end if;
    if sort is null or sort not in ('recent', 'name', 'errors') then
        raise exception 'Cannot list traders by %: sort must be recent, name or errors', coalesce(left(sort, 60), 'null')
            using errcode = 'TE400', detail = 'invalid_sort';
    end if;
    v_after := private.cursor_of(after, case sort
        when 'recent' then '{"at": "timestamptz", "id": "uuid"}'::jsonb
        when 'name' then '{"name": "text", "id": "uuid"}'
        else '{"errors": "bigint", "id": "uuid"}'
    end);
    return (
        select private.page_of(jsonb_agg(jsonb_build_object(
            'item', private.trader_card(x.trader),
            'cursor', case list_traders.sort
                when 'recent' then jsonb_build_object('at', x.at, 'id', (x.trader).id)
                when 'name' then jsonb_build_object('name', x.name, 'id', (x.trader).id)
                else jsonb_build_object('errors', x.errors, 'id', (x.trader).id)
            end
        ) order by x.at desc, x.name, x.errors desc, (x.trader).id desc), v_size)
        from (
            -- What the order does not go by is null.
            select k.*
            from public.traders as t
            cross join lateral (
                select
                    t as trader,
                    case when list_traders.sort = 'recent' then coalesce(t.last_error_at, '-infinity') end as at,
                    case when list_traders.sort = 'name' then lower(t.name) end as name,
                    case when list_traders.sort = 'errors' then t.error_count end as errors
            ) as k
            where ((not built_in and t.user_id = (select auth.uid())) or (built_in and t.user_id is null))
                and (search is null or strpos(lower(t.name), lower(search)) > 0)
                and (failing is null or failing = (t.error_count > 0))
                and (
                    v_after is null
                    or case list_traders.sort
                        when 'recent' then (k.at, t.id) < ((v_after ->> 'at')::timestamptz, (v_after ->> 'id')::uuid)
                        when 'name' then k.name > v_after ->> 'name' or (k.name = v_after ->> 'name' and t.id < (v_after ->> 'id')::uuid)
                        else (k.errors, t.id) < ((v_after ->> 'errors')::bigint, (v_after ->> 'id')::uuid)
                    end
                )
                and case
                    when list_traders.state is null then true
                    when list_traders.state = 'waiting' then exists (
                        select from public.proposed_fixes as f where f.trader_id = t.id and f.status = 'proposed'
                    )
                    else list_traders.state = (
                        select private.trader_state(t.enabled, count(*), bool_or(n.error_type = 'compile' and n.component = 'filter'))
                        from public.trader_incidents as n
                        where n.trader_id = t.id and n.status = 'open'
                    )
                end
            order by k.at desc, k.name, k.errors desc, t.id desc
            limit v_size + 1
        ) as x
    );
end
$$;
comment on function public.list_traders(text, boolean, boolean, jsonb, integer, text, text) is
    'A page of the caller''s traders, or of the built-in ones, in one state (running, degraded, stopped, disabled, or waiting: with a fix to decide on) or any, sorted by the latest failure (recent), name or number of errors: {items: [{id, name, language, enabled, is_built_in, state, since, open_incidents, incident_id, summary, error_type, error_message, error_count, last_error_at, waiting_fixes, waiting_incident_id, hours}], next}';
revoke execute on function public.list_traders(text, boolean, boolean, jsonb, integer, text, text) from public, anon;
grant execute on function public.list_traders(text, boolean, boolean, jsonb, integer, text, text) to authenticated, service_role;


create function public.list_trader_counts(built_in boolean default false)
returns jsonb
language sql
stable
set search_path = ''
as $$
    select jsonb_build_object(
        'running', count(*) filter (where x.state = 'running'),
        'degraded', count(*) filter (where x.state = 'degraded'),
        'stopped', count(*) filter (where x.state = 'stopped'),
        'disabled', count(*) filter (where x.state = 'disabled'),
        'waiting', count(*) filter (where x.is_waiting)
    )
    from (
        select
            (
                select private.trader_state(t.enabled, count(*), bool_or(n.error_type = 'compile' and n.component = 'filter'))
                from public.trader_incidents as n
                where n.trader_id = t.id and n.status = 'open'
            ) as state,
            exists (select from public.proposed_fixes as f where f.trader_id = t.id and f.status = 'proposed') as is_waiting
        from public.traders as t
        where (not built_in and t.user_id = (select auth.uid())) or (built_in and t.user_id is null)
    ) as x;
$$;
comment on function public.list_trader_counts(boolean) is
    'How many of the caller''s traders, or of the built-in ones, are in each state, and on how many there is a fix to decide: {running, degraded, stopped, disabled, waiting}';
revoke execute on function public.list_trader_counts(boolean) from public, anon;
grant execute on function public.list_trader_counts(boolean) to authenticated, service_role;


create function public.trader_costs(trader_id uuid, days integer default 30)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
    v_today date := (pg_catalog.now() at time zone 'UTC')::date;
    v_since timestamptz;
begin
    if days is null or days not between 1 and 366 then
        raise exception 'Cannot sum up the costs of so many days: days must be from 1 to 366, not %', coalesce(days::text, 'null')
            using errcode = 'TE400', detail = 'invalid_days';
    end if;
    v_since := (v_today - (days - 1)) at time zone 'UTC';
    return (
        with attempts as (
            -- What a lost attempt cost counts as much as what led to something.
            select (a.started_at at time zone 'UTC')::date as day, a.cost_usd
            from public.fix_attempts as a
            where a.trader_id = trader_costs.trader_id and a.started_at >= v_since
        )
        select jsonb_build_object(
            'attempts', (select count(*) from attempts),
            'cost_usd', (select coalesce(sum(a.cost_usd), 0) from attempts as a),
            'accepted', (
                select count(*)
                from public.proposed_fixes as f
                where f.trader_id = trader_costs.trader_id and f.status = 'accepted' and f.decided_at >= v_since
            ),
            'days', (
                select jsonb_agg(jsonb_build_object('day', g.day::date, 'cost_usd', d.cost_usd, 'attempts', d.attempts) order by g.day)
                from generate_series(v_today - (days - 1), v_today, interval '1 day') as g (day)
                cross join lateral (
                    select coalesce(sum(a.cost_usd), 0) as cost_usd, count(*) as attempts from attempts as a where a.day = g.day::date
                ) as d
            )
        )
    );
end
$$;
comment on function public.trader_costs(uuid, integer) is
    'What repairs of a trader cost over some UTC days, oldest first, today last: {attempts, cost_usd, accepted, days: [{day, cost_usd, attempts}]}';
revoke execute on function public.trader_costs(uuid, integer) from public, anon;
grant execute on function public.trader_costs(uuid, integer) to authenticated, service_role;


revoke execute on function private.trader_state(boolean, bigint, boolean) from public;

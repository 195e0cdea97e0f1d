-- The way of errors into the database: completed, matched with incidents, stored within the storm's limit and counted,
-- each in one statement for a whole batch. Batches and direct inserts take the same way.
-- Locks are taken in one order by everybody: traders by id, event ids, then what belongs to those traders.

select private.lock_traders_first();

drop trigger prepare_error on public.trader_error_history;
drop trigger count_errors on public.trader_error_history;
drop trigger queue_fixes on public.trader_error_history;
drop function private.prepare_error();
drop function private.count_errors();
drop function private.incident_for(public.trader_error_history, private.error_rules);
drop function private.error_fingerprint(text, text, text);

-- A row without an incident exists only inside the statement that inserts it directly.
alter table public.trader_error_history
    drop constraint trader_error_history_is_complete,
    add constraint trader_error_history_is_complete check (
        incident_id is null or (error_type is not null and fingerprint is not null)
    ),
    drop constraint trader_error_history_type_is_known,
    add constraint trader_error_history_type_is_known check (
        error_type in ('compile', 'runtime', 'timeout', 'infrastructure') or (incident_id is null and error_type = 'unknown')
    );

-- What the database works out is not a writer's to give.
revoke insert on public.trader_error_history from service_role;
grant insert (
    event_id, trader_id, user_id, component, error_type, error_message, stack_trace, code_sha256, symbol, trigger_interval,
    context, market_data, occurrences, occurred_at
) on public.trader_error_history to service_role;


create function private.complete_errors(errors public.trader_error_history[])
returns setof public.trader_error_history
language sql
stable
set search_path = ''
as $$
    with messages as materialized (
        select m.error_message, private.normalise_message(m.error_message) as normal
        from (select distinct e.error_message from unnest(complete_errors.errors) as e) as m
    ),
    fitted as materialized (
        select
            e.*,
            nullif(e.error_type, 'unknown') as given_type,
            m.normal,
            private.failing_place(e.stack_trace, e.context) as place
        from unnest(complete_errors.errors) as e
        join messages as m on m.error_message = e.error_message
    ),
    -- Read once per fault: that is the costly part.
    faults as materialized (
        select g.*, c.known_type, private.error_fingerprint(c.known_type, g.component, g.normal, g.place) as fingerprint
        from (
            select f.given_type, f.component, f.normal, f.place, min(f.error_message) as sample
            from fitted as f
            group by f.given_type, f.component, f.normal, f.place
        ) as g
        cross join lateral (
            select coalesce(g.given_type, (private.classify_error(g.sample)).error_type) as known_type offset 0
        ) as c
    )
    select
        f.id, f.event_id, f.trader_id, t.user_id, null::uuid, f.component, g.known_type, f.error_message, f.stack_trace,
        g.fingerprint,
        case when f.code_sha256 is null or f.code_sha256 = r.code_sha256 then r.id else k.id end,
        coalesce(f.code_sha256, r.code_sha256), f.symbol, f.trigger_interval, f.context, f.market_data, f.occurrences,
        f.code_sha256 is not null and f.code_sha256 is distinct from r.code_sha256,
        -- A clock that is ahead must not make an error the newest for ever.
        least(f.occurred_at, pg_catalog.now()), pg_catalog.now()
    from fitted as f
    join faults as g
        on (g.given_type, g.component, g.normal, g.place) is not distinct from (f.given_type, f.component, f.normal, f.place)
    join public.traders as t on t.id = f.trader_id
    left join public.filter_versions as r on r.trader_id = f.trader_id and r.is_running
    left join lateral (
        select v.id
        from public.filter_versions as v
        where v.trader_id = f.trader_id and v.code_sha256 = f.code_sha256 and f.code_sha256 is distinct from r.code_sha256
        order by v.version desc
        limit 1
    ) as k on true
    order by f.id;
$$;
comment on function private.complete_errors(public.trader_error_history[]) is
    'Errors, within their size limits, with what is known of them: owner, version, staleness, type, fingerprint';


create function private.incident_of(trader_id uuid, fingerprint text)
returns uuid
language sql
stable
set search_path = ''
as $$
    select i.id
    from public.trader_incidents as i
    where i.trader_id = incident_of.trader_id and i.fingerprint = incident_of.fingerprint
    order by i.resolved_at desc nulls first
    limit 1;
$$;
comment on function private.incident_of(uuid, text) is 'The live incident of a fault, or else the one resolved last';


-- Code that has been replaced says nothing about the code that runs: it opens nothing that anybody is told of.
create function private.open_incidents(errors public.trader_error_history[])
returns uuid[]
language sql
set search_path = ''
as $$
    with faults as (
        select distinct on (e.trader_id, e.fingerprint) e.*
        from unnest(open_incidents.errors) as e
        order by e.trader_id, e.fingerprint, e.stale, e.occurred_at
    ),
    missing as (
        select f.*, i.id as earlier_id, i.occurrences as earlier_occurrences
        from faults as f
        left join public.trader_incidents as i on i.id = private.incident_of(f.trader_id, f.fingerprint)
        where i.id is null or (i.status = 'resolved' and not f.stale)
    ),
    opened as (
        insert into public.trader_incidents (
            trader_id, user_id, fingerprint, component, error_type, attribution, summary, error_message, status, resolved_at,
            filter_version_id, first_seen, last_seen, regression_of
        )
        select
            m.trader_id, m.user_id, m.fingerprint, m.component, m.error_type,
            case when m.error_type = 'infrastructure' and r.attribution = 'code' then 'executor' else r.attribution end,
            r.summary, m.error_message,
            case when m.stale then 'resolved' else 'open' end,
            case when m.stale then pg_catalog.now() end,
            m.filter_version_id, m.occurred_at, m.occurred_at,
            -- What only replaced code ever did has not come back.
            case when m.earlier_occurrences > 0 then m.earlier_id end
        from missing as m
        cross join lateral private.classify_error(m.error_message) as r
        returning id
    )
    select coalesce(array_agg(o.id), '{}') from opened as o;
$$;
comment on function private.open_incidents(public.trader_error_history[]) is
    'Opens the incidents that completed errors need and lack, and returns their ids; a fault that was resolved comes back linked to it';


revoke execute on function
    private.complete_errors(public.trader_error_history[]),
    private.open_incidents(public.trader_error_history[]),
    private.incident_of(uuid, text)
from public;

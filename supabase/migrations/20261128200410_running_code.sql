-- What errors tell about the code that runs: one that names the new code confirms its deployment, one that names earlier code, long after the
-- executor took the new, says that it did not; and one that names none counts for what was live when it happened.

select private.lock_traders_first();

create function private.note_running_code(errors public.trader_error_history[], naming uuid[])
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_traders uuid[] := array(select distinct e.trader_id from unnest(errors) as e where e.event_id = any (naming));
    v_confirmed uuid[];
begin
    -- Mostly nothing is under way.
    if not exists (
        select
        from public.deployments as d
        where d.trader_id = any (v_traders) and d.status in ('pending', 'deployed', 'failed') and d.confirmed_at is null
    ) then
        return;
    end if;
    v_confirmed := array(
        select d.id
        from public.deployments as d
        join public.filter_versions as v on v.id = d.version_id and v.is_running
        where d.trader_id in (select e.trader_id from unnest(errors) as e where not e.stale and e.event_id = any (naming))
            and d.confirmed_at is null and (d.status in ('pending', 'deployed') or (d.status = 'failed' and d.deployed_at is null))
            -- Code that was sent again has several, of which the last counts.
            and not exists (select from public.deployments as n where n.version_id = d.version_id and n.created_at > d.created_at)
    );
    if cardinality(v_confirmed) > 0 then
        perform private.go_live(v_confirmed, true);
    end if;

    with late as (
        select d.id, d.version_id
        from public.deployments as d
        join public.filter_versions as v on v.id = d.version_id and v.is_running
        -- An executor that has named the new code runs it, whatever another machine of it still does.
        where d.status = 'deployed' and d.confirmed_at is null and d.trader_id = any (v_traders)
            and exists (
                select
                from unnest(errors) as e
                where e.trader_id = d.trader_id and e.stale and e.event_id = any (naming) and e.filter_version_id is not null
                    -- A run that had begun before may take its time.
                    and e.occurred_at > d.deployed_at + interval '1 minute'
            )
    ),
    gone as (
        update public.filter_versions as v set live_since = null from late as l where v.id = l.version_id
    )
    update public.deployments as d
    set status = 'pending', reason = 'stale_code', error = 'The executor took it, but still runs earlier code', watch_until = null,
        next_attempt_at = pg_catalog.now() + private.delivery_wait(d.attempts)
    from late as l
    where d.id = l.id;
end
$$;
comment on function private.note_running_code(public.trader_error_history[], uuid[]) is
    'Confirms deployments, or sends them again, by the code that errors name; the second argument says which event ids named any';
revoke execute on function private.note_running_code(public.trader_error_history[], uuid[]) from public;


create function private.own_errors_from(version public.filter_versions)
returns timestamptz
language sql
immutable
set search_path = ''
as $$
    select case
        -- On its way: for an hour what names no code is taken for the code before, so that nothing stays unseen for longer.
        when version.live_since is null then version.started_at + interval '1 hour'
        -- A run that had begun before may take its time.
        when version.source in ('fix', 'edit', 'rollback') then version.live_since + interval '1 minute'
        else version.live_since
    end;
$$;
comment on function private.own_errors_from(public.filter_versions) is 'From when on errors that name no code are taken for those of the running version';
revoke execute on function private.own_errors_from(public.filter_versions) from public;


create or replace function private.complete_errors(errors public.trader_error_history[])
returns setof public.trader_error_history
language plpgsql
stable
set search_path = ''
as $$
begin
    return query
    with messages as materialized (
        select m.error_message, private.normalise_message(m.error_message) as normal
        from (select distinct e.error_message from unnest(complete_errors.errors) as e) as m
    ),
    fitted as materialized (
        select
            e.*,
            nullif(e.error_type, 'unknown') as given_type,
            m.normal,
            private.failing_place(e.stack_trace, e.context) as place,
            -- Reading costs, and what the executor says is not doubted.
            case when nullif(e.error_type, 'unknown') is null then private.reported_as(null, e.error_message, e.stack_trace) end as reported_as
        from unnest(complete_errors.errors) as e
        join messages as m on m.error_message = e.error_message
    ),
    -- Read once per fault: that is the costly part.
    faults as materialized (
        select g.*, c.known_type, private.error_fingerprint(c.known_type, g.component, g.normal, g.place) as fingerprint
        from (
            select f.given_type, f.component, f.normal, f.place, f.reported_as, min(f.error_message) as sample, min(f.stack_trace) as stack
            from fitted as f
            group by f.given_type, f.component, f.normal, f.place, f.reported_as
        ) as g
        cross join lateral (
            select coalesce(g.given_type, (private.classify_error(g.reported_as, g.sample, g.stack)).error_type) as known_type offset 0
        ) as c
    )
    select
        f.id, f.event_id, f.trader_id, t.user_id, i.id, f.component, g.known_type, f.error_message, f.stack_trace,
        g.fingerprint,
        case when s.stale then k.id else r.id end,
        coalesce(f.code_sha256, case when s.stale then k.code_sha256 else r.code_sha256 end),
        f.symbol, f.trigger_interval, f.context, f.market_data, f.occurrences,
        s.stale,
        -- A clock that is ahead must not make an error the newest for ever.
        least(f.occurred_at, pg_catalog.now()), pg_catalog.now()
    from fitted as f
    join faults as g
        on (g.given_type, g.component, g.normal, g.place, g.reported_as)
            is not distinct from (f.given_type, f.component, f.normal, f.place, f.reported_as)
    join public.traders as t on t.id = f.trader_id
    left join public.filter_versions as r on r.trader_id = f.trader_id and r.is_running
    cross join lateral (
        select case
            -- One that names no code is of what was live then; one that names code which was restored may be of its earlier run.
            when f.code_sha256 is null then r.id is not null and f.occurred_at < private.own_errors_from(r)
            when f.code_sha256 is distinct from r.code_sha256 then true
            else r.restores_id is not null and exists (
                select from public.filter_versions as e
                where e.trader_id = r.trader_id and e.code_sha256 = r.code_sha256 and e.id <> r.id and f.occurred_at <= e.stopped_at
            )
        end as stale
    ) as s
    left join lateral (
        select v.id, v.code_sha256
        from public.filter_versions as v
        where s.stale and v.trader_id = f.trader_id
            and case when f.code_sha256 is null then v.live_since <= f.occurred_at else v.code_sha256 = f.code_sha256 end
            and not v.is_running
        order by v.version desc
        limit 1
    ) as k on true
    -- A fault that was resolved and happens on running code is a new incident; one of replaced code adds to what is known.
    left join lateral (
        select n.id
        from public.trader_incidents as n
        where n.trader_id = f.trader_id and n.fingerprint = g.fingerprint
            and (n.status <> 'resolved' or s.stale)
        order by n.resolved_at desc nulls first
        limit 1
    ) as i on true
    order by f.id;
end
$$;

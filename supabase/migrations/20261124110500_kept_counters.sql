-- Errors are counted by functions that keep their plans: one in SQL is planned anew at every call, which took longer than what it does for a
-- single error. What arrives late is told from what happens now.

create or replace function private.merge_errors(errors public.trader_error_history[], kept public.trader_error_history[])
returns void
language plpgsql
set search_path = ''
as $$
begin
    update public.trader_error_history as h
    set occurrences = h.occurrences + m.occurrences
    from (
        select case when e.stale then i.latest_stale_error_id else i.latest_error_id end as id, sum(e.occurrences) as occurrences
        from unnest(merge_errors.errors) as e
        join public.trader_incidents as i on i.id = e.incident_id
        where not exists (
            select from unnest(merge_errors.kept) as k where k.incident_id = e.incident_id and k.stale = e.stale
        )
        group by 1
    ) as m
    where m.id = h.id;
end
$$;


create or replace function private.count_incidents(errors public.trader_error_history[], kept public.trader_error_history[])
returns void
language plpgsql
set search_path = ''
as $$
begin
    with arrived as (
        select
            e.incident_id,
            coalesce(sum(e.occurrences) filter (where not e.stale), 0) as occurrences,
            coalesce(sum(e.occurrences) filter (where e.stale), 0) as stale_occurrences,
            -- What arrives late says nothing about how often it happens now.
            coalesce(sum(e.occurrences) filter (where not e.stale and e.occurred_at >= date_trunc('hour', pg_catalog.now())), 0) as this_hour,
            min(e.occurred_at) as first_seen,
            max(e.occurred_at) as last_seen,
            coalesce(array_agg(distinct e.symbol) filter (where e.symbol is not null), '{}') as symbols,
            coalesce(array_agg(distinct e.symbol) filter (where e.symbol is not null and not e.stale), '{}') as live_symbols
        from unnest(count_incidents.errors) as e
        group by e.incident_id
    ),
    stored as (
        select
            k.incident_id,
            count(*) as added,
            max(k.id) filter (where not k.stale) as latest_error_id,
            max(k.id) filter (where k.stale) as latest_stale_error_id
        from unnest(count_incidents.kept) as k
        group by k.incident_id
    ),
    counted as (
        select
            a.*,
            coalesce(s.added, 0) as added,
            s.latest_error_id,
            s.latest_stale_error_id,
            case
                when i.status <> 'ignored' or a.occurrences = 0 then null
                when not a.live_symbols <@ i.ignored_symbols then 'new_symbols'
                when a.this_hour > 0 and a.this_hour + coalesce(h.occurrences, 0) > greatest(x.escalation_factor * i.ignored_hourly, x.escalation_floor)
                    then 'rate'
            end as escalation,
            date_trunc('minute', pg_catalog.now()) as minute,
            x.announce_interval
        from arrived as a
        join public.trader_incidents as i on i.id = a.incident_id
        left join stored as s on s.incident_id = a.incident_id
        left join public.incident_hours as h
            on h.incident_id = a.incident_id and h.hour = date_trunc('hour', pg_catalog.now())
        cross join private.settings as x
    )
    update public.trader_incidents as i
    set occurrences = i.occurrences + c.occurrences,
        stale_occurrences = i.stale_occurrences + c.stale_occurrences,
        first_seen = least(i.first_seen, c.first_seen),
        last_seen = greatest(i.last_seen, c.last_seen),
        symbols = private.with_symbols(i.symbols, c.symbols),
        minute_rows = c.added + case when i.minute_at = c.minute then i.minute_rows else 0 end,
        minute_at = c.minute,
        latest_error_id = coalesce(c.latest_error_id, i.latest_error_id),
        latest_stale_error_id = coalesce(c.latest_stale_error_id, i.latest_stale_error_id),
        status = case when c.escalation is null then i.status else 'open' end,
        escalation = coalesce(c.escalation, i.escalation),
        announced_at = case
            when i.announced_at > pg_catalog.now() - c.announce_interval and c.escalation is null then i.announced_at
            else pg_catalog.now()
        end
    from counted as c
    where i.id = c.incident_id;
end
$$;


create or replace function private.count_hours(errors public.trader_error_history[])
returns void
language plpgsql
set search_path = ''
as $$
begin
    insert into public.incident_hours as h (incident_id, hour, trader_id, user_id, occurrences)
    select e.incident_id, date_trunc('hour', e.occurred_at), e.trader_id, e.user_id, sum(e.occurrences)
    from unnest(count_hours.errors) as e
    where not e.stale
    group by e.incident_id, date_trunc('hour', e.occurred_at), e.trader_id, e.user_id
    order by e.incident_id
    on conflict on constraint incident_hours_pkey do update set occurrences = h.occurrences + excluded.occurrences;
end
$$;


create or replace function private.count_traders(errors public.trader_error_history[])
returns void
language plpgsql
set search_path = ''
as $$
begin
    update public.traders as t
    -- What arrives late is counted, but is not the latest.
    set error_message = case when n.occurred_at < t.last_error_at then t.error_message else n.error_message end,
        error_type = case when n.occurred_at < t.last_error_at then t.error_type else n.error_type end,
        stack_trace = case when n.occurred_at < t.last_error_at then t.stack_trace else n.stack_trace end,
        error_count = t.error_count + n.occurrences,
        last_error_at = greatest(t.last_error_at, n.occurred_at)
    from (
        select distinct on (e.trader_id)
            e.trader_id, e.error_message, e.error_type, e.stack_trace, e.occurred_at,
            sum(e.occurrences) over (partition by e.trader_id) as occurrences
        from unnest(count_traders.errors) as e
        where not e.stale
        order by e.trader_id, e.occurred_at desc, e.id desc
    ) as n
    where t.id = n.trader_id;
end
$$;


create or replace function private.notify_of_escalations()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    if not exists (select from new_rows as n where n.escalation is not null) then
        return null;
    end if;
    insert into public.notifications (user_id, trader_id, incident_id, kind, subject_id, occasion, title, body, link)
    select
        a.user_id, n.trader_id, n.id, 'incident_escalated', n.id, n.ignored_at::text,
        format('"%s" is failing more than when you ignored it', t.name),
        concat_ws(
            ' ',
            n.summary,
            case n.escalation
                when 'new_symbols' then 'It has spread to markets on which it did not fail before, so it is open again.'
                else 'It happens far more often than before, so it is open again.'
            end
        ),
        private.error_page(n.trader_id, n.id)
    from new_rows as n
    join old_rows as o on o.id = n.id and o.status = 'ignored' and n.status = 'open' and n.escalation is not null
    join public.traders as t on t.id = n.trader_id
    cross join lateral private.audience(n.user_id) as a (user_id)
    on conflict do nothing;
    return null;
end
$$;

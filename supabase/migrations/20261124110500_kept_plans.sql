-- The steps that an error goes through, as functions that keep their plans: a function in SQL is planned anew at every call, which
-- took longer than what it does for a single error. Those that mostly find nothing to do see that first; and
-- what arrives late is told from what happens now.

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


create or replace function private.queue_fixes(incident_ids uuid[])
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_waiting uuid[];
begin
    -- Mostly there is none, and an insert of no rows would still run its triggers.
    v_waiting := array(
        select i.id
        from public.trader_incidents as i
        join public.filter_versions as v on v.trader_id = i.trader_id and v.is_running
        where i.id = any (queue_fixes.incident_ids)
            and i.status = 'open'
            and i.attribution = 'code'
            and not exists (
                select
                from public.proposed_fixes as f
                where f.incident_id = i.id
                    and f.base_version_id = v.id
                    and f.reason is distinct from 'incident_closed'
            )
    );
    if cardinality(v_waiting) = 0 then
        return;
    end if;
    insert into public.proposed_fixes (trader_id, user_id, incident_id, base_version_id, status, reason, reason_detail)
    select
        i.trader_id, i.user_id, i.id, v.id,
        case when h.reason is null then 'queued' else 'held' end,
        h.reason, h.detail
    from public.trader_incidents as i
    join public.traders as t on t.id = i.trader_id
    join public.filter_versions as v on v.trader_id = i.trader_id and v.is_running
    left join public.systemic_faults as s on s.id = i.systemic_fault_id and s.status = 'open'
    left join public.recovery_preferences as p on p.user_id = i.user_id
    left join lateral (
        select 'systemic_fault', 'Many traders fail in the same way, so the platform is looked at first. The repair goes on when that is over.'
        where s.id is not null
        union all
        select 'auto_regenerate_off', 'Automatic repair is switched off in your settings. Ask for a repair to have one made.'
        where not p.auto_regenerate
        limit 1
    ) as h (reason, detail) on true
    where i.id = any (v_waiting) and t.language = 'go'
    order by i.id
    on conflict do nothing;
end
$$;


create or replace function private.touch_systemic_faults(incident_ids uuid[])
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- To the nearest ten seconds, and never waiting: many batches touch the same row.
    update public.systemic_faults as s
    set last_seen = pg_catalog.now()
    where s.id in (
        select t.id
        from public.systemic_faults as t
        where t.id in (select i.systemic_fault_id from public.trader_incidents as i where i.id = any (incident_ids))
            and t.status = 'open'
            and t.last_seen < pg_catalog.now() - interval '10 seconds'
        for no key update skip locked
    );
end
$$;


create or replace function private.record_answer(events jsonb, readings private.event_reading[], recorded jsonb)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        with stored as (
            select r.recorded as event_id, r.recorded_in as incident_id
            from jsonb_to_recordset(record_answer.recorded) as r (recorded uuid, recorded_in uuid)
        ),
        results as (
            select
                r.place - 1 as index,
                record_answer.events -> (r.place::integer - 1) -> 'event_id' as event_id,
                r.code,
                r.message,
                s.incident_id,
                case
                    when r.code is not null then 'rejected'
                    when s.event_id is not null and row_number() over (partition by (r.error).event_id, r.code is null order by r.place) = 1 then 'accepted'
                    else 'duplicate'
                end as status
            from unnest(record_answer.readings) with ordinality as r (error, filter_code, code, message, place)
            left join stored as s on r.code is null and s.event_id = (r.error).event_id
        )
        select jsonb_build_object(
            'accepted', count(*) filter (where x.status = 'accepted'),
            'duplicates', count(*) filter (where x.status = 'duplicate'),
            'rejected', coalesce(jsonb_agg(
                jsonb_build_object('index', x.index, 'event_id', x.event_id, 'code', x.code, 'message', x.message) order by x.index
            ) filter (where x.status = 'rejected'), '[]'),
            'incidents', (
                select coalesce(jsonb_agg(jsonb_build_object(
                    'incident_id', i.id, 'trader_id', i.trader_id, 'is_new', i.created_at = pg_catalog.now()
                )), '[]')
                from public.trader_incidents as i
                where i.id in (select s.incident_id from stored as s)
            ),
            'results', coalesce(jsonb_agg(
                jsonb_build_object('index', x.index, 'event_id', x.event_id, 'status', x.status, 'incident_id', x.incident_id) order by x.index
            ), '[]')
        )
        from results as x
    );
end
$$;

-- Counters: incidents, their hours and their traders, once per batch. An ignored incident that spreads or grows beyond
-- what it was reopens in the same update.

select private.lock_traders_first();

create function private.with_symbols(known text[], seen text[])
returns text[]
language sql
immutable
set search_path = ''
as $$
    select case
        when seen <@ known or cardinality(known) >= 200 then known
        else (known || array(select s.symbol from unnest(seen) as s (symbol) where s.symbol <> all (known) order by s.symbol))[1:200]
    end;
$$;
comment on function private.with_symbols(text[], text[]) is 'The known symbols and the new ones after them, at most 200';


create function private.count_incidents(errors public.trader_error_history[], kept public.trader_error_history[])
returns void
language sql
set search_path = ''
as $$
    with arrived as (
        select
            e.incident_id,
            coalesce(sum(e.occurrences) filter (where not e.stale), 0) as occurrences,
            coalesce(sum(e.occurrences) filter (where e.stale), 0) as stale_occurrences,
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
                when a.occurrences + coalesce(h.occurrences, 0) > greatest(x.escalation_factor * i.ignored_hourly, x.escalation_floor)
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
$$;
comment on function private.count_incidents(public.trader_error_history[], public.trader_error_history[]) is
    'Brings incidents up to date with the errors that arrived and the rows they became';


create function private.count_hours(errors public.trader_error_history[])
returns void
language sql
set search_path = ''
as $$
    insert into public.incident_hours as h (incident_id, hour, trader_id, user_id, occurrences)
    select e.incident_id, date_trunc('hour', e.occurred_at), e.trader_id, e.user_id, sum(e.occurrences)
    from unnest(count_hours.errors) as e
    where not e.stale
    group by e.incident_id, date_trunc('hour', e.occurred_at), e.trader_id, e.user_id
    order by e.incident_id
    on conflict on constraint incident_hours_pkey do update set occurrences = h.occurrences + excluded.occurrences;
$$;
comment on function private.count_hours(public.trader_error_history[]) is 'Adds the errors to the hours in which they happened';


create function private.count_traders(errors public.trader_error_history[])
returns void
language sql
set search_path = ''
as $$
    update public.traders as t
    set error_message = n.error_message,
        error_type = n.error_type,
        stack_trace = n.stack_trace,
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
$$;
comment on function private.count_traders(public.trader_error_history[]) is 'Shows the latest error of the running code on its trader, with the count';


-- A count alone is told at most every few seconds: a storm of errors must not become one of messages.
create function private.broadcast_incidents()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.broadcast(a.user_id, 'incident', jsonb_agg(jsonb_build_object('id', n.id, 'trader_id', n.trader_id, 'status', n.status)))
    from new_rows as n
    join old_rows as o on o.id = n.id and (o.status, o.announced_at) is distinct from (n.status, n.announced_at)
    cross join lateral private.audience(n.user_id) as a (user_id)
    group by a.user_id;
    return null;
end
$$;
comment on function private.broadcast_incidents() is 'Tells owners which incidents have changed state or grown; once per statement';

-- A new incident is counted in the same transaction, so the update tells of it.
drop trigger broadcast_new_rows on public.trader_incidents;
drop trigger broadcast_changed_rows on public.trader_incidents;
create trigger broadcast_changed_rows
    after update on public.trader_incidents
    referencing old table as old_rows new table as new_rows
    for each statement execute function private.broadcast_incidents();


alter table public.notifications
    add column occasion text not null default '',
    drop constraint notifications_once_per_change,
    add constraint notifications_once_per_change unique (user_id, subject_id, kind, occasion);
comment on column public.notifications.occasion is 'Tells changes apart that happen to one subject more than once';

create function private.notify_of_escalations()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
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
comment on function private.notify_of_escalations() is 'Tells of ignored incidents that reopened by themselves';

create trigger notify_of_escalations
    after update on public.trader_incidents
    referencing old table as old_rows new table as new_rows
    for each statement execute function private.notify_of_escalations();


revoke execute on function
    private.with_symbols(text[], text[]),
    private.count_incidents(public.trader_error_history[], public.trader_error_history[]),
    private.count_hours(public.trader_error_history[]),
    private.count_traders(public.trader_error_history[]),
    private.broadcast_incidents(),
    private.notify_of_escalations()
from public;

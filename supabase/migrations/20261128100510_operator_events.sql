-- What operators are alerted of: faults of many traders, work that was given up, and silence of the sweeper, which is noticed by whoever
-- reports errors, because the sweeper cannot.

select private.lock_traders_first();

create or replace function private.notify_of_systemic_faults()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    insert into private.operator_alerts (kind, subject, title, body, link)
    select
        'systemic_fault', n.id::text, 'Many traders fail in the same way',
        format(
            'The same %s error has begun on at least %s traders within %s: %s. Their repairs are held, nothing is spent on them, '
            'and they go on when it is over. Look at the executor and its market data first.',
            n.error_type, s.systemic_traders, s.systemic_window, n.error_message
        ),
        '/operations/faults/' || n.id
    from new_rows as n
    cross join private.settings as s
    on conflict do nothing;
    return null;
end
$$;


create function private.notify_of_ended_faults()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- Every batch of errors updates faults, mostly none or only when they were last seen.
    if not exists (select from new_rows as n join old_rows as o on o.id = n.id and o.status = 'open' and n.status = 'resolved') then
        return null;
    end if;
    insert into public.notifications (user_id, kind, subject_id, title, body, link)
    select
        j.user_id, 'systemic_over', j.fault_id,
        'The fault of the platform is over',
        format(
            'Traders of yours that it stopped: %s. %s, so repairs that were held go on by themselves; you will hear of what comes of them.',
            j.traders, case when j.by_hand then 'The operators have ended it' else 'It is not seen any more' end
        ),
        '/traders'
    from (
        select i.user_id, n.id as fault_id, n.resolved_by is not null as by_hand, private.list_names(array_agg(distinct t.name)) as traders
        from new_rows as n
        join old_rows as o on o.id = n.id and o.status = 'open' and n.status = 'resolved'
        join public.trader_incidents as i on i.systemic_fault_id = n.id
        join public.traders as t on t.id = i.trader_id
        join auth.users as u on u.id = i.user_id
        group by i.user_id, n.id, n.resolved_by
    ) as j
    on conflict do nothing;

    insert into private.operator_alerts (kind, subject, title, body, link)
    select
        'systemic_fault_over', n.id::text, 'A fault of many traders is over',
        format('%s: %s', case when n.resolved_by is null then 'Nothing was seen of it for a while' else 'An operator has ended it' end, n.error_message),
        '/operations/faults/' || n.id
    from new_rows as n
    join old_rows as o on o.id = n.id and o.status = 'open' and n.status = 'resolved'
    on conflict do nothing;
    return null;
end
$$;
comment on function private.notify_of_ended_faults() is 'Tells owners of traders that were part of a systemic fault, and operators, that it is over';

create trigger notify_of_ended_faults
    after update on public.systemic_faults
    referencing old table as old_rows new table as new_rows
    for each statement execute function private.notify_of_ended_faults();


create function private.report_dead_letters()
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_since timestamptz := (select max(a.created_at) from private.operator_alerts as a where a.kind = 'dead_letters');
    v_counts text;
begin
    if v_since > pg_catalog.now() - interval '1 hour' then
        return;
    end if;
    -- Numbers only: a reason may be an executor's text.
    select string_agg(format('%s of kind %s', k.letters, k.kind), ', ' order by k.kind) into v_counts
    from (
        select l.kind, count(*) as letters
        from public.dead_letters as l
        where l.since > greatest(v_since, pg_catalog.now() - interval '1 day')
            -- A repair that was tried and found wanting is its owner's to look at.
            and not (l.kind = 'fix' and l.reason = 'validation_failed')
            -- Nor may the mail about dead letters be the next one.
            and not (l.kind = 'email' and exists (select from public.notifications as n where n.id = l.id and private.is_for_operators(n.kind)))
        group by l.kind
    ) as k;
    if v_counts is null then
        return;
    end if;
    insert into private.operator_alerts (kind, subject, title, body, link)
    values (
        'dead_letters', pg_catalog.now()::text, 'Work was given up',
        format('Tried as often as it may be, and given up: %s. Nothing more happens to it by itself; public.dead_letters says why.', v_counts), '/operations'
    )
    on conflict do nothing;
end
$$;
comment on function private.report_dead_letters() is 'Tells operators of new dead letters, at most once an hour';


-- Since when silence counts where the sweeper has never run.
insert into private.heartbeats (job, beat_at, runs) values ('sweep', pg_catalog.now(), 0)
on conflict on constraint heartbeats_pkey do nothing;

create function private.watch_sweeper()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    if exists (
        select
        from private.heartbeats as h
        cross join private.settings as s
        where h.job = 'sweep' and h.beat_at >= clock_timestamp() - s.silence_after
    ) then
        return null;
    end if;
    -- One tells of it; the others need not wait until that one has committed.
    if not pg_try_advisory_xact_lock(hashtextextended('recovery-watch-sweeper', 0)) then
        return null;
    end if;
    insert into private.operator_alerts (kind, subject, title, body, link)
    select
        'sweeper_silent', extract(epoch from h.beat_at)::text, 'The sweeper does not run',
        format(
            'Its last run was at %s UTC. Without it nothing is tried again: lost calls, mails that are due later, fixes that wait for tomorrow. '
            'Look at pg_cron: select * from cron.job_run_details order by runid desc limit 5.',
            to_char(h.beat_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS')
        ),
        '/operations'
    from private.heartbeats as h
    where h.job = 'sweep'
    on conflict do nothing;
    return null;
exception
    -- An error is recorded whatever becomes of this.
    when others then
        raise warning 'Cannot tell of the sweeper''s silence: %', sqlerrm;
        return null;
end
$$;
comment on function private.watch_sweeper() is 'Tells operators when the sweeper is silent, once per silence';

create trigger watch_sweeper
    after insert on public.trader_error_history
    for each statement execute function private.watch_sweeper();


create function private.report_return()
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    insert into private.operator_alerts (kind, subject, title, body, link)
    select
        'sweeper_back', a.subject, 'The sweeper runs again',
        format('It was silent for %s. What was due in the meantime is being done now.', date_trunc('second', clock_timestamp() - h.beat_at)),
        '/operations'
    from private.heartbeats as h
    join private.operator_alerts as a on a.kind = 'sweeper_silent' and a.subject = extract(epoch from h.beat_at)::text
    where h.job = 'sweep'
    on conflict do nothing;
end
$$;
comment on function private.report_return() is 'Tells operators that the sweeper they were told of runs again; before it leaves its heartbeat';


revoke execute on function
    private.notify_of_ended_faults(),
    private.report_dead_letters(),
    private.watch_sweeper(),
    private.report_return()
from public;

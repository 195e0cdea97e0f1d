-- operator_alerts: what operators must know of. Each goes to every operator as a notification, and once to the operators' webhook.
-- Silence of the sweeper is noticed by whoever reports errors, because the sweeper cannot.

select private.lock_traders_first();

create table private.operator_alerts (
    id uuid primary key default gen_random_uuid(),
    kind text not null,
    subject text not null,
    title text not null,
    body text not null,
    link text not null,
    status text not null default 'pending',
    attempts smallint not null default 0,
    next_attempt_at timestamptz not null default now(),
    lease_until timestamptz,
    error text,
    created_at timestamptz not null default now(),
    constraint operator_alerts_once unique (kind, subject),
    constraint operator_alerts_kind_is_known check (kind in (
        'systemic_fault', 'systemic_fault_over', 'dead_letters', 'sweeper_silent', 'sweeper_back'
    )),
    constraint operator_alerts_status_is_known check (status in ('pending', 'sent', 'skipped', 'failed')),
    constraint operator_alerts_lease_only_while_pending check (lease_until is null or status = 'pending'),
    constraint operator_alerts_attempts_are_natural check (attempts >= 0),
    constraint operator_alerts_link_is_a_path check (link like '/%')
);
comment on table private.operator_alerts is 'What operators were told, each also the queue entry of the call of their webhook';
comment on column private.operator_alerts.id is 'Identity; also the webhook''s id, so that a receiver can tell a repetition';
comment on column private.operator_alerts.kind is 'What happened; also the kind of the operators'' notifications';
comment on column private.operator_alerts.subject is 'What it happened to, so that it is told once';
comment on column private.operator_alerts.title is 'One line';
comment on column private.operator_alerts.body is 'What happened and what to do';
comment on column private.operator_alerts.link is 'Path of the page that shows it';
comment on column private.operator_alerts.status is 'Of the webhook: pending, sent, skipped (there is none), or failed: a dead letter';
comment on column private.operator_alerts.attempts is 'How often it was tried';
comment on column private.operator_alerts.next_attempt_at is 'When it is due';
comment on column private.operator_alerts.lease_until is 'Until when a function is at it';
comment on column private.operator_alerts.error is 'What went wrong last';
comment on column private.operator_alerts.created_at is 'When it was noticed';
create index operator_alerts_due on private.operator_alerts (next_attempt_at) where status = 'pending';
create index operator_alerts_by_kind on private.operator_alerts (kind, created_at desc);
alter table private.operator_alerts enable row level security;
grant select on private.operator_alerts to authenticated;
grant select, insert, update, delete on private.operator_alerts to service_role;
create policy "Operators see what they were told" on private.operator_alerts
    for select to authenticated
    using ((select private.is_admin()));
create trigger enforce_initial_state
    before insert on private.operator_alerts
    for each row execute function private.enforce_initial_state('status', 'pending');
create trigger enforce_transition
    before update of status on private.operator_alerts
    for each row when (old.status is distinct from new.status)
    execute function private.enforce_transition('status', 'pending>sent', 'pending>skipped', 'pending>failed');


create function private.tell_operators()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    insert into public.notifications (user_id, kind, subject_id, title, body, link)
    select o.user_id, n.kind, n.id, n.title, n.body, n.link
    from new_rows as n
    cross join lateral private.operators() as o (user_id)
    on conflict do nothing;
    perform private.ring('alert-operators', n.id) from new_rows as n;
    return null;
end
$$;
comment on function private.tell_operators() is 'Notifies every operator of new alerts and wakes alert-operators';

create trigger tell_operators
    after insert on private.operator_alerts
    referencing new table as new_rows
    for each statement execute function private.tell_operators();


create function public.claim_alert(alert_id uuid)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    v_settings private.settings;
    v_alert private.operator_alerts;
begin
    select s.* into v_settings from private.settings as s;
    update private.operator_alerts as a
    set attempts = a.attempts + 1, lease_until = pg_catalog.now() + v_settings.delivery_lease
    where a.id = claim_alert.alert_id
        and a.status = 'pending'
        and a.next_attempt_at <= pg_catalog.now()
        and a.attempts < v_settings.max_deliveries
        and (a.lease_until is null or a.lease_until < pg_catalog.now())
    returning * into v_alert;
    if not found then
        return null;
    end if;
    return jsonb_build_object(
        'id', v_alert.id, 'attempt', v_alert.attempts, 'kind', v_alert.kind, 'title', v_alert.title, 'body', v_alert.body,
        'link', v_alert.link, 'created_at', v_alert.created_at
    );
end
$$;
comment on function public.claim_alert(uuid) is
    'Takes a due alert under a lease: {id, attempt, kind, title, body, link, created_at}; null when it is not claimable';
revoke execute on function public.claim_alert(uuid) from public, anon, authenticated;
grant execute on function public.claim_alert(uuid) to service_role;


create function public.finish_alert(alert_id uuid, attempt integer, error text default null, retryable boolean default false)
returns text
language plpgsql
set search_path = ''
as $$
declare
    v_status text;
begin
    update private.operator_alerts as a
    set status = case
            when finish_alert.error is null then 'sent'
            when finish_alert.error = 'not_configured' then 'skipped'
            when retryable and a.attempts < s.max_deliveries then 'pending'
            else 'failed'
        end,
        error = finish_alert.error,
        lease_until = null,
        next_attempt_at = pg_catalog.now() + private.delivery_wait(a.attempts)
    from private.settings as s
    where a.id = finish_alert.alert_id and a.attempts = finish_alert.attempt and a.status = 'pending' and a.lease_until is not null
    returning a.status into v_status;
    return v_status;
end
$$;
comment on function public.finish_alert(uuid, integer, text, boolean) is
    'The webhook took the alert, or not for the reason given: skipped when it is not_configured, else tried again later if retryable, and failed in the end; null when the lease was lost';
revoke execute on function public.finish_alert(uuid, integer, text, boolean) from public, anon, authenticated;
grant execute on function public.finish_alert(uuid, integer, text, boolean) to service_role;


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
    private.tell_operators(),
    private.notify_of_ended_faults(),
    private.report_dead_letters(),
    private.watch_sweeper(),
    private.report_return()
from public;

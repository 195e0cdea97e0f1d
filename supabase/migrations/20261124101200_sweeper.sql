-- The sweeper: what is due and was not taken is rung for again, what was tried too often is given up where operators see
-- it, what was held until now goes on. It leaves a heartbeat, and counts the bells that were lost.

create table private.heartbeats (
    job text primary key,
    beat_at timestamptz not null,
    runs bigint not null default 1,
    constraint heartbeats_job_is_known check (job in ('sweep', 'prune'))
);
comment on table private.heartbeats is 'When the jobs of pg_cron last ran to their end';
comment on column private.heartbeats.job is 'sweep or prune';
comment on column private.heartbeats.beat_at is 'When it last ended';
comment on column private.heartbeats.runs is 'How often it has run';
alter table private.heartbeats enable row level security;
grant select on private.heartbeats to authenticated, service_role;
create policy "Operators see the heartbeats" on private.heartbeats
    for select to authenticated
    using ((select private.is_admin()));

create table private.lost_bells (
    hour timestamptz not null,
    function_name text not null,
    bells bigint not null,
    constraint lost_bells_pkey primary key (hour, function_name)
);
comment on table private.lost_bells is 'Work that nobody had taken well after it was due, so that the sweeper rang again';
comment on column private.lost_bells.hour is 'Beginning of the hour';
comment on column private.lost_bells.function_name is 'The function that should have come';
comment on column private.lost_bells.bells is 'How many rows';
alter table private.lost_bells enable row level security;
grant select on private.lost_bells to authenticated, service_role;
create policy "Operators see the lost bells" on private.lost_bells
    for select to authenticated
    using ((select private.is_admin()));


create function private.beat(job text)
returns void
language sql
set search_path = ''
as $$
    insert into private.heartbeats as h (job, beat_at) values (beat.job, clock_timestamp())
    on conflict (job) do update set beat_at = excluded.beat_at, runs = h.runs + 1;
$$;
comment on function private.beat(text) is 'Leaves a job''s heartbeat';


-- Work of all kinds that a function should be doing: not taken, or taken and lost.
create view private.due_work with (security_invoker = true) as
select 'regenerate-filter' as function_name, f.id as row_id, f.next_attempt_at as due_at
from public.proposed_fixes as f
where f.status = 'queued' and f.next_attempt_at <= pg_catalog.now()
union all
select 'regenerate-filter', f.id, f.lease_until
from public.proposed_fixes as f
where f.status = 'generating' and f.lease_until < pg_catalog.now()
union all
select 'notify', n.id, n.email_next_attempt_at
from public.notifications as n
where n.email_status = 'pending' and n.email_next_attempt_at <= pg_catalog.now()
union all
select 'notify', n.id, n.email_lease_until
from public.notifications as n
where n.email_status = 'sending' and n.email_lease_until < pg_catalog.now()
union all
select 'deploy-filter', d.id, greatest(d.next_attempt_at, d.lease_until)
from public.deployments as d
where d.status = 'pending'
    -- Whoever accepted it is at it first.
    and d.next_attempt_at <= pg_catalog.now() - interval '15 seconds'
    and (d.lease_until is null or d.lease_until < pg_catalog.now());
comment on view private.due_work is 'Rows that a function should be working on and is not';
comment on column private.due_work.function_name is 'The function';
comment on column private.due_work.row_id is 'The row';
comment on column private.due_work.due_at is 'Since when';
grant select on private.due_work to service_role;


-- The sweeper waits for nobody's rows: what another transaction holds is left to the next round.
create function private.give_up()
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_settings private.settings;
begin
    select s.* into v_settings from private.settings as s;

    update public.proposed_fixes as f
    set status = 'failed', lease_until = null, reason = 'attempts_exhausted',
        reason_detail = format('Repairing it was tried %s times without a result.', private.attempts_of(f.incident_id))
    where f.id in (
        select x.id
        from public.proposed_fixes as x
        join public.traders as t on t.id = x.trader_id
        where (x.status = 'queued' or (x.status = 'generating' and x.lease_until < pg_catalog.now()))
            and x.attempt > 0
            and private.attempts_of(x.incident_id) >= v_settings.max_attempts
        for no key update of x skip locked for key share of t skip locked
    );

    update public.notifications as n
    set email_status = 'failed', email_lease_until = null, email_error = coalesce(n.email_error, 'attempts_exhausted')
    where n.id in (
        select x.id
        from public.notifications as x
        where (x.email_status = 'pending' or (x.email_status = 'sending' and x.email_lease_until < pg_catalog.now()))
            and x.email_attempts >= v_settings.max_deliveries
        for no key update skip locked
    );

    update public.deployments as d
    set status = 'failed', lease_until = null, error = coalesce(d.error, 'The executor never answered')
    where d.id in (
        select x.id
        from public.deployments as x
        join public.traders as t on t.id = x.trader_id
        where x.status = 'pending' and (x.lease_until is null or x.lease_until < pg_catalog.now())
            and x.attempts >= v_settings.max_deliveries
        for no key update of x skip locked for key share of t skip locked
    );
end
$$;
comment on function private.give_up() is 'Ends what was tried as often as it may be: a dead letter, which operators see';


create function private.presume_lost_calls(fix_lease interval)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_fixes uuid[];
begin
    -- The fixes first, as a reservation does.
    v_fixes := array(
        select f.id
        from public.proposed_fixes as f
        where f.id in (
            select u.fix_id from public.llm_usage as u where u.status = 'reserved' and u.created_at < pg_catalog.now() - 4 * fix_lease
        )
        for no key update skip locked
    );
    perform private.close_llm_call(u.id, 'presumed', u.reserved_usd, null, null)
    from public.llm_usage as u
    where u.status = 'reserved'
        and u.created_at < pg_catalog.now() - 4 * fix_lease
        and (u.fix_id is null or u.fix_id = any (v_fixes));
end
$$;
comment on function private.presume_lost_calls(interval) is
    'Counts calls in full whose outcome was lost: they may have been made';


create function private.go_on()
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_settings private.settings;
begin
    select s.* into v_settings from private.settings as s;

    update public.proposed_fixes as f
    set status = 'queued', reason = null, reason_detail = null
    where f.id in (
        select x.id
        from public.proposed_fixes as x
        where x.status = 'held'
            and x.reason in ('trader_attempts_cap', 'daily_cost_cap')
            and x.next_attempt_at <= pg_catalog.now()
        for no key update skip locked
    );

    update public.systemic_faults as s
    set status = 'resolved', resolved_at = pg_catalog.now()
    where s.id in (
        select x.id
        from public.systemic_faults as x
        where x.status = 'open' and x.last_seen < pg_catalog.now() - v_settings.systemic_window
        for no key update skip locked
    );
    perform private.join_systemic_faults();
    perform private.release_systemic_fixes();

    perform private.presume_lost_calls(v_settings.fix_lease);
end
$$;
comment on function private.go_on() is 'Ends what waited for time to pass: caps of a new day, systemic faults that are over, reservations nobody settled';


create function private.ring_again()
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_settings private.settings;
    v_last_sweep timestamptz := (select h.beat_at from private.heartbeats as h where h.job = 'sweep');
begin
    select s.* into v_settings from private.settings as s;

    -- Each row once, in the sweep that finds it late.
    insert into private.lost_bells as b (hour, function_name, bells)
    select date_trunc('hour', pg_catalog.now()), w.function_name, count(*)
    from private.due_work as w
    where w.due_at <= pg_catalog.now() - v_settings.late_after
        and w.due_at > coalesce(v_last_sweep, '-infinity') - v_settings.late_after
    group by w.function_name
    on conflict on constraint lost_bells_pkey do update set bells = b.bells + excluded.bells;

    perform private.ring(d.function_name, d.row_id)
    from (
        select w.function_name, w.row_id, row_number() over (partition by w.function_name order by w.due_at, w.row_id) as place
        from private.due_work as w
    ) as d
    where d.place <= v_settings.bells_per_sweep;
end
$$;
comment on function private.ring_again() is 'Rings for whatever is due, a bounded number per kind of work';


create or replace function private.sweep()
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- One sweep at a time: two would ring twice.
    if not pg_try_advisory_xact_lock(hashtextextended('recovery-sweep', 0)) then
        return;
    end if;
    perform private.give_up();
    perform private.go_on();
    perform private.ring_again();
    perform private.beat('sweep');
end
$$;
comment on function private.sweep() is 'One round of the sweeper; pg_cron runs it every ten seconds';


revoke execute on function
    private.beat(text),
    private.give_up(),
    private.presume_lost_calls(interval),
    private.go_on(),
    private.ring_again()
from public;

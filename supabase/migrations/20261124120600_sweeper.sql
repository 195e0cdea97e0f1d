-- The sweeper, retention and health know the new queue and tables.

select private.lock_traders_first();

create or replace view private.due_work with (security_invoker = true) as
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
    and (d.lease_until is null or d.lease_until < pg_catalog.now())
union all
select 'send-feedback', b.id, greatest(b.next_attempt_at, b.lease_until)
from private.trace_feedback as b
where b.status = 'pending' and b.next_attempt_at <= pg_catalog.now() and (b.lease_until is null or b.lease_until < pg_catalog.now());


create or replace function private.give_up()
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

    update private.trace_feedback as b
    set status = 'failed', lease_until = null, error = coalesce(b.error, 'attempts_exhausted')
    where b.id in (
        select x.id
        from private.trace_feedback as x
        where x.status = 'pending' and (x.lease_until is null or x.lease_until < pg_catalog.now())
            and x.attempts >= v_settings.max_deliveries
        for no key update skip locked
    );
end
$$;


create or replace function private.go_on()
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
            and (
                (x.reason in ('trader_attempts_cap', 'daily_cost_cap', 'trader_cost_cap') and x.next_attempt_at <= pg_catalog.now())
                or (x.reason = 'model_calls_off' and v_settings.model_calls_on)
            )
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


-- A job of its own: what attempts leave behind has a shorter life than the history.
create function private.prune_attempts()
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_settings private.settings;
begin
    if not pg_try_advisory_xact_lock(hashtextextended('recovery-prune-attempts', 0)) then
        return;
    end if;
    select s.* into v_settings from private.settings as s;

    delete from private.attempt_inputs as x
    where x.ctid = any (array(
        select o.ctid from private.attempt_inputs as o
        where o.created_at < pg_catalog.now() - v_settings.inputs_retention
        limit v_settings.prune_batch
    ));
    delete from private.model_answers as m where m.created_at < pg_catalog.now() - v_settings.inputs_retention;
    delete from private.trace_feedback as b
    where b.ctid = any (array(
        select o.ctid from private.trace_feedback as o
        where o.created_at < pg_catalog.now() - v_settings.history_retention and o.status <> 'pending'
        limit v_settings.prune_batch
    ));
end
$$;
comment on function private.prune_attempts() is 'One round of retention of market data and feedback of attempts; pg_cron runs it every minute';

do $$
begin
    if to_regprocedure('cron.schedule(text, text, text)') is not null then
        perform cron.schedule('recovery-prune-attempts', '* * * * *', 'select private.prune_attempts()');
    end if;
end
$$;


create or replace function public.recovery_health()
returns jsonb
language sql
stable
set search_path = ''
as $$
    with sweeper as (
        select
            (select h.beat_at from private.heartbeats as h where h.job = 'sweep') as beat_at,
            (select h.beat_at from private.heartbeats as h where h.job = 'prune') as pruned_at,
            s.silence_after
        from private.settings as s
    ),
    queues as (
        select k.function_name, count(w.row_id) as due, extract(epoch from pg_catalog.now() - min(w.due_at))::bigint as oldest_s
        from (values ('regenerate-filter'), ('notify'), ('deploy-filter'), ('send-feedback')) as k (function_name)
        left join private.due_work as w on w.function_name = k.function_name
        group by k.function_name
    ),
    secrets as (
        select n.name
        from (values ('recovery_functions_url'), ('recovery_webhook_secret')) as n (name)
        where not private.has_secret(n.name)
    ),
    problems as (
        select 'sweeper_silent' as code, 1 as place from sweeper as s
        where s.beat_at is null or s.beat_at < clock_timestamp() - s.silence_after
        union all
        select 'secrets_missing', 2 where exists (select from secrets)
        union all
        select 'cron_missing', 3 where not exists (select from pg_catalog.pg_extension as e where e.extname = 'pg_cron')
        union all
        select 'pg_net_missing', 4 where not exists (select from pg_catalog.pg_extension as e where e.extname = 'pg_net')
        union all
        select 'queue_late', 5 from private.settings as s where exists (select from queues as q where q.oldest_s > extract(epoch from s.silence_after))
        union all
        select 'dead_letters', 6 where exists (select from public.dead_letters as l where l.since > pg_catalog.now() - interval '1 day')
        union all
        select 'systemic_fault', 7 where exists (select from public.systemic_faults as f where f.status = 'open')
        union all
        select 'model_calls_off', 8 from private.settings as s where not s.model_calls_on
    )
    select jsonb_build_object(
        'ok', not exists (select from problems),
        'problems', (select coalesce(jsonb_agg(p.code order by p.place), '[]') from problems as p),
        'sweeper', (
            select jsonb_build_object(
                'last_sweep_at', s.beat_at,
                'age_s', extract(epoch from clock_timestamp() - s.beat_at)::bigint,
                'last_prune_at', s.pruned_at
            )
            from sweeper as s
        ),
        'queues', (select jsonb_object_agg(q.function_name, jsonb_build_object('due', q.due, 'oldest_s', q.oldest_s)) from queues as q),
        'dead_letters', (
            select jsonb_object_agg(k.kind, (
                select count(*) from public.dead_letters as l where l.kind = k.kind and l.since > pg_catalog.now() - interval '7 days'
            ))
            from (values ('fix'), ('deployment'), ('email')) as k (kind)
        ),
        'missing_secrets', (select coalesce(jsonb_agg(s.name order by s.name), '[]') from secrets as s),
        'bells', jsonb_build_object(
            'lost_last_day', (select coalesce(sum(b.bells), 0) from private.lost_bells as b where b.hour > pg_catalog.now() - interval '1 day'),
            'pg_net', private.bell_responses()
        ),
        'systemic_faults', (select count(*) from public.systemic_faults as f where f.status = 'open'),
        'spend_today_usd', (
            select coalesce(sum(d.spent_usd + d.reserved_usd), 0)
            from public.daily_spend as d
            where d.day = (pg_catalog.now() at time zone 'UTC')::date
        )
    );
$$;


revoke execute on function private.prune_attempts() from public;

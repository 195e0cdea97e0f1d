-- The sweeper, retention and health know mails that are made up, alerts and faults that end by themselves.

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
-- One bell a mail: a claim takes all of it, or makes one up of all that is due to its recipient. During a pause none is due, and
-- what was due before it is so from its end on.
select 'notify', (array_agg(n.id order by n.email_next_attempt_at, n.id))[1],
    greatest(min(n.email_next_attempt_at), (select p.until from private.email_pause as p))
from public.notifications as n
where n.email_status = 'pending' and n.email_next_attempt_at <= pg_catalog.now()
    and not exists (select from private.email_pause as p where p.until > pg_catalog.now())
group by n.user_id, n.mail_id
union all
select 'notify', (array_agg(n.id order by n.id))[1], greatest(min(n.email_lease_until), (select p.until from private.email_pause as p))
from public.notifications as n
where n.email_status = 'sending' and n.email_lease_until < pg_catalog.now()
    and not exists (select from private.email_pause as p where p.until > pg_catalog.now())
group by n.mail_id
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
where b.status = 'pending' and b.next_attempt_at <= pg_catalog.now() and (b.lease_until is null or b.lease_until < pg_catalog.now())
union all
select 'alert-operators', a.id, greatest(a.next_attempt_at, a.lease_until)
from private.operator_alerts as a
where a.status = 'pending' and a.next_attempt_at <= pg_catalog.now() and (a.lease_until is null or a.lease_until < pg_catalog.now());


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

    update private.operator_alerts as a
    set status = 'failed', lease_until = null, error = coalesce(a.error, 'attempts_exhausted')
    where a.id in (
        select x.id
        from private.operator_alerts as x
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
        join public.traders as t on t.id = x.trader_id
        where x.status = 'held'
            and (
                (x.reason in ('trader_attempts_cap', 'daily_cost_cap', 'trader_cost_cap') and x.next_attempt_at <= pg_catalog.now())
                or (x.reason = 'model_calls_off' and v_settings.model_calls_on)
            )
        for no key update of x skip locked for key share of t skip locked
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


alter table private.heartbeats add column failing text;
comment on column private.heartbeats.failing is 'Steps that could not be done in the last run, with their error codes';

create or replace function private.sweep()
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_step text;
    v_failing text;
begin
    -- One sweep at a time: two would ring twice.
    if not pg_try_advisory_xact_lock(hashtextextended('recovery-sweep', 0)) then
        return;
    end if;
    -- What stands in the way of one step must not keep the others from being done.
    foreach v_step in array array['give_up', 'go_on', 'resolve_recovered', 'ring_again', 'report_dead_letters', 'report_return'] loop
        begin
            execute format('select private.%I()', v_step);
        exception
            when others then
                raise warning 'Cannot %: %', v_step, sqlerrm;
                v_failing := concat_ws(', ', v_failing, format('%s (%s)', v_step, sqlstate));
        end;
    end loop;
    perform private.beat('sweep');
    update private.heartbeats as h set failing = v_failing where h.job = 'sweep' and h.failing is distinct from v_failing;
end
$$;


create function private.prune_alerts()
returns void
language sql
security definer
set search_path = ''
as $$
    delete from private.operator_alerts as a
    using private.settings as s
    where a.status <> 'pending' and a.created_at < pg_catalog.now() - s.history_retention;
$$;
comment on function private.prune_alerts() is 'One round of retention of alerts; pg_cron runs it every hour';

do $$
begin
    if to_regprocedure('cron.schedule(text, text, text)') is not null then
        perform cron.schedule('recovery-prune-alerts', '17 * * * *', 'select private.prune_alerts()');
    end if;
end
$$;


revoke execute on function private.prune_alerts() from public;

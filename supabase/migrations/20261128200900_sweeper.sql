-- The sweeper judges and verifies deployments, and gives them up after a day.

select private.lock_traders_first();

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
    set status = 'failed', lease_until = null, reason = coalesce(d.reason, 'never_answered'), error = coalesce(d.error, 'The executor never answered')
    where d.id in (
        select x.id
        from public.deployments as x
        join public.traders as t on t.id = x.trader_id
        where x.status = 'pending' and (x.lease_until is null or x.lease_until < pg_catalog.now())
            and x.attempts >= v_settings.max_deployment_tries
        for no key update of t, x skip locked
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
    foreach v_step in array array[
        'give_up', 'go_on', 'judge_deployments', 'verify_deployments', 'settle_health', 'resolve_recovered', 'ring_again', 'report_dead_letters',
        'report_return'
    ] loop
        begin
            perform set_config('recovery.step_failing', '', true);
            execute format('select private.%I()', v_step);
            -- A step may have left single rows undone.
            if current_setting('recovery.step_failing') <> '' then
                v_failing := concat_ws(', ', v_failing, format('%s (%s)', v_step, current_setting('recovery.step_failing')));
            end if;
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


create or replace view public.dead_letters with (security_invoker = true) as
select 'fix' as kind, f.id, f.trader_id, f.user_id, f.attempt::integer as attempts, f.reason, f.updated_at as since
from public.proposed_fixes as f
where f.status = 'failed'
union all
select 'deployment', d.id, d.trader_id, d.user_id, d.attempts::integer, d.error, d.updated_at
from public.deployments as d
where d.status = 'failed' and d.attempts > 0 and d.reason is distinct from 'replaced' and not coalesce(private.stays_live(d.reason), false)
union all
select 'email', n.id, n.trader_id, n.user_id, n.email_failures::integer, n.email_error, n.updated_at
from public.notifications as n
where n.email_status = 'failed'
    and not exists (
        select
        from public.notifications as e
        where e.mail_id = n.mail_id and e.email_status = 'failed' and (e.created_at, e.id) < (n.created_at, n.id)
    );

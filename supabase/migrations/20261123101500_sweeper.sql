-- The sweeper: rings again for whatever is due, gives up what was tried too often, forgets old event ids.

create function private.sweep()
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
        reason_detail = format('Repairing it was tried %s times without a result.', f.attempt)
    where f.attempt >= v_settings.max_attempts
        and (f.status = 'queued' or (f.status = 'generating' and f.lease_until < pg_catalog.now()));

    update public.notifications as n
    set email_status = 'failed', email_lease_until = null, email_error = coalesce(n.email_error, 'attempts_exhausted')
    where n.email_attempts >= v_settings.max_deliveries
        and (n.email_status = 'pending' or (n.email_status = 'sending' and n.email_lease_until < pg_catalog.now()));

    perform private.ring('regenerate-filter', d.id)
    from (
        select f.id
        from public.proposed_fixes as f
        where (f.status = 'queued' and f.next_attempt_at <= pg_catalog.now())
            or (f.status = 'generating' and f.lease_until < pg_catalog.now())
        order by f.next_attempt_at, f.id
        limit v_settings.bells_per_sweep
    ) as d;

    perform private.ring('notify', d.id)
    from (
        select n.id
        from public.notifications as n
        where (n.email_status = 'pending' and n.email_next_attempt_at <= pg_catalog.now())
            or (n.email_status = 'sending' and n.email_lease_until < pg_catalog.now())
        order by n.email_next_attempt_at, n.id
        limit v_settings.bells_per_sweep
    ) as d;

    delete from private.error_event_ids as e
    where e.event_id in (
        select o.event_id
        from private.error_event_ids as o
        where o.received_at < pg_catalog.now() - v_settings.event_id_retention
        limit 5000
    );
end
$$;
comment on function private.sweep() is 'One round of the sweeper; pg_cron runs it every ten seconds';

do $$
begin
    if to_regprocedure('cron.schedule(text, text, text)') is not null then
        perform cron.schedule('recovery-sweep', '10 seconds', 'select private.sweep()');
    end if;
end
$$;


revoke execute on function
    private.sweep()
from public;

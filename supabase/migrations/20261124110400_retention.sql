-- Retention knows the load of callers, too, and keeps up with what callers may report.

create or replace function private.prune()
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_settings private.settings;
    v_errors bigint;
    v_ids bigint;
begin
    if not pg_try_advisory_xact_lock(hashtextextended('recovery-prune', 0)) then
        return;
    end if;
    select s.* into v_settings from private.settings as s;

    -- What grows with every error may grow faster than a batch a minute, so there are more rounds as long as there is time.
    loop
        -- By id, which is the order of arrival: no index on the time is needed.
        delete from public.trader_error_history as h
        where h.id in (
            select o.id from public.trader_error_history as o order by o.id limit v_settings.prune_batch
        ) and h.received_at < pg_catalog.now() - v_settings.history_retention;
        get diagnostics v_errors = row_count;

        delete from private.error_event_ids as e
        where e.ctid = any (array(
            select o.ctid from private.error_event_ids as o
            where o.received_at < pg_catalog.now() - v_settings.event_id_retention
            limit v_settings.prune_batch
        ));
        get diagnostics v_ids = row_count;
        exit when greatest(v_errors, v_ids) < v_settings.prune_batch or clock_timestamp() > pg_catalog.now() + interval '20 seconds';
    end loop;

    delete from public.incident_hours as h
    where h.ctid = any (array(
        select o.ctid from public.incident_hours as o
        where o.hour < pg_catalog.now() - v_settings.history_retention
        limit v_settings.prune_batch
    ));

    delete from public.systemic_faults as s
    where s.status = 'resolved' and s.resolved_at < pg_catalog.now() - v_settings.history_retention;

    delete from public.notifications as n
    where n.ctid = any (array(
        select o.ctid from public.notifications as o
        where o.created_at < pg_catalog.now() - v_settings.notification_retention
            and o.email_status in ('sent', 'skipped', 'failed')
        limit v_settings.prune_batch
    ));

    delete from public.llm_usage as u
    where u.ctid = any (array(
        select o.ctid from public.llm_usage as o
        where o.created_at < pg_catalog.now() - v_settings.ledger_retention
        limit v_settings.prune_batch
    ));

    delete from private.trader_attempts as a where a.day < (pg_catalog.now() - v_settings.history_retention)::date;
    delete from private.ingest_load as l where l.minute < pg_catalog.now() - interval '5 minutes';
    delete from private.lost_bells as b where b.hour < pg_catalog.now() - v_settings.history_retention;
    perform private.prune_logs(v_settings.log_retention, v_settings.prune_batch);
    perform private.beat('prune');
end
$$;


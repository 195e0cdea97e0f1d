-- Retention: what is older than the settings say goes, a bounded batch per table and round, oldest first.

create function private.prune()
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_settings private.settings;
begin
    if not pg_try_advisory_xact_lock(hashtextextended('recovery-prune', 0)) then
        return;
    end if;
    select s.* into v_settings from private.settings as s;

    -- By id, which is the order of arrival: no index on the time is needed.
    delete from public.trader_error_history as h
    where h.id in (
        select o.id from public.trader_error_history as o order by o.id limit v_settings.prune_batch
    ) and h.received_at < pg_catalog.now() - v_settings.history_retention;

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

    delete from private.error_event_ids as e
    where e.ctid = any (array(
        select o.ctid from private.error_event_ids as o
        where o.received_at < pg_catalog.now() - v_settings.event_id_retention
        limit v_settings.prune_batch
    ));

    delete from private.trader_attempts as a where a.day < (pg_catalog.now() - v_settings.history_retention)::date;
    delete from private.lost_bells as b where b.hour < pg_catalog.now() - v_settings.history_retention;
    perform private.prune_logs(v_settings.log_retention, v_settings.prune_batch);
    perform private.beat('prune');
end
$$;
comment on function private.prune() is 'One round of retention; pg_cron runs it every minute';


-- Tables of extensions, which need not be there, whose owner need not let this role delete, and which nobody else cleans.
create function private.prune_logs(retention interval, batch integer)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    if to_regclass('cron.job_run_details') is not null then
        begin
            execute 'delete from cron.job_run_details as d where d.runid in (
                select o.runid from cron.job_run_details as o where o.end_time < pg_catalog.now() - $1 order by o.runid limit $2)'
            using retention, batch;
        exception
            when insufficient_privilege then
                raise warning 'Cannot delete run details of pg_cron: %', sqlerrm;
        end;
    end if;
    if to_regclass('net._http_response') is not null then
        begin
            execute 'delete from net._http_response as r where r.ctid = any (array(
                select o.ctid from net._http_response as o where o.created < pg_catalog.now() - $1 limit $2))'
            using retention, batch;
        exception
            when insufficient_privilege then
                raise warning 'Cannot delete responses of pg_net: %', sqlerrm;
        end;
    end if;
end
$$;
comment on function private.prune_logs(interval, integer) is 'Deletes old run details of pg_cron and responses of pg_net, where those extensions are';

create index notifications_by_age on public.notifications using brin (created_at);
drop index private.error_event_ids_by_age;
create index error_event_ids_by_age on private.error_event_ids using brin (received_at);

do $$
begin
    if to_regprocedure('cron.schedule(text, text, text)') is not null then
        perform cron.schedule('recovery-prune', '* * * * *', 'select private.prune()');
    end if;
end
$$;


revoke execute on function
    private.prune(),
    private.prune_logs(interval, integer)
from public;

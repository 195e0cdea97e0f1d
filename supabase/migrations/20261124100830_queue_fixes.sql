-- Which incidents get a fix: those that the code is to blame for, once per version that fails so. What is not the code's
-- fault is shown, never regenerated; what the owner or a systemic fault holds back waits as held.

drop function private.queue_fixes();

create function private.queue_fixes(incident_ids uuid[])
returns void
language sql
security definer
set search_path = ''
as $$
    insert into public.proposed_fixes (trader_id, user_id, incident_id, base_version_id, status, reason, reason_detail)
    select
        i.trader_id, i.user_id, i.id, v.id,
        case when h.reason is null then 'queued' else 'held' end,
        h.reason, h.detail
    from public.trader_incidents as i
    join public.traders as t on t.id = i.trader_id
    join public.filter_versions as v on v.trader_id = i.trader_id and v.is_running
    left join public.systemic_faults as s on s.id = i.systemic_fault_id and s.status = 'open'
    left join public.recovery_preferences as p on p.user_id = i.user_id
    left join lateral (
        select 'systemic_fault', 'Many traders fail in the same way, so the platform is looked at first. The repair goes on when that is over.'
        where s.id is not null
        union all
        select 'auto_regenerate_off', 'Automatic repair is switched off in your settings. Ask for a repair to have one made.'
        where not p.auto_regenerate
        limit 1
    ) as h (reason, detail) on true
    where i.id = any (queue_fixes.incident_ids)
        and i.status = 'open'
        and i.attribution = 'code'
        and t.language = 'go'
        and not exists (
            select
            from public.proposed_fixes as f
            where f.incident_id = i.id
                and f.base_version_id = v.id
                and f.reason is distinct from 'incident_closed'
        )
    order by i.id
    on conflict do nothing;
$$;
comment on function private.queue_fixes(uuid[]) is
    'Queues a fix for each of the open incidents of Go code that has none for the running version';


-- Nobody is promised a repair that is not being made.
create or replace function private.notify_of_incidents()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    insert into public.notifications (user_id, trader_id, incident_id, kind, subject_id, title, body, link)
    select
        a.user_id, n.trader_id, n.id, 'incident_detected', n.id,
        case
            when n.regression_of is not null then format('"%s" is failing again', t.name)
            else format('"%s" is failing', t.name)
        end,
        concat_ws(
            ' ',
            n.summary,
            'First seen ' || to_char(n.first_seen at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC."'),
            case
                when n.attribution <> 'code' then 'The filter is not to blame, so nothing in it needs to change.'
                when t.language <> 'go' then 'Filters in this language cannot be repaired automatically; please look at the code.'
                when not p.auto_regenerate then 'Automatic repair is switched off in your settings; open it to ask for one.'
                else 'A repair is being made; you will hear when it is ready.'
            end
        ),
        private.error_page(n.trader_id, n.id)
    from new_rows as n
    join public.traders as t on t.id = n.trader_id
    left join public.recovery_preferences as p on p.user_id = n.user_id
    cross join lateral private.audience(n.user_id) as a (user_id)
    where n.status = 'open'
    on conflict do nothing;
    return null;
end
$$;


create function public.release_fix(fix_id uuid, actor uuid)
returns void
language plpgsql
set search_path = ''
as $$
declare
    v_fix public.proposed_fixes;
begin
    select f.* into v_fix from public.proposed_fixes as f where f.id = release_fix.fix_id for update;
    if not found then
        raise exception 'Cannot find the fix among yours' using errcode = 'TE404', detail = 'fix_not_found';
    end if;
    perform private.assert_may_act(actor, (select t.user_id from public.traders as t where t.id = v_fix.trader_id), 'fix');
    if v_fix.status in ('queued', 'generating') then
        return;
    end if;
    if v_fix.status <> 'held' or v_fix.reason = 'systemic_fault' then
        raise exception 'Cannot start this repair: it is %; reload to see what happened', coalesce(v_fix.reason, v_fix.status)
            using errcode = 'TE409', detail = 'fix_not_held';
    end if;
    update public.proposed_fixes as f
    set status = 'queued', reason = null, reason_detail = null, next_attempt_at = pg_catalog.now()
    where f.id = v_fix.id;
end
$$;
comment on function public.release_fix(uuid, uuid) is 'Queues a held fix on its owner''s word; twice is once';
revoke execute on function public.release_fix(uuid, uuid) from public, anon, authenticated;
grant execute on function public.release_fix(uuid, uuid) to service_role;


-- Ignoring or resolving an incident ends the work on it.
create function public.set_incident_status(incident_id uuid, actor uuid, status text)
returns void
language plpgsql
set search_path = ''
as $$
declare
    v_incident public.trader_incidents;
begin
    select i.* into v_incident from public.trader_incidents as i where i.id = set_incident_status.incident_id;
    if not found then
        raise exception 'Cannot find the incident among yours' using errcode = 'TE404', detail = 'incident_not_found';
    end if;
    perform private.assert_may_act(actor, (select t.user_id from public.traders as t where t.id = v_incident.trader_id), 'incident');
    if set_incident_status.status is null or set_incident_status.status not in ('open', 'ignored', 'resolved') then
        raise exception 'Cannot set the incident to %: status must be open, ignored or resolved', coalesce(quote_literal(set_incident_status.status), 'null')
            using errcode = 'TE400', detail = 'invalid_status';
    end if;
    -- Same order of locks as the ingest path: trader first.
    perform from public.traders as t where t.id = v_incident.trader_id for no key update;

    update public.trader_incidents as i
    set status = set_incident_status.status,
        resolved_at = case when set_incident_status.status = 'resolved' then pg_catalog.now() end,
        ignored_at = case when set_incident_status.status = 'ignored' then pg_catalog.now() else i.ignored_at end,
        ignored_symbols = case when set_incident_status.status = 'ignored' then i.symbols else i.ignored_symbols end,
        ignored_hourly = case
            when set_incident_status.status = 'ignored' then (
                select coalesce(max(h.occurrences), 0)
                from public.incident_hours as h
                where h.incident_id = i.id and h.hour > pg_catalog.now() - interval '25 hours'
            )
            else i.ignored_hourly
        end,
        escalation = case when set_incident_status.status = 'ignored' then null else i.escalation end
    where i.id = v_incident.id and i.status <> set_incident_status.status;

    if set_incident_status.status = 'open' then
        perform private.queue_fixes(array[v_incident.id]);
    else
        update public.proposed_fixes as f
        set status = 'superseded', lease_until = null, reason = 'incident_closed'
        where f.incident_id = v_incident.id and f.status in ('queued', 'generating', 'proposed', 'held');
    end if;
end
$$;
comment on function public.set_incident_status(uuid, uuid, text) is
    'Ignores, resolves or reopens an incident on its owner''s word; a resolved one stays so, the fault opens another when it comes back';
revoke execute on function public.set_incident_status(uuid, uuid, text) from public, anon, authenticated;
grant execute on function public.set_incident_status(uuid, uuid, text) to service_role;


revoke execute on function
    private.queue_fixes(uuid[])
from public;
grant execute on function private.queue_fixes(uuid[]) to service_role;

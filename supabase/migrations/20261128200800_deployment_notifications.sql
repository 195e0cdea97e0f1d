-- What is told of new code: that it runs and is watched, that it was taken back, or why it was not.

select private.lock_traders_first();

create function private.why_it_stays(reason text)
returns text
language sql
immutable
set search_path = ''
as $$
    select case reason
        when 'auto_rollback_off' then 'It was not taken back, because automatic return is switched off in your settings.'
        when 'no_healthy_version' then 'It was not taken back, because no earlier version is known to be healthy.'
        when 'returned_already' then 'It is the earlier version that was returned to, so it was not taken back once more.'
    end;
$$;
comment on function private.why_it_stays(text) is 'Why new code that fails on probation goes on running, as a sentence';
revoke execute on function private.why_it_stays(text) from public;


create function private.tell_of_incidents(incident_ids uuid[], is_judged boolean)
returns void
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
            when d.deployed_at is not null then format('"%s" is failing with its new code', t.name)
            else format('"%s" is failing', t.name)
        end,
        concat_ws(
            ' ',
            n.summary,
            format('It has failed since %s.', private.local_time(a.user_id, n.first_seen)),
            format('Its new code runs since %s. ', private.local_time(a.user_id, d.deployed_at)) || private.why_it_stays(r.obstacle),
            case
                when n.attribution <> 'code' then 'The filter is not to blame, so nothing in it needs to change; you will hear when it works again.'
                when t.language <> 'go' then 'Filters in this language cannot be repaired automatically; please look at the code.'
                when not p.auto_regenerate then 'Automatic repair is switched off in your settings; open it to ask for one.'
                else 'A repair is being made; you will hear when it is ready.'
            end
        ),
        private.error_page(n.trader_id, n.id)
    from public.trader_incidents as n
    join public.traders as t on t.id = n.trader_id
    left join public.recovery_preferences as p on p.user_id = n.user_id
    -- What is held against new code on probation is answered by a return, which is told instead, or it is said why not.
    left join lateral private.watched_deployment(n.trader_id) as d on private.speaks_against(n, d)
    left join lateral private.return_target(d) as r on d.id is not null
    cross join lateral private.audience(n.user_id) as a (user_id)
    where n.id = any (tell_of_incidents.incident_ids) and n.status = 'open' and (tell_of_incidents.is_judged or r.version_id is null)
        -- It is told of as one with the others, in a moment, when it joins them.
        and not exists (select from public.systemic_faults as s where s.fingerprint = n.fingerprint and s.status = 'open')
    on conflict do nothing;
end
$$;
comment on function private.tell_of_incidents(uuid[], boolean) is
    'Tells of incidents that are open and were not told of; of those that a return is to answer only once it was tried';


create or replace function private.notify_of_incidents()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.tell_of_incidents(array(select n.id from new_rows as n where n.status = 'open'), false);
    return null;
end
$$;


create or replace function private.notify_of_deployments()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    insert into public.notifications (user_id, trader_id, incident_id, kind, subject_id, title, body, link)
    select
        a.user_id, n.trader_id, coalesce(i.id, f.incident_id), k.kind, n.id, format(k.title, t.name), concat_ws(' ', k.body, k.why, k.then),
        case
            when coalesce(i.id, f.incident_id) is null then '/traders/' || n.trader_id
            else private.error_page(n.trader_id, coalesce(i.id, f.incident_id))
        end
    from new_rows as n
    join old_rows as o on o.id = n.id and o.status <> n.status
    join public.filter_versions as v on v.id = n.version_id
    left join lateral (
        select x.id from public.trader_incidents as x where x.after_deployment_id = n.id order by x.created_at limit 1
    ) as i on true
    cross join lateral (
        -- Of a return one hears when it happens, and again only if the executor does not take it.
        select
            'fix_deployed',
            case v.source when 'fix' then '"%s" runs its repaired code' when 'rollback' then '"%s" runs an earlier version again' else '"%s" runs its new code' end,
            'The executor has taken it and runs it from the next candle on.', null,
            'It is watched for a while; if it fails, you will hear of it.'
        where n.status = 'deployed' and not n.is_automatic
        union all
        select
            'deployment_failed',
            case when n.is_automatic then 'The healthy code of "%s" is not running' else 'The new code of "%s" is not running' end,
            case
                when n.is_automatic then 'It is saved, but the executor did not take it, so the code that failed may still run.'
                else 'The new version is saved, but the executor did not take it, so the earlier code may still run.'
            end,
            rtrim(n.error, '.') || '.',
            'Open it to try again, or to see the state of the deployment.'
        -- What was replaced before it was tried is no failure, and what failed on probation is told of as an incident.
        where n.status = 'failed' and n.attempts > 0 and n.reason is distinct from 'replaced' and not coalesce(private.stays_live(n.reason), false)
        union all
        select
            'fix_rolled_back', 'The new code of "%s" was taken back',
            'It turned out bad, so the last version that was healthy is brought back.', rtrim(n.error, '.') || '.', 'Open it to see what happened.'
        where n.status = 'rolled_back' and n.ended_by is null
    ) as k (kind, title, body, why, "then")
    join public.traders as t on t.id = n.trader_id
    left join public.proposed_fixes as f on f.id = n.fix_id
    cross join lateral private.audience(n.user_id) as a (user_id)
    on conflict do nothing;
    return null;
end
$$;
comment on function private.notify_of_deployments() is 'Tells of deployments that went live, failed or were taken back, but not of what the user has just done by hand';


create or replace function private.notify_of_escalations()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    if not exists (select from new_rows as n where n.escalation is not null) then
        return null;
    end if;
    insert into public.notifications (user_id, trader_id, incident_id, kind, subject_id, occasion, title, body, link)
    select
        a.user_id, n.trader_id, n.id, 'incident_escalated', n.id, n.ignored_at::text,
        format(case n.escalation when 'time_over' then '"%s" is still failing' else '"%s" is failing more than when you ignored it' end, t.name),
        concat_ws(
            ' ',
            n.summary,
            case n.escalation
                when 'new_symbols' then 'It has spread to markets on which it did not fail before, so it is open again.'
                when 'time_over' then 'It goes on after the time for which you ignored it, so it is open again.'
                else 'It happens far more often than before, so it is open again.'
            end
        ),
        private.error_page(n.trader_id, n.id)
    from new_rows as n
    join old_rows as o on o.id = n.id and o.status = 'ignored' and n.status = 'open' and n.escalation is not null
    join public.traders as t on t.id = n.trader_id
    cross join lateral private.audience(n.user_id) as a (user_id)
    on conflict do nothing;
    return null;
end
$$;

revoke execute on function private.tell_of_incidents(uuid[], boolean) from public;

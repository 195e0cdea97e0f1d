-- What is told, and when: each change of state that a user should know of becomes one notification per recipient.

create function private.error_page(trader_id uuid, incident_id uuid)
returns text
language sql
immutable
set search_path = ''
as $$
    select '/traders/' || trader_id || '/errors/' || incident_id;
$$;
comment on function private.error_page(uuid, uuid) is 'Path of an incident''s page';


create function private.notify_of_incidents()
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
                else 'A repair is being made; you will hear when it is ready.'
            end
        ),
        private.error_page(n.trader_id, n.id)
    from new_rows as n
    join public.traders as t on t.id = n.trader_id
    cross join lateral private.audience(n.user_id) as a (user_id)
    where n.status = 'open'
    on conflict do nothing;
    return null;
end
$$;
comment on function private.notify_of_incidents() is 'Tells of new incidents';

create trigger notify_of_incidents
    after insert on public.trader_incidents
    referencing new table as new_rows
    for each statement execute function private.notify_of_incidents();


create function private.proof_sentence(validated boolean, validation jsonb)
returns text
language sql
immutable
set search_path = ''
as $$
    select case
        when validated then concat(
            format('Proof: the failure was reproduced, and the repaired filter runs on all %s markets it was tried on', validation ->> 'replayed'),
            case when (validation #>> '{healthy,inputs}')::integer > 0 then format(
                '; where the running filter works, %s of %s verdicts are unchanged',
                validation #>> '{healthy,equal}',
                validation #>> '{healthy,inputs}'
            ) end,
            '.'
        )
        else 'It is not proven, so look at it closely before you accept it.'
    end;
$$;
comment on function private.proof_sentence(boolean, jsonb) is 'What has been proven of a fix, in a sentence';


create function private.notify_of_fixes()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    insert into public.notifications (user_id, trader_id, incident_id, kind, subject_id, title, body, link)
    select
        a.user_id, n.trader_id, n.incident_id, k.kind, n.id,
        format(k.title, t.name),
        case k.kind
            when 'fix_proposed' then concat_ws(' ', n.explanation, private.proof_sentence(n.validated, n.validation), 'Open it to look at the change and accept it.')
            else concat_ws(' ', n.reason_detail, 'Open it to see what was tried.')
        end,
        private.error_page(n.trader_id, n.incident_id)
    from new_rows as n
    join old_rows as o on o.id = n.id and o.status <> n.status
    join (
        values
            ('proposed', 'fix_proposed', 'A repair for "%s" is ready'),
            ('held', 'fix_held', 'The repair of "%s" is waiting'),
            ('failed', 'fix_failed', '"%s" could not be repaired'),
            ('unfixable', 'fix_failed', '"%s" could not be repaired')
    ) as k (status, kind, title) on k.status = n.status
    join public.traders as t on t.id = n.trader_id
    cross join lateral private.audience(n.user_id) as a (user_id)
    on conflict do nothing;
    return null;
end
$$;
comment on function private.notify_of_fixes() is 'Tells of fixes that are ready, waiting or not to be had';

create trigger notify_of_fixes
    after update on public.proposed_fixes
    referencing old table as old_rows new table as new_rows
    for each statement execute function private.notify_of_fixes();


create function private.notify_of_deployments()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    insert into public.notifications (user_id, trader_id, incident_id, kind, subject_id, title, body, link)
    select
        a.user_id, n.trader_id, f.incident_id, k.kind, n.id,
        format(k.title, t.name),
        case k.kind when 'deployment_failed' then concat_ws(' ', k.body, n.error) else k.body end,
        case when f.incident_id is null then '/traders/' || n.trader_id else private.error_page(n.trader_id, f.incident_id) end
    from new_rows as n
    join old_rows as o on o.id = n.id and o.status <> n.status
    join (
        values
            ('deployed', 'fix_deployed', '"%s" runs its repaired code', 'The executor has taken the new version and runs it from the next candle on.'),
            ('failed', 'deployment_failed', 'The new code of "%s" is not running', 'The new version is saved, but the executor did not take it.')
    ) as k (status, kind, title, body) on k.status = n.status
    join public.traders as t on t.id = n.trader_id
    left join public.proposed_fixes as f on f.id = n.fix_id
    cross join lateral private.audience(n.user_id) as a (user_id)
    on conflict do nothing;
    return null;
end
$$;
comment on function private.notify_of_deployments() is 'Tells of deployments that went live or failed';

create trigger notify_of_deployments
    after update on public.deployments
    referencing old table as old_rows new table as new_rows
    for each statement execute function private.notify_of_deployments();


revoke execute on function
    private.error_page(uuid, uuid),
    private.notify_of_incidents(),
    private.proof_sentence(boolean, jsonb),
    private.notify_of_fixes(),
    private.notify_of_deployments()
from public;

-- What is told: each change of an incident once, in words for its trader's owner; what concerns many traders at once, once for all
-- of them.

select private.lock_traders_first();

alter table public.notifications
    drop constraint notifications_kind_is_known,
    drop constraint notifications_are_about_a_trader,
    add constraint notifications_kind_is_known check (kind in (
        'incident_detected', 'incident_escalated', 'incident_recovered',
        'fix_proposed', 'fix_held', 'fix_resumed', 'fix_failed', 'fix_deployed', 'fix_rolled_back', 'deployment_failed',
        'spend_cap_reached', 'spend_cap_lifted', 'systemic_hold', 'systemic_over',
        'systemic_fault', 'systemic_fault_over', 'dead_letters', 'sweeper_silent', 'sweeper_back'
    )),
    add constraint notifications_are_about_a_trader check ((trader_id is null) = (kind in (
        'spend_cap_reached', 'spend_cap_lifted', 'systemic_hold', 'systemic_over',
        'systemic_fault', 'systemic_fault_over', 'dead_letters', 'sweeper_silent', 'sweeper_back'
    )));
comment on column public.notifications.trader_id is 'The trader it is about; null for what concerns many';


create function private.utc_day()
returns date
language sql
stable
set search_path = ''
as $$
    select (pg_catalog.now() at time zone 'UTC')::date;
$$;
comment on function private.utc_day() is 'Today, as money is counted';


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
            format('It has failed since %s.', private.local_time(a.user_id, n.first_seen)),
            case
                when n.attribution <> 'code' then 'The filter is not to blame, so nothing in it needs to change; you will hear when it works again.'
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
        -- It is told of as one with the others, in a moment, when it joins them.
        and not exists (select from public.systemic_faults as s where s.fingerprint = n.fingerprint and s.status = 'open')
    on conflict do nothing;
    return null;
end
$$;


create function private.list_names(names text[])
returns text
language sql
immutable
set search_path = ''
as $$
    select string_agg(format('"%s"', n.name), ', ' order by n.place) filter (where n.place <= 5)
        || case when cardinality(names) > 5 then format(' and %s more', cardinality(names) - 5) else '' end
    from unnest(names) with ordinality as n (name, place);
$$;
comment on function private.list_names(text[]) is 'Names in quotation marks: the first five, and how many more there are';


create function private.notify_of_changed_incidents()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- Most updates of incidents only count.
    if not exists (
        select
        from new_rows as n
        join old_rows as o on o.id = n.id
        where (o.recovered_at, o.systemic_fault_id) is distinct from (n.recovered_at, n.systemic_fault_id)
    ) then
        return null;
    end if;
    insert into public.notifications (user_id, trader_id, incident_id, kind, subject_id, title, body, link)
    select
        a.user_id, n.trader_id, n.id, 'incident_recovered', n.id,
        format(case when o.others then 'One failure of "%s" has ended' else '"%s" has stopped failing' end, t.name),
        concat_ws(
            ' ',
            n.summary,
            format('That ended by itself: it was last seen on %s.', private.local_time(a.user_id, n.last_seen)),
            case when o.others then 'Other failures of it are still open.' else 'There is nothing for you to do.' end
        ),
        private.error_page(n.trader_id, n.id)
    from new_rows as n
    join old_rows as b on b.id = n.id and b.status = 'open' and b.recovered_at is null and n.recovered_at is not null
    join public.traders as t on t.id = n.trader_id
    cross join lateral (
        select exists (select from public.trader_incidents as i where i.trader_id = n.trader_id and i.status = 'open') as others
    ) as o
    cross join lateral private.audience(n.user_id) as a (user_id)
    on conflict do nothing;

    -- Who looks after traders without an owner hears of the fault itself.
    insert into public.notifications (user_id, kind, subject_id, title, body, link)
    select
        j.user_id, 'systemic_hold', j.fault_id,
        'A fault of the platform stops traders of yours',
        format(
            'Many traders, of other users as well, have begun to fail in the same way since %s; of yours so far: %s. So it is most likely not the filter. '
            'The platform is looked at first; repairs are held, cost nothing, and go on by themselves when it is over. There is nothing for you to do.',
            private.local_time(j.user_id, j.since), j.traders
        ),
        '/traders'
    from (
        select n.user_id, s.id as fault_id, s.first_seen as since, private.list_names(array_agg(t.name order by t.name)) as traders
        from new_rows as n
        join old_rows as o on o.id = n.id and n.systemic_fault_id is distinct from o.systemic_fault_id
        join public.systemic_faults as s on s.id = n.systemic_fault_id and s.status = 'open'
        join public.traders as t on t.id = n.trader_id
        join auth.users as u on u.id = n.user_id
        group by n.user_id, s.id, s.first_seen
    ) as j
    on conflict do nothing;
    return null;
end
$$;
comment on function private.notify_of_changed_incidents() is
    'Tells of incidents that stopped by themselves, and, once per user and fault, of those that are part of a systemic fault';

alter table public.trader_incidents
    add column recovered_at timestamptz,
    add constraint trader_incidents_recovered_is_resolved check (recovered_at is null or status = 'resolved');
comment on column public.trader_incidents.recovered_at is 'When it was taken to have stopped by itself';

create trigger notify_of_changed_incidents
    after update on public.trader_incidents
    referencing old table as old_rows new table as new_rows
    for each statement execute function private.notify_of_changed_incidents();


create or replace function private.notify_of_fixes()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    insert into public.notifications (user_id, trader_id, incident_id, kind, subject_id, occasion, title, body, link)
    select
        a.user_id, n.trader_id, n.incident_id, k.kind, n.id, k.occasion,
        format(k.title, t.name),
        case k.kind
            when 'fix_proposed' then concat_ws(' ', n.explanation, private.proof_sentence(n.validated, n.validation), 'Open it to look at the change and accept it.')
            when 'fix_resumed' then 'What it waited for is over, so its repair is being made now; you will hear when it is ready.'
            when 'fix_held' then concat_ws(
                ' ', format('It has failed since %s.', private.local_time(a.user_id, i.first_seen)), n.reason_detail, 'Open it to see what was found so far.'
            )
            else concat_ws(' ', n.reason_detail, 'Open it to see what was tried.')
        end,
        private.error_page(n.trader_id, n.incident_id)
    from new_rows as n
    join old_rows as o on o.id = n.id and o.status <> n.status
    cross join lateral (
        select 'fix_proposed', '', 'A repair for "%s" is ready' where n.status = 'proposed'
        union all
        select 'fix_failed', '', '"%s" could not be repaired' where n.status in ('failed', 'unfixable')
        -- What holds it may hold it again another day; caps of the user and systemic faults are told once for all fixes.
        union all
        select 'fix_held', concat_ws(' ', n.reason, private.utc_day()), 'The repair of "%s" is waiting'
        where n.status = 'held' and n.reason not in ('daily_cost_cap', 'systemic_fault')
        union all
        select 'fix_resumed', concat_ws(' ', o.reason, private.utc_day()), 'The repair of "%s" goes on'
        where o.status = 'held' and n.status = 'queued' and o.reason not in ('daily_cost_cap', 'systemic_fault', 'auto_regenerate_off')
    ) as k (kind, occasion, title)
    join public.traders as t on t.id = n.trader_id
    join public.trader_incidents as i on i.id = n.incident_id
    cross join lateral private.audience(n.user_id) as a (user_id)
    on conflict do nothing;

    insert into public.notifications (user_id, kind, subject_id, occasion, title, body, link)
    select a.user_id, w.kind, a.user_id, concat_ws(' ', w.day, case when n.user_id is null then 'built-in' end), w.title, w.body, '/settings'
    from (
        select f.user_id, f.status, private.daily_cost_cap(f.user_id) as cap, private.list_names(array_agg(t.name order by t.name)) as traders
        from new_rows as f
        join old_rows as o on o.id = f.id and o.status <> f.status
        join public.traders as t on t.id = f.trader_id
        where (f.status = 'held' and f.reason = 'daily_cost_cap') or (f.status = 'queued' and o.status = 'held' and o.reason = 'daily_cost_cap')
        group by f.user_id, f.status
    ) as n
    cross join lateral (
        -- A limit of nothing is a wish, told once; any other is told on the day it is reached.
        select
            'spend_cap_reached', case when n.cap > 0 then private.utc_day() end,
            case
                when n.cap = 0 then 'Repairs wait because of your limit'
                when n.user_id is null then 'Today''s limit for repairs of built-in traders is reached'
                else 'Your limit for repairs is reached for today'
            end,
            concat_ws(
                ' ',
                format('What rules cannot repair waits: %s.', n.traders),
                case
                    when n.cap = 0 then 'Language models are not asked, because your limit for them is $0 a day; raise it in your settings to have them asked.'
                    else format('Language models have been paid up to the daily limit of $%s. It goes on by itself at midnight UTC, or when the limit is raised.', trim_scale(n.cap))
                end
            )
        where n.status = 'held'
        union all
        select
            'spend_cap_lifted', private.utc_day(), 'Repairs go on',
            format('There is room below the daily limit again, so what waited for it is being repaired: %s. You will hear when it is ready.', n.traders)
        where n.status = 'queued' and n.cap > (
            select coalesce(sum(d.spent_usd + d.reserved_usd), 0)
            from public.daily_spend as d
            where d.user_id is not distinct from n.user_id and d.day = private.utc_day()
        )
    ) as w (kind, day, title, body)
    cross join lateral private.audience(n.user_id) as a (user_id)
    on conflict do nothing;
    return null;
end
$$;
comment on function private.notify_of_fixes() is
    'Tells of fixes that are ready, waiting, going on or not to be had, and, once per user and day, that the spending cap holds them or no longer does';


create or replace function private.notify_of_deployments()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    insert into public.notifications (user_id, trader_id, incident_id, kind, subject_id, title, body, link)
    select
        a.user_id, n.trader_id, f.incident_id, k.kind, n.id, format(k.title, t.name), concat_ws(' ', k.body, k.why, k.then),
        case when f.incident_id is null then '/traders/' || n.trader_id else private.error_page(n.trader_id, f.incident_id) end
    from new_rows as n
    join old_rows as o on o.id = n.id and o.status <> n.status
    join public.filter_versions as v on v.id = n.version_id
    cross join lateral (
        select
            'fix_deployed',
            case v.source when 'fix' then '"%s" runs its repaired code' when 'rollback' then '"%s" runs an earlier version again' else '"%s" runs its new code' end,
            'The executor has taken it and runs it from the next candle on.', null, null
        where n.status = 'deployed'
        union all
        select
            'deployment_failed', 'The new code of "%s" is not running',
            'The new version is saved, but the executor did not take it, so the earlier code may still run.', rtrim(n.error, '.') || '.',
            'Open it to see the state of the deployment.'
        -- What was replaced before it was tried is no failure.
        where n.status = 'failed' and n.attempts > 0
        union all
        select
            'fix_rolled_back', 'The new code of "%s" was taken back',
            'It turned out bad, so the version before it runs again.', 'Why: ' || rtrim(n.error, '.') || '.', 'Open it to see what happened.'
        where n.status = 'rolled_back'
    ) as k (kind, title, body, why, "then")
    join public.traders as t on t.id = n.trader_id
    left join public.proposed_fixes as f on f.id = n.fix_id
    cross join lateral private.audience(n.user_id) as a (user_id)
    on conflict do nothing;
    return null;
end
$$;
comment on function private.notify_of_deployments() is 'Tells of deployments that went live, failed or were taken back';


revoke execute on function
    private.utc_day(),
    private.list_names(text[]),
    private.notify_of_changed_incidents()
from public;

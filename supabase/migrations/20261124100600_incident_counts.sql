-- What an incident keeps so that counting, storms and escalation are one update: hourly counts, its newest rows, what it
-- was like when it was ignored.

select private.lock_traders_first();

alter table public.trader_incidents
    add column minute_at timestamptz,
    add column minute_rows integer not null default 0,
    add column latest_error_id bigint,
    add column latest_stale_error_id bigint,
    add column announced_at timestamptz,
    add column ignored_at timestamptz,
    add column ignored_symbols text[],
    add column ignored_hourly bigint,
    add column escalation text,
    add constraint trader_incidents_ignored_is_remembered check (
        status <> 'ignored' or (ignored_at is not null and ignored_symbols is not null and ignored_hourly is not null)
    ),
    add constraint trader_incidents_escalation_is_known check (escalation in ('new_symbols', 'rate'));
comment on column public.trader_incidents.minute_at is 'The minute that minute_rows counts';
comment on column public.trader_incidents.minute_rows is 'Rows it has added to the history in that minute';
comment on column public.trader_incidents.latest_error_id is 'Its newest row in the history, of the code that ran; further occurrences of a storm are counted there';
comment on column public.trader_incidents.latest_stale_error_id is 'The same of code that was no longer running';
comment on column public.trader_incidents.announced_at is 'When its owner''s pages were last told of it';
comment on column public.trader_incidents.ignored_at is 'When it was last ignored';
comment on column public.trader_incidents.ignored_symbols is 'Its symbols then';
comment on column public.trader_incidents.ignored_hourly is 'Occurrences in its busiest hour of the day before';
comment on column public.trader_incidents.escalation is 'Why it reopened by itself after it was ignored: new_symbols or rate';

create index trader_incidents_by_fault on public.trader_incidents (trader_id, fingerprint, resolved_at desc nulls first);
create index trader_incidents_new_by_fingerprint on public.trader_incidents (fingerprint, created_at desc);

-- A row stands for as many occurrences as a storm brings.
alter table public.trader_error_history alter column occurrences type bigint;
create index trader_error_history_captured on public.trader_error_history (incident_id, id desc)
    where market_data is not null and not stale;

update public.trader_incidents as i
set latest_error_id = l.latest_error_id, latest_stale_error_id = l.latest_stale_error_id
from (
    select
        h.incident_id,
        max(h.id) filter (where not h.stale) as latest_error_id,
        max(h.id) filter (where h.stale) as latest_stale_error_id
    from public.trader_error_history as h
    group by h.incident_id
) as l
where l.incident_id = i.id;


create table public.incident_hours (
    incident_id uuid not null references public.trader_incidents (id) on delete cascade,
    hour timestamptz not null,
    trader_id uuid not null references public.traders (id) on delete cascade,
    user_id uuid,
    occurrences bigint not null,
    constraint incident_hours_pkey primary key (incident_id, hour),
    constraint incident_hours_counts_something check (occurrences > 0)
);
comment on table public.incident_hours is 'Occurrences per incident and hour, of the code that ran: what charts are drawn from';
comment on column public.incident_hours.incident_id is 'The incident';
comment on column public.incident_hours.hour is 'Beginning of the hour in which they happened';
comment on column public.incident_hours.trader_id is 'The trader';
comment on column public.incident_hours.user_id is 'Its owner, kept here for row security';
comment on column public.incident_hours.occurrences is 'How often';

create index incident_hours_by_trader on public.incident_hours (trader_id, hour desc);
create index incident_hours_by_owner on public.incident_hours (user_id, hour desc);
create index incident_hours_by_age on public.incident_hours using brin (hour);

alter table public.incident_hours enable row level security;
revoke all on public.incident_hours from anon, authenticated, service_role;
grant select on public.incident_hours to authenticated;
grant select on public.incident_hours to service_role;

create policy "Owners see the counts of their incidents" on public.incident_hours
    for select to authenticated
    using (user_id = (select auth.uid()) or (select private.is_admin()));

insert into public.incident_hours (incident_id, hour, trader_id, user_id, occurrences)
select h.incident_id, date_trunc('hour', h.occurred_at), h.trader_id, min(h.user_id::text)::uuid, sum(h.occurrences)
from public.trader_error_history as h
where not h.stale and h.incident_id is not null
group by h.incident_id, date_trunc('hour', h.occurred_at), h.trader_id;

-- systemic_faults: one fault on many traders of several owners at once is the platform's. Their fixes are held, the
-- operators are told once, and nothing is spent until it is over.

select private.lock_traders_first();

create table public.systemic_faults (
    id uuid primary key default gen_random_uuid(),
    fingerprint text not null,
    error_type text not null,
    error_message text not null,
    status text not null default 'open',
    first_seen timestamptz not null default now(),
    last_seen timestamptz not null default now(),
    resolved_at timestamptz,
    resolved_by uuid references auth.users (id) on delete set null,
    constraint systemic_faults_status_is_known check (status in ('open', 'resolved')),
    constraint systemic_faults_type_is_known check (error_type in ('compile', 'runtime', 'timeout', 'infrastructure')),
    constraint systemic_faults_resolved_has_time check ((status = 'resolved') = (resolved_at is not null))
);
comment on table public.systemic_faults is 'Faults of the platform: the same new failure on many traders of several owners';
comment on column public.systemic_faults.id is 'Identity';
comment on column public.systemic_faults.fingerprint is 'The fault';
comment on column public.systemic_faults.error_type is 'compile, runtime, timeout or infrastructure';
comment on column public.systemic_faults.error_message is 'The message of one of its incidents, in its normal form: it names nobody''s values';
comment on column public.systemic_faults.status is 'open or resolved';
comment on column public.systemic_faults.first_seen is 'When it was recognised';
comment on column public.systemic_faults.last_seen is 'When an incident last joined or occurred';
comment on column public.systemic_faults.resolved_at is 'When it was over';
comment on column public.systemic_faults.resolved_by is 'The operator who ended it; null when it ended by itself';

create unique index systemic_faults_one_open on public.systemic_faults (fingerprint) where status = 'open';
create index systemic_faults_by_age on public.systemic_faults (first_seen desc, id desc);
create index systemic_faults_by_resolver on public.systemic_faults (resolved_by) where resolved_by is not null;

alter table public.systemic_faults enable row level security;
revoke all on public.systemic_faults from anon, authenticated, service_role;
grant select on public.systemic_faults to authenticated;
grant select, update on public.systemic_faults to service_role;
create policy "Operators see systemic faults" on public.systemic_faults
    for select to authenticated
    using ((select private.is_admin()));

create trigger enforce_initial_state
    before insert on public.systemic_faults
    for each row execute function private.enforce_initial_state('status', 'open');
create trigger enforce_transition
    before update of status on public.systemic_faults
    for each row execute function private.enforce_transition('status', 'open>resolved');


alter table public.trader_incidents
    add column systemic_fault_id uuid references public.systemic_faults (id) on delete set null;
comment on column public.trader_incidents.systemic_fault_id is 'The systemic fault it is or was part of';
create index trader_incidents_by_systemic_fault on public.trader_incidents (systemic_fault_id) where systemic_fault_id is not null;


-- A notification of a systemic fault is about no one trader.
alter table public.notifications
    alter column trader_id drop not null,
    drop constraint notifications_kind_is_known,
    add constraint notifications_kind_is_known check (kind in (
        'incident_detected', 'incident_escalated', 'fix_proposed', 'fix_held', 'fix_failed', 'fix_deployed', 'deployment_failed',
        'systemic_fault'
    )),
    add constraint notifications_are_about_a_trader check ((trader_id is null) = (kind = 'systemic_fault'));
comment on column public.notifications.trader_id is 'The trader it is about; null for a systemic fault';


create function private.notify_of_systemic_faults()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    insert into public.notifications (user_id, kind, subject_id, title, body, link)
    select
        o.user_id, 'systemic_fault', n.id,
        'Many traders fail in the same way',
        format(
            'The same %s error has begun on at least %s traders within %s: %s. Their repairs are held, nothing is spent on them, '
            'and they go on when it is over. Look at the executor and its market data first.',
            n.error_type, s.systemic_traders, s.systemic_window, n.error_message
        ),
        '/operations/faults/' || n.id
    from new_rows as n
    cross join private.settings as s
    cross join lateral private.operators() as o (user_id)
    on conflict do nothing;
    return null;
end
$$;
comment on function private.notify_of_systemic_faults() is 'Tells the operators, once';

create trigger notify_of_systemic_faults
    after insert on public.systemic_faults
    referencing new table as new_rows
    for each statement execute function private.notify_of_systemic_faults();


-- Rows that another transaction holds are left to the sweeper: waiting for them while holding others could deadlock.
create function private.join_systemic_faults()
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    update public.trader_incidents as i
    set systemic_fault_id = j.fault_id
    from (
        select n.id, s.id as fault_id
        from public.systemic_faults as s
        join public.trader_incidents as n
            on n.fingerprint = s.fingerprint
            and n.created_at >= s.first_seen - (select x.systemic_window from private.settings as x)
        where s.status = 'open' and n.status = 'open' and n.systemic_fault_id is distinct from s.id
        for no key update of n skip locked
    ) as j
    where j.id = i.id;

    update public.proposed_fixes as f
    set status = 'held', lease_until = null, reason = 'systemic_fault',
        reason_detail = 'Many traders fail in the same way, so the platform is looked at first. The repair goes on when that is over.'
    where f.id in (
        select h.id
        from public.systemic_faults as s
        join public.trader_incidents as i on i.systemic_fault_id = s.id
        join public.proposed_fixes as h on h.incident_id = i.id and h.status in ('queued', 'generating')
        join public.traders as t on t.id = h.trader_id
        where s.status = 'open'
        for no key update of h skip locked for key share of t skip locked
    );
end
$$;
comment on function private.join_systemic_faults() is 'Makes the new incidents of open systemic faults part of them, and holds their fixes';


-- Called for the incidents of one batch that were just opened.
create function private.detect_systemic_faults(incident_ids uuid[])
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_settings private.settings;
    v_fingerprints text[];
begin
    if cardinality(incident_ids) = 0 then
        return;
    end if;
    select s.* into v_settings from private.settings as s;
    select array_agg(distinct i.fingerprint order by i.fingerprint) into v_fingerprints
    from public.trader_incidents as i
    where i.id = any (incident_ids) and i.status = 'open';

    -- Batches that open incidents of one fault count in single file, or each would miss what the others have not committed.
    perform pg_advisory_xact_lock(k.key)
    from (select hashtextextended(f.fingerprint, 0) as key from unnest(v_fingerprints) as f (fingerprint) order by 1) as k;

    insert into public.systemic_faults (fingerprint, error_type, error_message)
    select i.fingerprint, min(i.error_type), private.normalise_message(min(i.error_message))
    from public.trader_incidents as i
    where i.fingerprint = any (v_fingerprints)
        and i.created_at >= pg_catalog.now() - v_settings.systemic_window
        and i.status = 'open'
    group by i.fingerprint
    having count(distinct i.trader_id) >= v_settings.systemic_traders
        and count(distinct coalesce(i.user_id, '00000000-0000-0000-0000-000000000000')) >= v_settings.systemic_owners
    on conflict (fingerprint) where status = 'open' do update set last_seen = pg_catalog.now();

    if exists (select from public.systemic_faults as s where s.fingerprint = any (v_fingerprints) and s.status = 'open') then
        perform private.join_systemic_faults();
    end if;
end
$$;
comment on function private.detect_systemic_faults(uuid[]) is
    'Recognises the faults of just opened incidents as systemic when enough traders of enough owners have them, and joins them to it';


create function private.touch_systemic_faults(incident_ids uuid[])
returns void
language sql
security definer
set search_path = ''
as $$
    -- To the nearest ten seconds, and never waiting: many batches touch the same row.
    update public.systemic_faults as s
    set last_seen = pg_catalog.now()
    where s.id in (
        select t.id
        from public.systemic_faults as t
        where t.id in (select i.systemic_fault_id from public.trader_incidents as i where i.id = any (incident_ids))
            and t.status = 'open'
            and t.last_seen < pg_catalog.now() - interval '10 seconds'
        for no key update skip locked
    );
$$;
comment on function private.touch_systemic_faults(uuid[]) is 'Notes that incidents of systemic faults have occurred again';


create function private.release_systemic_fixes()
returns void
language sql
security definer
set search_path = ''
as $$
    update public.proposed_fixes as f
    set status = 'queued', reason = null, reason_detail = null, next_attempt_at = pg_catalog.now()
    where f.id in (
        select h.id
        from public.proposed_fixes as h
        join public.trader_incidents as i on i.id = h.incident_id
        join public.systemic_faults as s on s.id = i.systemic_fault_id
        where h.status = 'held' and h.reason = 'systemic_fault' and s.status = 'resolved'
        for no key update of h skip locked
    );
$$;
comment on function private.release_systemic_fixes() is 'Queues again the fixes that systemic faults held which are over';
grant execute on function private.release_systemic_fixes() to service_role;


create function public.resolve_systemic_fault(fault_id uuid, actor uuid)
returns void
language plpgsql
set search_path = ''
as $$
begin
    if not private.is_admin_user(actor) or not exists (select from public.systemic_faults as s where s.id = fault_id) then
        raise exception 'Cannot find the systemic fault among yours' using errcode = 'TE404', detail = 'systemic_fault_not_found';
    end if;
    update public.systemic_faults as s
    set status = 'resolved', resolved_at = pg_catalog.now(), resolved_by = actor
    where s.id = fault_id and s.status = 'open';
    perform private.release_systemic_fixes();
end
$$;
comment on function public.resolve_systemic_fault(uuid, uuid) is 'Ends a systemic fault on an operator''s word; twice is once';
revoke execute on function public.resolve_systemic_fault(uuid, uuid) from public, anon, authenticated;
grant execute on function public.resolve_systemic_fault(uuid, uuid) to service_role;


revoke execute on function
    private.notify_of_systemic_faults(),
    private.join_systemic_faults(),
    private.detect_systemic_faults(uuid[]),
    private.touch_systemic_faults(uuid[]),
    private.release_systemic_fixes()
from public;

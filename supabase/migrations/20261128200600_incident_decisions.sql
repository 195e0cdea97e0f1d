-- What users decide on their incidents: resolve, ignore (until it spreads or grows, or for a time), reopen; with the reason, which is kept.

select private.lock_traders_first();

alter table public.trader_incidents
    add column ignored_until timestamptz,
    add column decided_by uuid references auth.users (id) on delete set null,
    add column decided_at timestamptz,
    add column decision_reason text,
    drop constraint trader_incidents_escalation_is_known,
    add constraint trader_incidents_escalation_is_known check (escalation in ('new_symbols', 'rate', 'time_over')),
    add constraint trader_incidents_words_fit check (char_length(decision_reason) <= 2000);
comment on column public.trader_incidents.ignored_until is 'Until when it is ignored whatever it does; null: until it spreads or grows';
comment on column public.trader_incidents.decided_by is 'Who last resolved, ignored or reopened it by hand';
comment on column public.trader_incidents.decided_at is 'When they did';
comment on column public.trader_incidents.decision_reason is 'Why, in their words';
comment on column public.trader_incidents.escalation is 'Why it reopened by itself after it was ignored: new_symbols, rate or time_over';
create index trader_incidents_by_decider on public.trader_incidents (decided_by) where decided_by is not null;

create or replace trigger enforce_transition
    before update of status on public.trader_incidents
    for each row when (old.status is distinct from new.status)
    execute function private.enforce_transition(
        'status', 'open>ignored', 'open>resolved', 'ignored>open', 'ignored>resolved', 'resolved>open'
    );


drop function public.set_incident_status(uuid, uuid, text);

create function public.set_incident_status(
    incident_id uuid, actor uuid, status text, reason text default null, ignored_until timestamptz default null
)
returns jsonb
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
    if set_incident_status.ignored_until is not null
        and (set_incident_status.status <> 'ignored' or set_incident_status.ignored_until not between pg_catalog.now() and pg_catalog.now() + interval '1 year') then
        raise exception 'Cannot ignore the incident until %: it must be a time within the next year, and goes with the status ignored only', set_incident_status.ignored_until
            using errcode = 'TE400', detail = 'invalid_until';
    end if;
    -- Same order of locks as the ingest path: trader first.
    perform from public.traders as t where t.id = v_incident.trader_id for no key update;
    select i.* into v_incident from public.trader_incidents as i where i.id = v_incident.id for no key update;
    if v_incident.status = 'resolved' and set_incident_status.status = 'ignored' then
        raise exception 'Cannot ignore the incident: it is resolved; reopen it first' using errcode = 'TE409', detail = 'incident_resolved';
    end if;
    if v_incident.status = 'resolved' and set_incident_status.status = 'open' and exists (
        select from public.trader_incidents as i
        where i.trader_id = v_incident.trader_id and i.fingerprint = v_incident.fingerprint and i.status <> 'resolved'
    ) then
        raise exception 'Cannot reopen the incident: the same fault has come back as another one, which is not resolved; look at that'
            using errcode = 'TE409', detail = 'fault_is_live';
    end if;

    update public.trader_incidents as i
    set status = set_incident_status.status,
        resolved_at = case when set_incident_status.status = 'resolved' then pg_catalog.now() end,
        resolved_by_version_id = null,
        recovered_at = null,
        ignored_at = case when set_incident_status.status = 'ignored' then pg_catalog.now() else i.ignored_at end,
        ignored_until = set_incident_status.ignored_until,
        ignored_symbols = case when set_incident_status.status = 'ignored' then i.symbols else i.ignored_symbols end,
        ignored_hourly = case
            when set_incident_status.status = 'ignored' then (
                select coalesce(max(h.occurrences), 0)
                from public.incident_hours as h
                where h.incident_id = i.id and h.hour > pg_catalog.now() - interval '25 hours'
            )
            else i.ignored_hourly
        end,
        escalation = case when set_incident_status.status = 'ignored' then null else i.escalation end,
        decided_by = actor, decided_at = clock_timestamp(), decision_reason = set_incident_status.reason
    where i.id = v_incident.id
        -- Twice is once; what is ignored can be so for another time.
        and (i.status <> set_incident_status.status or (i.status = 'ignored' and i.ignored_until is distinct from set_incident_status.ignored_until));

    if set_incident_status.status = 'open' and v_incident.status = 'ignored' then
        perform private.queue_fixes(array[v_incident.id]);
    elsif set_incident_status.status <> 'open' then
        update public.proposed_fixes as f
        set status = 'superseded', lease_until = null, reason = 'incident_closed'
        where f.incident_id = v_incident.id and f.status in ('queued', 'generating', 'proposed', 'held');
    end if;
    return (
        select jsonb_build_object('id', i.id, 'status', i.status, 'ignored_until', i.ignored_until, 'decided_at', i.decided_at)
        from public.trader_incidents as i
        where i.id = v_incident.id
    );
end
$$;
comment on function public.set_incident_status(uuid, uuid, text, text, timestamptz) is
    'Ignores, resolves or reopens an incident on its owner''s word, with the reason; one that is ignored until a time reopens when it goes on after it, else when it spreads or grows. A resolved one that is reopened is repaired again when it happens or somebody asks';
revoke execute on function public.set_incident_status(uuid, uuid, text, text, timestamptz) from public, anon, authenticated;
grant execute on function public.set_incident_status(uuid, uuid, text, text, timestamptz) to service_role;


drop function private.count_incidents(public.trader_error_history[], public.trader_error_history[]);

create function private.count_incidents(errors public.trader_error_history[], kept public.trader_error_history[])
returns integer
language plpgsql
set search_path = ''
as $$
declare
    v_counted integer;
begin
    with arrived as (
        select
            e.incident_id,
            coalesce(sum(e.occurrences) filter (where not e.stale), 0) as occurrences,
            coalesce(sum(e.occurrences) filter (where e.stale), 0) as stale_occurrences,
            -- What arrives late says nothing about how often it happens now.
            coalesce(sum(e.occurrences) filter (where not e.stale and e.occurred_at >= date_trunc('hour', pg_catalog.now())), 0) as this_hour,
            min(e.occurred_at) as first_seen,
            max(e.occurred_at) as last_seen,
            max(e.occurred_at) filter (where not e.stale) as last_live,
            coalesce(array_agg(distinct e.symbol) filter (where e.symbol is not null), '{}') as symbols,
            coalesce(array_agg(distinct e.symbol) filter (where e.symbol is not null and not e.stale), '{}') as live_symbols
        from unnest(count_incidents.errors) as e
        group by e.incident_id
    ),
    stored as (
        select
            k.incident_id,
            count(*) as added,
            max(k.id) filter (where not k.stale) as latest_error_id,
            max(k.id) filter (where k.stale) as latest_stale_error_id
        from unnest(count_incidents.kept) as k
        group by k.incident_id
    ),
    counted as (
        select
            a.*,
            coalesce(s.added, 0) as added,
            s.latest_error_id,
            s.latest_stale_error_id,
            case
                when i.status <> 'ignored' or a.occurrences = 0 then null
                when i.ignored_until is not null then case when a.last_live > i.ignored_until then 'time_over' end
                when not a.live_symbols <@ i.ignored_symbols then 'new_symbols'
                when a.this_hour > 0 and a.this_hour + coalesce(h.occurrences, 0) > greatest(x.escalation_factor * i.ignored_hourly, x.escalation_floor)
                    then 'rate'
            end as escalation,
            date_trunc('minute', pg_catalog.now()) as minute,
            x.announce_interval
        from arrived as a
        join public.trader_incidents as i on i.id = a.incident_id
        left join stored as s on s.incident_id = a.incident_id
        left join public.incident_hours as h
            on h.incident_id = a.incident_id and h.hour = date_trunc('hour', pg_catalog.now())
        cross join private.settings as x
    )
    update public.trader_incidents as i
    set occurrences = i.occurrences + c.occurrences,
        stale_occurrences = i.stale_occurrences + c.stale_occurrences,
        first_seen = least(i.first_seen, c.first_seen),
        last_seen = greatest(i.last_seen, c.last_seen),
        symbols = private.with_symbols(i.symbols, c.symbols),
        minute_rows = c.added + case when i.minute_at = c.minute then i.minute_rows else 0 end,
        minute_at = c.minute,
        latest_error_id = coalesce(c.latest_error_id, i.latest_error_id),
        latest_stale_error_id = coalesce(c.latest_stale_error_id, i.latest_stale_error_id),
        status = case when c.escalation is null then i.status else 'open' end,
        escalation = coalesce(c.escalation, i.escalation),
        announced_at = case
            when i.announced_at > pg_catalog.now() - c.announce_interval and c.escalation is null then i.announced_at
            else pg_catalog.now()
        end
    from counted as c
    where i.id = c.incident_id;
    get diagnostics v_counted = row_count;
    return v_counted;
end
$$;
comment on function private.count_incidents(public.trader_error_history[], public.trader_error_history[]) is
    'Raises the counts of incidents, reopens those that were ignored and have spread, grown or outlasted their time, and decides which changes are announced; returns how many it counted';
revoke execute on function private.count_incidents(public.trader_error_history[], public.trader_error_history[]) from public;


create or replace function public.request_fix(incident_id uuid, actor uuid, hint text default null)
returns uuid
language plpgsql
set search_path = ''
as $$
declare
    v_incident public.trader_incidents;
    v_language text;
    v_max_attempts smallint := (select s.max_attempts from private.settings as s);
    v_fix_id uuid;
begin
    select i.* into v_incident from public.trader_incidents as i where i.id = request_fix.incident_id;
    if not found then
        raise exception 'Cannot find the incident among yours' using errcode = 'TE404', detail = 'incident_not_found';
    end if;
    perform private.assert_may_act(actor, (select t.user_id from public.traders as t where t.id = v_incident.trader_id), 'incident');
    if char_length(hint) not between 1 and 2000 then
        raise exception 'Cannot use the hint: it must have 1 to 2000 characters, not %', char_length(hint)
            using errcode = 'TE400', detail = 'invalid_hint';
    end if;
    -- Same order of locks as the ingest path: trader first.
    select t.language into v_language from public.traders as t where t.id = v_incident.trader_id for no key update;
    select i.* into v_incident from public.trader_incidents as i where i.id = request_fix.incident_id for no key update;

    if v_incident.status <> 'open' or v_incident.attribution <> 'code' or v_language <> 'go' then
        raise exception 'Cannot repair this incident: it must be open and the fault of Go code; it is %, of %, in %',
            v_incident.status, v_incident.attribution, v_language
            using errcode = 'TE409', detail = 'not_repairable';
    end if;
    if private.attempts_of(v_incident.id) >= v_max_attempts then
        raise exception 'Cannot try again: % attempts is the limit for one incident. Edit the code yourself, or resolve the incident', v_max_attempts
            using errcode = 'TE409', detail = 'attempts_exhausted';
    end if;
    -- One that waits for the owner's word has it now.
    update public.proposed_fixes as f
    set status = 'queued', reason = null, reason_detail = null, next_attempt_at = pg_catalog.now(), hint = coalesce(request_fix.hint, f.hint)
    where f.incident_id = v_incident.id and f.status = 'held' and f.reason <> 'systemic_fault'
    returning f.id into v_fix_id;
    if v_fix_id is not null then
        return v_fix_id;
    end if;
    insert into public.proposed_fixes (trader_id, user_id, incident_id, base_version_id, hint)
    select v_incident.trader_id, v_incident.user_id, v_incident.id, v.id, request_fix.hint
    from public.filter_versions as v
    where v.trader_id = v_incident.trader_id and v.is_running
    on conflict do nothing
    returning id into v_fix_id;
    if v_fix_id is null then
        raise exception 'Cannot ask again: a repair is already being made, or waits for your decision'
            using errcode = 'TE409', detail = 'fix_in_progress';
    end if;
    return v_fix_id;
end
$$;
comment on function public.request_fix(uuid, uuid, text) is
    'Has an incident repaired on its owner''s word, with a hint: a fix that is held goes on, else another one is queued; returns it';

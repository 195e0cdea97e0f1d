-- Systemic faults are looked for among open incidents only. An index of all of them by fingerprint alone would also serve the search for one
-- trader's incident, and be taken for it as long as the planner knows nothing of the table: by reading every trader's. One with the
-- condition `status = 'open'` would be taken for a user's list of open incidents. So its condition is one that only these two have.

select private.lock_traders_first();

drop index public.trader_incidents_new_by_fingerprint;
create index trader_incidents_live_by_fingerprint on public.trader_incidents (fingerprint, created_at desc) where resolved_at is null;


-- Rows that another transaction holds are left to the sweeper: waiting for them while holding others could deadlock.
create or replace function private.join_systemic_faults()
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
        where s.status = 'open' and n.status = 'open' and n.resolved_at is null and n.systemic_fault_id is distinct from s.id
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


create or replace function private.detect_systemic_faults(incident_ids uuid[])
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
        and i.resolved_at is null
    group by i.fingerprint
    having count(distinct i.trader_id) >= v_settings.systemic_traders
        and count(distinct coalesce(i.user_id, '00000000-0000-0000-0000-000000000000')) >= v_settings.systemic_owners
    on conflict (fingerprint) where status = 'open' do update set last_seen = pg_catalog.now();

    if exists (select from public.systemic_faults as s where s.fingerprint = any (v_fingerprints) and s.status = 'open') then
        perform private.join_systemic_faults();
    end if;
end
$$;

-- What is seen of code in production: it fails as soon as a fault is its own, and is healthy when it has run for a probation without one.

select private.lock_traders_first();

create function private.mark_failing(incident_ids uuid[])
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- The same code fails under every number that it has had, or a return to it would end where it began.
    update public.filter_versions as v
    set health = 'failing'
    from public.trader_incidents as i
    join public.filter_versions as r on r.trader_id = i.trader_id and r.is_running
    where i.id = any (incident_ids) and i.status = 'open' and i.attribution = 'code'
        and not exists (select from public.systemic_faults as s where s.id = i.systemic_fault_id and s.status = 'open')
        and v.trader_id = r.trader_id and v.code_sha256 = r.code_sha256 and v.health <> 'failing';
end
$$;
comment on function private.mark_failing(uuid[]) is 'Notes that running code fails, for the open incidents among these that are its fault';


create function private.stays_live(reason text)
returns boolean
language sql
immutable
set search_path = ''
as $$
    select reason in ('auto_rollback_off', 'no_healthy_version', 'returned_already');
$$;
comment on function private.stays_live(text) is 'Whether a deployment failed by what it did on probation, not by what the executor did: for this reason it was not taken back';


create function private.is_taken(version_id uuid)
returns boolean
language sql
stable
set search_path = ''
as $$
    select coalesce((
        select d.status in ('deployed', 'verified') or coalesce(private.stays_live(d.reason), false)
        from public.deployments as d
        where d.version_id = is_taken.version_id
        order by d.created_at desc
        limit 1
    ), true);
$$;
comment on function private.is_taken(uuid) is 'Whether the executor has taken a running version, as far as is known; one that was never deployed came there by others';


create function private.settle_health()
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    with due as (
        select
            v.id,
            -- Code that the executor did not take proves nothing.
            t.enabled and v.live_since is not null and private.is_taken(v.id)
                and not exists (
                    select from public.trader_incidents as i where i.trader_id = v.trader_id and i.status = 'open' and i.attribution = 'code'
                ) as may_be_healthy,
            greatest(v.judged_at, v.live_since) < pg_catalog.now() - private.watch_length(t.filter) as is_over
        from public.filter_versions as v
        join public.traders as t on t.id = v.trader_id
        cross join private.settings as s
        where v.is_running and v.health in ('unknown', 'probation') and v.judged_at < pg_catalog.now() - s.watch_minimum
            -- What is deployed has a probation of its own.
            and not exists (select from public.deployments as d where d.version_id = v.id and d.status = 'deployed' and d.watch_until is not null)
        order by v.judged_at
        limit 500
        for no key update of v skip locked
    )
    update public.filter_versions as v
    set health = case when u.may_be_healthy then 'healthy' else v.health end,
        -- What cannot be told yet waits for another probation, so that it is not looked at all the time.
        judged_at = pg_catalog.now()
    from due as u
    where v.id = u.id and v.is_running and (u.is_over or not u.may_be_healthy);
end
$$;
comment on function private.settle_health() is 'Calls code healthy that others brought to the trader, once it has run for as long as a probation without a fault';


-- Code that was thought to fail may not be to blame after all: it has to prove itself again.
create function private.reconsider_health()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    update public.filter_versions as v
    set health = 'probation'
    where v.trader_id = new.trader_id and v.is_running and v.health = 'failing'
        and not exists (
            select from public.trader_incidents as i where i.trader_id = new.trader_id and i.status = 'open' and i.attribution = 'code'
        );
    return null;
end
$$;
comment on function private.reconsider_health() is 'Puts failing code on probation again when none of its faults is open any more';

create trigger reconsider_health
    after update of status, attribution on public.trader_incidents
    for each row when (old.status = 'open' and old.attribution = 'code' and (new.status <> 'open' or new.attribution <> 'code'))
    execute function private.reconsider_health();

create or replace trigger enforce_health_transition
    before update of health on public.filter_versions
    for each row execute function private.enforce_transition(
        'health', 'unknown>probation', 'unknown>healthy', 'unknown>failing', 'probation>healthy', 'probation>failing',
        'healthy>failing', 'failing>healthy', 'failing>probation'
    );


create or replace function public.finish_fix(fix_id uuid, attempt integer, outcome jsonb)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
    v_incident_id uuid;
    v_trader_id uuid;
    -- What could not try anything is no attempt.
    v_refund smallint := case when outcome ->> 'status' = 'held' or outcome ->> 'reason' = 'budget_reserved' then 1 else 0 end;
begin
    select f.incident_id, f.trader_id into v_incident_id, v_trader_id from public.proposed_fixes as f where f.id = fix_id;
    if outcome ->> 'reason' = 'not_reproduced' then
        -- What is no longer the code's fault changes what is thought of its version, too: alone with the trader, as others take them the other way round.
        perform from public.traders as t where t.id = v_trader_id for no key update;
    else
        perform private.hold_trader(v_trader_id);
    end if;
    -- Before the fix, as errors that arrive take an incident before its fixes.
    perform
    from public.trader_incidents as i
    where i.id = v_incident_id and (i.attribution_assumed or outcome ->> 'reason' = 'not_reproduced')
    for no key update;
    perform
    from public.proposed_fixes as f
    where f.id = finish_fix.fix_id and f.status = 'generating' and f.attempt = finish_fix.attempt
    for no key update;
    if not found then
        return false;
    end if;
    perform private.end_attempt(fix_id, attempt, outcome);
    update public.proposed_fixes as f
    set status = o.status,
        lease_until = null,
        next_attempt_at = case
            when o.reason in ('daily_cost_cap', 'trader_cost_cap') then private.next_utc_day()
            else coalesce(o.next_attempt_at, f.next_attempt_at)
        end,
        refunded = f.refunded + v_refund,
        origin = coalesce(o.origin, f.origin),
        code = coalesce(o.code, f.code),
        series_code = coalesce(o.series_code, f.series_code),
        base_syntax_hash = coalesce(o.base_syntax_hash, f.base_syntax_hash),
        syntax_hash = coalesce(o.syntax_hash, f.syntax_hash),
        explanation = coalesce(o.explanation, f.explanation),
        root_cause = coalesce(o.root_cause, f.root_cause),
        what_changed = coalesce(o.what_changed, f.what_changed),
        diff = coalesce(o.diff, f.diff),
        validated = coalesce(o.validated, f.validated),
        validation = coalesce(o.validation, f.validation),
        prompt_version = coalesce(o.prompt_version, f.prompt_version),
        trace_id = coalesce(o.trace_id, f.trace_id),
        trace_url = coalesce(o.trace_url, f.trace_url),
        reason = o.reason,
        reason_detail = o.reason_detail
    from jsonb_to_record(finish_fix.outcome) as o (
        status text, next_attempt_at timestamptz, origin text, code text, series_code text, base_syntax_hash text, syntax_hash text,
        explanation text, root_cause text, what_changed jsonb, diff text, validated boolean, validation jsonb, prompt_version text,
        trace_id text, trace_url text, reason text, reason_detail text
    )
    where f.id = finish_fix.fix_id;
    update private.trader_attempts as a
    set attempts = a.attempts - 1
    where v_refund > 0 and a.trader_id = v_trader_id and a.attempts > 0
        and a.day = (
            select (x.started_at at time zone 'UTC')::date
            from public.fix_attempts as x
            where x.fix_id = finish_fix.fix_id and x.attempt = finish_fix.attempt
        );
    perform private.settle_attribution(v_incident_id, outcome);
    return true;
end
$$;


revoke execute on function
    private.mark_failing(uuid[]),
    private.stays_live(text),
    private.is_taken(uuid),
    private.settle_health(),
    private.reconsider_health()
from public;
grant execute on function private.mark_failing(uuid[]), private.is_taken(uuid) to service_role;
grant execute on function private.stays_live(text) to authenticated, service_role;

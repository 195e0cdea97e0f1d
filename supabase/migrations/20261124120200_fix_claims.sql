-- Claims keep a record of each attempt, tell it what was tried before and what was paid for already, and end it with its outcome.

select private.lock_traders_first();

create or replace function private.attempts_of(incident_id uuid)
returns integer
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        select coalesce(sum(f.attempt - f.refunded), 0)::integer from public.proposed_fixes as f where f.incident_id = attempts_of.incident_id
    );
end
$$;


create or replace function public.claim_fix(fix_id uuid)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    v_settings private.settings;
    v_fix public.proposed_fixes;
    v_before integer;
begin
    select s.* into v_settings from private.settings as s;
    perform private.hold_trader((select f.trader_id from public.proposed_fixes as f where f.id = fix_id));

    -- A row that another caller is claiming is not due for this one.
    select f.* into v_fix
    from public.proposed_fixes as f
    where f.id = claim_fix.fix_id
        and (
            (f.status = 'queued' and f.next_attempt_at <= pg_catalog.now())
            or (f.status = 'generating' and f.lease_until < pg_catalog.now())
        )
    for no key update skip locked;
    if not found then
        return null;
    end if;
    v_before := private.attempts_of(v_fix.incident_id);
    if v_before >= v_settings.max_attempts then
        update public.proposed_fixes as f
        set status = 'failed', lease_until = null, reason = 'attempts_exhausted',
            reason_detail = format('Repairing it was tried %s times without a result.', v_before)
        where f.id = v_fix.id;
        return null;
    end if;
    if not private.count_attempt(v_fix.trader_id) then
        update public.proposed_fixes as f
        set status = 'held', lease_until = null, reason = 'trader_attempts_cap', next_attempt_at = private.next_utc_day(),
            reason_detail = format('Repairs of this trader were tried %s times today, which is the limit. It goes on tomorrow.', v_settings.trader_attempts_per_day)
        where f.id = v_fix.id;
        return null;
    end if;

    update public.proposed_fixes as f
    set status = 'generating', attempt = f.attempt + 1, lease_until = pg_catalog.now() + v_settings.fix_lease
    where f.id = v_fix.id
    returning * into v_fix;
    insert into public.fix_attempts (fix_id, attempt, trader_id, user_id, incident_id)
    values (v_fix.id, v_fix.attempt, v_fix.trader_id, v_fix.user_id, v_fix.incident_id);

    perform private.ring('regenerate-filter', n.id)
    from (
        select f.id
        from public.proposed_fixes as f
        where f.status = 'queued' and f.next_attempt_at <= pg_catalog.now()
        order by f.next_attempt_at, f.id
        limit 1
    ) as n;
    return private.claim_of(v_fix, v_settings.max_attempts - v_before - 1);
end
$$;


-- What a repair attempt saw decides whose fault it is: a failure that the running code repeats is the code's, one that it does not
-- repeat is the executor's or the data's, as the attempt found.
create or replace function private.settle_attribution(incident_id uuid, outcome jsonb)
returns void
language plpgsql
set search_path = ''
as $$
declare
    v_reproduced boolean := outcome ->> 'reason' is distinct from 'not_reproduced';
begin
    update public.trader_incidents as i
    set attribution_assumed = false,
        attribution = case when v_reproduced then 'code' else coalesce(outcome ->> 'attribution', 'data') end
    where i.id = settle_attribution.incident_id
        and (
            not v_reproduced
            or (i.attribution_assumed and (outcome ->> 'status' = 'proposed' or (outcome -> 'validation' ->> 'reproduced')::boolean))
        );
end
$$;
comment on function private.settle_attribution(uuid, jsonb) is
    'Makes the attribution of an incident certain by the outcome of an attempt, if that says whether the failure was reproduced';


create function private.end_attempt(fix_id uuid, attempt integer, outcome jsonb)
returns void
language plpgsql
set search_path = ''
as $$
begin
    update public.fix_attempts as a
    set status = case o.status when 'queued' then 'retry' else o.status end,
        step = coalesce(o.step, a.step),
        step_done = null,
        step_total = null,
        origin = o.origin,
        code = o.code,
        series_code = o.series_code,
        syntax_hash = o.syntax_hash,
        validated = coalesce(o.validated, false),
        validation = o.validation,
        prompt_version = o.prompt_version,
        trace_id = o.trace_id,
        trace_url = o.trace_url,
        reason = o.reason,
        reason_detail = o.reason_detail,
        ended_at = pg_catalog.now()
    from jsonb_to_record(end_attempt.outcome) as o (
        status text, step text, origin text, code text, series_code text, syntax_hash text, validated boolean, validation jsonb,
        prompt_version text, trace_id text, trace_url text, reason text, reason_detail text
    )
    where a.fix_id = end_attempt.fix_id and a.attempt = end_attempt.attempt and a.status = 'running';
    -- A candidate that was judged is paid for and done with; otherwise the next attempt goes on from the answer.
    if outcome ->> 'code' is not null or outcome ->> 'status' <> 'queued' then
        delete from private.model_answers as m where m.fix_id = end_attempt.fix_id;
    end if;
end
$$;
comment on function private.end_attempt(uuid, integer, jsonb) is 'Ends the record of an attempt with its outcome';


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
    perform private.hold_trader(v_trader_id);
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
comment on function public.finish_fix(uuid, integer, jsonb) is
    'Ends an attempt with its outcome {status, ...} and keeps it in fix_attempts; false when the lease was lost and another attempt owns the fix. Cost comes from the ledger';


-- wait_seconds: what the provider asked for; null after a failure that waiting does not mend.
create or replace function public.fail_fix(fix_id uuid, attempt integer, outcome jsonb, wait_seconds numeric default null)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
    v_settings private.settings;
    v_fix public.proposed_fixes;
    v_tries integer;
    v_wait interval := '0';
begin
    select s.* into v_settings from private.settings as s;
    select f.* into v_fix from public.proposed_fixes as f where f.id = fail_fix.fix_id;
    if private.attempts_of(v_fix.incident_id) >= v_settings.max_attempts then
        return public.finish_fix(fix_id, attempt, outcome || '{"status": "failed"}');
    end if;
    if wait_seconds is not null then
        -- What was refunded was no attempt.
        v_tries := greatest(1, fail_fix.attempt - v_fix.refunded);
        v_wait := greatest(
            v_settings.retry_delays[least(v_tries, cardinality(v_settings.retry_delays))],
            make_interval(secs => least(wait_seconds, 86400)::double precision)
        );
    end if;
    return public.finish_fix(
        fix_id, attempt, outcome || jsonb_build_object('status', 'queued', 'next_attempt_at', pg_catalog.now() + v_wait)
    );
end
$$;


revoke execute on function
    private.end_attempt(uuid, integer, jsonb)
from public;
grant execute on function
    private.end_attempt(uuid, integer, jsonb)
to service_role;

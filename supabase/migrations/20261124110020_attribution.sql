-- What a repair attempt saw decides an attribution that was only assumed: a failure that the running code repeats is the code's,
-- one that it does not repeat on the very input is the executor's, and one that no market shows is the data's.

create function private.settle_attribution(incident_id uuid, outcome jsonb)
returns void
language sql
set search_path = ''
as $$
    update public.trader_incidents as i
    set attribution_assumed = false,
        attribution = case
            when outcome ->> 'reason' is distinct from 'not_reproduced' then 'code'
            when exists (
                select from public.trader_error_history as h where h.incident_id = i.id and h.market_data is not null
            ) then 'executor'
            else 'data'
        end
    where i.id = settle_attribution.incident_id
        and i.attribution_assumed
        and (outcome ->> 'reason' = 'not_reproduced' or outcome ->> 'status' = 'proposed' or (outcome -> 'validation' ->> 'reproduced')::boolean);
$$;
comment on function private.settle_attribution(uuid, jsonb) is
    'Makes an assumed attribution certain by the outcome of an attempt, if that says whether the failure was reproduced';


create or replace function public.finish_fix(fix_id uuid, attempt integer, outcome jsonb)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
    v_incident_id uuid;
begin
    perform private.hold_trader((select f.trader_id from public.proposed_fixes as f where f.id = fix_id));
    -- Before the fix, as errors that arrive take an incident before its fixes.
    perform
    from public.trader_incidents as i
    where i.id = (select f.incident_id from public.proposed_fixes as f where f.id = fix_id) and i.attribution_assumed
    for no key update;
    update public.proposed_fixes as f
    set status = o.status,
        lease_until = null,
        next_attempt_at = case
            when o.reason = 'daily_cost_cap' then private.next_utc_day()
            else coalesce(o.next_attempt_at, f.next_attempt_at)
        end,
        refunded = f.refunded + case when o.status = 'held' then 1 else 0 end,
        origin = coalesce(o.origin, f.origin),
        code = coalesce(o.code, f.code),
        series_code = coalesce(o.series_code, f.series_code),
        explanation = coalesce(o.explanation, f.explanation),
        root_cause = coalesce(o.root_cause, f.root_cause),
        what_changed = coalesce(o.what_changed, f.what_changed),
        diff = coalesce(o.diff, f.diff),
        validated = coalesce(o.validated, f.validated),
        validation = coalesce(o.validation, f.validation),
        prompt_version = coalesce(o.prompt_version, f.prompt_version),
        trace_url = coalesce(o.trace_url, f.trace_url),
        reason = o.reason,
        reason_detail = o.reason_detail
    from jsonb_to_record(finish_fix.outcome) as o (
        status text, next_attempt_at timestamptz, origin text, code text, series_code text, explanation text, root_cause text,
        what_changed jsonb, diff text, validated boolean, validation jsonb, prompt_version text, trace_url text,
        reason text, reason_detail text
    )
    where f.id = finish_fix.fix_id and f.status = 'generating' and f.attempt = finish_fix.attempt
    returning f.incident_id into v_incident_id;
    if not found then
        return false;
    end if;
    perform private.settle_attribution(v_incident_id, outcome);
    return true;
end
$$;


revoke execute on function private.settle_attribution(uuid, jsonb) from public;
grant execute on function private.settle_attribution(uuid, jsonb) to service_role;

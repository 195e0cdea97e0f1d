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


-- A fix that leaves its attempt behind, because a lease ran out or somebody decided otherwise, ends the record of it. A call of a
-- lost worker that nobody settled counts in full, for it may have been made; one that is still at it settles by itself.
create function private.end_left_attempts()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    update public.fix_attempts as a
    set status = 'lost', ended_at = pg_catalog.now(), step_done = null, step_total = null,
        reason = coalesce(n.reason, 'worker_lost'),
        reason_detail = coalesce(n.reason_detail, 'The attempt was cut off. What it had paid for serves the next one.')
    from new_rows as n
    join old_rows as o on o.id = n.id and o.status = 'generating' and (n.status <> 'generating' or n.attempt > o.attempt)
    where a.fix_id = o.id and a.attempt = o.attempt and a.status = 'running';
    if not found then
        return null;
    end if;
    perform private.close_llm_call(u.id, 'presumed', u.reserved_usd, null, null)
    from old_rows as o
    join new_rows as n on n.id = o.id and (n.status <> 'generating' or n.attempt > o.attempt)
    join public.llm_usage as u on u.fix_id = o.id and u.attempt = o.attempt and u.status = 'reserved'
    where o.status = 'generating' and o.lease_until < pg_catalog.now();
    return null;
end
$$;
comment on function private.end_left_attempts() is 'Ends the records of attempts that will not end themselves';

create trigger end_left_attempts
    after update on public.proposed_fixes
    referencing old table as old_rows new table as new_rows
    for each statement execute function private.end_left_attempts();


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


create function private.tried_before(incident public.trader_incidents)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
    -- The newest of them, oldest first: a prompt has room for a few.
    return (
        select coalesce(jsonb_agg(
            jsonb_build_object('kind', x.kind, 'code', x.code, 'failure', x.failure, 'syntax_hash', x.syntax_hash) order by x.at
        ), '[]')
        from (
            select t.*
            from (
                select
                    'failed' as kind,
                    case incident.component when 'filter' then a.code else a.series_code end as code,
                    coalesce(a.reason_detail, '') as failure, a.syntax_hash, a.ended_at as at
                from public.fix_attempts as a
                where a.incident_id = incident.id and a.code is not null and not a.validated and a.status in ('retry', 'failed', 'unfixable')
                union all
                select
                    'rejected',
                    case incident.component when 'filter' then f.code else f.series_code end,
                    coalesce(f.decision_reason, ''), f.syntax_hash, f.decided_at
                from public.proposed_fixes as f
                join public.trader_incidents as i on i.id = f.incident_id
                where f.trader_id = incident.trader_id and f.status = 'rejected' and i.fingerprint = incident.fingerprint
            ) as t
            order by t.at desc
            limit 6
        ) as x
    );
end
$$;
comment on function private.tried_before(public.trader_incidents) is
    'Candidates for a fault that were not proven, or that the owner rejected: [{kind: failed | rejected, code, failure, syntax_hash}]';


create or replace function private.claim_of(fix public.proposed_fixes, attempts_left integer)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        select jsonb_build_object(
            'fix', jsonb_build_object(
                'id', fix.id, 'attempt', fix.attempt, 'attempts_left', attempts_left, 'lease_until', fix.lease_until, 'hint', fix.hint
            ),
            'incident', jsonb_build_object(
                'id', i.id, 'component', i.component, 'error_type', i.error_type, 'fingerprint', i.fingerprint, 'symbols', i.symbols
            ),
            'trader', jsonb_build_object('id', t.id, 'user_id', t.user_id, 'name', t.name, 'strategy', t.strategy),
            'base', jsonb_build_object('code', v.code, 'series_code', v.series_code, 'code_sha256', v.code_sha256),
            'error', jsonb_build_object(
                'message', coalesce(h.error_message, i.error_message), 'stack', h.stack_trace, 'symbol', h.symbol
            ),
            'tried', private.tried_before(i),
            'answer', (select m.answer from private.model_answers as m where m.fix_id = fix.id),
            'captured', (
                select coalesce(jsonb_agg(c.market_data), '[]')
                from (
                    select x.market_data
                    from public.trader_error_history as x
                    where x.incident_id = i.id and not x.stale and x.market_data is not null
                    order by x.id desc
                    limit 3
                ) as c
            )
        )
        from public.trader_incidents as i
        join public.traders as t on t.id = i.trader_id
        join public.filter_versions as v on v.id = fix.base_version_id
        left join public.trader_error_history as h on h.id = i.latest_error_id
        where i.id = fix.incident_id
    );
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
    where v_refund > 0 and a.trader_id = v_trader_id and a.day = (pg_catalog.now() at time zone 'UTC')::date and a.attempts > 0;
    perform private.settle_attribution(v_incident_id, outcome);
    return true;
end
$$;
comment on function public.finish_fix(uuid, integer, jsonb) is
    'Ends an attempt with its outcome {status, ...} and keeps it in fix_attempts; false when the lease was lost and another attempt owns the fix. Cost comes from the ledger';


revoke execute on function
    private.end_left_attempts(),
    private.tried_before(public.trader_incidents),
    private.end_attempt(uuid, integer, jsonb)
from public;
grant execute on function
    private.tried_before(public.trader_incidents),
    private.end_attempt(uuid, integer, jsonb)
to service_role;

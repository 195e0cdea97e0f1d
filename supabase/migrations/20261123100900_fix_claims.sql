-- Claiming and finishing a fix: one atomic statement each. The attempt number fences off a worker whose lease ran out.

create function public.claim_fix(fix_id uuid)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    v_settings private.settings;
    v_fix public.proposed_fixes;
begin
    select s.* into v_settings from private.settings as s;

    update public.proposed_fixes as f
    set status = 'generating', attempt = f.attempt + 1, lease_until = pg_catalog.now() + v_settings.fix_lease
    where f.id = claim_fix.fix_id
        and f.attempt < v_settings.max_attempts
        and (
            (f.status = 'queued' and f.next_attempt_at <= pg_catalog.now())
            or (f.status = 'generating' and f.lease_until < pg_catalog.now())
        )
    returning * into v_fix;
    if not found then
        return null;
    end if;

    perform private.ring('regenerate-filter', n.id)
    from (
        select f.id
        from public.proposed_fixes as f
        where f.status = 'queued' and f.next_attempt_at <= pg_catalog.now()
        order by f.next_attempt_at, f.id
        limit 1
    ) as n;

    return (
        select jsonb_build_object(
            'fix', jsonb_build_object('id', v_fix.id, 'attempt', v_fix.attempt, 'max_attempts', v_settings.max_attempts, 'lease_until', v_fix.lease_until),
            'incident', jsonb_build_object(
                'id', i.id, 'component', i.component, 'error_type', i.error_type, 'fingerprint', i.fingerprint, 'symbols', i.symbols
            ),
            'trader', jsonb_build_object('id', t.id, 'user_id', t.user_id, 'name', t.name, 'strategy', t.strategy),
            'base', jsonb_build_object('code', v.code, 'series_code', v.series_code, 'code_sha256', v.code_sha256),
            'error', (
                select jsonb_build_object('message', h.error_message, 'stack', h.stack_trace, 'symbol', h.symbol)
                from public.trader_error_history as h
                where h.incident_id = i.id and not h.stale
                order by h.id desc
                limit 1
            ),
            'earlier', case when v_fix.code is not null then jsonb_build_object(
                'code', case i.component when 'filter' then v_fix.code else v_fix.series_code end,
                'failure', coalesce(v_fix.reason_detail, '')
            ) end,
            'captured', (
                select coalesce(jsonb_agg(c.market_data), '[]')
                from (
                    select h.market_data
                    from public.trader_error_history as h
                    where h.incident_id = i.id and not h.stale and h.market_data is not null
                    order by h.id desc
                    limit 3
                ) as c
            )
        )
        from public.trader_incidents as i
        join public.traders as t on t.id = i.trader_id
        join public.filter_versions as v on v.id = v_fix.base_version_id
        where i.id = v_fix.incident_id
    );
end
$$;
comment on function public.claim_fix(uuid) is
    'Takes a due fix under a lease and returns all that repairing it needs; null when it is not claimable. Rings for the next due fix';
revoke execute on function public.claim_fix(uuid) from public, anon, authenticated;
grant execute on function public.claim_fix(uuid) to service_role;


create function public.finish_fix(fix_id uuid, attempt integer, outcome jsonb)
returns boolean
language plpgsql
set search_path = ''
as $$
begin
    update public.proposed_fixes as f
    set status = o.status,
        lease_until = null,
        next_attempt_at = coalesce(o.next_attempt_at, f.next_attempt_at),
        origin = coalesce(o.origin, f.origin),
        code = coalesce(o.code, f.code),
        series_code = coalesce(o.series_code, f.series_code),
        explanation = coalesce(o.explanation, f.explanation),
        root_cause = coalesce(o.root_cause, f.root_cause),
        what_changed = coalesce(o.what_changed, f.what_changed),
        diff = coalesce(o.diff, f.diff),
        validated = coalesce(o.validated, f.validated),
        validation = coalesce(o.validation, f.validation),
        model = coalesce(o.model, f.model),
        prompt_version = coalesce(o.prompt_version, f.prompt_version),
        trace_url = coalesce(o.trace_url, f.trace_url),
        tokens = f.tokens + coalesce(o.tokens, 0),
        cost_usd = f.cost_usd + coalesce(o.cost_usd, 0),
        reason = o.reason,
        reason_detail = o.reason_detail
    from jsonb_to_record(finish_fix.outcome) as o (
        status text, next_attempt_at timestamptz, origin text, code text, series_code text, explanation text, root_cause text,
        what_changed jsonb, diff text, validated boolean, validation jsonb, model text, prompt_version text, trace_url text,
        tokens integer, cost_usd numeric, reason text, reason_detail text
    )
    where f.id = finish_fix.fix_id and f.status = 'generating' and f.attempt = finish_fix.attempt;
    return found;
end
$$;
comment on function public.finish_fix(uuid, integer, jsonb) is
    'Ends an attempt with its outcome {status, ...}; false when the lease was lost and another attempt owns the fix';
revoke execute on function public.finish_fix(uuid, integer, jsonb) from public, anon, authenticated;
grant execute on function public.finish_fix(uuid, integer, jsonb) to service_role;

-- What a claim tells an attempt: what was tried before, what must not be offered again, what was paid for already.

select private.lock_traders_first();

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
            jsonb_build_object('kind', x.kind, 'code', x.code, 'failure', x.failure) order by x.at
        ), '[]')
        from (
            select t.*
            from (
                select
                    'failed' as kind,
                    case incident.component when 'filter' then a.code else a.series_code end as code,
                    coalesce(a.reason_detail, '') as failure, a.ended_at as at
                from public.fix_attempts as a
                where a.incident_id = incident.id and a.code is not null and not a.validated and a.status in ('retry', 'failed', 'unfixable')
                union all
                select
                    'rejected',
                    case incident.component when 'filter' then f.code else f.series_code end,
                    coalesce(f.decision_reason, ''), f.decided_at
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
    'Candidates for a fault that were not proven, or that the owner rejected, the newest six: [{kind: failed | rejected, code, failure}]';


create function private.refused_before(incident public.trader_incidents)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object('syntax_hash', x.syntax_hash, 'kind', x.kind, 'failure', x.failure)), '[]')
        from (
            select distinct on (t.syntax_hash) t.*
            from (
                select a.syntax_hash, 'failed' as kind, coalesce(a.reason_detail, '') as failure
                from public.fix_attempts as a
                where a.incident_id = incident.id and a.code is not null and not a.validated
                union all
                select f.syntax_hash, 'rejected', coalesce(f.decision_reason, '')
                from public.proposed_fixes as f
                join public.trader_incidents as i on i.id = f.incident_id
                where f.trader_id = incident.trader_id and f.status = 'rejected' and i.fingerprint = incident.fingerprint
            ) as t
            where t.syntax_hash is not null
            order by t.syntax_hash, t.kind desc
        ) as x
    );
end
$$;
comment on function private.refused_before(public.trader_incidents) is
    'What must not be offered again for a fault: [{syntax_hash, kind: failed | rejected, failure}]';


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
            'refused', private.refused_before(i),
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


revoke execute on function
    private.tried_before(public.trader_incidents),
    private.refused_before(public.trader_incidents)
from public;
grant execute on function
    private.tried_before(public.trader_incidents),
    private.refused_before(public.trader_incidents)
to service_role;

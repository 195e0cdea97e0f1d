-- Which executor runs a trader: the Fly app of its owner where the project keeps those, else the platform's own.

create function private.fly_app_of(user_id uuid)
returns text
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_app text;
begin
    if user_id is null or to_regclass('public.user_fly_apps') is null then
        return null;
    end if;
    -- The table is the platform's, and may be added or changed after this.
    execute 'select a.fly_app_name::text from public.user_fly_apps as a where a.user_id::text = $1::text and a.status::text = ''active'' order by 1 limit 1'
    into v_app
    using user_id;
    return v_app;
exception
    when undefined_column or undefined_table then
        return null;
end
$$;
comment on function private.fly_app_of(uuid) is
    'Name of the Fly app on which the executor of a user runs; null for the platform''s executor, or where the project has no user_fly_apps';
revoke execute on function private.fly_app_of(uuid) from public;
grant execute on function private.fly_app_of(uuid) to service_role;


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
            'trader', jsonb_build_object(
                'id', t.id, 'user_id', t.user_id, 'name', t.name, 'strategy', t.strategy, 'fly_app', private.fly_app_of(t.user_id)
            ),
            'base', jsonb_build_object('code', v.code, 'series_code', v.series_code, 'code_sha256', v.code_sha256),
            'error', jsonb_build_object(
                'message', coalesce(h.error_message, i.error_message), 'stack', h.stack_trace, 'symbol', h.symbol
            ),
            'tried', private.tried_before(i),
            'refused', private.refused_before(i),
            'answer', (select m.answer from private.model_answers as m where m.fix_id = fix.id),
            'captured', private.captured_inputs(i.id)
        )
        from public.trader_incidents as i
        join public.traders as t on t.id = i.trader_id
        join public.filter_versions as v on v.id = fix.base_version_id
        left join public.trader_error_history as h on h.id = i.latest_error_id
        where i.id = fix.incident_id
    );
end
$$;


create function private.captured_inputs(incident_id uuid)
returns jsonb
language sql
stable
set search_path = ''
as $$
    select coalesce(jsonb_agg(c.market_data), '[]')
    from (
        select h.market_data
        from public.trader_error_history as h
        where h.incident_id = captured_inputs.incident_id and not h.stale and h.market_data is not null
        order by h.id desc
        limit 3
    ) as c;
$$;
comment on function private.captured_inputs(uuid) is 'The market data that was captured when an incident last happened, of three errors at most';
revoke execute on function private.captured_inputs(uuid) from public;
grant execute on function private.captured_inputs(uuid) to service_role;

-- record_errors: the one way in for the record-error function; direct inserts drive the same triggers.

create function private.learn_version(trader_id uuid, filter_code text)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    if not exists (
        select
        from public.filter_versions as v
        where v.trader_id = learn_version.trader_id and v.code = learn_version.filter_code
    ) then
        perform private.add_version(trader_id, filter_code, '', 'external', false);
    end if;
end
$$;
comment on function private.learn_version(uuid, text) is 'Makes code that an executor reports, and that was not seen before, a version from outside';
grant execute on function private.learn_version(uuid, text) to service_role;


create function public.record_errors(events jsonb)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    v_known uuid[];
    v_inserted jsonb;
    v_rejected jsonb;
begin
    if jsonb_typeof(events) <> 'array' or jsonb_array_length(events) > 500 then
        raise exception 'Cannot record errors: events must be an array of at most 500'
            using errcode = 'TE400', detail = 'invalid_events';
    end if;

    -- Traders are locked in one order, so that two batches never wait for each other.
    select array_agg(k.id) into v_known
    from (
        select t.id
        from public.traders as t
        where t.id in (select (e ->> 'trader_id')::uuid from jsonb_array_elements(events) as e)
        order by t.id
        for no key update
    ) as k;

    perform private.learn_version(r.trader_id, r.filter_code)
    from (
        select distinct (e ->> 'trader_id')::uuid as trader_id, e ->> 'filter_code' as filter_code
        from jsonb_array_elements(events) as e
        where not e ? 'code_sha256' and e ? 'filter_code'
    ) as r
    where r.trader_id = any (v_known);

    with inserted as (
        insert into public.trader_error_history (
            event_id, trader_id, component, error_type, error_message, stack_trace, occurred_at,
            code_sha256, occurrences, symbol, trigger_interval, context, market_data
        )
        select
            x.event_id, x.trader_id, coalesce(x.component, 'filter'), x.error_type, x.error_message, x.stack_trace,
            coalesce(x.occurred_at, pg_catalog.now()),
            coalesce(x.code_sha256, v.code_sha256),
            coalesce(x.occurrences, 1), x.context ->> 'symbol', x.context ->> 'trigger_interval', coalesce(x.context, '{}'), x.market_data
        from jsonb_array_elements(events) with ordinality as e (event, index)
        cross join lateral jsonb_to_record(e.event) as x (
            event_id uuid, trader_id uuid, component text, error_type text, error_message text, stack_trace text,
            occurred_at timestamptz, code_sha256 text, filter_code text, occurrences integer, context jsonb, market_data jsonb
        )
        left join lateral (
            select v.code_sha256
            from public.filter_versions as v
            where v.trader_id = x.trader_id and v.code = x.filter_code
            order by v.is_running desc, v.version desc
            limit 1
        ) as v on x.code_sha256 is null
        where x.trader_id = any (v_known)
        order by e.index
        returning event_id, incident_id
    )
    select coalesce(jsonb_agg(to_jsonb(inserted)), '[]') into v_inserted from inserted;

    select coalesce(
        jsonb_agg(jsonb_build_object(
            'index', r.index - 1,
            'event_id', r.event ->> 'event_id',
            'code', 'unknown_trader',
            'message', format('Cannot record an error of trader %s: there is no such trader', r.event ->> 'trader_id')
        ) order by r.index),
        '[]'
    )
    into v_rejected
    from jsonb_array_elements(events) with ordinality as r (event, index)
    where not coalesce((r.event ->> 'trader_id')::uuid = any (v_known), false);

    return jsonb_build_object(
        'accepted', jsonb_array_length(v_inserted),
        'duplicates', jsonb_array_length(events) - jsonb_array_length(v_inserted) - jsonb_array_length(v_rejected),
        'rejected', v_rejected,
        'incidents', (
            select coalesce(jsonb_agg(jsonb_build_object(
                'incident_id', i.id,
                'trader_id', i.trader_id,
                'is_new', i.created_at = pg_catalog.now()
            )), '[]')
            from public.trader_incidents as i
            where i.id in (select (x ->> 'incident_id')::uuid from jsonb_array_elements(v_inserted) as x)
        )
    );
end
$$;
comment on function public.record_errors(jsonb) is
    'Records an array of events and answers {accepted, duplicates, rejected: [{index, event_id, code, message}], incidents: [{incident_id, trader_id, is_new}]}';
revoke execute on function public.record_errors(jsonb) from public, anon, authenticated;
grant execute on function public.record_errors(jsonb) to service_role;


revoke execute on function
    private.learn_version(uuid, text)
from public;

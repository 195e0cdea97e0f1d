-- record_errors: a reported batch, each event read on its own, so that a bad one costs nothing but itself.

create type private.event_reading as (
    error public.trader_error_history,
    filter_code text,
    code text,
    message text
);
comment on type private.event_reading is 'An event as an error, or the code and sentence of why it is none';

-- Rules as data: where each field must hold for an event to be recorded.
create function private.event_problem(event jsonb)
returns text
language sql
immutable
set search_path = ''
as $$
    select case
        when jsonb_typeof(event) is distinct from 'object' then 'it must be an object'
        else (
            select format('%s must be %s, not %s', r.field, r.rule, coalesce(left((event -> r.field)::text, 60), 'missing'))
            from (
                values
                    (1, 'event_id', 'a uuid', event ->> 'event_id' ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'),
                    (2, 'trader_id', 'a uuid', event ->> 'trader_id' ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'),
                    (3, 'error_message', 'a text that is not empty', jsonb_typeof(event -> 'error_message') = 'string' and event ->> 'error_message' <> ''),
                    (4, 'component', 'filter or series', coalesce(event ->> 'component', 'filter') in ('filter', 'series')),
                    (5, 'error_type', 'compile, runtime, timeout, infrastructure or unknown',
                        coalesce(event ->> 'error_type', 'unknown') in ('compile', 'runtime', 'timeout', 'infrastructure', 'unknown')),
                    (6, 'code_sha256', '64 lower-case hex digits', coalesce(event ->> 'code_sha256' ~ '^[0-9a-f]{64}$', true)),
                    (7, 'occurrences', 'a whole number from 1 to 1000000', coalesce(event ->> 'occurrences' ~ '^([1-9][0-9]{0,5}|1000000)$', true)),
                    (8, 'occurred_at', 'a time such as 2026-01-31T12:00:00Z',
                        coalesce(event ->> 'occurred_at' ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]+(Z|[-+][0-9:]+)$', true)),
                    (9, 'context', 'an object', coalesce(jsonb_typeof(event -> 'context'), 'null') in ('object', 'null')),
                    (10, 'market_data', 'an object', coalesce(jsonb_typeof(event -> 'market_data'), 'null') in ('object', 'null'))
            ) as r (place, field, rule, holds)
            where not coalesce(r.holds, false)
            order by r.place
            limit 1
        )
    end;
$$;
comment on function private.event_problem(jsonb) is 'What is wrong with an event: field, rule and value; null when nothing is';

create function private.read_event(event jsonb)
returns private.event_reading
language plpgsql
stable
set search_path = ''
as $$
declare
    v_reading private.event_reading;
    v_error public.trader_error_history;
    v_problem text := private.event_problem(event);
begin
    if v_problem is not null then
        v_reading.code := 'invalid_event';
        v_reading.message := 'Cannot record this event: ' || v_problem;
        return v_reading;
    end if;
    v_error.event_id := event ->> 'event_id';
    v_error.trader_id := event ->> 'trader_id';
    v_error.component := coalesce(event ->> 'component', 'filter');
    v_error.error_type := event ->> 'error_type';
    v_error.error_message := event ->> 'error_message';
    v_error.stack_trace := event ->> 'stack_trace';
    v_error.code_sha256 := event ->> 'code_sha256';
    v_error.context := coalesce(nullif(event -> 'context', 'null'), '{}');
    v_error.symbol := v_error.context ->> 'symbol';
    v_error.trigger_interval := v_error.context ->> 'trigger_interval';
    v_error.market_data := nullif(event -> 'market_data', 'null');
    v_error.occurrences := coalesce(event ->> 'occurrences', '1');
    v_error.stale := false;
    v_error.occurred_at := coalesce((event ->> 'occurred_at')::timestamptz, pg_catalog.now());
    v_reading.error := v_error;
    v_reading.filter_code := case when v_error.code_sha256 is null then event ->> 'filter_code' end;
    return v_reading;
exception
    when datetime_field_overflow or invalid_datetime_format or numeric_value_out_of_range then
        v_reading.code := 'invalid_event';
        v_reading.message := format('Cannot record this event: occurred_at must be a time such as 2026-01-31T12:00:00Z, not %s',
            left(event ->> 'occurred_at', 60));
        return v_reading;
end
$$;
comment on function private.read_event(jsonb) is 'An event as an error; one that is malformed gets the code invalid_event and a sentence';


drop function private.learn_version(uuid, text);

create function private.learn_version(trader_id uuid, filter_code text)
returns text
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_code_sha256 text;
begin
    select v.code_sha256 into v_code_sha256
    from public.filter_versions as v
    where v.trader_id = learn_version.trader_id and v.code = learn_version.filter_code
    order by v.is_running desc, v.version desc
    limit 1;
    if not found then
        perform private.add_version(learn_version.trader_id, learn_version.filter_code, '', 'external', false);
        v_code_sha256 := private.code_sha256(learn_version.filter_code, '');
    end if;
    return v_code_sha256;
end
$$;
comment on function private.learn_version(uuid, text) is
    'Hash of the version with the code an executor reports; code that was not seen before becomes a version from outside';
grant execute on function private.learn_version(uuid, text) to service_role;


create or replace function public.record_errors(events jsonb)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    v_readings private.event_reading[];
    v_known uuid[];
    v_error public.trader_error_history;
    v_errors public.trader_error_history[] := '{}';
    v_recorded jsonb;
begin
    if jsonb_typeof(events) is distinct from 'array' or jsonb_array_length(events) > 500 then
        raise exception 'Cannot record errors: events must be an array of at most 500, not %',
            case when jsonb_typeof(events) = 'array' then jsonb_array_length(events) || ' of them' else coalesce(jsonb_typeof(events), 'null') end
            using errcode = 'TE400', detail = 'invalid_events';
    end if;
    v_readings := array(
        select private.read_event(e.event) from jsonb_array_elements(events) with ordinality as e (event, place) order by e.place
    );

    select array_agg(k.id) into v_known
    from (
        select t.id
        from public.traders as t
        where t.id in (select (r.error).trader_id from unnest(v_readings) as r where r.code is null)
        order by t.id
        for no key update
    ) as k;

    for i in 1..cardinality(v_readings) loop
        if v_readings[i].code is not null then
            continue;
        end if;
        v_error := v_readings[i].error;
        if v_error.trader_id = any (v_known) then
            v_error.id := nextval('public.trader_error_history_id_seq');
            if v_readings[i].filter_code is not null then
                v_error.code_sha256 := private.learn_version(v_error.trader_id, v_readings[i].filter_code);
            end if;
            v_errors := v_errors || v_error;
        else
            v_readings[i].code := 'unknown_trader';
            v_readings[i].message := format('Cannot record an error of trader %s: there is no such trader', v_error.trader_id);
        end if;
    end loop;

    select coalesce(jsonb_agg(to_jsonb(r)), '[]') into v_recorded from private.ingest_errors(v_errors) as r;
    return private.record_answer(events, v_readings, v_recorded);
end
$$;
comment on function public.record_errors(jsonb) is
    'Records an array of at most 500 events, each once by its event_id, and answers {accepted, duplicates, rejected: [{index, event_id, code, message}], incidents: [{incident_id, trader_id, is_new}], results: [{index, event_id, status, incident_id}]}';


create function private.record_answer(events jsonb, readings private.event_reading[], recorded jsonb)
returns jsonb
language sql
stable
set search_path = ''
as $$
    with stored as (
        select r.recorded as event_id, r.recorded_in as incident_id
        from jsonb_to_recordset(record_answer.recorded) as r (recorded uuid, recorded_in uuid)
    ),
    results as (
        select
            r.place - 1 as index,
            record_answer.events -> (r.place::integer - 1) -> 'event_id' as event_id,
            r.code,
            r.message,
            s.incident_id,
            case
                when r.code is not null then 'rejected'
                when s.event_id is not null and row_number() over (partition by (r.error).event_id order by r.place) = 1 then 'accepted'
                else 'duplicate'
            end as status
        from unnest(record_answer.readings) with ordinality as r (error, filter_code, code, message, place)
        left join stored as s on r.code is null and s.event_id = (r.error).event_id
    )
    select jsonb_build_object(
        'accepted', count(*) filter (where x.status = 'accepted'),
        'duplicates', count(*) filter (where x.status = 'duplicate'),
        'rejected', coalesce(jsonb_agg(
            jsonb_build_object('index', x.index, 'event_id', x.event_id, 'code', x.code, 'message', x.message) order by x.index
        ) filter (where x.status = 'rejected'), '[]'),
        'incidents', (
            select coalesce(jsonb_agg(jsonb_build_object(
                'incident_id', i.id, 'trader_id', i.trader_id, 'is_new', i.created_at = pg_catalog.now()
            )), '[]')
            from public.trader_incidents as i
            where i.id in (select s.incident_id from stored as s)
        ),
        'results', coalesce(jsonb_agg(
            jsonb_build_object('index', x.index, 'event_id', x.event_id, 'status', x.status, 'incident_id', x.incident_id) order by x.index
        ), '[]')
    )
    from results as x;
$$;
comment on function private.record_answer(jsonb, private.event_reading[], jsonb) is 'What record_errors answers';


revoke execute on function
    private.event_problem(jsonb),
    private.read_event(jsonb),
    private.learn_version(uuid, text),
    private.record_answer(jsonb, private.event_reading[], jsonb)
from public;
grant execute on function
    private.event_problem(jsonb),
    private.read_event(jsonb),
    private.record_answer(jsonb, private.event_reading[], jsonb)
to service_role;
grant usage on sequence public.trader_error_history_id_seq to service_role;

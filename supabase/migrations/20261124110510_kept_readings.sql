-- What is asked of every event and error on its own, as functions that keep their plans, too.

create function private.misfit(event jsonb, field text, rule text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
    return format('%s must be %s, not %s', field, rule, coalesce(left((event -> field)::text, 60), 'missing'));
end
$$;
comment on function private.misfit(jsonb, text, text) is 'Says that a field of an event breaks its rule, and with which value';


create or replace function private.event_problem(event jsonb)
returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
    c_uuid constant text := '^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$';
begin
    if jsonb_typeof(event) is distinct from 'object' then
        return 'it must be an object';
    elsif (event ->> 'event_id' ~* c_uuid) is not true then
        return private.misfit(event, 'event_id', 'a uuid');
    elsif (event ->> 'trader_id' ~* c_uuid) is not true then
        return private.misfit(event, 'trader_id', 'a uuid');
    elsif jsonb_typeof(event -> 'error_message') is distinct from 'string' or event ->> 'error_message' = '' then
        return private.misfit(event, 'error_message', 'a text that is not empty');
    elsif event ->> 'component' not in ('filter', 'series') then
        return private.misfit(event, 'component', 'filter or series');
    elsif event ->> 'error_type' not in ('compile', 'runtime', 'timeout', 'infrastructure', 'unknown') then
        return private.misfit(event, 'error_type', 'compile, runtime, timeout, infrastructure or unknown');
    elsif event ->> 'code_sha256' !~ '^[0-9a-f]{64}$' then
        return private.misfit(event, 'code_sha256', '64 lower-case hex digits');
    elsif event ->> 'occurrences' !~ '^(?:[1-9][0-9]{0,5}|1000000)$' then
        return private.misfit(event, 'occurrences', 'a whole number from 1 to 1000000');
    elsif event ->> 'occurred_at' !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]+(?:Z|[-+][0-9:]+)$' then
        return private.misfit(event, 'occurred_at', 'a time such as 2026-01-31T12:00:00Z');
    elsif jsonb_typeof(event -> 'context') not in ('object', 'null') then
        return private.misfit(event, 'context', 'an object');
    elsif jsonb_typeof(event -> 'market_data') not in ('object', 'null') then
        return private.misfit(event, 'market_data', 'an object');
    end if;
    return null;
end
$$;


create or replace function private.failing_place(stack_trace text, context jsonb)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
    return coalesce(
        left(nullif(context ->> 'failing_statement', ''), 200),
        nullif(context ->> 'failing_function', ''),
        -- The interpreter's own frames are the same for every fault; those of the library it calls into are not.
        substring(stack_trace from '\m((?:indicators|types)\.[A-Z]\w*)\('),
        ''
    );
end
$$;


create or replace function private.error_fingerprint(error_type text, component text, normal_message text, place text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
    return 'v2:' || md5(concat_ws(E'\x1f', error_type, component, normal_message, place));
end
$$;


create or replace function private.incident_of(trader_id uuid, fingerprint text)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        select i.id
        from public.trader_incidents as i
        where i.trader_id = incident_of.trader_id and i.fingerprint = incident_of.fingerprint
        order by i.resolved_at desc nulls first
        limit 1
    );
end
$$;


create or replace function private.with_symbols(known text[], seen text[])
returns text[]
language plpgsql
immutable
set search_path = ''
as $$
begin
    if seen <@ known or cardinality(known) >= 200 then
        return known;
    end if;
    return (known || array(select s.symbol from unnest(seen) as s (symbol) where s.symbol <> all (known) order by s.symbol))[1:200];
end
$$;


-- Also a time zone that is none.
create or replace function private.read_event(event jsonb)
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
    when data_exception then
        v_reading.code := 'invalid_event';
        v_reading.message := format('Cannot record this event: occurred_at must be a time such as 2026-01-31T12:00:00Z, not %s',
            left(event ->> 'occurred_at', 60));
        return v_reading;
end
$$;


revoke execute on function private.misfit(jsonb, text, text) from public;
grant execute on function private.misfit(jsonb, text, text) to service_role;

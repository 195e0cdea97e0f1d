-- record_errors, with the caller's limits. An event that the database cannot store costs nobody but itself.

drop function public.record_errors(jsonb);

create function public.record_errors(events jsonb, caller text default 'service_role')
returns jsonb
language plpgsql
set search_path = ''
set plan_cache_mode = 'force_generic_plan'
set enable_seqscan = 'off'
set jit = 'off'
as $$
declare
    v_caller text := left(coalesce(caller, 'service_role'), 100);
    v_is_merging boolean;
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
    v_is_merging := private.admit_events(v_caller, jsonb_array_length(events));
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
                v_error.code_sha256 := private.hash_of_report(v_error.trader_id, v_readings[i].filter_code);
            end if;
            v_readings[i].error := v_error;
            v_errors := v_errors || v_error;
        else
            v_readings[i].code := 'unknown_trader';
            v_readings[i].message := format('Cannot record an error of trader %s: there is no such trader', v_error.trader_id);
        end if;
    end loop;

    begin
        select coalesce(jsonb_agg(to_jsonb(r)), '[]') into v_recorded from private.ingest_errors(v_errors, v_is_merging) as r;
    exception
        when others then
            if not private.is_event_fault(sqlstate) then
                raise;
            end if;
            v_readings := private.reject_offenders(v_readings, v_is_merging);
            v_errors := array(
                select r.error from unnest(v_readings) with ordinality as r (error, filter_code, code, message, place)
                where r.code is null order by r.place
            );
            select coalesce(jsonb_agg(to_jsonb(r)), '[]') into v_recorded from private.ingest_errors(v_errors, v_is_merging) as r;
    end;
    perform private.add_ingest_load(
        v_caller, jsonb_array_length(events),
        (select count(*) filter (where r.is_row)::integer from jsonb_to_recordset(v_recorded) as r (is_row boolean))
    );
    return private.record_answer(events, v_readings, v_recorded);
end
$$;
comment on function public.record_errors(jsonb, text) is
    'Records an array of at most 500 events, each once by its event_id, within the limits of the caller that is named, and answers {accepted, duplicates, rejected: [{index, event_id, code, message}], incidents: [{incident_id, trader_id, is_new}], results: [{index, event_id, status, incident_id}]}';
revoke execute on function public.record_errors(jsonb, text) from public, anon, authenticated;
grant execute on function public.record_errors(jsonb, text) to service_role;


create function private.is_event_fault(sqlstate text)
returns boolean
language sql
immutable
set search_path = ''
as $$
    -- Data, integrity, views' checks, program limits, and what this project or a trigger of the platform raises.
    select left(sqlstate, 2) in ('22', '23', '44', '54', 'P0', 'TE');
$$;
comment on function private.is_event_fault(text) is
    'Whether an error code says that an event cannot be stored, rather than that the database cannot store anything now';


-- Each is tried on its own and undone, because all that can be stored has to be stored at once: the locks of one by one would be taken in
-- an order that another batch does not keep to.
create function private.reject_offenders(readings private.event_reading[], is_merging boolean)
returns private.event_reading[]
language plpgsql
set search_path = ''
as $$
begin
    for i in 1..cardinality(readings) loop
        if readings[i].code is not null then
            continue;
        end if;
        begin
            perform private.ingest_errors(array[readings[i].error], is_merging);
            raise exception 'undo' using errcode = 'TE000';
        exception
            when others then
                if sqlstate <> 'TE000' then
                    if not private.is_event_fault(sqlstate) then
                        raise;
                    end if;
                    readings[i].code := 'invalid_event';
                    readings[i].message := format('Cannot record this event: the database refuses to store it (%s)', sqlstate);
                end if;
        end;
    end loop;
    return readings;
end
$$;
comment on function private.reject_offenders(private.event_reading[], boolean) is
    'Finds the events for which a batch cannot be stored and gives them the code invalid_event';


create function private.hash_of_report(trader_id uuid, filter_code text)
returns text
language plpgsql
set search_path = ''
as $$
begin
    return private.learn_version(trader_id, filter_code);
exception
    when others then
        if not private.is_event_fault(sqlstate) then
            raise;
        end if;
        return private.code_sha256(filter_code, '');
end
$$;
comment on function private.hash_of_report(uuid, text) is 'Hash of the code that an executor reports, also of code that cannot be stored';

revoke execute on function
    private.is_event_fault(text),
    private.reject_offenders(private.event_reading[], boolean),
    private.hash_of_report(uuid, text)
from public;
grant execute on function
    private.is_event_fault(text),
    private.reject_offenders(private.event_reading[], boolean),
    private.hash_of_report(uuid, text)
to service_role;


create or replace function private.learn_version(trader_id uuid, filter_code text)
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
    if found then
        return v_code_sha256;
    end if;
    if (
        select count(*)
        from public.filter_versions as v
        where v.trader_id = learn_version.trader_id and v.source = 'external' and v.created_at > pg_catalog.now() - interval '1 day'
    ) < (select s.external_versions_per_day from private.settings as s) then
        perform private.add_version(learn_version.trader_id, learn_version.filter_code, '', 'external', false);
    end if;
    return private.code_sha256(learn_version.filter_code, '');
end
$$;
comment on function private.learn_version(uuid, text) is
    'Hash of the code an executor reports; code that was not seen before becomes a version from outside, a bounded number a day';

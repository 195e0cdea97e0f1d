-- Every error goes through ingest_errors: a reported batch, and what is inserted into the history directly.

select private.lock_traders_first();

create function private.ingest_errors(errors public.trader_error_history[])
returns table (recorded uuid, recorded_in uuid)
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_errors public.trader_error_history[];
    v_kept public.trader_error_history[];
    v_opened uuid[];
    v_seen uuid[];
begin
    -- Writers of one trader queue here, in one order for all.
    perform
    from public.traders as t
    where t.id in (select e.trader_id from unnest(errors) as e)
    order by t.id
    for no key update;

    with fresh as (
        insert into private.error_event_ids (event_id)
        select distinct e.event_id from unnest(errors) as e order by e.event_id
        on conflict do nothing
        returning event_id
    ),
    first as (
        select d.error
        from (select e as error, row_number() over (partition by e.event_id order by e.id) as place from unnest(errors) as e) as d
        where d.place = 1 and (d.error).event_id in (select f.event_id from fresh as f)
    )
    select array_agg(f.error) into v_errors from first as f;
    if v_errors is null then
        return;
    end if;

    for i in 1..cardinality(v_errors) loop
        v_errors[i] := private.fit_error(v_errors[i]);
    end loop;
    v_errors := array(select c from private.complete_errors(v_errors) as c);
    v_opened := private.open_incidents(v_errors);
    for i in 1..cardinality(v_errors) loop
        v_errors[i].incident_id := private.incident_of(v_errors[i].trader_id, v_errors[i].fingerprint);
    end loop;

    v_kept := array(select k from private.keep_errors(v_errors) as k);
    insert into public.trader_error_history overriding system value select k.* from unnest(v_kept) as k;
    perform private.merge_errors(v_errors, v_kept);
    perform private.count_incidents(v_errors, v_kept);
    perform private.count_hours(v_errors);
    perform private.count_traders(v_errors);
    perform private.detect_systemic_faults(v_opened);
    v_seen := array(select distinct e.incident_id from unnest(v_errors) as e where not e.stale);
    perform private.touch_systemic_faults(v_seen);
    perform private.queue_fixes(v_seen);

    return query select e.event_id, e.incident_id from unnest(v_errors) as e;
end
$$;
comment on function private.ingest_errors(public.trader_error_history[]) is
    'Records errors of known traders, of any size and in one transaction, and returns those whose event id was new with their incidents';
grant execute on function private.ingest_errors(public.trader_error_history[]) to service_role;


create function private.refuse_unknown_trader()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    if not exists (select from public.traders as t where t.id = new.trader_id) then
        raise exception 'Cannot record an error of trader %: there is no such trader', new.trader_id
            using errcode = 'TE404', detail = 'unknown_trader';
    end if;
    return new;
end
$$;
comment on function private.refuse_unknown_trader() is 'Says what is wrong before the foreign key does';

create function private.adopt_errors()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_errors public.trader_error_history[];
begin
    if not exists (select from new_rows as n where n.incident_id is null) then
        return null;
    end if;
    with taken as (
        delete from public.trader_error_history as h
        using new_rows as n
        where h.id = n.id and n.incident_id is null
        returning h
    )
    select array_agg(t.h) into v_errors from taken as t;
    perform private.ingest_errors(v_errors);
    return null;
end
$$;
comment on function private.adopt_errors() is 'Sends rows that were inserted directly through the same way as reported errors, under their ids';

create trigger refuse_unknown_trader
    before insert on public.trader_error_history
    for each row when (new.incident_id is null)
    execute function private.refuse_unknown_trader();
create trigger adopt_errors
    after insert on public.trader_error_history
    referencing new table as new_rows
    for each statement execute function private.adopt_errors();


revoke execute on function
    private.ingest_errors(public.trader_error_history[]),
    private.refuse_unknown_trader(),
    private.adopt_errors()
from public;

-- Errors of a caller that reports too much become counts: ingest_errors is told so, and answers which errors became rows.

select private.lock_traders_first();

drop function private.keep_errors(public.trader_error_history[]);

create function private.keep_errors(errors public.trader_error_history[], is_merging boolean)
returns setof public.trader_error_history
language plpgsql
stable
set search_path = ''
as $$
begin
    return query
    with placed as (
        select
            e.*,
            -- An input to reproduce the failure on is worth more than the order of arrival.
            row_number() over (partition by e.incident_id order by e.stale, e.market_data is null, e.id) as place_of_incident,
            row_number() over (partition by e.incident_id, e.stale order by e.market_data is null, e.id) as place_of_kind
        from unnest(keep_errors.errors) as e
    ),
    judged as (
        select
            p.*,
            (
                not keep_errors.is_merging
                and p.place_of_incident <= s.storm_rows_per_minute
                    - case when i.minute_at = date_trunc('minute', pg_catalog.now()) then i.minute_rows else 0 end
            )
            or (
                p.place_of_kind = 1
                and not exists (
                    select
                    from public.trader_error_history as h
                    where h.id = case when p.stale then i.latest_stale_error_id else i.latest_error_id end
                )
            ) as is_kept
        from placed as p
        join public.trader_incidents as i on i.id = p.incident_id
        cross join private.settings as s
    ),
    summed as (
        select
            j.*,
            sum(j.occurrences) filter (where not j.is_kept) over w as merged,
            max(j.place_of_kind) filter (where j.is_kept) over w as last_kept
        from judged as j
        window w as (partition by j.incident_id, j.stale)
    )
    select
        k.id, k.event_id, k.trader_id, k.user_id, k.incident_id, k.component, k.error_type, k.error_message, k.stack_trace,
        k.fingerprint, k.filter_version_id, k.code_sha256, k.symbol, k.trigger_interval, k.context, k.market_data,
        (k.occurrences + case when k.place_of_kind = k.last_kept then coalesce(k.merged, 0) else 0 end)::bigint,
        k.stale, k.occurred_at, k.received_at
    from summed as k
    where k.is_kept
    order by k.id;
end
$$;
comment on function private.keep_errors(public.trader_error_history[], boolean) is
    'The errors that become rows, in order, the fewest when merging; the last one of an incident also counts those of the batch that do not';


drop function private.ingest_errors(public.trader_error_history[]);

create function private.ingest_errors(errors public.trader_error_history[], is_merging boolean default false)
returns table (recorded uuid, recorded_in uuid, is_row boolean)
language plpgsql
security definer
set search_path = ''
-- Its steps are planned once and not for each batch anew, which would take longer than they do; by index, as a plan may be as old
-- as the connection and from a time when the tables were small.
set plan_cache_mode = 'force_generic_plan'
set enable_seqscan = 'off'
set jit = 'off'
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
    if exists (select from unnest(v_errors) as e where e.incident_id is null) then
        v_errors := array(select c from private.crowd_faults(v_errors) as c);
        v_opened := private.open_incidents(v_errors);
        for i in 1..cardinality(v_errors) loop
            v_errors[i].incident_id := coalesce(
                v_errors[i].incident_id, private.incident_of(v_errors[i].trader_id, v_errors[i].fingerprint)
            );
        end loop;
    end if;

    v_kept := array(select k from private.keep_errors(v_errors, is_merging) as k);
    insert into public.trader_error_history overriding system value select k.* from unnest(v_kept) as k;
    if cardinality(v_kept) < cardinality(v_errors) then
        perform private.merge_errors(v_errors, v_kept);
    end if;
    perform private.count_incidents(v_errors, v_kept);
    perform private.count_hours(v_errors);
    perform private.count_traders(v_errors);
    if cardinality(v_opened) > 0 then
        perform private.detect_systemic_faults(v_opened);
    end if;
    v_seen := array(select distinct e.incident_id from unnest(v_errors) as e where not e.stale);
    perform private.touch_systemic_faults(v_seen);
    perform private.queue_fixes(v_seen);

    return query
    select e.event_id, e.incident_id, e.id in (select k.id from unnest(v_kept) as k) from unnest(v_errors) as e;
end
$$;
comment on function private.ingest_errors(public.trader_error_history[], boolean) is
    'Records errors of known traders, of any size and in one transaction, and returns those whose event id was new with their incidents and whether they became rows';


-- Who writes directly is a caller, too, but one that cannot be told to come back: it is merged, never refused.
create or replace function private.adopt_errors()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_errors public.trader_error_history[];
    v_is_merging boolean;
    v_rows integer;
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
    select (private.ingest_load_of('direct')).rows >= s.ingest_rows_per_minute into v_is_merging from private.settings as s;
    select count(*) filter (where r.is_row) into v_rows from private.ingest_errors(v_errors, v_is_merging) as r;
    perform private.add_ingest_load('direct', cardinality(v_errors), v_rows);
    return null;
end
$$;


revoke execute on function
    private.keep_errors(public.trader_error_history[], boolean),
    private.ingest_errors(public.trader_error_history[], boolean)
from public;
grant execute on function private.ingest_errors(public.trader_error_history[], boolean) to service_role;

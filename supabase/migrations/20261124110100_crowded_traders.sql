-- A trader whose every error is another fault must not open an incident, a notification and a repair for each: above a number
-- of live incidents, further faults of it are counted together in one.

select private.lock_traders_first();

alter table private.settings
    add column max_live_incidents smallint not null default 25,
    add constraint settings_live_incidents_are_positive check (max_live_incidents > 0);
comment on column private.settings.max_live_incidents is 'Incidents a trader may have that are not resolved; further faults share one more';


create function private.shared_fingerprint(trader_id uuid)
returns text
language sql
immutable
set search_path = ''
as $$
    select 'v2:' || md5('further faults of ' || trader_id);
$$;
comment on function private.shared_fingerprint(uuid) is 'Fingerprint of the one incident that holds the further faults of a trader that has too many';


create function private.crowd_faults(errors public.trader_error_history[])
returns setof public.trader_error_history
language plpgsql
stable
set search_path = ''
as $$
begin
    return query
    with faults as (
        select e.trader_id, e.fingerprint, e.stale, min(e.id) as first_id
        from unnest(crowd_faults.errors) as e
        group by e.trader_id, e.fingerprint, e.stale
    ),
    -- Faults of code that has been replaced are incidents that were never open; they are bounded as well, per day.
    placed as (
        select f.*, row_number() over (partition by f.trader_id, f.stale order by f.first_id) as place
        from faults as f
        where not exists (
            select from public.trader_incidents as i
            where i.trader_id = f.trader_id and i.fingerprint = f.fingerprint and (f.stale or i.status <> 'resolved')
        )
    ),
    crowded as materialized (
        select p.trader_id, p.fingerprint, p.stale
        from placed as p
        cross join private.settings as s
        where p.place + (
            select count(*) from public.trader_incidents as i
            where i.trader_id = p.trader_id
                and i.fingerprint <> private.shared_fingerprint(p.trader_id)
                and case
                    when p.stale then i.status = 'resolved' and i.occurrences = 0 and i.created_at > pg_catalog.now() - interval '1 day'
                    else i.status <> 'resolved'
                end
        ) > s.max_live_incidents
    )
    select
        e.id, e.event_id, e.trader_id, e.user_id, e.incident_id, e.component, e.error_type, e.error_message, e.stack_trace,
        case when c.trader_id is null then e.fingerprint else private.shared_fingerprint(e.trader_id) end,
        e.filter_version_id, e.code_sha256, e.symbol, e.trigger_interval, e.context, e.market_data, e.occurrences, e.stale,
        e.occurred_at, e.received_at
    from unnest(crowd_faults.errors) as e
    left join crowded as c on (c.trader_id, c.fingerprint, c.stale) = (e.trader_id, e.fingerprint, e.stale)
    order by e.id;
end
$$;
comment on function private.crowd_faults(public.trader_error_history[]) is
    'Completed errors, of which those that would open an incident too many for their trader have its shared fingerprint';


revoke execute on function
    private.shared_fingerprint(uuid),
    private.crowd_faults(public.trader_error_history[])
from public;

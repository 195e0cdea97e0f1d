-- Storms: per incident the first occurrences of a minute are rows, the rest raise the count of its newest row. So growth
-- is bounded and counts stay exact.

create function private.keep_errors(errors public.trader_error_history[])
returns setof public.trader_error_history
language sql
stable
set search_path = ''
as $$
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
            p.place_of_incident <= s.storm_rows_per_minute
                - case when i.minute_at = date_trunc('minute', pg_catalog.now()) then i.minute_rows else 0 end
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
        k.occurrences + case when k.place_of_kind = k.last_kept then coalesce(k.merged, 0) else 0 end,
        k.stale, k.occurred_at, k.received_at
    from summed as k
    where k.is_kept
    order by k.id;
$$;
comment on function private.keep_errors(public.trader_error_history[]) is
    'The errors that become rows, in order; the last one of an incident also counts those of the batch that do not';


create function private.merge_errors(errors public.trader_error_history[], kept public.trader_error_history[])
returns void
language sql
set search_path = ''
as $$
    update public.trader_error_history as h
    set occurrences = h.occurrences + m.occurrences
    from (
        select case when e.stale then i.latest_stale_error_id else i.latest_error_id end as id, sum(e.occurrences) as occurrences
        from unnest(merge_errors.errors) as e
        join public.trader_incidents as i on i.id = e.incident_id
        where not exists (
            select from unnest(merge_errors.kept) as k where k.incident_id = e.incident_id and k.stale = e.stale
        )
        group by 1
    ) as m
    where m.id = h.id;
$$;
comment on function private.merge_errors(public.trader_error_history[], public.trader_error_history[]) is
    'Counts the errors of incidents of which none becomes a row on their newest row';


revoke execute on function
    private.keep_errors(public.trader_error_history[]),
    private.merge_errors(public.trader_error_history[], public.trader_error_history[])
from public;

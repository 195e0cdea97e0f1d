-- When the versions ran that were there before: a version that ran is the running one, or was replaced by another.

update public.filter_versions as v
set started_at = r.started_at, stopped_at = r.stopped_at, live_since = r.live_since, settings = r.settings
from (
    select
        x.id,
        x.created_at as started_at,
        -- Transactions that waited for each other may have begun in the other order.
        case when lead(x.created_at) over of_trader is not null then greatest(lead(x.created_at) over of_trader, x.created_at) end as stopped_at,
        case when row_number() over of_trader = 1 then '-infinity' else coalesce(d.deployed_at, x.created_at) end as live_since,
        case when x.is_running then private.settings_of(t.filter) end as settings
    from public.filter_versions as x
    join public.traders as t on t.id = x.trader_id
    left join lateral (
        select min(y.deployed_at) as deployed_at from public.deployments as y where y.version_id = x.id
    ) as d on true
    where x.is_running or exists (select from public.filter_versions as c where c.parent_id = x.id)
    window of_trader as (partition by x.trader_id order by x.version)
) as r
where r.id = v.id and v.started_at is null;

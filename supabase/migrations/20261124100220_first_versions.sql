-- The code of traders that were there before becomes their first version. A file of its own: it takes as long as there are
-- traders, and no lock on the table may last so long.

insert into public.filter_versions (trader_id, user_id, version, code, series_code, source, is_running)
select
    t.id,
    t.user_id,
    1,
    coalesce(private.filter_object(t.filter) ->> 'code', ''),
    coalesce(private.filter_object(t.filter) ->> 'seriesCode', ''),
    'original',
    true
from public.traders as t
where not exists (select from public.filter_versions as v where v.trader_id = t.id)
on conflict do nothing;

-- What has ended long before anybody looked is no news: it is resolved without a word.
update public.trader_incidents as i
set status = 'resolved', resolved_at = pg_catalog.now()
where i.status <> 'resolved' and i.attribution <> 'code' and i.last_seen < pg_catalog.now() - interval '1 day';

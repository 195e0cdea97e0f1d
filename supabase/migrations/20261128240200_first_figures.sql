-- The first figures, so that they are not missed before pg_cron's first minute. Apart, because summing them up may take long and nobody needs to wait.

select private.keep_figures()
where not exists (select from private.platform_figures);

-- Faults of the market data or the executor end by themselves: when nothing is seen of one for long enough, it is resolved, and
-- its owner is told that the trader works again. What the code is to blame for ends with other code.

select private.lock_traders_first();

alter table private.settings
    add column recovered_after interval not null default '1 hour',
    add constraint settings_recovery_is_positive check (recovered_after > '0');
comment on column private.settings.recovered_after is 'Silence, of at least three candles as well, after which a fault that is not the code''s is taken to have ended';


-- A trader that was switched off has not been silent for as long.
alter table public.trader_incidents add column watched_since timestamptz;
comment on column public.trader_incidents.watched_since is 'When its trader was last switched on again; silence counts from there';

create function private.watch_again()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    update public.trader_incidents as i
    set watched_since = pg_catalog.now()
    where i.trader_id = new.id and i.status <> 'resolved' and i.attribution <> 'code';
    return null;
end
$$;
comment on function private.watch_again() is 'Silence of a trader that is switched on counts from now';

create trigger watch_again
    after update of enabled on public.traders
    for each row when (new.enabled and old.enabled is distinct from new.enabled)
    execute function private.watch_again();


create function private.candle_length(trigger_interval text)
returns interval
language sql
immutable
set search_path = ''
as $$
    select (p.parts[1]::integer) * case p.parts[2]
        when 's' then interval '1 second'
        when 'm' then interval '1 minute'
        when 'h' then interval '1 hour'
        when 'd' then interval '1 day'
        when 'w' then interval '7 days'
        when 'M' then interval '31 days'
    end
    from regexp_match(trigger_interval, '^(\d{1,3})([smhdwM])$') as p (parts);
$$;
comment on function private.candle_length(text) is 'Length of a candle of an interval such as 5m, 4h or 1M; null where it names none';


create function private.resolve_recovered()
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    update public.trader_incidents as i
    set status = 'resolved', resolved_at = pg_catalog.now(), recovered_at = pg_catalog.now()
    where i.id in (
        select x.id
        from public.trader_incidents as x
        cross join private.settings as s
        -- A trader that is switched off does not fail, either.
        join public.traders as t on t.id = x.trader_id and t.enabled
        left join public.trader_error_history as h on h.id = x.latest_error_id
        where x.status <> 'resolved'
            and x.attribution <> 'code'
            and x.last_seen < pg_catalog.now() - s.recovered_after
            -- What has come back before is given twice as long, or it would be told of as ended and begun again for ever.
            and greatest(x.last_seen, x.watched_since) < pg_catalog.now()
                - greatest(s.recovered_after, 3 * private.candle_length(h.trigger_interval)) * case when x.regression_of is null then 1 else 2 end
        order by x.last_seen
        limit 500
        for no key update of x skip locked for key share of t skip locked
    );
end
$$;
comment on function private.resolve_recovered() is 'Resolves faults of market data and executor that have ended, a bounded number a round';

create index trader_incidents_may_recover on public.trader_incidents (last_seen) where status <> 'resolved' and attribution <> 'code';


revoke execute on function
    private.watch_again(),
    private.candle_length(text),
    private.resolve_recovered()
from public;

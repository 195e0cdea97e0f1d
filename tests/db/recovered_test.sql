-- Faults of market data and executor end by themselves, those of the code do not.
begin;
select plan(39);

select is(private.candle_length(l.name), l.length, format('a candle of %s lasts %s', l.name, l.length))
from (values
    ('1m', interval '1 minute'), ('5m', interval '5 minutes'), ('4h', interval '4 hours'), ('1d', interval '1 day'), ('1w', interval '7 days'),
    ('1M', interval '31 days'), ('30s', interval '30 seconds')
) as l (name, length);
select is(private.candle_length(l.name), null, format('''%s'' is no candle', coalesce(l.name, 'null')))
from (values ('m'), ('5'), ('5x'), ('1000m'), ('-5m'), ('5m '), (''), (null)) as l (name);

-- No other sweep than those below.
select pg_advisory_xact_lock(hashtextextended('recovery-sweep', 0));
insert into auth.users (id, email) values ('00000000-0000-4000-8000-000000000001', 'owner@example.com');
insert into public.traders (id, user_id, name, filter)
select ('00000000-0000-4000-8000-0000000000a' || n)::uuid, '00000000-0000-4000-8000-000000000001', 'Trader ' || n, '{"code": "return x"}'
from generate_series(1, 7) as n;

create function pg_temp.fail(trader integer, candle text default '1m', message text default 'ticker data not found for symbol AUSDT') returns void language sql as $$
    insert into public.trader_error_history (trader_id, error_message, trigger_interval)
    values (('00000000-0000-4000-8000-0000000000a' || trader)::uuid, message, candle);
$$;
-- Lets time pass for every incident.
create function pg_temp.wait(passed interval) returns void language sql as $$
    update public.trader_incidents set first_seen = first_seen - passed, last_seen = last_seen - passed, watched_since = watched_since - passed;
$$;
create function pg_temp.incident(trader integer) returns public.trader_incidents language sql as $$
    select i from public.trader_incidents as i where right(i.trader_id::text, 1) = trader::text order by i.first_seen, i.id limit 1;
$$;
create function pg_temp.states() returns text[] language sql as $$
    select array_agg(right(i.trader_id::text, 1) || ' ' || i.status order by i.trader_id, i.first_seen) from public.trader_incidents as i;
$$;
create function pg_temp.told() returns text[] language sql as $$
    select coalesce(array_agg(right(n.trader_id::text, 1) order by n.trader_id), '{}') from public.notifications as n where n.kind = 'incident_recovered';
$$;

select pg_temp.fail(1);
select pg_temp.fail(2, '4h');
select pg_temp.fail(3, null);
select pg_temp.fail(4);
select pg_temp.fail(5, '1m', 'divide by zero');
select pg_temp.fail(6);
select pg_temp.fail(7, '1m', 'failed to save signal');
update public.traders set enabled = false where name = 'Trader 4';
select public.set_incident_status(i.id, '00000000-0000-4000-8000-000000000001', 'ignored')
from public.trader_incidents as i where i.trader_id = '00000000-0000-4000-8000-0000000000a6';
select results_eq(
    'select attribution, count(*) from public.trader_incidents group by 1 order by 1', $$ values ('code', 1::bigint), ('data', 5), ('executor', 1) $$,
    'faults of all kinds'
);
select ok(
    (select body from public.notifications where trader_id = '00000000-0000-4000-8000-0000000000a1') not like '%repair%',
    'what is not the code''s fault promises no repair'
);

select pg_temp.wait('59 minutes');
select private.sweep();
select is(pg_temp.states(), '{"1 open","2 open","3 open","4 open","5 open","6 ignored","7 open"}', 'silence of less than an hour is none');
select pg_temp.wait('2 minutes');
select private.sweep();
select is(
    pg_temp.states(), '{"1 resolved","2 open","3 resolved","4 open","5 open","6 resolved","7 resolved"}',
    'an hour of it resolves what is not the code''s fault, on traders that run'
);
select is(pg_temp.told(), '{1,3,7}', 'which is told, but for what its owner ignores');
select is((select count(*) from public.trader_incidents where recovered_at = resolved_at), 4::bigint, 'and noted');
select private.sweep();
select is(pg_temp.told(), '{1,3,7}', 'once');
select pg_temp.wait('10 hours 58 minutes');
select private.sweep();
select is((select status from public.trader_incidents where trader_id = '00000000-0000-4000-8000-0000000000a2'), 'open', 'less than three candles are no silence, either');
select pg_temp.wait('2 minutes');
select private.sweep();
select is(pg_temp.told(), '{1,2,3,7}', 'three of them are');
update public.traders set enabled = true where name in ('Trader 2', 'Trader 4', 'Trader 5');
select is((pg_temp.incident(4)).watched_since, now(), 'a trader that is switched on is watched from then on');
select is(num_nulls((pg_temp.incident(2)).watched_since, (pg_temp.incident(5)).watched_since), 2, 'one that was on all the time since it failed');
select private.sweep();
select is((pg_temp.incident(4)).status, 'open', 'it was not silent while it was off');
update private.settings set recovered_after = '1 day';
select pg_temp.fail(2, '4h');
select pg_temp.wait('23 hours');
select private.sweep();
select is(
    (select array_agg(right(trader_id::text, 1) order by trader_id) from public.trader_incidents where status = 'open' and attribution = 'data'), '{2,4}',
    'how long the silence must be is a setting'
);
select pg_temp.wait('2 hours');
select private.sweep();
select is(
    (select array_agg(right(trader_id::text, 1) order by trader_id) from public.trader_incidents where status <> 'resolved'), '{2,5}',
    'what is silent for as long has ended, but not what has come back before'
);
select pg_temp.wait('1 day');
select private.sweep();
select is(
    (select array_agg(right(trader_id::text, 1)) from public.trader_incidents where status <> 'resolved'), '{5}',
    'which takes twice as long, and the code''s fault stays'
);

-- What comes back is another incident.
update private.settings set recovered_after = '1 hour';
select pg_temp.fail(1);
select is(
    (select n.regression_of = o.id from public.trader_incidents as n join public.trader_incidents as o on o.trader_id = n.trader_id and o.id <> n.id
        where n.trader_id = '00000000-0000-4000-8000-0000000000a1' and n.status = 'open'),
    true, 'a fault that comes back is a new incident, linked to the one before'
);
select is(
    (select count(*) from public.notifications where kind = 'incident_detected' and trader_id = '00000000-0000-4000-8000-0000000000a1'), 2::bigint,
    'which is told again'
);
select is(
    (select title from public.notifications where kind = 'incident_detected' and title like '"Trader 1"%' order by title desc limit 1), '"Trader 1" is failing again',
    'as one that is back'
);
select pg_temp.wait('3 hours');
select private.sweep();
select is(pg_temp.told(), '{1,1,2,2,3,4,7}', 'and ends in its own time');

-- A trader with several failures.
create function pg_temp.titles(trader integer) returns text[] language sql as $$
    select array_agg(n.title order by n.title) from public.notifications as n
    where n.kind = 'incident_recovered' and right(n.trader_id::text, 1) = trader::text and n.occasion <> 'told';
$$;
update public.notifications set occasion = 'told';
select pg_temp.fail(5, '1m', 'failed to save signal');
select pg_temp.fail(6, '1m');
select pg_temp.fail(6, '4h', 'failed to save signal');
select pg_temp.wait('3 hours');
select private.sweep();
select is(pg_temp.titles(5), '{"One failure of \"Trader 5\" has ended"}', 'a trader whose code fails has not stopped failing');
select is(pg_temp.titles(6), '{"One failure of \"Trader 6\" has ended"}', 'nor one with another fault');
select ok((select bool_and(body like '% Other failures of it are still open.') from public.notifications where kind = 'incident_recovered' and title like 'One %'), 'which is said');
select pg_temp.wait('11 hours');
select private.sweep();
select is(pg_temp.titles(6), '{"\"Trader 6\" has stopped failing","One failure of \"Trader 6\" has ended"}', 'until that has ended, too');
select pg_temp.fail(7, '1m');
select pg_temp.fail(7, '1m', 'failed to save signal');
select pg_temp.wait('3 hours');
select private.sweep();
select is(pg_temp.titles(7), '{"\"Trader 7\" has stopped failing","\"Trader 7\" has stopped failing"}', 'two that end together leave none');

select * from finish();
rollback;

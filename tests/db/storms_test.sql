-- Storms: bounded rows, exact counts, bounded messages.
begin;
select plan(17);

insert into auth.users (id, email) values ('00000000-0000-4000-8000-000000000001', 'owner@example.com');
insert into public.traders (id, user_id, name, filter) values
    ('00000000-0000-4000-8000-0000000000aa', '00000000-0000-4000-8000-000000000001', 'Dip hunter', '{"code": "return x"}');

create function pg_temp.storm(size integer, more jsonb default '{}') returns jsonb language sql as $$
    select public.record_errors(jsonb_agg(jsonb_build_object(
        'event_id', gen_random_uuid(),
        'trader_id', '00000000-0000-4000-8000-0000000000aa',
        'error_message', format('reflect: slice index out of range [%s]', n),
        'context', jsonb_build_object('symbol', 'S' || n % 7 || 'USDT')
    ) || more))
    from generate_series(1, size) as n;
$$;

set local role service_role;
select is(pg_temp.storm(500) ->> 'accepted', '500', 'all errors of a storm are accepted');
select is(pg_temp.storm(500) ->> 'accepted', '500', 'also those of the next batch');
select is((select count(*) from public.trader_error_history), 10::bigint, 'a minute of a storm adds as many rows as the settings say');
select is((select sum(occurrences) from public.trader_error_history), 1000::numeric, 'and its rows count every occurrence');
select is((select occurrences from public.trader_incidents), 1000::bigint, 'as its incident does');
select is((select error_count from public.traders), 1000::bigint, 'and its trader');
select is((select sum(occurrences) from public.incident_hours), 1000::numeric, 'and its hours');
select is((select cardinality(symbols) from public.trader_incidents), 7, 'every symbol is collected');
select is((select count(*) from public.notifications), 1::bigint, 'it is told once');
select is((select count(*) from public.proposed_fixes), 1::bigint, 'and makes one fix');
select is(
    (select count(*) from realtime.messages where event = 'incident'), 1::bigint,
    'within the announce interval one Realtime message tells of it'
);

update public.trader_incidents set minute_at = minute_at - interval '1 minute', announced_at = announced_at - interval '3 seconds';
create temporary table told as select count(*) as messages from realtime.messages where event = 'incident';
select is(pg_temp.storm(20) ->> 'accepted', '20', 'a minute later the storm goes on');
select is((select count(*) from public.trader_error_history), 20::bigint, 'the next minute may add rows again');
select is((select count(*) from realtime.messages where event = 'incident'), (select messages + 1 from told), 'and is announced again');

update public.trader_incidents set minute_at = minute_at - interval '1 minute';
insert into public.trader_error_history (trader_id, error_message)
select '00000000-0000-4000-8000-0000000000aa', 'reflect: slice index out of range' from generate_series(1, 50);
select results_eq(
    'select count(*), sum(occurrences) from public.trader_error_history',
    $$ values (30::bigint, 1070::numeric) $$,
    'direct inserts are merged the same way'
);

update public.trader_incidents set minute_at = minute_at - interval '1 minute';
select is(
    pg_temp.storm(30, '{"market_data": {"symbol": "BTCUSDT"}}') ->> 'accepted', '30',
    'errors with captured input are accepted'
);
select is(
    (select count(*) from public.trader_error_history where market_data is not null), 10::bigint,
    'a row with an input to reproduce on is preferred to one without'
);

select * from finish();
rollback;

-- record_errors: per-event results; a malformed element costs nothing but itself.
begin;
select plan(30);

insert into auth.users (id, email) values ('00000000-0000-4000-8000-000000000001', 'owner@example.com');
insert into public.traders (id, user_id, name, filter) values
    ('00000000-0000-4000-8000-0000000000aa', '00000000-0000-4000-8000-000000000001', 'Dip hunter', '{"code": "return x"}');

create function pg_temp.event(more jsonb default '{}') returns jsonb language sql as $$
    select '{"event_id": "11111111-1111-4111-8111-111111111111", "trader_id": "00000000-0000-4000-8000-0000000000aa", "error_message": "divide by zero"}'::jsonb || more;
$$;
create function pg_temp.rejection(event jsonb) returns text language sql as $$
    select public.record_errors(jsonb_build_array(event)) #>> '{rejected,0,code}';
$$;
create function pg_temp.reason(event jsonb) returns text language sql as $$
    select public.record_errors(jsonb_build_array(event)) #>> '{rejected,0,message}';
$$;

set local role service_role;
select throws_ok($$ select public.record_errors('{}') $$, 'TE400', null, 'events must be an array');
select throws_ok($$ select public.record_errors(null) $$, 'TE400', null, 'and not null');
select throws_ok(
    $$ select public.record_errors((select jsonb_agg(n) from generate_series(1, 501) as n)) $$,
    'TE400', null, 'of at most 500'
);
select is(public.record_errors('[]') ->> 'accepted', '0', 'an empty array is nothing to do');

select is(pg_temp.rejection('5'), 'invalid_event', 'an event must be an object');
select is(pg_temp.rejection('null'), 'invalid_event', 'and not null');
select is(pg_temp.rejection(pg_temp.event() - 'event_id'), 'invalid_event', 'it needs an event_id');
select is(pg_temp.rejection(pg_temp.event('{"event_id": "x"}')), 'invalid_event', 'that is a uuid');
select is(pg_temp.rejection(pg_temp.event('{"trader_id": 7}')), 'invalid_event', 'and a trader_id');
select is(pg_temp.rejection(pg_temp.event('{"error_message": ""}')), 'invalid_event', 'and a message that is not empty');
select is(pg_temp.rejection(pg_temp.event('{"error_message": {"a": 1}}')), 'invalid_event', 'and a text');
select is(pg_temp.rejection(pg_temp.event('{"component": "chart"}')), 'invalid_event', 'a known component');
select is(pg_temp.rejection(pg_temp.event('{"error_type": "panic"}')), 'invalid_event', 'a known type');
select is(pg_temp.rejection(pg_temp.event('{"code_sha256": "ABC"}')), 'invalid_event', 'a hash');
select is(pg_temp.rejection(pg_temp.event('{"occurrences": 0}')), 'invalid_event', 'at least one occurrence');
select is(pg_temp.rejection(pg_temp.event('{"occurrences": 1000001}')), 'invalid_event', 'at most a million');
select is(pg_temp.rejection(pg_temp.event('{"occurrences": 1.5}')), 'invalid_event', 'whole ones');
select is(pg_temp.rejection(pg_temp.event('{"occurred_at": "yesterday"}')), 'invalid_event', 'a time');
select is(pg_temp.rejection(pg_temp.event('{"occurred_at": "2026-02-31T00:00:00Z"}')), 'invalid_event', 'that exists');
select is(pg_temp.rejection(pg_temp.event('{"context": []}')), 'invalid_event', 'a context that is an object');
select is(pg_temp.rejection(pg_temp.event('{"market_data": "x"}')), 'invalid_event', 'market data that is an object');
select is(pg_temp.rejection(pg_temp.event('{"trader_id": "00000000-0000-4000-8000-0000000000ff"}')), 'unknown_trader', 'a trader that is there');
select is(
    pg_temp.reason(pg_temp.event('{"occurrences": 0}')),
    'Cannot record this event: occurrences must be a whole number from 1 to 1000000, not 0',
    'a rejection names field, rule and value'
);
select is((select count(*) from public.trader_error_history), 0::bigint, 'what was rejected is not stored');
select is((select count(*) from private.error_event_ids), 0::bigint, 'nor is its id remembered');

create temporary table answer as select public.record_errors(jsonb_build_array(
    5, pg_temp.event(), pg_temp.event(), pg_temp.event('{"event_id": "22222222-2222-4222-8222-222222222222", "occurred_at": "2099-01-01T00:00:00Z"}')
)) as a;
select is((select jsonb_path_query_array(a, '$.results[*].status') from answer), '["rejected", "accepted", "duplicate", "accepted"]', 'every event has its result, in order');
select is((select a #>> '{results,1,incident_id}' from answer), (select id::text from public.trader_incidents), 'with its incident');
select is((select jsonb_build_array(a -> 'accepted', a -> 'duplicates', a #> '{incidents,0,is_new}') from answer), '[2, 1, true]', 'and the sums');
select is((select max(last_seen) <= now() from public.trader_incidents), true, 'a clock that is ahead does not make an error the newest for ever');
select is(public.record_errors(jsonb_build_array(pg_temp.event())) ->> 'duplicates', '1', 'a redelivered event is a duplicate');

select * from finish();
rollback;

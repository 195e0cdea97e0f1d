-- What is kept of an event at most; what is cut is marked and costs nothing else.
begin;
select plan(13);

insert into auth.users (id, email) values ('00000000-0000-4000-8000-000000000001', 'owner@example.com');
insert into public.traders (id, user_id, name, filter) values
    ('00000000-0000-4000-8000-0000000000aa', '00000000-0000-4000-8000-000000000001', 'Dip hunter', '{"code": "return x"}');

create function pg_temp.stored(more jsonb) returns public.trader_error_history language plpgsql as $$
declare
    v_id uuid := gen_random_uuid();
    v_row public.trader_error_history;
begin
    perform public.record_errors(jsonb_build_array(jsonb_build_object(
        'event_id', v_id, 'trader_id', '00000000-0000-4000-8000-0000000000aa', 'error_message', 'divide by zero'
    ) || more));
    select h.* into v_row from public.trader_error_history as h where h.event_id = v_id;
    return v_row;
end
$$;
-- Candles as they are sent: `bytes` of compact JSON, give or take a few.
create function pg_temp.market(bytes integer) returns jsonb language sql as $$
    select jsonb_build_object('symbol', 'NEWUSDT', 'klines', jsonb_agg(jsonb_build_object('open', 100000 + n, 'close', 100000 + n)))
    from generate_series(1, bytes / 31) as n;
$$;
update private.settings set storm_rows_per_minute = 1000;
set local role service_role;

select is(octet_length((pg_temp.stored(jsonb_build_object('error_message', repeat('x', 8192)))).error_message), 8192, 'a message of 8 KB stays');
select cmp_ok(octet_length((pg_temp.stored(jsonb_build_object('error_message', repeat('é', 8192)))).error_message), '<=', 8192, 'a longer one is cut');
select is((pg_temp.stored(jsonb_build_object('error_message', repeat('x', 8193)))).context -> 'truncated', '["error_message"]', 'and marked');
select is(octet_length((pg_temp.stored(jsonb_build_object('stack_trace', repeat('x', 32768)))).stack_trace), 32768, 'a stack of 32 KB stays');
select is((pg_temp.stored(jsonb_build_object('stack_trace', repeat('x', 32769)))).context -> 'truncated', '["stack_trace"]', 'a longer one is cut and marked');
select isnt((pg_temp.stored(jsonb_build_object('market_data', pg_temp.market(255000)))).market_data, null, 'market data of just under 256 KB stays, whatever its spaces');
select is((pg_temp.stored(jsonb_build_object('market_data', pg_temp.market(400000)))).market_data, null, 'more of it goes');
select is((pg_temp.stored(jsonb_build_object('market_data', pg_temp.market(400000)))).context -> 'truncated', '["market_data"]', 'and is marked');
select is(
    (pg_temp.stored(jsonb_build_object('context', jsonb_build_object('symbol', 'NEWUSDT', 'note', repeat('x', 15000))))).context ->> 'note', repeat('x', 15000),
    'a context of less than 16 KB stays as it is'
);
select is(
    (pg_temp.stored(jsonb_build_object('context', jsonb_build_object('symbol', 'NEWUSDT', 'failing_statement', 'x := a[9]', 'note', repeat('x', 17000))))).context,
    '{"symbol": "NEWUSDT", "failing_statement": "x := a[9]", "truncated": ["context"]}', 'of a larger one the known fields stay'
);
select is(
    (pg_temp.stored(jsonb_build_object('context', jsonb_build_object('symbol', repeat('S', 17000))))).context, '{"truncated": ["context"]}',
    'unless they are what is too large'
);
select is((pg_temp.stored(jsonb_build_object('context', jsonb_build_object('symbol', repeat('S', 500))))).symbol, repeat('S', 100), 'a symbol has at most 100 characters');
select is(
    (pg_temp.stored(jsonb_build_object('context', jsonb_build_object('trigger_interval', repeat('5', 50))))).trigger_interval, repeat('5', 20),
    'an interval at most 20'
);

select * from finish();
rollback;

-- What makes two errors the same fault.
begin;
select plan(24);

create function pg_temp.same(a text, b text) returns boolean language sql as $$
    select private.normalise_message(a) = private.normalise_message(b);
$$;

select ok(pg_temp.same('reflect: slice index out of range [23] with length 12', 'reflect: slice index out of range [5] with length 4'), 'numbers make no difference');
select ok(pg_temp.same('ratio 0.25 is off', 'ratio 1e-7 is off'), 'nor do fractions and exponents');
select ok(pg_temp.same('took 30s', 'took 5s'), 'nor does a number with its unit');
select ok(pg_temp.same('price -1 is wrong', 'price 1 is wrong'), 'nor does a sign');
select ok(pg_temp.same('ticker is nil for symbol BTCUSDT', 'ticker is nil for symbol 1000PEPEUSDT'), 'symbols make no difference');
select ok(pg_temp.same('bad value "a b" here', 'bad value "c" here'), 'quoted values make no difference');
select ok(pg_temp.same('bad key `x`', 'bad key `y z`'), 'in any quotes');
select ok(pg_temp.same('at 0xc000123abc', 'at 0xc0ffee'), 'addresses make no difference');
select ok(
    pg_temp.same('run 3f2504e0-4f89-11d3-9a0c-0305e82c3301 failed', 'run 00000000-0000-4000-8000-000000000001 failed'),
    'ids make no difference'
);
select ok(pg_temp.same('span 4bf92f3577b34da6a3ce929d0e0e4736', 'span 00f067aa0ba902b7'), 'nor do hex ids');
select ok(
    pg_temp.same('panic in trader 00000000-0000-4000-8000-0000000000aa: reflect: slice index out of range', 'Filter execution failed: 3:14: reflect: slice index out of range'),
    'nor do the executor''s wrappers and the position'
);
select ok(not pg_temp.same('undefined: math', 'undefined: fmt'), 'names do');
select ok(not pg_temp.same('cannot use type float64 as type int', 'cannot use type float32 as type int'), 'also the digits inside them');
select ok(not pg_temp.same('undefined: ema20', 'undefined: ema50'), 'of any name');

select is(private.failing_place('goroutine 1' || chr(10) || 'example.com/indicators.CalculateStochastic({0xc0})', '{}'), 'indicators.CalculateStochastic', 'the library''s frame is the failing function');
select is(private.failing_place('runtime.gopanic', '{}'), '', 'the interpreter''s frames are not');
select is(private.failing_place(null, '{"failing_function": "evaluate"}'), 'evaluate', 'a reporter may name the function');
select is(private.failing_place('x', '{"failing_statement": "x := a[9]", "failing_function": "evaluate"}'), 'x := a[9]', 'or the statement, which says more');
select isnt(
    private.error_fingerprint('runtime', 'filter', 'divide by zero', 'a'), private.error_fingerprint('runtime', 'filter', 'divide by zero', 'b'),
    'faults at two places are two'
);
select isnt(
    private.error_fingerprint('runtime', 'filter', 'divide by zero', ''), private.error_fingerprint('runtime', 'series', 'divide by zero', ''),
    'as they are in two components'
);
select matches(private.error_fingerprint('runtime', 'filter', 'x', ''), '^v2:[0-9a-f]{32}$', 'a fingerprint names its version');

-- The code's hash is beside the fingerprint, never in it.
insert into auth.users (id, email) values ('00000000-0000-4000-8000-000000000001', 'owner@example.com');
insert into public.traders (id, user_id, name, filter) values
    ('00000000-0000-4000-8000-0000000000aa', '00000000-0000-4000-8000-000000000001', 'Dip hunter', '{"code": "return x"}');
insert into public.trader_error_history (trader_id, error_message) values ('00000000-0000-4000-8000-0000000000aa', 'divide by zero');
update public.traders set filter = '{"code": "return y"}';
insert into public.trader_error_history (trader_id, error_message) values ('00000000-0000-4000-8000-0000000000aa', 'divide by zero');
select is((select count(distinct fingerprint) from public.trader_error_history), 1::bigint, 'the same fault of other code has the same fingerprint');
select is((select count(distinct code_sha256) from public.trader_error_history), 2::bigint, 'and its own hash');
select is((select count(*) from public.trader_incidents), 1::bigint, 'and belongs to the same open incident');

select * from finish();
rollback;

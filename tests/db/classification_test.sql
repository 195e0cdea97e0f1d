-- Every message of the executor and the interpreter is read as what it is, in each of its wrappers.
begin;

create function pg_temp.read(message text, error_type text default null, stack_trace text default null) returns text language sql as $$
    select concat_ws(' ', r.error_type, r.attribution, case when r.is_assumed then 'assumed' end)
    from private.classify_error(read.error_type, read.message, read.stack_trace) as r;
$$;
create function pg_temp.sentence(message text, error_type text default null) returns text language sql as $$
    select (private.classify_error(sentence.error_type, sentence.message, null)).summary;
$$;

create temporary table messages (message text, expected text);
insert into messages values
    -- What the type checker says
    ('package indicators "github.com/vyx/go-screener/pkg/indicators" has no symbol GetLatestMA', 'compile code'),
    ('undefined selector CalculateVolumeMA', 'compile code'),
    ('undefined: math', 'compile code'),
    ('undefined: fmt', 'compile code'),
    ('undefined: volume', 'compile code'),
    ('not enough arguments in call to indicators.CalculateMA', 'compile code'),
    ('too many arguments', 'compile code'),
    ('assignment mismatch: 2 variables but indicators.CalculateMACD returns 1 values', 'compile code'),
    ('invalid operation: mismatched types *float64 and untyped int', 'compile code'),
    ('cannot indirect "x"', 'compile code'),
    ('cannot use type float64 as type int', 'compile code'),
    ('index float64 must be integer', 'compile code'),
    ('invalid operation: operator % not defined on float64', 'compile code'),
    ('undefined field or method: close', 'compile code'),
    ('invalid argument for len', 'compile code'),
    ('cannot use  (type valueT) as type boolT in return argument', 'compile code'),
    ('no new variables on left side of :=', 'compile code'),
    -- What the parser says
    ('expected '';'', found klines', 'compile code'),
    ('expected '';'', found klines (and 3 more errors)', 'compile code'),
    ('illegal character U+003F ''?''', 'compile code'),
    ('expected declaration, found ''import''', 'compile code'),
    ('CFG post-order panic: runtime error: invalid memory address or nil pointer dereference', 'compile code'),
    -- What a recovered panic says
    ('reflect: call of reflect.Value.Float on zero Value', 'runtime code'),
    ('reflect: call of reflect.Value.Field on zero Value', 'runtime code'),
    ('reflect: slice index out of range', 'runtime code'),
    ('reflect.Value.Slice: slice index out of bounds', 'runtime code'),
    ('reflect.MakeSlice: negative len', 'runtime code'),
    ('assignment to entry in nil map', 'runtime code'),
    ('runtime error: integer divide by zero', 'runtime code'),
    ('runtime error: index out of range [-1]', 'runtime code'),
    ('runtime error: invalid memory address or nil pointer dereference', 'runtime code'),
    ('interface conversion: interface {} is float64, not int', 'runtime code'),
    ('reflect.Value.Call: call of nil function', 'runtime code'),
    ('reflect: call of reflect.Value.IsNil on float64 Value', 'runtime code'),
    ('the code uses more memory than a filter may', 'runtime code'),
    ('no signal today', 'runtime code assumed'),
    ('TypeError: Cannot read properties of undefined', 'runtime code assumed'),
    -- What is not the filter's
    ('ticker data not found for symbol BTCUSDT', 'infrastructure data'),
    ('ticker is nil for symbol BTCUSDT', 'infrastructure data'),
    ('failed to get symbols: 503', 'infrastructure executor'),
    ('failed to fetch klines for symbol BTCUSDT: 429', 'infrastructure executor'),
    ('failed to get tickers', 'infrastructure executor'),
    ('failed to save signal: no rows', 'infrastructure executor'),
    ('context canceled', 'infrastructure executor'),
    ('context deadline exceeded', 'infrastructure executor'),
    ('dial tcp 10.0.0.1:443: connect: connection refused', 'infrastructure executor');

create temporary table wrappers (prefix text);
insert into wrappers values
    (''), ('filter execution failed: '), ('panic in trader 00000000-0000-4000-8000-0000000000aa: '),
    ('filter execution failed: panic in trader 00000000-0000-4000-8000-0000000000aa: '), ('panic in series code: '),
    ('failed to evaluate series code: '), ('Series code execution failed: '), ('error in trader 00000000-0000-4000-8000-0000000000aa: ');

select plan(
    (select count(*)::integer from messages) + (select count(*)::integer from wrappers) + 32
);

select is(pg_temp.read(m.message), m.expected, 'read alone: ' || m.message) from messages as m;

select is(
    (select array_agg(m.message order by m.message) from messages as m where pg_temp.read(w.prefix || m.message) is distinct from m.expected),
    null,
    format('every message is read alike behind "%s"', w.prefix)
)
from wrappers as w;

-- A wrapper of the compiler makes what cannot be read otherwise a failure to compile.
select is(
    (
        select array_agg(m.message order by m.message)
        from messages as m
        cross join unnest(array['failed to compile filter code: ', 'invalid filter code: ', 'code validation failed: ', 'failed to compile series code: ']) as w (prefix)
        where m.expected = 'compile code' and pg_temp.read(w.prefix || '_.go:12:7: ' || m.message) is distinct from m.expected
    ),
    null, 'the compiler''s messages are read alike behind its wrappers and a position'
);
select is(pg_temp.read('failed to compile filter code: runtime error: invalid memory address or nil pointer dereference'), 'compile code', 'a crash while compiling is one of compiling');
select is(pg_temp.read('invalid filter code: something new'), 'compile code', 'as is what nobody has seen yet');
select is(pg_temp.read('reflect: slice index out of range', 'compile'), 'compile code', 'and what was reported as compile');
select is(
    pg_temp.read('runtime error: invalid memory address or nil pointer dereference', null, 'goroutine 7 [running]:' || chr(10) || 'github.com/traefik/yaegi/interp.(*Interpreter).cfg(0xc0)'),
    'compile code', 'or happened in the interpreter''s compiler, by the stack'
);
select is(
    pg_temp.read('runtime error: invalid memory address or nil pointer dereference', null, 'interp.runCfg(0xc0)' || chr(10) || 'interp.(*Interpreter).cfg(0xc0)'),
    'runtime code', 'unless the stack shows that code was running'
);
select is(pg_temp.read('filter execution timed out after 1s'), 'timeout code', 'a filter that takes too long is a timeout');
select is(pg_temp.read('series code execution timeout'), 'timeout code', 'as is series code');
select is(pg_temp.read('filter execution failed: filter execution timed out after 1s'), 'timeout code', 'in its wrapper');
select is(pg_temp.read('stopped', 'timeout'), 'timeout code', 'and what was reported as one');
select is(pg_temp.read('disk full', 'infrastructure'), 'infrastructure executor', 'unknown trouble of the infrastructure is the executor''s');
select is(pg_temp.read('undefined: math', 'infrastructure'), 'infrastructure executor', 'whatever its text');
select is(pg_temp.read('ticker is nil for symbol BTCUSDT', 'infrastructure'), 'infrastructure data', 'unless the data is to blame');
select is(pg_temp.read('no signal today', 'runtime'), 'runtime code assumed', 'a panic''s own text says nothing about the fault');

select is(
    pg_temp.sentence('11:9: package indicators "github.com/vyx/go-screener/pkg/indicators" has no symbol GetLatestMA'),
    'The filter calls GetLatestMA, which does not exist.', 'the sentence names the function'
);
select is(pg_temp.sentence('undefined: math'), 'The filter uses the Go package math, which filters cannot use.', 'or the package');
select is(pg_temp.sentence('undefined: volume'), 'The filter uses volume, which is not defined anywhere in it.', 'or the name');
select is(pg_temp.sentence('undefined field or method: close'), 'The filter reads close, which this value does not have.', 'or the field');
select is(pg_temp.sentence('not enough arguments in call to indicators.CalculateMA'), 'The filter calls indicators.CalculateMA with the wrong number of values.', 'or what was called');
select is(length(pg_temp.sentence('undefined: ' || repeat('x', 5000))), 114, 'a name of any length is cut');
select is((select count(*) from private.error_rules as r where r.summary !~ '^(The|A|There) .*\.$'), 0::bigint, 'every sentence is one');

select is(private.code_place('failed to compile filter code: 12:7: undefined: math'), '{3,7}', 'a position is one in the trader''s own code');
select is(private.code_place('invalid filter code: _.go:10:1: expected '';'', found klines'), '{1,1}', 'also one of the parser');
select is(private.code_place('12:7: undefined: math'), '{3,7}', 'also without a wrapper');
select is(private.code_place('failed to compile filter code: 3:2: undefined: math'), null, 'a position in the wrapper is none');
select is(private.code_place('reflect: slice index out of range'), null, 'nor is there one where the message names none');

-- In the loop
insert into auth.users (id, email) values ('00000000-0000-4000-8000-000000000001', 'owner@example.com');
insert into public.traders (id, user_id, name, filter) values
    ('00000000-0000-4000-8000-0000000000aa', '00000000-0000-4000-8000-000000000001', 'Dip hunter', '{"code": "return x"}');
create function pg_temp.event(message text, more jsonb default '{}') returns jsonb language sql as $$
    select jsonb_build_object(
        'event_id', gen_random_uuid(), 'trader_id', '00000000-0000-4000-8000-0000000000aa', 'error_message', message
    ) || more;
$$;
set local role service_role;
select public.record_errors(jsonb_build_array(
    pg_temp.event('failed to compile filter code: 12:7: undefined: math'),
    pg_temp.event('13:1: panic: reflect: slice index out of range'),
    pg_temp.event('no signal today', '{"market_data": {"symbol": "BTCUSDT"}}'),
    pg_temp.event('no signal tomorrow'),
    pg_temp.event('no signal ever')
));
select results_eq(
    $$ select error_message, code_line, code_column, attribution_assumed from public.trader_incidents order by error_message $$,
    $$ values
        ('13:1: panic: reflect: slice index out of range', null::integer, null::integer, false),
        ('failed to compile filter code: 12:7: undefined: math', 3, 7, false),
        ('no signal ever', null, null, true),
        ('no signal today', null, null, true),
        ('no signal tomorrow', null, null, true) $$,
    'an incident has the position of a failure to compile, and says when its attribution is only assumed'
);
select is((select count(*) from public.proposed_fixes), 5::bigint, 'what is only assumed to be the code''s is looked at as well');

update public.proposed_fixes set status = 'generating', attempt = 1, lease_until = now() + interval '1 minute';
create function pg_temp.finish(message text, outcome jsonb) returns boolean language sql as $$
    select public.finish_fix(f.id, 1, outcome)
    from public.proposed_fixes as f join public.trader_incidents as i on i.id = f.incident_id
    where i.error_message = finish.message;
$$;
select pg_temp.finish('no signal today', '{"status": "unfixable", "reason": "not_reproduced", "attribution": "executor"}');
select pg_temp.finish('no signal tomorrow', '{"status": "unfixable", "reason": "not_reproduced"}');
select pg_temp.finish('no signal ever', '{"status": "failed", "reason": "validation_failed", "validation": {"reproduced": true}}');
select pg_temp.finish('13:1: panic: reflect: slice index out of range', '{"status": "unfixable", "reason": "not_reproduced"}');
select pg_temp.finish('failed to compile filter code: 12:7: undefined: math', '{"status": "held", "reason": "llm_not_configured"}');
select results_eq(
    $$ select error_message, attribution, attribution_assumed from public.trader_incidents where error_message like 'no signal%' order by error_message $$,
    $$ values ('no signal ever', 'code', false), ('no signal today', 'executor', false), ('no signal tomorrow', 'data', false) $$,
    'a replay decides: a failure that is repeated is the code''s, one that is not whose the attempt says, or the data''s'
);
select is(
    (select attribution from public.trader_incidents where error_message like '13:1%'), 'data',
    'also where the message seemed to tell: what is not seen again is not the code''s'
);
select public.record_errors(jsonb_build_array(pg_temp.event('no signal today')));
select is((select count(*) from public.proposed_fixes), 5::bigint, 'what turned out not to be the code''s is not looked at again');

-- What a batch holds besides makes no difference.
insert into public.traders (id, user_id, name, filter) values
    ('00000000-0000-4000-8000-0000000000bb', '00000000-0000-4000-8000-000000000001', 'Rising', '{"code": "return y"}');
select public.record_errors(jsonb_build_array(
    pg_temp.event('panic in trader: runtime error: index out of range [5]', '{"trader_id": "00000000-0000-4000-8000-0000000000bb"}')
));
select public.record_errors(jsonb_build_array(
    pg_temp.event('failed to compile filter code: runtime error: index out of range [5]'),
    pg_temp.event('runtime error: index out of range [7]', jsonb_build_object('stack_trace', 'interp.(*Interpreter).cfg(0xc0)')),
    pg_temp.event('panic in trader: runtime error: index out of range [6]', '{"trader_id": "00000000-0000-4000-8000-0000000000bb"}')
));
select results_eq(
    $$ select error_type, occurrences from public.trader_incidents where trader_id = '00000000-0000-4000-8000-0000000000bb' $$,
    $$ values ('runtime', 2::bigint) $$, 'an error is read alike alone and beside others with its words'
);

select * from finish();
rollback;

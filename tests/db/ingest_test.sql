-- What follows an error: history, incident, trader, notification, fix.
begin;
select plan(23);

insert into auth.users (id, email) values ('00000000-0000-4000-8000-000000000001', 'owner@example.com');
insert into public.traders (id, user_id, name, filter) values
    ('00000000-0000-4000-8000-0000000000aa', '00000000-0000-4000-8000-000000000001', 'Dip hunter', '{"code": "return x"}'),
    ('00000000-0000-4000-8000-0000000000bb', '00000000-0000-4000-8000-000000000001', 'Legacy', '{"code": "return 1"}');
update public.traders set language = 'javascript' where name = 'Legacy';

create function pg_temp.event(trader text, message text, more jsonb default '{}') returns jsonb language sql as $$
    select jsonb_build_object(
        'event_id', gen_random_uuid(), 'trader_id', '00000000-0000-4000-8000-0000000000' || trader, 'error_message', message
    ) || more;
$$;

set local role service_role;

select is(
    public.record_errors(jsonb_build_array(
        pg_temp.event('aa', 'panic in trader 00000000-0000-4000-8000-0000000000aa: reflect: slice index out of range', '{"context": {"symbol": "AUSDT"}}'),
        pg_temp.event('aa', 'panic in trader 00000000-0000-4000-8000-0000000000aa: reflect: slice index out of range', '{"context": {"symbol": "BUSDT"}, "occurrences": 4}')
    )) ->> 'accepted',
    '2',
    'record_errors accepts a batch'
);
select results_eq(
    'select error_type, attribution, occurrences, symbols from public.trader_incidents',
    $$ values ('runtime', 'code', 5::bigint, '{AUSDT,BUSDT}'::text[]) $$,
    'occurrences of one fault are one incident with exact count and symbols'
);
select results_eq(
    $$ select error_type, error_count from public.traders where name = 'Dip hunter' $$,
    $$ values ('runtime', 5::bigint) $$,
    'the trader shows the latest error and the count'
);
select results_eq('select kind from public.notifications', $$ values ('incident_detected') $$, 'a new incident is told once');
select results_eq('select status from public.proposed_fixes', $$ values ('queued') $$, 'a new incident queues one fix');

insert into public.trader_error_history (trader_id, error_message)
values ('00000000-0000-4000-8000-0000000000aa', 'reflect: slice index out of range');
select is((select occurrences from public.trader_incidents), 6::bigint, 'a direct insert drives the same loop');
select is((select count(*) from public.notifications), 1::bigint, 'a further occurrence is not told again');

insert into public.trader_error_history (event_id, trader_id, error_message)
select e.event_id, e.trader_id, e.error_message from public.trader_error_history as e;
select is((select count(*) from public.trader_error_history), 3::bigint, 'redelivered event ids add no row');
select is((select occurrences from public.trader_incidents), 6::bigint, 'redelivered event ids count nothing');

select public.record_errors(jsonb_build_array(pg_temp.event('aa', 'ticker data not found for symbol XUSDT')));
select results_eq(
    $$ select attribution from public.trader_incidents where error_type = 'infrastructure' $$,
    $$ values ('data') $$,
    'missing market data is not the filter''s fault'
);
select is((select count(*) from public.proposed_fixes), 1::bigint, 'what is not the filter''s fault is never regenerated');

select public.record_errors(jsonb_build_array(pg_temp.event('bb', 'TypeError: x is undefined')));
select is((select count(*) from public.proposed_fixes), 1::bigint, 'a JavaScript trader is never regenerated');
select is((select count(*) from public.notifications), 3::bigint, 'a JavaScript trader''s incident is told');

select public.record_errors(jsonb_build_array(
    pg_temp.event('aa', 'undefined: math', jsonb_build_object('code_sha256', repeat('0', 64)))
));
select ok(
    (select h.stale and i.status = 'resolved' and i.stale_occurrences = 1
     from public.trader_error_history as h join public.trader_incidents as i on i.id = h.incident_id
     where h.error_message = 'undefined: math'),
    'an error of code that does not run is counted as stale and opens nothing'
);
select is((select count(*) from public.notifications), 3::bigint, 'an error of code that does not run is not told');

select public.record_errors(jsonb_build_array(pg_temp.event('aa', 'undefined: math')));
select results_eq(
    $$ select regression_of from public.trader_incidents where status = 'open' and error_type = 'compile' $$,
    $$ values (null::uuid) $$,
    'a fault that only replaced code had before is new, not a regression'
);

select public.record_errors(jsonb_build_array(pg_temp.event('aa', 'old', '{"filter_code": "return unseen"}')));
select results_eq(
    $$ select source, is_running from public.filter_versions where code = 'return unseen' $$,
    $$ values ('external', false) $$,
    'code not seen before becomes a version from outside'
);

select throws_ok(
    $$ insert into public.trader_error_history (trader_id, error_message) values (gen_random_uuid(), 'x') $$,
    'TE404', null, 'an error of an unknown trader is refused'
);
select throws_ok($$ select public.record_errors('{}') $$, 'TE400', null, 'record_errors takes an array only');

-- The same fault after it was resolved is a regression.
update public.trader_incidents set status = 'resolved', resolved_at = now() where attribution = 'code' and status = 'open';
select public.record_errors(jsonb_build_array(pg_temp.event('aa', 'reflect: slice index out of range')));
select isnt(
    (select regression_of from public.trader_incidents where status = 'open' and error_type = 'runtime' and trader_id = '00000000-0000-4000-8000-0000000000aa'),
    null,
    'a fault that returns on running code is a new incident linked to the resolved one'
);
select throws_ok(
    $$ update public.trader_incidents set status = 'ignored', resolved_at = null, ignored_at = now() where status = 'resolved' $$,
    'TE422', null, 'a resolved incident cannot be ignored'
);
select throws_ok(
    $$ update public.trader_incidents set status = 'open', resolved_at = null where status = 'resolved' and error_type = 'runtime' $$,
    '23505', null, 'nor reopened beside the one that came after it'
);
select lives_ok(
    $$ update public.trader_incidents set status = 'open', resolved_at = null where status = 'resolved' and error_message = 'old' $$,
    'but without one it can'
);

select * from finish();
rollback;

-- One fault on many traders of several owners at once is the platform's.
begin;
select plan(23);

-- No other sweep than those below.
select pg_advisory_xact_lock(hashtextextended('recovery-sweep', 0));
insert into auth.users (id, email, raw_app_meta_data)
select ('00000000-0000-4000-8000-00000000000' || n)::uuid, 'user' || n || '@example.com', case when n = 9 then '{"role": "admin"}' else '{}' end::jsonb
from generate_series(1, 9) as n;
insert into public.traders (id, user_id, name, filter)
select
    ('00000000-0000-4000-8000-0000000000' || n)::uuid,
    ('00000000-0000-4000-8000-00000000000' || case when n < 20 then 1 else 2 end)::uuid,
    'Trader ' || n, jsonb_build_object('code', 'return ' || n)
from generate_series(10, 29) as n;

create function pg_temp.fail(low integer, high integer, message text) returns void language sql as $$
    insert into public.trader_error_history (trader_id, error_message)
    select ('00000000-0000-4000-8000-0000000000' || n)::uuid, message from generate_series(low, high) as n;
$$;

set local role service_role;
select pg_temp.fail(10, 18, 'divide by zero');
select is((select count(*) from public.systemic_faults), 0::bigint, 'nine traders are not a systemic fault');
select pg_temp.fail(10, 19, 'undefined: fmt');
select is((select count(*) from public.systemic_faults), 0::bigint, 'nor are ten of one owner');
select is((select count(*) from public.proposed_fixes where status = 'held'), 0::bigint, 'their fixes are not held');

select ok(public.claim_fix((select f.id from public.proposed_fixes as f join public.trader_incidents as i on i.id = f.incident_id
    where i.error_message = 'divide by zero' order by f.id limit 1)) is not null, 'one of them is being repaired');
select pg_temp.fail(20, 20, 'divide by zero');
select is((select count(*) from public.systemic_faults where status = 'open'), 1::bigint, 'ten of two owners are');
select is(
    (select count(*) from public.proposed_fixes where status = 'held' and reason = 'systemic_fault'), 10::bigint,
    'all its fixes are held, the one being repaired too'
);
select is(
    (select count(*) from public.trader_incidents as i join public.systemic_faults as s on s.id = i.systemic_fault_id), 10::bigint,
    'its incidents belong to it'
);
select results_eq(
    $$ select user_id from public.notifications where kind = 'systemic_fault' $$,
    $$ values ('00000000-0000-4000-8000-000000000009'::uuid) $$,
    'the operator is told'
);
select pg_temp.fail(21, 22, 'divide by zero');
select is((select count(*) from public.notifications where kind = 'systemic_fault'), 1::bigint, 'once');
select is((select count(*) from public.proposed_fixes where reason = 'systemic_fault'), 12::bigint, 'what joins later is held at once');
select is((select count(*) from public.proposed_fixes where status = 'queued'), 10::bigint, 'other faults go on');
select is(public.claim_fix((select id from public.proposed_fixes where reason = 'systemic_fault' limit 1)), null, 'what is held cannot be claimed');
select throws_ok(
    $$ select public.release_fix((select id from public.proposed_fixes where reason = 'systemic_fault' and user_id = '00000000-0000-4000-8000-000000000001' limit 1), '00000000-0000-4000-8000-000000000001') $$,
    'TE409', null, 'nor released by its owner'
);

select throws_ok(
    $$ select public.resolve_systemic_fault((select id from public.systemic_faults), '00000000-0000-4000-8000-000000000001') $$,
    'TE404', null, 'a user cannot end it'
);
reset role;
select private.sweep();
select is((select status from public.systemic_faults), 'open', 'the sweeper does not while it lasts');
set local role authenticated;
select set_config('request.jwt.claims', '{"sub": "00000000-0000-4000-8000-000000000009", "role": "authenticated", "app_metadata": {"role": "admin"}}', true);
select is(
    (select jsonb_build_array(x.f -> 'incidents', x.f -> 'held_fixes') from (select public.operator_overview() #> '{systemic_faults,0}' as f) as x),
    '[12, 12]', 'an operator sees it with its extent'
);
select set_config('request.jwt.claims', '{"sub": "00000000-0000-4000-8000-000000000001", "role": "authenticated"}', true);
select is((select count(*) from public.systemic_faults), 0::bigint, 'a user does not');
select throws_ok('select public.operator_overview()', 'TE403', null, 'nor the operators'' page');

set local role service_role;
select lives_ok(
    $$ select public.resolve_systemic_fault((select id from public.systemic_faults), '00000000-0000-4000-8000-000000000009') $$,
    'an operator can end it'
);
select is((select count(*) from public.proposed_fixes where status = 'queued'), 22::bigint, 'and the fixes go on');

reset role;
select pg_temp.fail(23, 23, 'divide by zero');
select is((select count(*) from public.systemic_faults where status = 'open'), 1::bigint, 'when it goes on within the window it is one again');
update public.systemic_faults set last_seen = now() - interval '11 minutes' where status = 'open';
select private.sweep();
select is((select count(*) from public.systemic_faults where status = 'open'), 0::bigint, 'and it ends by itself when nothing is seen of it');
select is((select count(*) from public.proposed_fixes where status = 'held'), 0::bigint, 'with its fixes queued again');

select * from finish();
rollback;

-- Money: reserved before, settled after, never above the cap; the ledger only grows.
begin;
select plan(52);

-- No other sweep than those below.
select pg_advisory_xact_lock(hashtextextended('recovery-sweep', 0));
insert into auth.users (id, email) values ('00000000-0000-4000-8000-000000000001', 'owner@example.com');
insert into public.traders (id, user_id, name, filter) values
    ('00000000-0000-4000-8000-0000000000aa', '00000000-0000-4000-8000-000000000001', 'Dip hunter', '{"code": "return x"}'),
    ('00000000-0000-4000-8000-0000000000cc', null, 'Built-in', '{"code": "return y"}');
insert into public.trader_error_history (trader_id, error_message) values
    ('00000000-0000-4000-8000-0000000000aa', 'divide by zero'),
    ('00000000-0000-4000-8000-0000000000cc', 'divide by zero');

create function pg_temp.fix(trader text) returns uuid language sql as $$
    select f.id from public.proposed_fixes as f where f.trader_id = ('00000000-0000-4000-8000-0000000000' || trader)::uuid;
$$;
create function pg_temp.reserve(call integer, usd numeric, trader text default 'aa') returns text language sql as $$
    select public.reserve_llm_call(pg_temp.fix(trader), 1, call, 'some-model', usd) ->> 'code';
$$;

-- Other bounds have their own tests below.
update private.settings set trader_daily_cost_cap_usd = 100, incident_cost_cap_usd = 100;

set local role service_role;
select is(pg_temp.reserve(1, 1), 'lease_lost', 'a fix that is not claimed has no budget');
select ok(public.claim_fix(pg_temp.fix('aa')) is not null and public.claim_fix(pg_temp.fix('cc')) is not null, 'both fixes are claimed');
select is(pg_temp.reserve(1, 4), 'reserved', 'a call within the cap is reserved');
select is(pg_temp.reserve(1, 4), 'already_reserved', 'asked again, it is granted and not reserved twice');
select is(pg_temp.reserve(2, 6), 'reserved', 'up to the cap exactly');
select is(pg_temp.reserve(3, 0.000001), 'budget_reserved', 'and not a millionth more, as long as that much is set aside');
select is(pg_temp.reserve(3, 11), 'daily_cost_cap', 'nor ever what the cap does not allow');
select results_eq(
    'select reserved_usd, spent_usd, calls from public.daily_spend',
    'values (10::numeric(12, 6), 0::numeric(12, 6), 2)',
    'the day knows what is reserved'
);
select is(pg_temp.reserve(1, 50, 'cc'), 'reserved', 'a trader without an owner is paid by the platform');
select is(pg_temp.reserve(2, 1, 'cc'), 'budget_reserved', 'within the platform''s cap');
select throws_ok($$ select pg_temp.reserve(9, 0) $$, 'TE400', null, 'a reservation is positive');
select throws_ok($$ select pg_temp.reserve(9, null) $$, 'TE400', null, 'and given');

select is(public.settle_llm_call(pg_temp.fix('aa'), 1, 1, 1.5, 1000, 200), true, 'a call is settled at what it cost');
select is(public.settle_llm_call(pg_temp.fix('aa'), 1, 1, 3, 1, 1), false, 'once');
select results_eq(
    'select cost_usd, tokens, model from public.proposed_fixes where id = pg_temp.fix(''aa'')',
    $$ values (1.5::numeric(12, 6), 1200, 'some-model') $$,
    'the fix knows what it cost'
);
select throws_ok($$ select public.settle_llm_call(pg_temp.fix('aa'), 1, 2, 6.1) $$, 'TE422', null, 'it cannot cost more than was reserved');
select throws_ok($$ select public.settle_llm_call(pg_temp.fix('aa'), 1, 7, 0) $$, 'TE404', null, 'a call that was never reserved cannot be settled');
select is(public.settle_llm_call(pg_temp.fix('aa'), 1, 2, 0), true, 'a call that was not sent gives its reservation back');
select results_eq(
    $$ select reserved_usd, spent_usd from public.daily_spend where user_id is not null $$,
    'values (0::numeric(12, 6), 1.5::numeric(12, 6))',
    'and the day is free again'
);
select is(pg_temp.reserve(3, 8.5), 'reserved', 'for another call');
select is(public.settle_llm_call(pg_temp.fix('aa'), 1, 3), true, 'a call whose outcome nobody knows');
select is((select settled_usd from public.llm_usage where call = 3), 8.5, 'counts in full');
select is((select count(*) from public.llm_usage where status = 'presumed'), 1::bigint, 'as presumed');
select is(pg_temp.reserve(4, 0.000001), 'daily_cost_cap', 'and a day that is spent is over');

reset role;
select throws_ok($$ update public.llm_usage set settled_usd = 0 where call = 1 and user_id is not null $$, 'TE422', null, 'what is settled cannot be changed');
select throws_ok($$ update public.llm_usage set reserved_usd = 1 where call = 1 and user_id is not null $$, 'TE422', null, 'nor what was reserved');
select throws_ok($$ update public.llm_usage set status = 'reserved', settled_usd = null, settled_at = null where call = 1 and user_id is not null $$, 'TE422', null, 'nor reopened');
select throws_ok($$ delete from public.llm_usage where call = 1 and user_id is not null $$, 'TE422', null, 'nor deleted');
select throws_ok(
    $$ insert into public.llm_usage (attempt, call, day, model, status, reserved_usd, settled_usd, settled_at) values (1, 1, now(), 'm', 'settled', 1, 1, now()) $$,
    'TE422', null, 'a call begins as reserved'
);

-- Reservations that nobody settled are presumed spent, by the sweeper.
select is((select status from public.llm_usage where user_id is null), 'reserved', 'a worker that died leaves its reservation');
alter table public.llm_usage disable trigger keep_ledger;
update public.llm_usage set created_at = now() - interval '1 hour' where user_id is null;
alter table public.llm_usage enable trigger keep_ledger;
select private.sweep();
select results_eq(
    'select status, settled_usd from public.llm_usage where user_id is null',
    $$ values ('presumed', 50::numeric(12, 6)) $$,
    'which the sweeper counts in full'
);

set local role authenticated;
select set_config('request.jwt.claims', '{"sub": "00000000-0000-4000-8000-000000000001", "role": "authenticated"}', true);
select throws_ok(
    $$ insert into public.recovery_preferences (user_id, daily_cost_cap_usd) values ('00000000-0000-4000-8000-000000000001', 51) $$,
    'TE422', null, 'a user cannot set a cap above the operator''s limit'
);
select lives_ok(
    $$ insert into public.recovery_preferences (user_id, daily_cost_cap_usd) values ('00000000-0000-4000-8000-000000000001', 20) $$,
    'but below it'
);
select is((public.spend_by_day(1) -> 'cap_usd')::numeric, 20::numeric, 'and sees it');
select is((public.spend_by_day(2) #> '{days,1,spent_usd}')::numeric, 10::numeric, 'beside what was spent today');
reset role;
update private.settings set daily_cost_cap_usd = 5, max_daily_cost_cap_usd = 5;
select is(private.daily_cost_cap('00000000-0000-4000-8000-000000000001'), 5::numeric, 'an operator''s lower limit counts at once');


-- The other bounds: of the trader's day, of the incident, and the switch that stops all calls.
update private.settings set daily_cost_cap_usd = 50, max_daily_cost_cap_usd = 50, trader_daily_cost_cap_usd = 1, incident_cost_cap_usd = 100;
delete from public.recovery_preferences;
insert into auth.users (id, email) values ('00000000-0000-4000-8000-000000000002', 'second@example.com');
insert into public.traders (id, user_id, name, filter) values
    ('00000000-0000-4000-8000-0000000000dd', '00000000-0000-4000-8000-000000000002', 'Second', '{"code": "return z"}');
insert into public.trader_error_history (trader_id, error_message) values ('00000000-0000-4000-8000-0000000000dd', 'divide by zero');
set local role service_role;
select ok(public.claim_fix(pg_temp.fix('dd')) is not null, 'another trader''s fix is claimed');
select is(pg_temp.reserve(1, 1, 'dd'), 'reserved', 'a trader''s day allows what it allows');
select is(pg_temp.reserve(2, 0.01, 'dd'), 'trader_cost_cap', 'and no more');
select is(public.settle_llm_call(pg_temp.fix('dd'), 1, 1, 0.25, 10, 10, '{"code": "return true"}'), true, 'what a call did not cost is free again');
select is(pg_temp.reserve(2, 0.75, 'dd'), 'reserved', 'for the trader, to the millionth');
select is(pg_temp.reserve(3, 0.000001, 'dd'), 'trader_cost_cap', 'and not beyond');
select is(public.settle_llm_call(pg_temp.fix('dd'), 1, 2, 0), true, 'a call that was not sent costs nothing');
reset role;
update private.settings set trader_daily_cost_cap_usd = 100, incident_cost_cap_usd = 0.5;
set local role service_role;
select is(pg_temp.reserve(4, 0.26, 'dd'), 'incident_cost_cap', 'what was spent on an incident counts against it');
select is(pg_temp.reserve(4, 0.25, 'dd'), 'reserved', 'up to its cap exactly');
select throws_ok($$ select public.set_model_calls(null) $$, 'TE400', null, 'the kill switch is on or off');
select is(public.set_model_calls(false), 0, 'the kill switch is thrown');
reset role;
update private.settings set incident_cost_cap_usd = 100;
set local role service_role;
select is(pg_temp.reserve(5, 0.01, 'dd'), 'model_calls_off', 'and no call is granted any more');
select is(
    public.finish_fix(pg_temp.fix('dd'), 1, '{"status": "held", "reason": "model_calls_off", "reason_detail": "Off."}'), true,
    'a fix waits for it'
);
select is(public.set_model_calls(true), 1, 'switched on again, it queues what waited');
select is((select status from public.proposed_fixes where id = pg_temp.fix('dd')), 'queued', 'which goes on');
select results_eq(
    $$ select cost_usd, tokens, status, reason from public.fix_attempts where fix_id = pg_temp.fix('dd') $$,
    $$ values (0.25::numeric(12, 6), 20, 'held', 'model_calls_off') $$,
    'the record of the attempt says what it cost'
);
reset role;

select * from finish();
rollback;

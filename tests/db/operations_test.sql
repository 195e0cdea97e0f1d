-- What operators decide: a systemic fault ends with or without its repairs, the kill switch, another try of what was given up.
begin;
select plan(59);

-- No other sweep than those below.
select pg_advisory_xact_lock(hashtextextended('recovery-sweep', 0));
insert into auth.users (id, email, raw_app_meta_data)
select ('00000000-0000-4000-8000-00000000000' || n)::uuid, 'user' || n || '@example.com', case when n in (8, 9) then '{"role": "admin"}' else '{}' end::jsonb
from unnest('{1,2,8,9}'::integer[]) as n;
insert into public.traders (id, user_id, name, filter)
select
    ('00000000-0000-4000-8000-0000000000' || n)::uuid, ('00000000-0000-4000-8000-00000000000' || case when n < 20 then 1 else 2 end)::uuid,
    'Trader ' || n, jsonb_build_object('code', 'return ' || n)
from generate_series(10, 29) as n;

create function pg_temp.user_id(n integer) returns uuid language sql as $$ select ('00000000-0000-4000-8000-00000000000' || n)::uuid; $$;
create function pg_temp.trader(n integer) returns uuid language sql as $$ select ('00000000-0000-4000-8000-0000000000' || n)::uuid; $$;
create function pg_temp.fail(low integer, high integer, message text) returns void language sql as $$
    insert into public.trader_error_history (trader_id, error_message) select pg_temp.trader(n), message from generate_series(low, high) as n;
$$;
create function pg_temp.fault() returns uuid language sql as $$ select s.id from public.systemic_faults as s where s.status = 'open'; $$;
-- The states of fixes, each with how many there are.
create function pg_temp.fixes() returns text[] language sql as $$
    select array_agg(concat_ws(' ', f.fixes, f.status, f.reason) order by f.status, f.reason) from (
        select f.status, f.reason, count(*) as fixes from public.proposed_fixes as f group by f.status, f.reason
    ) as f;
$$;
-- The states of a trader's fixes, oldest first.
create function pg_temp.fixes_of(n integer) returns text[] language sql as $$
    select array_agg(concat_ws(' ', f.status, f.reason) order by f.created_at, f.attempt desc, f.id) from public.proposed_fixes as f where f.trader_id = pg_temp.trader(n);
$$;
create function pg_temp.resolve(fault_id uuid, actor integer, decision text default 'release', reason text default null) returns jsonb language sql as $$
    select public.resolve_systemic_fault(fault_id, pg_temp.user_id(actor), decision, reason);
$$;

-- Ended with its repairs.
set local role service_role;
select pg_temp.fail(10, 20, 'divide by zero');
select is(pg_temp.fixes(), '{"11 held systemic_fault"}', 'the repairs of a systemic fault are held');
create temporary table fault as select pg_temp.fault() as id;
grant select on fault to authenticated;
select throws_ok('select pg_temp.resolve((select id from fault), 1, ''discard'')', 'TE404', null, 'an owner does not find the fault');
select throws_ok('select pg_temp.resolve((select id from fault), 1, ''nothing'')', 'TE404', null, 'whatever is asked for');
select throws_ok('select public.resolve_systemic_fault((select id from fault), null)', 'TE404', null, 'nor does nobody');
select throws_ok('select pg_temp.resolve(gen_random_uuid(), 9)', 'TE404', null, 'and an operator none that is not there');
select throws_ok('select pg_temp.resolve((select id from fault), 9, ''nothing'')', 'TE400', null, 'an operator has to say what becomes of the repairs');
select throws_ok('select pg_temp.resolve((select id from fault), 9, null)', 'TE400', null, 'in words');
select throws_ok('select pg_temp.resolve((select id from fault), 9, ''discard'', repeat(''x'', 2001))', '23514', null, 'and the reason has an end');
select is(
    pg_temp.resolve((select id from fault), 9, 'discard', 'The exchange was down') - 'resolved_at',
    jsonb_build_object('id', (select id from fault), 'status', 'resolved', 'decision', 'discard'), 'an operator ends it with its repairs'
);
select is(pg_temp.fixes(), '{"11 superseded fault_discarded"}', 'which are over, for a reason of their own');
select is(
    (select array_agg(distinct f.reason_detail) from public.proposed_fixes as f),
    '{"The operators ended the fault of the platform that this trader was part of, and the repairs that waited for it. Ask for a repair if it still fails."}',
    'in words for their owners'
);
select is((select count(*) from public.trader_incidents where status = 'open'), 11::bigint, 'the incidents are open');
select results_eq(
    'select resolved_by, decision, decision_reason from public.systemic_faults',
    $$ values (pg_temp.user_id(9), 'discard', 'The exchange was down') $$, 'who did it and why is kept'
);
reset role;
select is(
    (select array_agg(right(n.user_id::text, 1) order by 1) from public.notifications as n
     where n.kind = 'systemic_over' and n.body like '%The operators have ended it, and with it the repairs that were held. If a trader still fails, open it and ask%'),
    '{1,2}', 'owners are told that no repair follows by itself'
);
select ok(
    (select a.body from private.operator_alerts as a where a.kind = 'systemic_fault_over') like 'An operator has ended it and its repairs: %', 'and operators what was decided'
);
set local role service_role;
select is(pg_temp.resolve((select id from fault), 8, 'discard', 'Again') ->> 'decision', 'discard', 'twice is once');
select is((select decision_reason from public.systemic_faults), 'The exchange was down', 'by whoever was first');
select throws_ok('select pg_temp.resolve((select id from fault), 9, ''release'')', 'TE409', null, 'what was discarded cannot be released');
reset role;
select private.sweep();
select is(pg_temp.fixes(), '{"11 superseded fault_discarded"}', 'nor does the sweeper');
select pg_temp.fail(10, 12, 'divide by zero');
select is(pg_temp.fixes(), '{"11 superseded fault_discarded"}', 'the same fault again brings no repair');
set local role service_role;
select ok(
    public.request_fix((select i.id from public.trader_incidents as i where i.trader_id = pg_temp.trader(10)), pg_temp.user_id(1)) is not null, 'its owner may ask for one'
);
select is(pg_temp.fixes(), '{"1 queued","11 superseded fault_discarded"}', 'which is made');

-- What is held meanwhile, or was locked, follows with the next sweep.
reset role;
update public.proposed_fixes set status = 'held', reason = 'systemic_fault' where status = 'queued';
select private.sweep();
select is(pg_temp.fixes(), '{"12 superseded fault_discarded"}', 'what comes too late follows with the next sweep');

-- Ended without them.
select pg_temp.fail(10, 20, 'undefined: fmt');
set local role service_role;
truncate pg_temp.fault;
insert into fault select pg_temp.fault();
select is(pg_temp.resolve((select id from fault), 9) ->> 'decision', 'release', 'unless told otherwise the repairs go on');
select is(pg_temp.fixes(), '{"11 queued","12 superseded fault_discarded"}', 'at once');
select is(pg_temp.resolve((select id from fault), 9, 'release') ->> 'status', 'resolved', 'twice is once here, too');
select throws_ok('select pg_temp.resolve((select id from fault), 9, ''discard'')', 'TE409', null, 'what goes on cannot be discarded any more');
reset role;
select is(
    (select count(*) from public.notifications as n where n.kind = 'systemic_over' and n.body like '%. The operators have ended it, so repairs that were held go on%'),
    2::bigint, 'owners are told that they will hear'
);

-- Ended by itself.
select pg_temp.fail(10, 20, 'undefined: os');
set local role service_role;
truncate pg_temp.fault;
insert into fault select pg_temp.fault();
reset role;
update public.systemic_faults set last_seen = now() - interval '11 minutes' where status = 'open';
select private.sweep();
select results_eq(
    'select s.status, s.decision, s.resolved_by from public.systemic_faults as s where s.id = (select id from fault)', $$ values ('resolved', null::text, null::uuid) $$,
    'a fault that ends by itself was decided by nobody'
);
set local role service_role;
select is(pg_temp.resolve((select id from fault), 9, 'release') ->> 'decision', null, 'to release what went on is done already');
select throws_ok('select pg_temp.resolve((select id from fault), 9, ''discard'')', 'TE409', null, 'to discard it comes too late');


-- The kill switch.
select throws_ok($$ select public.set_model_calls(false, pg_temp.user_id(1)) $$, 'TE403', null, 'a user cannot throw the switch');
select throws_ok($$ select public.set_model_calls(false, gen_random_uuid()) $$, 'TE403', null, 'nor can somebody unknown');
select is((select s.model_calls_on from private.settings as s), true, 'which stays as it is');
select is(public.set_model_calls(false, pg_temp.user_id(9)), 0, 'an operator can');
select results_eq(
    'select s.model_calls_on, s.model_calls_set_by, s.model_calls_set_at from private.settings as s', $$ values (false, pg_temp.user_id(9), now()) $$, 'who did it and when is kept'
);
select is(public.set_model_calls(false, pg_temp.user_id(8)), 0, 'twice is once');
select is((select s.model_calls_set_by from private.settings as s), pg_temp.user_id(9), 'by whoever was first');
select is(public.set_model_calls(true), 0, 'in SQL nobody needs to be named');
select is((select s.model_calls_set_by from private.settings as s), null, 'and nobody is');


-- What was given up.
reset role;
delete from public.proposed_fixes;
select pg_temp.fail(21, 24, 'undefined: math');
create function pg_temp.kind_of(n integer) returns text[] language sql as $$
    select array_agg(l.kind order by l.kind) from public.dead_letters as l where l.trader_id = pg_temp.trader(n);
$$;
create function pg_temp.letter(kind text, n integer) returns uuid language sql as $$
    select l.id from public.dead_letters as l where l.kind = letter.kind and l.trader_id = pg_temp.trader(n);
$$;
-- Gives up the latest fix of a trader after so many attempts.
create function pg_temp.give_up(n integer, reason text, attempts integer default 3) returns void language sql as $$
    update public.proposed_fixes as f set created_at = created_at - interval '1 hour', attempt = attempts
    where f.trader_id = pg_temp.trader(n) and f.status = 'queued';
    update public.proposed_fixes as f set status = 'failed', reason = give_up.reason where f.trader_id = pg_temp.trader(n) and f.status = 'queued';
$$;
select pg_temp.give_up(21, 'llm_unavailable'), pg_temp.give_up(22, 'validation_failed'), pg_temp.give_up(23, 'internal_error');
set local role service_role;
select throws_ok($$ select public.retry_dead_letter('fix', pg_temp.letter('fix', 21), pg_temp.user_id(2)) $$, 'TE404', null, 'a user cannot try again what was given up');
select throws_ok($$ select public.retry_dead_letter('fix', gen_random_uuid(), pg_temp.user_id(9)) $$, 'TE404', null, 'nor anybody what is not there');
select throws_ok($$ select public.retry_dead_letter('post', pg_temp.letter('fix', 21), pg_temp.user_id(9)) $$, 'TE404', null, 'or of no known kind');
create temporary table letters as select n, pg_temp.letter('fix', n) as id from generate_series(21, 23) as n;
select is(public.retry_dead_letter('fix', l.id, pg_temp.user_id(9)), true, 'an operator has a repair made that the platform failed') from letters as l where l.n = 21;
select is(pg_temp.fixes_of(21), '{"failed llm_unavailable",queued}', 'as another one');
select is((select private.attempts_of(i.id) from public.trader_incidents as i where i.trader_id = pg_temp.trader(21) and i.error_message = 'undefined: math'), 0, 'with all attempts ahead');
select is(pg_temp.kind_of(21), null, 'the first one is no dead letter any more');
select is(public.retry_dead_letter('fix', l.id, pg_temp.user_id(9)), false, 'twice is once') from letters as l where l.n = 21;
select throws_ok(
    $$ select public.retry_dead_letter('fix', pg_temp.letter('fix', 22), pg_temp.user_id(9)) $$, 'TE409', null, 'a repair that was tried and found wanting is its owner''s to decide on'
);
select is(pg_temp.fixes_of(22), '{"failed validation_failed"}', 'and stays as it is');
select public.set_incident_status(i.id, pg_temp.user_id(2), 'resolved') from public.trader_incidents as i
where i.trader_id = pg_temp.trader(23) and i.error_message = 'undefined: math';
select is(pg_temp.kind_of(23), null, 'what does not matter any more is no dead letter');

-- A deployment.
reset role;
select private.install_version(pg_temp.trader(25), 'return b', '', 'edit', actor => pg_temp.user_id(2));
update public.deployments set created_at = created_at - interval '1 hour', attempts = 32, status = 'failed', reason = 'unreachable', error = 'Nobody answers'
where trader_id = pg_temp.trader(25);
set local role service_role;
create temporary table deployment as select pg_temp.letter('deployment', 25) as id;
select is(public.retry_dead_letter('deployment', (select id from deployment), pg_temp.user_id(9)), true, 'an operator has a deployment tried again');
select results_eq(
    $$ select d.status, d.requested_by, d.version_id = (select x.version_id from public.deployments as x where x.id = (select id from deployment))
       from public.deployments as d where d.trader_id = pg_temp.trader(25) and d.id <> (select id from deployment) $$,
    $$ values ('pending', pg_temp.user_id(9), true) $$, 'as another one of the same version, in the operator''s name'
);
reset role;
select is((select count(*) from private.due_work as w where w.function_name = 'deploy-filter'), 1::bigint, 'which is due at once');
set local role service_role;
select is(public.retry_dead_letter('deployment', (select id from deployment), pg_temp.user_id(9)), false, 'twice is once');

-- A mail.
reset role;
delete from public.notifications;
insert into public.notifications (user_id, trader_id, kind, subject_id, title, body, link)
select pg_temp.user_id(u), pg_temp.trader(26), 'fix_failed', gen_random_uuid(), 'x', 'x', '/x' from generate_series(1, 2) as u;
update public.notifications set mail_id = id, email_status = 'failed', email_error = 'unreachable', email_failures = 32, email_claimed_at = now() - interval '1 day';
insert into public.undeliverable_addresses (user_id, email, reason) values (pg_temp.user_id(2), 'user2@example.com', 'bounced');
set local role service_role;
select is(
    public.retry_dead_letter('email', (select n.id from public.notifications as n where n.user_id = pg_temp.user_id(1)), pg_temp.user_id(9)), true,
    'an operator has a mail sent again'
);
select results_eq(
    $$ select n.email_status, n.email_failures, n.email_error from public.notifications as n where n.user_id = pg_temp.user_id(1) $$, $$ values ('pending', 0::smallint, null::text) $$,
    'from the beginning'
);
select is(
    public.claim_notification((select n.id from public.notifications as n where n.user_id = pg_temp.user_id(1))) ->> 'key',
    (select n.id || '_1' from public.notifications as n where n.user_id = pg_temp.user_id(1)), 'as another mail to the provider'
);
select throws_ok(
    $$ select public.retry_dead_letter('email', n.id, pg_temp.user_id(9)) from public.notifications as n where n.user_id = pg_temp.user_id(2) $$, 'TE409', null,
    'not to an address that takes none'
);

select * from finish();
rollback;

-- The record of attempts: begun by a claim, ended with its outcome; what was tried before; requests; feedback; the library.
begin;
select plan(58);

insert into auth.users (id, email) values
    ('00000000-0000-4000-8000-000000000001', 'owner@example.com'),
    ('00000000-0000-4000-8000-000000000002', 'second@example.com');
insert into public.traders (id, user_id, name, filter) values
    ('00000000-0000-4000-8000-0000000000aa', '00000000-0000-4000-8000-000000000001', 'First', '{"code": "return a"}'),
    ('00000000-0000-4000-8000-0000000000bb', '00000000-0000-4000-8000-000000000002', 'Second', '{"code": "return b"}');
insert into public.trader_error_history (trader_id, error_message) values
    ('00000000-0000-4000-8000-0000000000aa', 'divide by zero'),
    ('00000000-0000-4000-8000-0000000000bb', 'divide by zero');

create function pg_temp.fix(trader text) returns uuid language sql as $$
    select f.id from public.proposed_fixes as f
    where f.trader_id = ('00000000-0000-4000-8000-0000000000' || trader)::uuid
    order by f.status in ('queued', 'generating') desc, f.created_at desc limit 1;
$$;
create function pg_temp.outcome(status text, code text, more jsonb default '{}') returns jsonb language sql as $$
    select jsonb_build_object(
        'status', status, 'origin', 'rules', 'code', outcome.code, 'series_code', '', 'validated', status = 'proposed',
        'validation', '{"reproduced": true}'::jsonb, 'base_syntax_hash', 'base', 'syntax_hash', 'hash of ' || outcome.code,
        'reason', case when status <> 'proposed' then 'validation_failed' end,
        'reason_detail', case when status <> 'proposed' then 'It fails.' end
    ) || more;
$$;
create function pg_temp.owner(trader text) returns uuid language sql as $$
    select t.user_id from public.traders as t where t.id = ('00000000-0000-4000-8000-0000000000' || trader)::uuid;
$$;
create function pg_temp.incident(trader text) returns uuid language sql as $$
    select f.incident_id from public.proposed_fixes as f where f.id = pg_temp.fix(trader);
$$;
create temporary table claims (name text, claim jsonb);
grant all on claims to service_role;

set local role service_role;
insert into claims select 'first', public.claim_fix(pg_temp.fix('aa'));
select results_eq(
    $$ select attempt::integer, status, step from public.fix_attempts $$, $$ values (1, 'running', 'claim') $$,
    'a claim begins the record of an attempt'
);
select results_eq(
    $$ select claim -> 'tried', claim -> 'answer', claim #> '{fix,hint}' from claims where name = 'first' $$,
    $$ values ('[]'::jsonb, 'null'::jsonb, 'null'::jsonb) $$,
    'the first attempt has nothing to go by'
);
select is(public.report_fix_step(pg_temp.fix('aa'), 1, 'validate', 8, 25), true, 'a step is reported');
select results_eq(
    'select step, step_done, step_total from public.fix_attempts', $$ values ('validate', 8, 25) $$, 'and kept for pages that open later'
);
select is(public.report_fix_step(pg_temp.fix('aa'), 2, 'validate', 8, 25), false, 'not for an attempt that is not the current one');
select throws_ok(format('select public.report_fix_step(%L, 1, ''dance'')', pg_temp.fix('aa')), '23514', null, 'a step is one of the known');
select throws_ok(format('select public.report_fix_step(%L, 1, ''validate'', 26, 25)', pg_temp.fix('aa')), '23514', null, 'of which not more is done than there is');
reset role;
select ok(
    exists (
        select from realtime.messages as m
        where m.event = 'fix' and m.payload #>> '{changes,0,step}' = 'validate' and m.payload #>> '{changes,0,step_total}' = '25'
            and m.topic = 'user:00000000-0000-4000-8000-000000000001'
    ),
    'its owner''s open pages hear of it'
);
set local role service_role;

-- A worker that dies: what it had paid for is there for the next attempt, and is not paid for again.
select is(public.reserve_llm_call(pg_temp.fix('aa'), 1, 1, 'model', 0.5) ->> 'code', 'reserved', 'a call is reserved');
select is(
    public.settle_llm_call(pg_temp.fix('aa'), 1, 1, 0.1, 100, 10, '{"code": "return paid"}'), true, 'and settled, with its answer'
);
update public.proposed_fixes set lease_until = now() - interval '1 second' where id = pg_temp.fix('aa');
insert into claims select 'second', public.claim_fix(pg_temp.fix('aa'));
select is((select claim -> 'answer' ->> 'code' from claims where name = 'second'), 'return paid', 'the next attempt gets the answer');
select results_eq(
    'select status, reason, cost_usd from public.fix_attempts where attempt = 1',
    $$ values ('lost', 'worker_lost', 0.1::numeric(12, 6)) $$, 'and the record of the lost one ends, with its cost'
);
select is(
    public.finish_fix(pg_temp.fix('aa'), 2, '{"status": "queued", "reason": "internal_error", "reason_detail": "x"}'), true,
    'an attempt that fails before it judged the answer'
);
insert into claims select 'third', public.claim_fix(pg_temp.fix('aa'));
select is((select claim -> 'answer' ->> 'code' from claims where name = 'third'), 'return paid', 'leaves it to the next');
select is(public.reserve_llm_call(pg_temp.fix('aa'), 3, 1, 'model', 0.5) ->> 'code', 'reserved', 'a call whose worker dies with it');
update public.proposed_fixes set lease_until = now() - interval '1 second' where id = pg_temp.fix('aa');
select is(public.claim_fix(pg_temp.fix('aa')), null, 'the attempts of the incident are used up');
select results_eq(
    'select status, settled_usd from public.llm_usage where attempt = 3', $$ values ('presumed', 0.5::numeric(12, 6)) $$,
    'and what nobody settled counts in full at once'
);
select results_eq(
    $$ select status, reason from public.fix_attempts where attempt = 3 $$, $$ values ('lost', 'attempts_exhausted') $$,
    'its record ends with the fix'
);

-- What was tried goes along.
insert into claims select 'b1', public.claim_fix(pg_temp.fix('bb'));
select is(
    public.fail_fix(pg_temp.fix('bb'), 1, pg_temp.outcome('queued', 'return bad', '{"trace_id": "t1"}') - 'status'), true, 'a candidate fails'
);
insert into claims select 'b2', public.claim_fix(pg_temp.fix('bb'));
select results_eq(
    $$ select t ->> 'kind', t ->> 'code', t ->> 'failure'
       from claims, jsonb_array_elements(claim -> 'tried') as t where name = 'b2' $$,
    $$ values ('failed', 'return bad', 'It fails.') $$, 'the next attempt knows it, and why'
);
select is(
    (select claim -> 'refused' from claims where name = 'b2'),
    '[{"syntax_hash": "hash of return bad", "kind": "failed", "failure": "It fails."}]'::jsonb, 'and that it must not be offered again'
);
select is(
    public.finish_fix(pg_temp.fix('bb'), 2, pg_temp.outcome('proposed', 'return good', '{"trace_id": "t2"}')), true, 'another is proposed'
);
select results_eq(
    $$ select attempt::integer, status, code, validated from public.fix_attempts where trader_id = '00000000-0000-4000-8000-0000000000bb' order by 1 $$,
    $$ values (1, 'retry', 'return bad', false), (2, 'proposed', 'return good', true) $$, 'both are on record'
);
select lives_ok(
    format('select public.reject_fix(%L, %L, %L, ''Too loose'')', pg_temp.fix('bb'), pg_temp.owner('bb'),
        (select code_sha256 from public.proposed_fixes where id = pg_temp.fix('bb'))),
    'its owner rejects it'
);

-- The trace hears of it.
reset role;
create temporary table feedback as select * from private.trace_feedback;
grant select on feedback to service_role;
select results_eq(
    'select trace_id, verdict, reason, edited, status from feedback', $$ values ('t2', 'rejected', 'Too loose', false, 'pending') $$,
    'what owners decide becomes feedback'
);
set local role service_role;
select is(
    (select public.claim_feedback(id) from feedback),
    (select jsonb_build_object('id', id, 'attempt', 1, 'trace_id', 't2', 'verdict', 'rejected', 'reason', 'Too loose', 'edited', false) from feedback),
    'which one function takes'
);
select is((select public.claim_feedback(id) from feedback), null, 'and not another beside it');
select is((select public.finish_feedback(id, 2) from feedback), false, 'only who holds it may finish it');
select is((select public.finish_feedback(id, 1, 'down') from feedback), true, 'it could not be sent');
reset role;
select results_eq(
    'select status, error, next_attempt_at > now() from private.trace_feedback', $$ values ('pending', 'down', true) $$, 'and waits'
);
update private.trace_feedback set next_attempt_at = now();
select is((select count(*) from private.due_work where function_name = 'send-feedback'), 1::bigint, 'the sweeper rings for it');
set local role service_role;
select is((select public.claim_feedback(id) ->> 'attempt' from feedback), '2', 'it is taken again');
select is((select public.finish_feedback(id, 2) from feedback), true, 'and sent');

-- Asking again, with a hint.
select throws_ok(
    format('select public.request_fix(%L, %L)', pg_temp.incident('bb'), pg_temp.owner('aa')), 'TE404', null, 'a stranger cannot ask'
);
select throws_ok(
    format('select public.request_fix(%L, %L, '''')', pg_temp.incident('bb'), pg_temp.owner('bb')), 'TE400', null, 'a hint says something'
);
select throws_ok(
    format('select public.request_fix(%L, %L)', pg_temp.incident('aa'), pg_temp.owner('aa')), 'TE409', null, 'within the attempts of an incident'
);
create temporary table asked as select public.request_fix(pg_temp.incident('bb'), pg_temp.owner('bb'), 'Keep the volume check') as id;
select throws_ok(
    format('select public.request_fix(%L, %L)', pg_temp.incident('bb'), pg_temp.owner('bb')), 'TE409', null, 'one repair at a time'
);
insert into claims select 'b3', public.claim_fix(id) from asked;
select is((select claim #>> '{fix,hint}' from claims where name = 'b3'), 'Keep the volume check', 'the attempt gets the hint');
select results_eq(
    $$ select t ->> 'kind', t ->> 'failure' from claims, jsonb_array_elements(claim -> 'tried') as t where name = 'b3' order by 1 $$,
    $$ values ('failed', 'It fails.'), ('rejected', 'Too loose') $$, 'and what was rejected, with the reason'
);

-- The library: what somebody else accepted for the same fault in code of the same syntax.
select is(
    (select public.finish_fix(id, 1, pg_temp.outcome('proposed', 'return better', '{"trace_id": "t3"}')) from asked), true, 'it is proposed'
);
select is(public.proven_fixes(pg_temp.fix('aa'), 'base'), '[]'::jsonb, 'what is only proposed is no example');
select lives_ok(
    format('select public.accept_fix(%L, %L, %L)', (select id from asked), pg_temp.owner('bb'),
        (select code_sha256 from public.proposed_fixes where id = (select id from asked))),
    'and accepted'
);
select is(
    public.proven_fixes(pg_temp.fix('aa'), 'base'), '[{"donor": "return b", "donor_fixed": "return better"}]'::jsonb,
    'what was accepted is found by its fault and its syntax'
);
select is(public.proven_fixes(pg_temp.fix('aa'), 'other'), '[]'::jsonb, 'not for code of another syntax');
reset role;
update public.filter_versions set health = 'failing' where code = 'return better';
select is(public.proven_fixes(pg_temp.fix('aa'), 'base'), '[]'::jsonb, 'nor when it failed since');

-- Errors of the version that came of it take it out of the library, whatever its health says.
update public.filter_versions set health = 'healthy' where code = 'return better';
select isnt(public.proven_fixes(pg_temp.fix('aa'), 'base'), '[]'::jsonb, 'a repair that held is an example');
insert into public.trader_error_history (trader_id, error_message) values ('00000000-0000-4000-8000-0000000000bb', 'index out of range [1]');
select isnt(public.proven_fixes(pg_temp.fix('aa'), 'base'), '[]'::jsonb, 'nor does what fails before it is live speak against it');
select public.claim_deployment(d.id) is not null, public.finish_deployment(d.id, 1) ->> 'status' from public.deployments as d;
update public.filter_versions set live_since = live_since - interval '1 minute' where code = 'return better';
insert into public.trader_error_history (trader_id, error_message) values ('00000000-0000-4000-8000-0000000000bb', 'index out of range [1]');
update public.filter_versions set health = 'healthy' where code = 'return better';
select is(public.proven_fixes(pg_temp.fix('aa'), 'base'), '[]'::jsonb, 'one whose code failed since is none');

-- An attempt at it: what was refunded does not lengthen the waits, and what comes too late leaves nothing behind.
set local role service_role;
insert into claims select 'b4', public.claim_fix(pg_temp.fix('bb'));
select is(
    public.finish_fix(pg_temp.fix('bb'), 1, '{"status": "queued", "reason": "budget_reserved", "reason_detail": "Wait."}'), true, 'a fix waits for money'
);
select is((select refunded from public.proposed_fixes where id = pg_temp.fix('bb')), 1::smallint, 'which is no attempt');
insert into claims select 'b5', public.claim_fix(pg_temp.fix('bb'));
select is(public.reserve_llm_call(pg_temp.fix('bb'), 2, 1, 'model', 0.5) ->> 'code', 'reserved', 'it goes on');
select is(
    public.fail_fix(pg_temp.fix('bb'), 2, '{"reason": "llm_unavailable", "reason_detail": "Down."}', 0)
        and (select next_attempt_at <= now() from public.proposed_fixes where id = pg_temp.fix('bb')),
    true, 'and after the provider''s first failure it is tried again at once'
);
update public.proposed_fixes set status = 'superseded', reason = 'base_moved' where id = (select (claim #>> '{fix,id}')::uuid from claims where name = 'b5');
select is(public.settle_llm_call((select (claim #>> '{fix,id}')::uuid from claims where name = 'b5'), 2, 1, 0.1, 1, 1, '{"code": "return late"}'), true, 'a settlement that comes when the fix is over');
reset role;
select is((select count(*) from private.model_answers where answer ->> 'code' = 'return late'), 0::bigint, 'keeps no answer that nobody will judge');

-- Attempts follow their trader to another owner.
update public.traders set user_id = '00000000-0000-4000-8000-000000000001' where id = '00000000-0000-4000-8000-0000000000bb';
select is(
    (select count(distinct user_id) from public.fix_attempts), 1::bigint, 'the attempts of a trader are its new owner''s'
);
update public.traders set user_id = '00000000-0000-4000-8000-000000000002' where id = '00000000-0000-4000-8000-0000000000bb';

-- Retention.
insert into private.attempt_inputs (fix_id, attempt, inputs, created_at)
select a.fix_id, a.attempt, '', now() - a.attempt * interval '8 days' from public.fix_attempts as a where a.fix_id = pg_temp.fix('aa');
update private.trace_feedback set created_at = now() - interval '91 days';
select private.prune_attempts();
select is((select array_agg(attempt) from private.attempt_inputs), '{1}'::smallint[], 'market data of attempts is kept for two weeks');
select is((select array_agg(verdict) from private.trace_feedback), '{accepted}'::text[], 'feedback as long as the history, and until it is sent');

set local role authenticated;
select set_config('request.jwt.claims', '{"sub": "00000000-0000-4000-8000-000000000002", "role": "authenticated"}', true);
select is(
    public.repair_costs(1) - 'by_origin',
    '{"attempts": 5, "cost_usd": 0.1, "accepted": 1, "cost_per_attempt_usd": 0.02, "cost_per_accepted_usd": 0.1}'::jsonb,
    'an owner sees what repairs cost, per attempt and per accepted fix'
);

select * from finish();
rollback;

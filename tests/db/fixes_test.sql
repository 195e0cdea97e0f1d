-- The life of a fix: claim, lease, finish, accept, reject.
begin;
select plan(31);

-- No other sweep than those below.
select pg_advisory_xact_lock(hashtextextended('recovery-sweep', 0));
insert into auth.users (id, email) values
    ('00000000-0000-4000-8000-000000000001', 'owner@example.com'),
    ('00000000-0000-4000-8000-000000000002', 'stranger@example.com');
insert into public.traders (id, user_id, name, filter) values (
    '00000000-0000-4000-8000-0000000000aa', '00000000-0000-4000-8000-000000000001', 'Dip hunter',
    to_jsonb('{"code": "return broken", "indicators": ["rsi"]}'::text)
);

set local role service_role;
insert into public.trader_error_history (trader_id, error_message) values
    ('00000000-0000-4000-8000-0000000000aa', 'reflect: slice index out of range'),
    ('00000000-0000-4000-8000-0000000000aa', 'undefined: math');

create function pg_temp.fix(type text) returns uuid language sql as $$
    select f.id from public.proposed_fixes as f join public.trader_incidents as i on i.id = f.incident_id where i.error_type = type;
$$;
create function pg_temp.hash(type text) returns text language sql as $$
    select f.code_sha256 from public.proposed_fixes as f where f.id = pg_temp.fix(type);
$$;
create function pg_temp.proposal() returns jsonb language sql as $$
    select '{"status": "proposed", "origin": "rules", "code": "return true", "series_code": "", "validated": true, "validation": {}, "explanation": "Mended."}'::jsonb;
$$;

select ok(public.claim_fix(pg_temp.fix('runtime')) is not null, 'a queued fix can be claimed');
select is(public.claim_fix(pg_temp.fix('runtime')), null, 'a claimed fix cannot be claimed again');
select is(public.claim_fix(gen_random_uuid()), null, 'a fix that is not there cannot be claimed');

update public.proposed_fixes set lease_until = now() - interval '1 second' where id = pg_temp.fix('runtime');
select is((public.claim_fix(pg_temp.fix('runtime')) #>> '{fix,attempt}'), '2', 'a fix whose lease ran out can be claimed, as the next attempt');
select is(public.finish_fix(pg_temp.fix('runtime'), 1, pg_temp.proposal()), false, 'an attempt that lost its lease cannot finish');
select is((select status from public.proposed_fixes where id = pg_temp.fix('runtime')), 'generating', 'and changes nothing');

select throws_ok(
    $$ select public.finish_fix(pg_temp.fix('runtime'), 2, '{"status": "accepted"}') $$,
    'TE422', null, 'a fix cannot go from generating to accepted'
);
select throws_ok(
    $$ select public.finish_fix(pg_temp.fix('runtime'), 2, '{"status": "failed"}') $$,
    '23514', null, 'a failure needs a reason'
);
select is(public.finish_fix(pg_temp.fix('runtime'), 2, pg_temp.proposal()), true, 'the attempt that holds the lease finishes');
select is((select count(*) from public.notifications where kind = 'fix_proposed'), 1::bigint, 'a proposed fix is told');

update private.settings set max_attempts = 1;
select ok(public.claim_fix(pg_temp.fix('compile')) is not null, 'the other fix is claimed');
select is(
    public.finish_fix(pg_temp.fix('compile'), 1, '{"status": "queued", "reason": "llm_unavailable", "reason_detail": "Later."}'),
    true, 'an attempt can put the fix back'
);
select is(public.claim_fix(pg_temp.fix('compile')), null, 'a fix whose attempts are used up cannot be claimed');
reset role;
select private.sweep();
set local role service_role;
select results_eq(
    $$ select status, reason from public.proposed_fixes where id = pg_temp.fix('compile') $$,
    $$ values ('failed', 'attempts_exhausted') $$,
    'the sweeper ends a fix whose attempts are used up'
);

select throws_ok(
    format('select public.accept_fix(%L, %L, %L)', pg_temp.fix('runtime'), '00000000-0000-4000-8000-000000000002', pg_temp.hash('runtime')),
    'TE404', null, 'a stranger cannot accept a fix, nor learn that it exists'
);
select throws_ok(
    format('select public.accept_fix(%L, %L, %L)', gen_random_uuid(), '00000000-0000-4000-8000-000000000001', pg_temp.hash('runtime')),
    'TE404', null, 'a fix that is not there cannot be accepted'
);
select throws_ok(
    format('select public.accept_fix(%L, %L, %L)', pg_temp.fix('runtime'), '00000000-0000-4000-8000-000000000001', repeat('0', 64)),
    'TE409', null, 'a fix cannot be accepted on another hash than the one shown'
);
select throws_ok(
    format('select public.accept_fix(%L, %L, null)', pg_temp.fix('compile'), '00000000-0000-4000-8000-000000000001'),
    'TE409', null, 'nor on none'
);
select throws_ok(
    format('select public.accept_fix(%L, %L, %L)', pg_temp.fix('compile'), '00000000-0000-4000-8000-000000000001', private.code_sha256('return broken', '')),
    'TE422', null, 'a failed fix that found nothing cannot be accepted as it is'
);
select is((select count(*) from public.deployments), 0::bigint, 'refused decisions change nothing');

select is(
    public.accept_fix(pg_temp.fix('runtime'), '00000000-0000-4000-8000-000000000001', pg_temp.hash('runtime')) ->> 'status',
    'pending', 'the owner accepts and gets a pending deployment'
);
select is(
    (select filter from public.traders),
    to_jsonb((('{"code": "return true", "indicators": ["rsi"]}')::jsonb)::text),
    'the filter keeps its encoding and its other fields'
);
select results_eq(
    'select version, source, is_running from public.filter_versions order by version',
    $$ values (1, 'original', false), (2, 'fix', true) $$,
    'one version is added, and runs'
);
select results_eq(
    'select error_message, error_count, last_error_at from public.traders',
    $$ values (null::text, 0::bigint, null::timestamptz) $$,
    'the error columns are reset'
);
select is((select status from public.trader_incidents where error_type = 'runtime'), 'resolved', 'the incident is resolved');
select is(
    (public.accept_fix(pg_temp.fix('runtime'), '00000000-0000-4000-8000-000000000001', pg_temp.hash('runtime')) ->> 'already_accepted')::boolean,
    true, 'accepting twice is accepting once'
);
select is((select count(*) from public.deployments), 1::bigint, 'with one deployment');

select is((public.claim_deployment((select id from public.deployments)) ->> 'attempts'), '1', 'a pending deployment can be claimed');
select is(public.claim_deployment((select id from public.deployments)), null, 'a claimed deployment cannot be claimed again');
select is(public.finish_deployment((select id from public.deployments), 1) ->> 'status', 'deployed', 'the claim finishes it');
select is(public.finish_deployment(gen_random_uuid(), 1), null, 'one that is not there is none');

select * from finish();
rollback;

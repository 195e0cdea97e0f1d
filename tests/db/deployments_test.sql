-- Deployments: taken and ended by one function at a time, tried again, given up, replaced; and what errors say about the code that runs.
begin;
select plan(76);

-- No other sweep than those below.
select pg_advisory_xact_lock(hashtextextended('recovery-sweep', 0));
insert into auth.users (id, email) values
    ('00000000-0000-4000-8000-000000000001', 'owner@example.com'), ('00000000-0000-4000-8000-000000000002', 'next@example.com');
insert into public.traders (id, user_id, name, filter)
select ('00000000-0000-4000-8000-0000000000' || n)::uuid, '00000000-0000-4000-8000-000000000001', 'Trader ' || n, '{"code": "return a", "requiredTimeframes": ["1h", "15m"]}'
from generate_series(10, 27) as n;

create function pg_temp.trader(n integer) returns uuid language sql as $$ select ('00000000-0000-4000-8000-0000000000' || n)::uuid; $$;
-- New code for a trader, on its way to the executor.
create function pg_temp.install(n integer, code text) returns uuid language sql as $$
    select (private.install_version(pg_temp.trader(n), code, '', 'edit', actor => '00000000-0000-4000-8000-000000000001')).id;
$$;
create function pg_temp.latest(n integer) returns public.deployments language sql as $$
    select d from public.deployments as d
    join public.filter_versions as v on v.id = d.version_id
    where d.trader_id = pg_temp.trader(n)
    order by v.version desc, d.created_at desc limit 1;
$$;
create function pg_temp.state(n integer) returns text language sql as $$
    select concat_ws(' ', d.status, d.reason, private.deployment_card(d) ->> 'next') from pg_temp.latest(n) as d;
$$;
create function pg_temp.claim(n integer) returns jsonb language sql as $$ select public.claim_deployment((pg_temp.latest(n)).id); $$;
create function pg_temp.finish(n integer, attempt integer, confirmed boolean default false) returns jsonb language sql as $$
    select public.finish_deployment((pg_temp.latest(n)).id, attempt, confirmed);
$$;
create function pg_temp.fail(n integer, attempt integer, retryable boolean default true) returns jsonb language sql as $$
    select public.fail_deployment((pg_temp.latest(n)).id, attempt, 'executor_unreachable', 'It could not be reached', retryable);
$$;
create function pg_temp.deploy(n integer, code text, confirmed boolean default false) returns void language sql as $$
    select pg_temp.install(n, code);
    select pg_temp.claim(n);
    select pg_temp.finish(n, 1, confirmed);
$$;
-- As if so much time had gone by since.
create function pg_temp.pass(n integer, elapsed interval) returns void language sql as $$
    update public.deployments
    set deployed_at = deployed_at - elapsed, confirmed_at = confirmed_at - elapsed, watch_until = watch_until - elapsed, created_at = created_at - elapsed,
        next_attempt_at = next_attempt_at - elapsed, lease_until = lease_until - elapsed
    where trader_id = pg_temp.trader(n);
    update public.filter_versions
    set started_at = started_at - elapsed, stopped_at = stopped_at - elapsed, live_since = live_since - elapsed, judged_at = judged_at - elapsed
    where trader_id = pg_temp.trader(n);
$$;
-- Reports a fault, of data unless it says otherwise; the answer is the version that it counts for, and whether it is stale.
create function pg_temp.report(n integer, code text default null, ago interval default '0', message text default 'ticker data not found for symbol XUSDT')
returns text language plpgsql as $$
declare
    v_id uuid := gen_random_uuid();
begin
    perform public.record_errors(jsonb_build_array(jsonb_strip_nulls(jsonb_build_object(
        'event_id', v_id, 'trader_id', pg_temp.trader(n), 'error_message', message, 'occurred_at', now() - ago, 'code_sha256', private.code_sha256(code, '')
    ))));
    return (
        select concat_ws(' ', v.version, case when e.stale then 'stale' end)
        from public.trader_error_history as e
        left join public.filter_versions as v on v.id = e.filter_version_id
        where e.event_id = v_id
    );
end
$$;
create function pg_temp.told(n integer) returns text[] language sql as $$
    select coalesce(array_agg(o.kind order by o.kind), '{}') from public.notifications as o
    where o.trader_id = pg_temp.trader(n) and o.kind in ('fix_deployed', 'deployment_failed', 'fix_rolled_back');
$$;

-- How long new code is watched.
select is(private.watch_length(w.filter), w.length, w.what)
from (values
    ('{"requiredTimeframes": ["1h", "15m"]}'::jsonb, interval '45 minutes', 'new code is watched for three candles of its shortest timeframe'),
    ('{"requiredTimeframes": ["1m"]}', interval '15 minutes', 'but for a quarter of an hour at least'),
    ('{"requiredTimeframes": ["12h", "1d"]}', interval '1 day', 'and a day at most'),
    (to_jsonb('{"requiredTimeframes": ["1h"]}'::text), interval '3 hours', 'also where the filter is encoded twice'),
    ('{"code": "return a"}', interval '15 minutes', 'where it names no timeframes, as for five minutes'),
    ('{"requiredTimeframes": "1h"}', interval '3 hours', 'one that is no list counts as one'),
    ('{"requiredTimeframes": [60, null, {"x": "1m"}, "1h"]}', interval '3 hours', 'what is no word is passed over'),
    ('{"requiredTimeframes": ["often", "", "1 hour"]}', interval '15 minutes', 'as is what names no length'),
    ('{"requiredTimeframes": {"first": "1h"}}', interval '15 minutes', 'an object names none'),
    ('[1, 2]', interval '15 minutes', 'nor does a filter that is none'),
    (to_jsonb('{not json'::text), interval '15 minutes', 'nor one that cannot be read')
) as w (filter, length, what);
update private.settings set watch_candles = 5, watch_minimum = '1 minute', watch_maximum = '2 hours';
select is(private.watch_length('{"requiredTimeframes": ["1m"]}'), interval '5 minutes', 'operators say how many candles');
select is(private.watch_length('{"requiredTimeframes": ["1h"]}'), interval '2 hours', 'and how long at most');
select throws_ok($$ update private.settings set watch_maximum = '1 second' $$, '23514', null, 'which is no less than the least');
update private.settings set watch_candles = 3, watch_minimum = '15 minutes', watch_maximum = '1 day';

set local role service_role;

-- Taken, and ended.
create temporary table installed as select pg_temp.install(10, 'return b') as id;
select is(pg_temp.state(10), 'pending ask_executor', 'new code waits for the executor');
select is(
    pg_temp.claim(10),
    jsonb_build_object('id', (select id from installed), 'trader_id', pg_temp.trader(10), 'attempts', 1, 'code_sha256', private.code_sha256('return b', ''), 'user_id', '00000000-0000-4000-8000-000000000001', 'fly_app', null),
    'who claims a deployment learns what the executor should run'
);
select is(pg_temp.claim(10), null, 'nobody else can claim it');
select is(pg_temp.state(10), 'pending ask_executor', 'the executor is being asked');
select is(
    pg_temp.finish(10, 1) - '{id,trader_id,version_id,created_at}'::text[],
    jsonb_build_object(
        'version', 2, 'code_sha256', private.code_sha256('return b', ''), 'fix_id', null, 'status', 'deployed', 'reason', null, 'error', null, 'next', 'watch', 'attempts', 1, 'next_attempt_at', (pg_temp.latest(10)).next_attempt_at,
        'live_since', now(), 'confirmed_at', null, 'watch_until', now() + interval '45 minutes', 'is_automatic', false, 'is_validated', null, 'request_reason', null
    ),
    'who ends it is told how it stands: live, not confirmed, and watched'
);
select results_eq(
    'select health, live_since, settings from public.filter_versions where id = (pg_temp.latest(10)).version_id',
    $$ values ('probation', now(), '{"requiredTimeframes": ["1h", "15m"]}'::jsonb) $$,
    'the version is on probation, live, and knows the rest of its filter'
);
select is(pg_temp.finish(10, 1, true) ->> 'confirmed_at', null, 'ending it again changes nothing');
select is(pg_temp.fail(10, 1) ->> 'status', 'deployed', 'nor does a failure that comes after');
select pg_temp.install(11, 'return b');
select is(pg_temp.finish(11, 0) ->> 'status', 'pending', 'what nobody has claimed cannot be ended');
select pg_temp.claim(11);
select is((pg_temp.finish(11, 1, true) ->> 'confirmed_at')::timestamptz, now(), 'an executor that names the code confirms it');
select is(pg_temp.told(11), '{fix_deployed}', 'that it is live is told');
select is(public.fail_deployment(gen_random_uuid(), 1, 'gone', 'Gone', true), null, 'a deployment that is not there is none');

-- A lease that was lost.
select pg_temp.install(12, 'return b');
select pg_temp.claim(12);
select pg_temp.pass(12, '2 minutes');
select is(pg_temp.claim(12) ->> 'attempts', '2', 'a lease that ran out is taken by another');
select is(pg_temp.finish(12, 1, true) ->> 'status', 'pending', 'the one who lost it cannot end the deployment');
select is(pg_temp.fail(12, 1, false) ->> 'status', 'pending', 'nor fail it');
select isnt((pg_temp.latest(12)).lease_until, null, 'the other still holds it');
select is(pg_temp.finish(12, 2) ->> 'status', 'deployed', 'and ends it');
select pg_temp.install(13, 'return b');
select pg_temp.claim(13);
select pg_temp.pass(13, '2 minutes');
select is(pg_temp.finish(13, 1) ->> 'status', 'deployed', 'who comes late, but first, has ended it all the same');

-- Tried again, and given up.
select pg_temp.install(14, 'return b');
select pg_temp.claim(14);
select is(pg_temp.fail(14, 1) ->> 'next', 'retry', 'what the executor did not take is tried again');
select is(pg_temp.state(14), 'pending executor_unreachable retry', 'and says why it is not live');
select is((pg_temp.latest(14)).next_attempt_at, now() + interval '10 seconds', 'in a moment');
select is(pg_temp.claim(14), null, 'not before');
select is(pg_temp.told(14), '{}', 'which is not told');
select pg_temp.pass(14, '10 seconds');
select pg_temp.claim(14);
select is((pg_temp.fail(14, 2) ->> 'next_attempt_at')::timestamptz, now() + interval '20 seconds', 'then after twice as long');
update private.settings set max_deployment_tries = 3;
select pg_temp.pass(14, '20 seconds');
select pg_temp.claim(14);
select is(pg_temp.fail(14, 3) ->> 'next', 'decide', 'until it was tried often enough: then its owner decides');
select is(pg_temp.state(14), 'failed executor_unreachable decide', 'it has failed');
select is(pg_temp.told(14), '{deployment_failed}', 'which is told');
select is((select count(*) from public.dead_letters where id = (pg_temp.latest(14)).id), 1::bigint, 'and is a dead letter');
select pg_temp.pass(14, '1 minute');
select is(pg_temp.report(14), '2', 'from then on errors that name no code are the new code''s, for all that anybody knows');
select pg_temp.install(15, 'return b');
select pg_temp.claim(15);
select is(pg_temp.fail(15, 1, false) ->> 'status', 'failed', 'what cannot succeed is not tried again');
select pg_temp.install(16, 'return b');
select pg_temp.claim(16);
update public.deployments set attempts = 3, lease_until = now() - interval '1 second' where trader_id = pg_temp.trader(16);
select is(pg_temp.claim(16), null, 'what was tried too often nobody can claim');
reset role;
select private.sweep();
update private.settings set max_deployment_tries = 32;
set local role service_role;
select is(pg_temp.state(16), 'failed never_answered decide', 'and the sweeper gives up');

-- Replaced by newer code.
select pg_temp.install(17, 'return b');
create temporary table replaced as select (pg_temp.latest(17)).id as id;
select pg_temp.deploy(17, 'return c');
select is(
    (select concat_ws(' ', d.status, d.reason, private.deployment_card(d) ->> 'next') from public.deployments as d join replaced as r on r.id = d.id),
    'failed replaced none', 'newer code ends what was under way, of which nothing comes any more'
);
select is((select live_since from public.filter_versions where trader_id = pg_temp.trader(17) and code = 'return b'), null, 'it was never live');
select is(pg_temp.told(17), '{fix_deployed}', 'and that is not told as a failure');
update public.traders set filter = '{"code": "return d"}' where id = pg_temp.trader(17);
select is(pg_temp.state(17), 'deployed none', 'what was live is watched no longer when other code takes its place');

-- Errors that name the new code confirm its deployment.
select pg_temp.install(18, 'return b');
select is(pg_temp.report(18), '1 stale', 'before it is live, errors that name no code are of the code before');
select is(pg_temp.state(18), 'pending ask_executor', 'and say nothing of it');
select is(pg_temp.report(18, 'return b'), '2', 'one that names the new code is its own');
select results_eq(
    'select status, confirmed_at, watch_until, lease_until from pg_temp.latest(18)',
    $$ values ('deployed', now(), now() + interval '45 minutes', null::timestamptz) $$, 'and shows that it is live'
);
select is(pg_temp.claim(18), null, 'so nobody asks the executor any more');
select pg_temp.deploy(19, 'return b');
select is(pg_temp.report(19), '1 stale', 'for a minute a run may end that had begun before');
select pg_temp.pass(19, '1 minute');
select is(pg_temp.report(19), '2', 'then errors that name no code are its own');
select is((pg_temp.latest(19)).confirmed_at, null, 'but confirm nothing');
select is(pg_temp.report(19, null, '1 second'), '1 stale', 'those that happened before are not');
select pg_temp.report(19, 'return b');
select is((pg_temp.latest(19)).confirmed_at, now(), 'what was only said to be live is confirmed by name');
select is(pg_temp.fail(15, 1), (select private.deployment_card(d) from pg_temp.latest(15) as d), 'a failed deployment stays so');
select pg_temp.report(15, 'return b');
select is(pg_temp.state(15), 'deployed watch', 'unless an error shows that the executor runs it after all');
select is(pg_temp.told(15), '{deployment_failed,fix_deployed}', 'which is told');

-- Errors that name earlier code, long after the executor took the new.
select pg_temp.deploy(20, 'return b');
select pg_temp.pass(20, '5 minutes');
select is(pg_temp.report(20, 'return a', '4 minutes 1 second'), '1 stale', 'a run that began before may end as late as a minute after');
select is(pg_temp.report(20, repeat('return unseen ', 2)), 'stale', 'code that nobody knows is no evidence');
select is(pg_temp.state(20), 'deployed watch', 'neither says anything of the executor');
select is(pg_temp.report(20, 'return a'), '1 stale', 'but one that happens later');
select is(pg_temp.state(20), 'pending stale_code retry', 'sends the code again');
select is(pg_temp.report(20), '1 stale', 'and until it is live again errors that name none are of the code before');
select pg_temp.pass(20, '10 seconds');
select is(pg_temp.claim(20) ->> 'attempts', '2', 'the executor is asked once more');
select pg_temp.finish(20, 2, true);
select is(pg_temp.told(20), '{fix_deployed}', 'that it is live is told once');

-- A version that is restored: what is reported late of its earlier run is no fault of the present one.
select pg_temp.deploy(21, 'return b');
select pg_temp.pass(21, '1 hour');
select public.rollback_filter(pg_temp.trader(21), (select id from public.filter_versions where trader_id = pg_temp.trader(21) and version = 1), '00000000-0000-4000-8000-000000000001');
select pg_temp.claim(21);
select pg_temp.finish(21, 1);
select is(pg_temp.report(21, 'return a', '2 hours', 'divide by zero'), '1 stale', 'an error of the earlier run of restored code is stale');
select is((select count(*) from public.trader_incidents where trader_id = pg_temp.trader(21) and status = 'open'), 0::bigint, 'and opens nothing');
select is(pg_temp.report(21, 'return a', '0', 'divide by zero'), '3', 'one of now is the restored version''s');

-- Whose executor it is counts when it is claimed, not when it was made.
select pg_temp.install(27, 'return handed_over');
update public.traders set user_id = '00000000-0000-4000-8000-000000000002' where id = pg_temp.trader(27);
create temporary table handed_over as select pg_temp.claim(27) as claim;
select is(claim ->> 'user_id', '00000000-0000-4000-8000-000000000002', 'a claim says whose the trader is now') from handed_over;
select is((pg_temp.latest(27)).requested_by::text, '00000000-0000-4000-8000-000000000001', 'and it is not who asked for it') from handed_over;

select * from finish();
rollback;

-- The bounds of the watch: what says nothing of new code, what many have at once, and what cannot be judged.
begin;
select plan(32);

-- No other sweep than those below.
select pg_advisory_xact_lock(hashtextextended('recovery-sweep', 0));
insert into auth.users (id, email)
select ('00000000-0000-4000-8000-00000000000' || n)::uuid, 'user' || n || '@example.com' from generate_series(1, 3) as n;
insert into public.recovery_preferences (user_id, auto_rollback) values ('00000000-0000-4000-8000-000000000002', false);
-- Of the first user, but for the sixties, which are the second's.
insert into public.traders (id, user_id, name, filter)
select
    ('00000000-0000-4000-8000-000000000' || n)::uuid,
    case n / 10 when 16 then '00000000-0000-4000-8000-000000000002' else '00000000-0000-4000-8000-000000000001' end::uuid,
    'Trader ' || n, '{"code": "return a", "requiredTimeframes": ["1h", "15m"], "description": "First"}'
from unnest(array(select generate_series(116, 125)) || '{161,162}' || array(select generate_series(200, 299))) as n;
update public.filter_versions set health = 'healthy';

create function pg_temp.trader(n integer) returns uuid language sql as $$ select ('00000000-0000-4000-8000-000000000' || n)::uuid; $$;
create function pg_temp.version(n integer, number integer) returns public.filter_versions language sql as $$
    select v from public.filter_versions as v where v.trader_id = pg_temp.trader(n) and v.version = number;
$$;
-- Number, code, where it is from and health of all versions; the running one has a star.
create function pg_temp.versions(n integer) returns text[] language sql as $$
    select array_agg(concat_ws(' ', v.version, v.code, v.source, v.health) || case when v.is_running then ' *' else '' end order by v.version)
    from public.filter_versions as v where v.trader_id = pg_temp.trader(n);
$$;
create function pg_temp.latest(n integer) returns public.deployments language sql as $$
    select d from public.deployments as d join public.filter_versions as v on v.id = d.version_id
    where d.trader_id = pg_temp.trader(n) order by v.version desc limit 1;
$$;
create function pg_temp.state(n integer) returns text language sql as $$
    select concat_ws(' ', d.status, d.reason, private.deployment_card(d) ->> 'next') from pg_temp.latest(n) as d;
$$;
create function pg_temp.take(n integer) returns void language sql as $$
    select public.claim_deployment(d.id), public.finish_deployment(d.id, 1) from pg_temp.latest(n) as d;
    -- What names no code is the new code's a minute later.
    update public.filter_versions set live_since = live_since - interval '1 minute' where trader_id = pg_temp.trader(n) and is_running;
$$;
create function pg_temp.deploy(n integer, code text) returns void language sql as $$
    select private.install_version(pg_temp.trader(n), code, '', 'edit', actor => '00000000-0000-4000-8000-000000000001');
    select pg_temp.take(n);
$$;
create function pg_temp.pass(n integer, elapsed interval) returns void language sql as $$
    update public.deployments
    set deployed_at = deployed_at - elapsed, watch_until = watch_until - elapsed, created_at = created_at - elapsed, next_attempt_at = next_attempt_at - elapsed
    where trader_id = pg_temp.trader(n);
    update public.filter_versions
    set started_at = started_at - elapsed, stopped_at = stopped_at - elapsed, live_since = live_since - elapsed, judged_at = judged_at - elapsed
    where trader_id = pg_temp.trader(n);
    update public.trader_incidents set created_at = created_at - elapsed where trader_id = pg_temp.trader(n);
$$;
create function pg_temp.fail(n integer, message text default 'divide by zero') returns void language sql as $$
    insert into public.trader_error_history (trader_id, error_message) values (pg_temp.trader(n), message);
$$;
create function pg_temp.incident(n integer) returns public.trader_incidents language sql as $$
    select i from public.trader_incidents as i where i.trader_id = pg_temp.trader(n) order by i.created_at desc, i.status limit 1;
$$;
-- What was told of a trader since the last question.
create temporary table asked (id uuid);
create function pg_temp.told(n integer) returns text[] language sql as $$
    with noted as (
        insert into asked select o.id from public.notifications as o where o.trader_id = pg_temp.trader(n) and o.id not in (select a.id from asked as a) returning id
    )
    select coalesce(array_agg(o.kind order by o.kind), '{}') from noted as t join public.notifications as o on o.id = t.id;
$$;
create function pg_temp.words(n integer, kind text) returns text language sql as $$
    select o.title || ': ' || o.body from public.notifications as o where o.trader_id = pg_temp.trader(n) and o.kind = words.kind order by o.created_at desc limit 1;
$$;

-- Faults that say nothing of the new code.
select pg_temp.deploy(116, 'return b');
select pg_temp.pass(116, '45 minutes 1 second');
select pg_temp.told(116);
select pg_temp.fail(116);
select is(pg_temp.told(116), '{incident_detected}', 'what fails after probation is an incident like any other');
select ok(pg_temp.words(116, 'incident_detected') like '"Trader 116" is failing: %', 'not of new code');
select private.sweep();
select is(pg_temp.state(116), 'verified none', 'the probation was held');
select is(pg_temp.versions(116), '{"1 return a original healthy","2 return b edit failing *"}', 'the code fails nevertheless');
select pg_temp.deploy(117, 'return b');
select pg_temp.told(117);
select pg_temp.fail(117, 'ticker data not found for symbol XUSDT');
select pg_temp.fail(117, 'failed to save signal');
select private.sweep();
select is(
    (select array_agg(distinct attribution order by attribution) from public.trader_incidents where trader_id = pg_temp.trader(117)), '{data,executor}',
    'what is missing data''s fault, or the executor''s'
);
select is(pg_temp.state(117), 'deployed watch', 'is not the new code''s');
select is(pg_temp.told(117), '{incident_detected,incident_detected}', 'but told');
update public.trader_incidents set attribution = 'code' where trader_id = pg_temp.trader(117) and attribution = 'data';
select private.sweep();
select is(pg_temp.state(117), 'pending ask_executor', 'when it turns out to be the code''s, the next sweep takes it back');
update public.traders set filter = filter || '{"code": "return broken"}' where id = pg_temp.trader(118);
select pg_temp.fail(118, 'index out of range [1]');
select pg_temp.pass(118, '1 minute');
select pg_temp.deploy(118, 'return b');
select pg_temp.pass(118, '1 minute');
select pg_temp.fail(118, 'index out of range [1]');
select is(pg_temp.state(118), 'deployed watch', 'an incident that was open before does not speak against new code');
select is((pg_temp.incident(118)).after_deployment_id, null, 'and is no evidence');
select pg_temp.pass(118, '1 hour');
select private.sweep();
select is(pg_temp.state(118), 'verified none', 'so its probation is held');
select is((pg_temp.version(118, 3)).health, 'failing', 'though it is not healthy');

update public.traders set filter = filter || '{"code": "return broken"}' where id = pg_temp.trader(125);
select pg_temp.fail(125);
select pg_temp.pass(125, '1 minute');
select pg_temp.deploy(125, 'return b');
select pg_temp.pass(125, '1 minute');
select public.set_incident_status((pg_temp.incident(125)).id, '00000000-0000-4000-8000-000000000001', 'resolved');
update public.trader_incidents set resolved_at = resolved_at + interval '1 second' where trader_id = pg_temp.trader(125);
select pg_temp.fail(125);
select is(pg_temp.state(125), 'deployed watch', 'nor when it was called resolved meanwhile, and comes back');

-- Systemic faults.
update private.settings set systemic_traders = 3, systemic_owners = 2;
select pg_temp.deploy(n, 'return b') from (values (119), (120), (161)) as t (n);
insert into public.trader_error_history (trader_id, error_message)
select pg_temp.trader(n), 'undefined: strings' from (values (119), (120), (161)) as t (n);
select private.sweep();
select is((select count(*) from public.systemic_faults), 1::bigint, 'a fault that many begin to have at once');
select is(array[pg_temp.state(119), pg_temp.state(120), pg_temp.state(161)], array_fill('deployed watch'::text, array[3]), 'takes no new code back');
select is((pg_temp.version(119, 2)).health, 'probation', 'nor is the code thought to fail');
update private.settings set systemic_traders = 1000;

-- When it cannot be judged.
create function pg_temp.refuse() returns trigger language plpgsql as $$ begin raise 'no'; end $$;
create trigger refuse before insert on public.deployments for each row when (new.is_automatic) execute function pg_temp.refuse();
select pg_temp.deploy(n, 'return b') from (values (121), (162)) as t (n);
update public.recovery_preferences set auto_rollback = true;
select pg_temp.told(n) from (values (121), (162)) as t (n);
select lives_ok($$ select pg_temp.fail(n) from (values (121), (162)) as t (n) $$, 'an error is recorded also where the return fails');
select is((pg_temp.incident(121)).status, 'open', 'its incident is open');
select is((pg_temp.incident(121)).occurrences, 1::bigint, 'and counted');
select is(pg_temp.versions(121), '{"1 return a original healthy","2 return b edit failing *"}', 'nothing is half done');
select private.sweep();
select is((select failing from private.heartbeats where job = 'sweep'), 'judge_deployments (P0001)', 'the sweeper says that it cannot judge');
select pg_temp.pass(121, '1 hour');
select private.sweep();
select is(pg_temp.state(121), 'deployed watch', 'what waits to be judged is not verified, however long it takes');
drop trigger refuse on public.deployments;
update public.recovery_preferences set auto_rollback = false;
select private.sweep();
select is(pg_temp.state(121), 'pending ask_executor', 'the first sweep that can takes it back');
select is(
    (select concat_ws(' ', status, reason) from public.proposed_fixes where trader_id = pg_temp.trader(121)), 'superseded base_moved',
    'and ends what was to repair it meanwhile'
);
select is(pg_temp.told(121), '{fix_rolled_back,incident_detected}', 'its owner had heard of the incident, and hears of that');
select is(pg_temp.state(162), 'failed auto_rollback_off decide', 'where the owner has changed their mind meanwhile, it stays');
select is(pg_temp.told(162), '{incident_detected}', 'they had heard of the incident');
select is((pg_temp.latest(162)).reason, 'auto_rollback_off', 'and find the reason');

-- A batch of errors of many traders, some of them with new code.
select pg_temp.deploy(n, 'return b') from generate_series(210, 216) as n;
create temporary table batch as
select public.record_errors(jsonb_agg(jsonb_build_object('event_id', gen_random_uuid(), 'trader_id', pg_temp.trader(n), 'error_message', 'divide by zero'))) as answer
from generate_series(200, 299) as n;
select is((select (answer ->> 'accepted')::integer from batch), 100, 'a batch of errors is recorded');
select is(
    (select array_agg(right(d.trader_id::text, 3) order by d.trader_id) from public.deployments as d where d.is_automatic and d.trader_id between pg_temp.trader(200) and pg_temp.trader(299)),
    '{210,211,212,213,214,215,216}', 'what is new of it is taken back'
);
select is(
    (select array_agg(distinct pg_temp.told(n)) from generate_series(210, 216) as n), '{{fix_rolled_back}}', 'and told as that'
);
select is(
    (select array_agg(distinct pg_temp.told(n)) from generate_series(217, 299) as n), '{{incident_detected}}', 'the others are incidents'
);

select * from finish();
rollback;

-- The watch over new code: what fails is taken back to what was healthy, once, where it may be.
begin;
select plan(45);

-- No other sweep than those below.
select pg_advisory_xact_lock(hashtextextended('recovery-sweep', 0));
insert into auth.users (id, email)
select ('00000000-0000-4000-8000-00000000000' || n)::uuid, 'user' || n || '@example.com' from generate_series(1, 3) as n;
insert into public.recovery_preferences (user_id, auto_rollback) values ('00000000-0000-4000-8000-000000000002', false);
-- Of the first user, but for the sixties, which are the second's, and the seventies, which are built in.
insert into public.traders (id, user_id, name, filter)
select
    ('00000000-0000-4000-8000-000000000' || n)::uuid,
    case n / 10 when 16 then '00000000-0000-4000-8000-000000000002' when 17 then null else '00000000-0000-4000-8000-000000000001' end::uuid,
    'Trader ' || n, '{"code": "return a", "requiredTimeframes": ["1h", "15m"], "description": "First"}'
from generate_series(110, 179) as n;
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

-- Code that fails.
select pg_temp.deploy(111, 'return b');
select pg_temp.told(111);
update public.traders set filter = filter || '{"description": "Second", "requiredTimeframes": ["5m"]}' where id = pg_temp.trader(111);
select pg_temp.pass(111, '7 minutes');
create temporary table bad as select (pg_temp.latest(111)).*;
create temporary table rung as select coalesce(max(q.id), 0) as id from net.http_request_queue as q;
select pg_temp.fail(111);
select is(
    pg_temp.versions(111), '{"1 return a original healthy","2 return b edit failing","3 return a rollback unknown *"}',
    'new code that fails is failing, and the code before it becomes a new version, which runs'
);
select is((pg_temp.version(111, 3)).restores_id, (pg_temp.version(111, 1)).id, 'that says which it restores');
select is(
    (select filter from public.traders where id = pg_temp.trader(111)), '{"code": "return a", "requiredTimeframes": ["1h", "15m"], "description": "First"}',
    'with the rest of its filter'
);
select results_eq(
    'select d.status, d.reason, d.error, d.watch_until, d.ended_by from public.deployments as d join bad as b on b.id = d.id',
    $$ values ('rolled_back', 'fault_on_probation', 'It failed 7 minutes after it went live. The filter divided by zero.', null::timestamptz, null::uuid) $$,
    'the deployment of the new code says why it ended'
);
select results_eq(
    'select status, is_automatic, requested_by, request_reason, version_id from pg_temp.latest(111)',
    $$ values ('pending', true, null::uuid, 'It failed 7 minutes after it went live. The filter divided by zero.', (pg_temp.version(111, 3)).id) $$,
    'the return is on its way to the executor, by nobody''s order'
);
select is(
    (
        select count(*) from net.http_request_queue as q cross join rung as r
        where q.id > r.id and q.url like '%/deploy-filter' and convert_from(q.body, 'UTF8')::jsonb ->> 'id' = (pg_temp.latest(111)).id::text
    ),
    1::bigint, 'which is rung for once'
);
select results_eq(
    'select status, resolved_by_version_id, after_deployment_id from pg_temp.incident(111)',
    $$ select 'resolved', (pg_temp.version(111, 3)).id, b.id from bad as b $$, 'the incident is over by the return, and is the evidence'
);
select is((select count(*) from public.proposed_fixes where trader_id = pg_temp.trader(111)), 0::bigint, 'nothing is repaired');
select is(pg_temp.told(111), '{fix_rolled_back}', 'its owner is told once');
select ok(pg_temp.words(111, 'fix_rolled_back') like '%taken back: % It failed 7 minutes after it went live. %', 'and why');
select is(
    (select link from public.notifications where trader_id = pg_temp.trader(111) and kind = 'fix_rolled_back'),
    private.error_page(pg_temp.trader(111), (pg_temp.incident(111)).id), 'with a link to the incident'
);
select results_eq(
    format('select error_message, error_count, last_error_at from public.traders where id = %L', pg_temp.trader(111)),
    $$ values (null::text, 0::bigint, null::timestamptz) $$, 'the trader does not look as if it failed'
);
select is((select occurrences from pg_temp.incident(111)), 1::bigint, 'though the error counts');
select pg_temp.fail(111);
select is((select stale_occurrences from pg_temp.incident(111)), 1::bigint, 'until the executor has it, errors are of the code that was taken back');
select pg_temp.take(111);
select is(pg_temp.state(111), 'deployed watch', 'the return is watched as well');
select is(pg_temp.told(111), '{}', 'that it runs was told before');
select pg_temp.pass(111, '1 hour');
select private.sweep();
select is((pg_temp.version(111, 3)).health, 'healthy', 'and is healthy when it holds');

-- A repair that does not hold, on code that others brought.
update public.traders set filter = filter || '{"code": "return broken"}' where id = pg_temp.trader(112);
select pg_temp.fail(112);
create temporary table fix as select f.* from public.proposed_fixes as f where f.trader_id = pg_temp.trader(112);
select public.claim_fix(id), public.finish_fix(id, 1, '{"status": "proposed", "origin": "rules", "code": "return b", "validated": true, "validation": {}}') from fix;
select public.accept_fix(id, '00000000-0000-4000-8000-000000000001', private.code_sha256('return b', '')) from fix;
select pg_temp.take(112);
select pg_temp.told(112);
select pg_temp.pass(112, '1 minute');
select pg_temp.fail(112);
select is(
    pg_temp.versions(112),
    '{"1 return a original healthy","2 return broken external failing","3 return b fix failing","4 return a rollback unknown *"}',
    'a repair that fails as before is taken back to the last healthy version, not to what it repaired'
);
select is((pg_temp.incident(112)).regression_of, (select incident_id from fix), 'its fault is linked to the one that was thought mended');
select is(
    (select d.fix_id from public.deployments as d where d.id = (pg_temp.incident(112)).after_deployment_id), (select id from fix),
    'and to the fix that did not hold'
);
select is((select count(*) from public.trader_incidents where trader_id = pg_temp.trader(112) and status <> 'resolved'), 0::bigint, 'nothing is left open');
select is(pg_temp.told(112), '{fix_rolled_back}', 'which is told once');
-- Of several healthy versions the latest, and none that fails.
update public.filter_versions set health = 'healthy' where id = (pg_temp.version(112, 3)).id;
select pg_temp.take(112);
select pg_temp.deploy(112, 'return c');
select pg_temp.fail(112);
select is((pg_temp.version(112, 6)).restores_id, (pg_temp.version(112, 3)).id, 'of several healthy versions it is the latest');

-- But none that its owner took back by hand.
select pg_temp.deploy(126, 'return b');
update public.filter_versions set health = 'healthy' where id = (pg_temp.version(126, 2)).id;
select public.rollback_filter(pg_temp.trader(126), (pg_temp.version(126, 1)).id, '00000000-0000-4000-8000-000000000001');
select pg_temp.take(126);
select pg_temp.deploy(126, 'return c');
select pg_temp.fail(126);
select is((pg_temp.version(126, 5)).restores_id, (pg_temp.version(126, 1)).id, 'what an owner took back by hand is not brought back');

-- Several faults at once, with the first that is heard of it.
select private.install_version(pg_temp.trader(124), 'return b', '', 'edit', actor => '00000000-0000-4000-8000-000000000001');
select public.record_errors(jsonb_agg(jsonb_build_object(
    'event_id', gen_random_uuid(), 'trader_id', pg_temp.trader(124), 'error_message', m, 'code_sha256', private.code_sha256('return b', '')
)))
from unnest('{divide by zero,"index out of range [1]"}'::text[]) as m;
select is(
    pg_temp.versions(124), '{"1 return a original healthy","2 return b edit failing","3 return a rollback unknown *"}',
    'errors that show that new code runs, and fails, take it back at once'
);
select isnt(
    (select d.confirmed_at from public.deployments as d where d.version_id = (pg_temp.version(124, 2)).id), null, 'which confirms that it was live'
);
select is(
    (select array_agg(concat_ws(' ', i.status, i.after_deployment_id is not null)) from public.trader_incidents as i where i.trader_id = pg_temp.trader(124)),
    '{"resolved t","resolved t"}', 'all its faults are evidence, and over'
);
select is(pg_temp.told(124), '{fix_rolled_back}', 'it is told once: that it went live is no news any more');

-- Where it may not be taken back.
select pg_temp.deploy(160, 'return b');
select pg_temp.told(160);
select pg_temp.fail(160);
select is(pg_temp.state(160), 'failed auto_rollback_off decide', 'an owner who wants no return decides alone');
select is(pg_temp.versions(160), '{"1 return a original healthy","2 return b edit failing *"}', 'the new code goes on running');
select is(pg_temp.told(160), '{incident_detected}', 'the incident is told');
select ok(pg_temp.words(160, 'incident_detected') like '"Trader 160" is failing with its new code: % switched off in your settings. %', 'and why it stays');
select is((pg_temp.incident(160)).after_deployment_id, (pg_temp.latest(160)).id, 'it is evidence all the same');
select is((select status from public.proposed_fixes where trader_id = pg_temp.trader(160)), 'queued', 'and repaired');
select is((select count(*) from public.dead_letters where kind = 'deployment'), 0::bigint, 'nothing went wrong in deploying it');
update public.filter_versions set health = 'failing' where trader_id = pg_temp.trader(113);
select pg_temp.deploy(113, 'return b');
select pg_temp.told(113);
select pg_temp.fail(113);
select is(pg_temp.state(113), 'failed no_healthy_version decide', 'failing code is never returned to');
select is(pg_temp.told(113), '{incident_detected}', 'the incident is told');
select ok(pg_temp.words(113, 'incident_detected') like '% no earlier version is known to be healthy. %', 'and why');
select pg_temp.deploy(170, 'return b');
select pg_temp.fail(170);
select is(pg_temp.state(170), 'pending ask_executor', 'built-in traders are taken back as well');

-- A return that fails in turn.
select pg_temp.deploy(114, 'return b');
select pg_temp.fail(114);
select pg_temp.take(114);
select pg_temp.told(114);
select pg_temp.fail(114, 'index out of range [1]');
select is(pg_temp.state(114), 'failed returned_already decide', 'a return that fails is not taken back once more');
select is(
    pg_temp.versions(114), '{"1 return a original failing","2 return b edit failing","3 return a rollback failing *"}',
    'its code fails under every number it has had'
);
select is(pg_temp.told(114), '{incident_detected}', 'the incident is told');
select ok(pg_temp.words(114, 'incident_detected') like '% not taken back once more. %', 'and why');
select pg_temp.fail(114, 'assignment to entry in nil map');
select private.sweep();
select is((select count(*) from public.filter_versions where trader_id = pg_temp.trader(114)), 3::bigint, 'nor for another fault');
select pg_temp.deploy(115, 'return b');
select pg_temp.fail(115);
select pg_temp.told(115);
select public.claim_deployment(d.id), public.fail_deployment(d.id, 1, 'executor_refused', 'No', false) from pg_temp.latest(115) as d;
select is(pg_temp.told(115), '{deployment_failed}', 'a return that the executor does not take is told');

select * from finish();
rollback;

-- The health of code: healthy once it has held for as long as a probation, failing while one of its faults is open.
begin;
select plan(20);

-- No other sweep than those below.
select pg_advisory_xact_lock(hashtextextended('recovery-sweep', 0));
insert into auth.users (id, email) values ('00000000-0000-4000-8000-000000000001', 'owner@example.com');
insert into public.traders (id, user_id, name, filter)
select
    ('00000000-0000-4000-8000-000000000' || n)::uuid, '00000000-0000-4000-8000-000000000001', 'Trader ' || n,
    '{"code": "return a", "requiredTimeframes": ["1h", "15m"]}'
from generate_series(110, 134) as n;
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

-- Code that holds.
select pg_temp.deploy(110, 'return b');
delete from public.notifications;
select pg_temp.pass(110, '44 minutes 59 seconds');
select private.sweep();
select is(pg_temp.state(110), 'deployed watch', 'new code is watched');
select is((pg_temp.version(110, 2)).health, 'probation', 'and not called healthy');
select pg_temp.pass(110, '1 second');
select private.sweep();
select is(pg_temp.state(110), 'verified none', 'until it has run long enough');
select is((pg_temp.version(110, 2)).health, 'healthy', 'without a fault');
select is((select count(*) from public.notifications), 0::bigint, 'of which nobody needs to hear');

-- A trader that is switched off proves nothing.
select pg_temp.deploy(122, 'return b');
update public.traders set enabled = false where id = pg_temp.trader(122);
select pg_temp.pass(122, '2 hours');
select private.sweep();
select is(pg_temp.state(122), 'deployed watch', 'a trader that is switched off is not verified');
select is((pg_temp.latest(122)).watch_until, now() + interval '45 minutes', 'but watched once more');
update public.traders set enabled = true where id = pg_temp.trader(122);
select pg_temp.pass(122, '45 minutes');
select private.sweep();
select is(pg_temp.state(122), 'verified none', 'when it runs again, it is');

-- Failing code whose faults are over.
select pg_temp.fail(123);
select pg_temp.fail(123, 'index out of range [1]');
select is(pg_temp.versions(123), '{"1 return a original failing *"}', 'healthy code that fails is failing');
update public.trader_incidents set attribution = 'data' where trader_id = pg_temp.trader(123) and error_message like 'index%';
select is(pg_temp.versions(123), '{"1 return a original failing *"}', 'as long as one of its faults is open');
select public.set_incident_status(i.id, '00000000-0000-4000-8000-000000000001', 'resolved')
from public.trader_incidents as i where i.trader_id = pg_temp.trader(123) and i.attribution = 'code';
select is(pg_temp.versions(123), '{"1 return a original probation *"}', 'then it is on probation again');
select pg_temp.pass(123, '44 minutes');
select private.sweep();
select is(pg_temp.versions(123), '{"1 return a original probation *"}', 'for as long as new code');
select pg_temp.pass(123, '1 minute 1 second');
select private.sweep();
select is(pg_temp.versions(123), '{"1 return a original healthy *"}', 'and healthy after that');

-- Code that others brought, and code that never ran.
update public.traders set filter = filter || '{"code": "return x"}' where id between pg_temp.trader(130) and pg_temp.trader(132);
update public.traders set enabled = false where id = pg_temp.trader(131);
select pg_temp.fail(132);
select private.install_version(pg_temp.trader(n), 'return x', '', 'edit', actor => '00000000-0000-4000-8000-000000000001') from (values (133), (134)) as t (n);
select public.claim_deployment(d.id), public.fail_deployment(d.id, 1, 'executor_refused', 'No', false) from pg_temp.latest(134) as d;
select pg_temp.pass(n, '44 minutes') from generate_series(130, 134) as n;
select private.sweep();
select is((pg_temp.version(130, 2)).health, 'unknown', 'what others brought is not known to be healthy');
select pg_temp.pass(n, '2 minutes') from generate_series(130, 134) as n;
select private.sweep();
select is((pg_temp.version(130, 2)).health, 'healthy', 'until it has run for as long as a probation');
select is((pg_temp.version(131, 2)).health, 'unknown', 'but not where the trader is switched off');
select is((pg_temp.version(132, 2)).health, 'failing', 'or fails');
select is((pg_temp.version(133, 2)).health, 'unknown', 'or the executor has not taken it yet');
select is((pg_temp.version(134, 2)).health, 'unknown', 'or has refused it');
select public.rollback_filter(d.trader_id, d.version_id, '00000000-0000-4000-8000-000000000001') from pg_temp.latest(134) as d;
select pg_temp.pass(134, '46 minutes');
select private.sweep();
select is((pg_temp.version(134, 2)).health, 'unknown', 'also while it is sent to it again');

select * from finish();
rollback;

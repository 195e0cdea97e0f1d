-- The steps of a sweep: one that cannot be done leaves the others done, is seen in health, and is done when it can be.
begin;
select plan(20);

-- No other sweep than those below.
select pg_advisory_xact_lock(hashtextextended('recovery-sweep', 0));
insert into auth.users (id, email, raw_app_meta_data) values
    ('00000000-0000-4000-8000-000000000001', 'owner@example.com', '{}'), ('00000000-0000-4000-8000-000000000009', 'operator@example.com', '{"role": "admin"}');
insert into public.traders (id, user_id, name, filter)
select ('00000000-0000-4000-8000-0000000000a' || n)::uuid, '00000000-0000-4000-8000-000000000001', 'Trader ' || n, '{"code": "return x"}'
from generate_series(1, 6) as n;
insert into public.trader_error_history (trader_id, error_message) values
    ('00000000-0000-4000-8000-0000000000a1', 'divide by zero'), ('00000000-0000-4000-8000-0000000000a2', 'divide by zero'),
    ('00000000-0000-4000-8000-0000000000a3', 'divide by zero'), ('00000000-0000-4000-8000-0000000000a3', 'failed to save signal'),
    ('00000000-0000-4000-8000-0000000000a4', 'undefined: math');
insert into public.deployments (trader_id, user_id, version_id)
select v.trader_id, v.user_id, v.id from public.filter_versions as v where right(v.trader_id::text, 1) in ('1', '4', '5');
update private.settings set max_attempts = 2;
create temporary table rung as select max(q.id) as id from net.http_request_queue as q;

-- Something for each step to do: to be given up, to go on, to be judged, verified or called healthy, to be taken as ended, to be rung for,
-- and a silence that was told of.
create function pg_temp.state_of(trader integer) returns text language sql as $$
    select concat_ws(' ', d.status, d.reason) from public.deployments as d where right(d.trader_id::text, 1) = trader::text;
$$;
create function pg_temp.fix_of(trader integer) returns uuid language sql as $$
    select f.id from public.proposed_fixes as f where right(f.trader_id::text, 1) = trader::text;
$$;
create function pg_temp.prepare() returns void language plpgsql as $$
begin
    delete from private.operator_alerts;
    delete from public.notifications;
    delete from private.trace_feedback;
    alter table public.deployments disable trigger enforce_transition;
    alter table public.trader_incidents disable trigger enforce_transition;
    alter table public.filter_versions disable trigger enforce_health_transition;
    update public.deployments
    set status = 'pending', error = null, reason = null, attempts = (select s.max_deployment_tries from private.settings as s)
    where right(trader_id::text, 1) = '1';
    update public.deployments
    set status = 'deployed', error = null, reason = null, deployed_at = now() - interval '1 hour',
        watch_until = now() + case right(trader_id::text, 1) when '4' then interval '1 minute' else interval '-1 minute' end
    where right(trader_id::text, 1) in ('4', '5');
    update public.filter_versions set health = 'unknown' where right(trader_id::text, 1) = '6';
    update public.filter_versions set judged_at = now() - interval '1 hour' where right(trader_id::text, 1) = '6';
    update public.trader_incidents
    set status = 'open', resolved_at = null, recovered_at = null, first_seen = now() - interval '3 hours', last_seen = now() - interval '2 hours'
    where attribution <> 'code';
    alter table public.filter_versions enable trigger enforce_health_transition;
    alter table public.deployments enable trigger enforce_transition;
    alter table public.trader_incidents enable trigger enforce_transition;
    update public.proposed_fixes set status = 'held', reason = 'trader_attempts_cap', next_attempt_at = now() where id = pg_temp.fix_of(2) and status <> 'held';
    insert into private.trace_feedback (fix_id, trace_id, verdict, attempts) values (pg_temp.fix_of(3), 'trace', 'rejected', 8);
    update private.heartbeats set beat_at = clock_timestamp() - interval '3 minutes' where job = 'sweep';
    insert into private.operator_alerts (kind, subject, title, body, link)
    select 'sweeper_silent', extract(epoch from h.beat_at)::text, 'x', 'x', '/operations' from private.heartbeats as h where h.job = 'sweep';
    update rung set id = (select max(q.id) from net.http_request_queue as q);
end
$$;
-- Which of it is done, each by the name of its step.
create function pg_temp.done() returns text[] language sql as $$
    select array(
        select 'give_up' where pg_temp.state_of(1) = 'failed never_answered'
            and not exists (select from private.trace_feedback as b where b.status = 'pending')
        union all
        select 'go_on' where exists (select from public.proposed_fixes as f where f.id = pg_temp.fix_of(2) and f.status = 'queued')
        union all
        select 'judge' where pg_temp.state_of(4) = 'failed no_healthy_version'
        union all
        select 'verify' where pg_temp.state_of(5) = 'verified'
        union all
        select 'settle_health' where (select v.health from public.filter_versions as v where right(v.trader_id::text, 1) = '6') = 'healthy'
        union all
        select 'resolve_recovered' where not exists (select from public.trader_incidents as i where i.attribution <> 'code' and i.status = 'open')
        union all
        select 'ring_again' where exists (
            select from net.http_request_queue as q cross join rung as r
            where q.id > r.id and q.url like '%/regenerate-filter' and convert_from(q.body, 'UTF8')::jsonb ->> 'id' = pg_temp.fix_of(3)::text
        )
        union all
        select 'report_dead_letters' where exists (select from private.operator_alerts as a where a.kind = 'dead_letters')
        union all
        select 'report_return' where exists (select from private.operator_alerts as a where a.kind = 'sweeper_back')
    );
$$;
create function pg_temp.failing() returns text language sql as $$
    select h.failing from private.heartbeats as h where h.job = 'sweep' and h.beat_at > clock_timestamp() - interval '1 minute';
$$;
create function pg_temp.is_a_problem() returns boolean language sql as $$ select public.recovery_health() -> 'problems' ? 'sweeper_failing'; $$;

select pg_temp.prepare();
select is(pg_temp.done(), '{}', 'before a sweep there is work for each step');
select private.sweep();
select is(pg_temp.done(), '{give_up,go_on,judge,verify,settle_health,resolve_recovered,ring_again,report_dead_letters,report_return}', 'a sweep does it all');
select is(pg_temp.failing(), null, 'none of its steps fails');
select is(pg_temp.is_a_problem(), false, 'and health is content');

-- The first step cannot be done, though a part of it could.
select pg_temp.prepare();
alter table private.trace_feedback add constraint broken check (status <> 'failed') not valid;
select lives_ok('select private.sweep()', 'a sweep survives a step that fails');
select is(pg_temp.done(), '{go_on,judge,verify,settle_health,resolve_recovered,ring_again,report_return}', 'and does the others, and what they lead to');
select is(pg_temp.state_of(1), 'pending', 'what could be done of the step is undone');
select is(pg_temp.failing(), 'give_up (23514)', 'the heartbeat says which, with the code');
select is(pg_temp.is_a_problem(), true, 'health names it');
select is((public.recovery_health() -> 'ok')::boolean, false, 'as a problem');
select ok(not public.recovery_health() -> 'problems' ? 'sweeper_silent', 'but not as silence');
set local role authenticated;
select set_config('request.jwt.claims', '{"sub": "00000000-0000-4000-8000-000000000009", "role": "authenticated", "app_metadata": {"role": "admin"}}', true);
select is(public.operator_overview() #>> '{sweeper,failing}', 'give_up (23514)', 'operators see which');
reset role;
select private.sweep();
select is(pg_temp.failing(), 'give_up (23514)', 'as long as it cannot be done');

-- Several.
alter table public.trader_incidents add constraint broken check (recovered_at is null) not valid;
select pg_temp.prepare();
select private.sweep();
select is(pg_temp.done(), '{go_on,judge,verify,settle_health,ring_again,report_return}', 'two that fail leave the others done');
select is(pg_temp.failing(), 'give_up (23514), resolve_recovered (23514)', 'and are both named');
alter table private.operator_alerts add constraint broken check (kind not in ('sweeper_back', 'dead_letters')) not valid;
alter table public.proposed_fixes add constraint broken check (status <> 'queued' or reason is not null) not valid;
alter table public.deployments add constraint broken check (status not in ('failed', 'verified')) not valid;
alter table public.filter_versions add constraint broken check (health <> 'healthy') not valid;
select pg_temp.prepare();
select private.sweep();
select is(pg_temp.done(), '{ring_again}', 'as are seven');
select is(
    pg_temp.failing(),
    'give_up (23514), go_on (23514), judge_deployments (23514), verify_deployments (23514), settle_health (23514), '
        'resolve_recovered (23514), report_return (23514)',
    'of which one had nothing to report'
);

-- What stood in the way is gone.
alter table private.trace_feedback drop constraint broken;
alter table public.trader_incidents drop constraint broken;
alter table private.operator_alerts drop constraint broken;
alter table public.proposed_fixes drop constraint broken;
alter table public.deployments drop constraint broken;
alter table public.filter_versions drop constraint broken;
select private.sweep();
select is(
    pg_temp.done(), '{give_up,go_on,judge,verify,settle_health,resolve_recovered,ring_again,report_dead_letters}',
    'the next sweep does what was left, but for news of a return that is past'
);
select is(pg_temp.failing(), null, 'and the heartbeat forgets it');
select is(pg_temp.is_a_problem(), false, 'as does health');

select * from finish();
rollback;

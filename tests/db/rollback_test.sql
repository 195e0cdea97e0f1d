-- Earlier code, taken back by hand: by whom, to what, with what of the filter, and what becomes of the rest.
begin;
select plan(45);

insert into auth.users (id, email, raw_app_meta_data) values
    ('00000000-0000-4000-8000-000000000001', 'owner@example.com', '{}'),
    ('00000000-0000-4000-8000-000000000002', 'other@example.com', '{}'),
    ('00000000-0000-4000-8000-000000000009', 'operator@example.com', '{"role": "admin"}');
-- A project may have columns of its own, whatever their names.
alter table public.traders
    add column actor text, add column reason text, add column confirmed boolean, add column deployment_ids uuid[], add column trader_ids uuid[], add column status text;
insert into public.traders (id, user_id, name, filter)
select
    ('00000000-0000-4000-8000-0000000000' || n)::uuid, case when n < 90 then '00000000-0000-4000-8000-000000000001' end::uuid, 'Trader ' || n,
    '{"code": "return a", "requiredTimeframes": ["1h"], "description": "First"}'
from unnest(array_cat(array(select generate_series(10, 20)), '{90}')) as n;
update public.traders set filter = to_jsonb(filter::text) where name = 'Trader 12';

create function pg_temp.user_id(n integer) returns uuid language sql as $$ select ('00000000-0000-4000-8000-00000000000' || n)::uuid; $$;
create function pg_temp.trader(n integer) returns uuid language sql as $$ select ('00000000-0000-4000-8000-0000000000' || n)::uuid; $$;
create function pg_temp.version(n integer, number integer) returns uuid language sql as $$
    select v.id from public.filter_versions as v where v.trader_id = pg_temp.trader(n) and v.version = number;
$$;
create function pg_temp.latest(n integer) returns public.deployments language sql as $$
    select d from public.deployments as d join public.filter_versions as v on v.id = d.version_id
    where d.trader_id = pg_temp.trader(n) order by v.version desc, d.created_at desc limit 1;
$$;
-- What was deployed before, as if it had been a while ago.
create function pg_temp.pass(n integer) returns void language sql as $$
    update public.deployments set created_at = created_at - interval '5 minutes', deployed_at = deployed_at - interval '5 minutes' where trader_id = pg_temp.trader(n);
    update public.filter_versions
    set started_at = started_at - interval '5 minutes', stopped_at = stopped_at - interval '5 minutes', live_since = live_since - interval '5 minutes'
    where trader_id = pg_temp.trader(n);
$$;
create function pg_temp.take(n integer) returns void language sql as $$
    select public.claim_deployment(d.id), public.finish_deployment(d.id, 1) from pg_temp.latest(n) as d;
    select pg_temp.pass(n);
$$;
create function pg_temp.refuse(n integer) returns void language sql as $$
    select public.claim_deployment(d.id), public.fail_deployment(d.id, 1, 'executor_refused', 'No', false) from pg_temp.latest(n) as d;
    select pg_temp.pass(n);
$$;
create function pg_temp.deploy(n integer, code text) returns void language sql as $$
    select private.install_version(pg_temp.trader(n), code, '', 'edit', actor => pg_temp.user_id(1));
    select pg_temp.take(n);
$$;
create function pg_temp.change(n integer, filter jsonb) returns void language sql as $$
    update public.traders as t set filter = change.filter where t.id = pg_temp.trader(n);
    select pg_temp.pass(n);
$$;
create function pg_temp.fail(n integer, message text) returns void language sql as $$
    insert into public.trader_error_history (trader_id, error_message) values (pg_temp.trader(n), message);
$$;
create function pg_temp.roll_back(n integer, number integer, reason text default null, actor integer default 1) returns jsonb language sql as $$
    select public.rollback_filter(pg_temp.trader(n), pg_temp.version(n, number), pg_temp.user_id(actor), reason);
$$;
create function pg_temp.refusal(call text) returns text language plpgsql as $$
declare
    v_detail text;
begin
    execute call;
    return 'none';
exception
    when others then
        get stacked diagnostics v_detail = pg_exception_detail;
        return concat_ws(' ', sqlstate, v_detail);
end
$$;
create function pg_temp.versions(n integer) returns text[] language sql as $$
    select array_agg(concat_ws(' ', v.version, v.code, v.source, '(' || r.version || ')') || case when v.is_running then ' *' else '' end order by v.version)
    from public.filter_versions as v left join public.filter_versions as r on r.id = v.restores_id where v.trader_id = pg_temp.trader(n);
$$;
create function pg_temp.deployments(n integer) returns text[] language sql as $$
    select array_agg(concat_ws(' ', v.version, d.status, d.reason) order by v.version, d.created_at)
    from public.deployments as d join public.filter_versions as v on v.id = d.version_id where d.trader_id = pg_temp.trader(n);
$$;
create function pg_temp.incidents(n integer) returns text[] language sql as $$
    select array_agg(concat_ws(' ', v.version, i.attribution, i.status, r.version) order by v.version, i.attribution, i.status)
    from public.trader_incidents as i
    join public.filter_versions as v on v.id = i.filter_version_id left join public.filter_versions as r on r.id = i.resolved_by_version_id
    where i.trader_id = pg_temp.trader(n);
$$;
create function pg_temp.told(n integer, kind text) returns bigint language sql as $$
    select count(*) from public.notifications as o where o.trader_id = pg_temp.trader(n) and o.kind = told.kind;
$$;

set local role service_role;

-- Who may, and to what.
select pg_temp.deploy(10, 'return b');
select pg_temp.deploy(11, 'return b');
select is(pg_temp.refusal('select pg_temp.roll_back(10, 1, actor => 2)'), 'TE404 trader_not_found', 'another user finds no trader');
select is(pg_temp.refusal('select pg_temp.roll_back(10, 1, actor => 9)'), 'TE404 trader_not_found', 'nor does an operator, whose it is not');
select is(pg_temp.refusal('select public.rollback_filter(pg_temp.trader(10), pg_temp.version(10, 1), null)'), 'TE404 trader_not_found', 'nor nobody');
select is(pg_temp.refusal('select public.rollback_filter(gen_random_uuid(), pg_temp.version(10, 1), pg_temp.user_id(1))'), 'TE404 trader_not_found', 'there is none');
select is(pg_temp.refusal('select public.rollback_filter(pg_temp.trader(10), pg_temp.version(11, 1), pg_temp.user_id(1))'), 'TE404 version_not_found', 'a version of another trader is none of this one');
select is(pg_temp.versions(10), '{"1 return a original","2 return b edit *"}', 'refusals change nothing');
select pg_temp.change(90, '{"code": "return b"}');
select is(pg_temp.refusal('select pg_temp.roll_back(90, 1)'), 'TE404 trader_not_found', 'a built-in trader is not a user''s');
select is(pg_temp.roll_back(90, 1, actor => 9) ->> 'status', 'pending', 'but an operator''s');

-- What comes back, and what becomes of the rest.
select pg_temp.fail(13, 'divide by zero');
select pg_temp.change(13, '{"code": "return b", "seriesCode": "return s", "requiredTimeframes": ["5m"], "description": "Second"}');
select pg_temp.fail(13, 'index out of range [1]');
select pg_temp.deploy(13, 'return c');
select pg_temp.fail(13, 'assignment to entry in nil map');
select pg_temp.fail(13, 'ticker data not found for symbol XUSDT');
select pg_temp.fail(13, 'undefined: strings');
select public.set_incident_status(i.id, pg_temp.user_id(1), 'ignored')
from public.trader_incidents as i where i.trader_id = pg_temp.trader(13) and i.error_message like 'undefined%';
select is(
    pg_temp.incidents(13), '{"1 code open","2 code open","3 code ignored","3 code open","3 data open"}', 'code of three versions has failed'
);
select is(
    pg_temp.roll_back(13, 1, 'Worse') - '{id,trader_id,version_id,created_at,next_attempt_at,is_validated,code_sha256}'::text[], '{
        "version": 4, "fix_id": null, "status": "pending", "reason": null, "error": null, "next": "ask_executor", "attempts": 0, "live_since": null,
        "confirmed_at": null, "watch_until": null, "is_automatic": false, "request_reason": "Worse", "changed": true
    }', 'the first is taken back, and on its way to the executor'
);
select is(
    pg_temp.versions(13), '{"1 return a original","2 return b external","3 return c edit","4 return a rollback (1) *"}', 'as a version of its own'
);
select is(
    (select filter from public.traders where id = pg_temp.trader(13)),
    '{"code": "return a", "seriesCode": "", "requiredTimeframes": ["1h"], "description": "First"}', 'without the series code it never had, and with the rest of its filter'
);
select results_eq(
    format('select error_message, error_type, error_count, last_error_at from public.traders where id = %L', pg_temp.trader(13)),
    $$ values (null::text, null::text, 0::bigint, null::timestamptz) $$, 'the trader no longer shows an error'
);
select is(
    pg_temp.incidents(13), '{"1 code open","2 code resolved 4","3 code ignored","3 code resolved 4","3 data open"}',
    'what began with later code ended with it; what began with this one, is not the code''s or is ignored goes on'
);
select is(
    (select array_agg(distinct concat_ws(' ', f.status, f.reason)) from public.proposed_fixes as f where f.trader_id = pg_temp.trader(13) and f.reason is distinct from 'incident_closed'),
    '{"superseded base_moved"}', 'repairs of what no longer runs end'
);

-- A deployment that is taken back by hand.
select pg_temp.deploy(14, 'return b');
create temporary table taken as select (pg_temp.latest(14)).id as id;
select is((select watch_until is not null from public.deployments join taken using (id)), true, 'what is on probation');
select pg_temp.roll_back(14, 1, 'Too many signals');
select results_eq(
    'select d.status, d.reason, d.error, d.ended_by, d.watch_until from public.deployments as d join taken as t on t.id = d.id',
    $$ values ('rolled_back', 'taken_back', 'Too many signals', pg_temp.user_id(1), null::timestamptz) $$, 'is over when it is taken back, by whom and why'
);
select is(pg_temp.told(14, 'fix_rolled_back'), 0::bigint, 'which who does it need not be told');
select pg_temp.take(14);
select is(pg_temp.deployments(14), '{"2 rolled_back taken_back","3 deployed"}', 'the executor runs the earlier version');
select is(
    (select array_agg(o.title order by o.title) from public.notifications as o where o.trader_id = pg_temp.trader(14)),
    '{"\"Trader 14\" runs an earlier version again","\"Trader 14\" runs its new code"}', 'which is told once'
);
select pg_temp.roll_back(10, 1);
select is((select error from public.deployments where version_id = pg_temp.version(10, 2)), 'Taken back by hand', 'a reason need not be given');
select is(length(pg_temp.roll_back(11, 1, repeat('x', 3000)) ->> 'request_reason'), 2000, 'nor be short');
select private.install_version(pg_temp.trader(15), 'return b', '', 'edit', actor => pg_temp.user_id(1));
select is(pg_temp.roll_back(15, 1) ->> 'status', 'pending', 'what the executor has not taken yet can be taken back');
select is(pg_temp.deployments(15), '{"2 failed replaced","3 pending"}', 'and is replaced');

-- Twice is once.
update public.deployments set next_attempt_at = now() + interval '1 hour' where trader_id = pg_temp.trader(15) and status = 'pending';
create temporary table again as select pg_temp.roll_back(15, 1) as card;
select is((card -> 'changed')::boolean, false, 'what was taken back is not taken back again') from again;
select is((card ->> 'next_attempt_at')::timestamptz, now(), 'but who waits for it need not wait any longer') from again;
select is((card ->> 'id')::uuid, (pg_temp.latest(15)).id, 'it is the same deployment') from again;
select pg_temp.take(15);
select is(pg_temp.roll_back(15, 1) - '{attempts,next_attempt_at}'::text[], private.deployment_card(d) - '{attempts,next_attempt_at}'::text[] || '{"changed": false}', 'also when it is live') from pg_temp.latest(15) as d;
select is(pg_temp.roll_back(15, 3) ->> 'changed', 'false', 'by whichever of its numbers');
select is(pg_temp.versions(15), '{"1 return a original","2 return b edit","3 return a rollback (1) *"}', 'there is one version of it');

-- Back and forth.
select pg_temp.roll_back(13, 2);
select is(
    (select filter from public.traders where id = pg_temp.trader(13)),
    '{"code": "return b", "seriesCode": "return s", "requiredTimeframes": ["5m"], "description": "Second"}', 'any version can be taken back, with its series code'
);
select is((select count(*) from public.trader_incidents where filter_version_id = pg_temp.version(13, 1) and status = 'open'), 1::bigint, 'what began before it goes on');
select pg_temp.roll_back(13, 4);
select is((select v.restores_id from public.filter_versions as v where v.trader_id = pg_temp.trader(13) and v.is_running), pg_temp.version(13, 4), 'also one that was taken back before');
select pg_temp.deploy(20, 'return b');
select pg_temp.roll_back(20, 1);
select pg_temp.take(20);
select pg_temp.fail(20, 'divide by zero');
select pg_temp.deploy(20, 'return c');
select pg_temp.roll_back(20, 1);
select is(pg_temp.incidents(20), '{"3 code open"}', 'what the same code failed with, under another number, goes on as well');
select pg_temp.change(12, to_jsonb('{"code": "return b", "requiredTimeframes": ["5m"]}'::text));
select pg_temp.roll_back(12, 1);
select is((select jsonb_typeof(filter) from public.traders where id = pg_temp.trader(12)), 'string', 'a filter that is encoded twice stays so');
select is(
    (select private.filter_object(filter) from public.traders where id = pg_temp.trader(12)), '{"code": "return a", "requiredTimeframes": ["1h"], "description": "First"}',
    'and is what it was'
);
reset role;
select private.learn_version(pg_temp.trader(16), 'return seen');
set local role service_role;
select pg_temp.roll_back(16, 2);
select is(
    (select filter from public.traders where id = pg_temp.trader(16)), '{"code": "return seen", "requiredTimeframes": ["1h"], "description": "First"}',
    'of code that is only known from reports nothing else is known, so the rest stays'
);

-- The code that runs already, where the executor has not taken it.
select pg_temp.deploy(17, 'return b');
select pg_temp.roll_back(17, 1);
select pg_temp.refuse(17);
create temporary table once_more as select pg_temp.roll_back(17, 3, 'Try again') as card;
select is(card ->> 'status' || ' ' || (card ->> 'version'), 'pending 3', 'a version that the executor refused is sent to it again') from once_more;
select is(pg_temp.deployments(17), '{"2 rolled_back taken_back","3 failed executor_refused","3 pending"}', 'as another deployment of it');
select pg_temp.take(17);
select is(pg_temp.deployments(17), '{"2 rolled_back taken_back","3 failed executor_refused","3 deployed"}', 'which may succeed');
select is((pg_temp.latest(17)).requested_by, pg_temp.user_id(1), 'on the word of who asked');
select is(pg_temp.roll_back(18, 1) ->> 'status', 'pending', 'also the first version, which nobody ever deployed');
select pg_temp.deploy(19, 'return b');
select pg_temp.fail(19, 'divide by zero');
select is(pg_temp.deployments(19), '{"2 failed no_healthy_version"}', 'what failed on probation');
select is(pg_temp.roll_back(19, 2) ->> 'status', 'failed', 'is not brought where it is');
update public.deployments set reason = null where trader_id = pg_temp.trader(19);
select is(pg_temp.roll_back(19, 2) ->> 'status', 'pending', 'but what failed for no reason that is known may not be there');

select * from finish();
rollback;

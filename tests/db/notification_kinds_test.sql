-- What is told: each change of state once and to whom it concerns, whatever moves the rows, and nothing when they only count.
begin;
select plan(47);

insert into auth.users (id, email, raw_app_meta_data)
select ('00000000-0000-4000-8000-00000000000' || n)::uuid, 'user' || n || '@example.com', case when n = 9 then '{"role": "admin"}' else '{}' end::jsonb
from generate_series(1, 9) as n;
-- Three traders of the first user, one each of two others, and two that are built in.
insert into public.traders (id, user_id, name, filter, is_built_in)
select
    ('00000000-0000-4000-8000-0000000000a' || n)::uuid,
    case when n <= 3 then '00000000-0000-4000-8000-000000000001' when n <= 5 then '00000000-0000-4000-8000-00000000000' || n end::uuid,
    'Trader ' || n, '{"code": "return x"}', n > 5
from generate_series(1, 7) as n;
insert into public.notification_preferences (user_id, time_zone) values ('00000000-0000-4000-8000-000000000001', 'Europe/Berlin');

create function pg_temp.fail(low integer, high integer, message text default 'divide by zero') returns void language sql as $$
    insert into public.trader_error_history (trader_id, error_message)
    select ('00000000-0000-4000-8000-0000000000a' || n)::uuid, message from generate_series(low, high) as n;
$$;
-- What was told since the last question: kind, recipient, trader.
create temporary table asked (id uuid);
create function pg_temp.told() returns text[] language sql as $$
    with new_rows as (
        select * from public.notifications as n where n.id not in (select a.id from asked as a where a.id is not null)
    ),
    noted as (insert into asked select n.id from new_rows as n)
    select coalesce(array_agg(t.what order by t.what), '{}') from (
        select concat_ws(' ', n.kind, right(n.user_id::text, 1), right(n.trader_id::text, 1)) as what from new_rows as n
    ) as t;
$$;
create function pg_temp.last(kind text) returns public.notifications language sql as $$
    select n from public.notifications as n where n.kind = last.kind order by n.created_at desc, n.id limit 1;
$$;
-- Moves the fixes of traders as the loop would, in one statement.
create function pg_temp.move(low integer, high integer, status text, reason text default null) returns void language sql as $$
    update public.proposed_fixes as f
    set status = move.status, reason = move.reason, reason_detail = move.reason || ' it is.', attempt = case when move.status = 'generating' then f.attempt + 1 else f.attempt end,
        lease_until = case when move.status = 'generating' then now() + interval '1 minute' end,
        code = 'return z', origin = 'rules', validation = '{}', explanation = 'It divides by zero.'
    where right(f.trader_id::text, 1)::integer between low and high;
$$;
-- As if what was told had been told yesterday.
create function pg_temp.sleep() returns void language sql as $$
    update public.notifications set occasion = id::text where occasion <> '';
$$;

-- Incidents.
select pg_temp.fail(1, 2);
select is(pg_temp.told(), '{"incident_detected 1 1","incident_detected 1 2"}', 'each incident is told once to its trader''s owner');
select pg_temp.fail(1, 2);
update public.trader_incidents set occurrences = occurrences + 100, last_seen = now();
select is(pg_temp.told(), '{}', 'what only counts is not told');
select ok(
    (pg_temp.last('incident_detected')).body like '%since ' || private.local_time('00000000-0000-4000-8000-000000000001', now()) || '%',
    'it says since when, by the reader''s clock'
);
select is(private.local_time('00000000-0000-4000-8000-000000000001', '2026-07-01 12:05Z'), '1 Jul 2026 14:05 (Europe/Berlin)', 'with its time zone');
select is(private.local_time('00000000-0000-4000-8000-000000000004', '2026-07-01 12:05Z'), '1 Jul 2026 12:05 UTC', 'which is UTC for who has set none');
select pg_temp.fail(6, 6, 'ticker data not found for symbol XUSDT');
select is(pg_temp.told(), '{"incident_detected 9 6"}', 'what happens to built-in traders is told to operators');

-- Repairs.
select pg_temp.move(1, 2, 'generating');
select is(pg_temp.told(), '{}', 'that a repair is being made was said before');
select pg_temp.move(1, 2, 'proposed');
select is(pg_temp.told(), '{"fix_proposed 1 1","fix_proposed 1 2"}', 'each repair that is ready is told');
select pg_temp.move(1, 2, 'proposed');
select is(pg_temp.told(), '{}', 'once');
select is((pg_temp.last('fix_proposed')).link, (select private.error_page(trader_id, incident_id) from public.proposed_fixes where id = (pg_temp.last('fix_proposed')).subject_id), 'and where it is seen');
select pg_temp.fail(3, 4);
select pg_temp.told();
select pg_temp.move(3, 3, 'held', 'trader_attempts_cap');
select is(pg_temp.told(), '{"fix_held 1 3"}', 'that a repair waits is told');
select is(
    (pg_temp.last('fix_held')).body,
    format('It has failed since %s. trader_attempts_cap it is. Open it to see what was found so far.', private.local_time('00000000-0000-4000-8000-000000000001', now())),
    'with since when the trader fails, and the reason'
);
select pg_temp.move(3, 3, 'queued');
select is(pg_temp.told(), '{"fix_resumed 1 3"}', 'as is that it goes on');
select pg_temp.move(3, 3, 'held', 'trader_attempts_cap');
select pg_temp.move(3, 3, 'queued');
select is(pg_temp.told(), '{}', 'once a day for a reason');
select pg_temp.move(3, 3, 'held', 'model_calls_off');
select pg_temp.move(3, 3, 'queued');
select is(pg_temp.told(), '{"fix_held 1 3","fix_resumed 1 3"}', 'and for another');
select pg_temp.sleep();
select pg_temp.move(3, 3, 'held', 'trader_attempts_cap');
select pg_temp.move(3, 3, 'queued');
select is(pg_temp.told(), '{"fix_held 1 3","fix_resumed 1 3"}', 'and on another day');
select pg_temp.move(3, 3, 'held', 'auto_regenerate_off');
select is(pg_temp.told(), '{"fix_held 1 3"}', 'that it waits for its owner is told');
select pg_temp.move(3, 3, 'queued');
select is(pg_temp.told(), '{}', 'that the owner has asked for it is not');
select pg_temp.move(3, 3, 'generating');
select pg_temp.move(3, 3, 'unfixable', 'not_reproduced');
select pg_temp.move(4, 4, 'generating');
select pg_temp.move(4, 4, 'failed', 'validation_failed');
select is(pg_temp.told(), '{"fix_failed 1 3","fix_failed 4 4"}', 'a repair that could not be had is told, whichever way');
select ok((pg_temp.last('fix_failed')).body like '%it is.%', 'with the reason');

-- The spending cap, which is one for all fixes of a user.
select pg_temp.fail(1, 7, 'undefined: math');
select pg_temp.told();
update public.proposed_fixes set status = 'held', reason = 'daily_cost_cap' where status = 'queued';
select is(
    pg_temp.told(), '{"spend_cap_reached 1","spend_cap_reached 4","spend_cap_reached 5","spend_cap_reached 9"}',
    'a cap that holds many repairs is told once to each user, and that of built-in traders to operators'
);
select is((pg_temp.last('spend_cap_reached')).link, '/settings', 'with where it is set');
update public.proposed_fixes set status = 'queued', reason = null where status = 'held';
select is(
    pg_temp.told(), '{"spend_cap_lifted 1","spend_cap_lifted 4","spend_cap_lifted 5","spend_cap_lifted 9"}',
    'as is that they go on'
);
update public.proposed_fixes set status = 'held', reason = 'daily_cost_cap' where status = 'queued';
update public.proposed_fixes set status = 'queued', reason = null where status = 'held';
select is(pg_temp.told(), '{}', 'once a day');
select pg_temp.sleep();
update public.proposed_fixes set status = 'held', reason = 'daily_cost_cap' where status = 'queued' and user_id = '00000000-0000-4000-8000-000000000001';
select is(pg_temp.told(), '{"spend_cap_reached 1"}', 'and again on another');
update public.proposed_fixes set status = 'queued', reason = null where status = 'held';
select pg_temp.told();

-- A systemic fault, told as one to each of its users.
update private.settings set systemic_traders = 3, systemic_owners = 2;
select pg_temp.fail(1, 1, 'undefined: fmt');
select is(pg_temp.told(), '{"incident_detected 1 1"}', 'before a fault is systemic its incidents are told one by one');
select pg_temp.fail(2, 5, 'undefined: fmt');
select is(
    (select array_agg(w) from unnest(pg_temp.told()) as w where w not like 'incident_detected%'),
    '{"systemic_fault 9","systemic_hold 1","systemic_hold 4","systemic_hold 5"}', 'then it is told once to each user who has it, and to operators'
);
select pg_temp.fail(6, 7, 'undefined: fmt');
select is(pg_temp.told(), '{}', 'built-in traders that join it are not told of, neither they nor their incidents: operators know of the fault');
select is((select count(*) from public.proposed_fixes where reason = 'systemic_fault'), 7::bigint, 'its repairs are held');
select pg_temp.fail(1, 7, 'undefined: fmt');
select is(pg_temp.told(), '{}', 'that it goes on is not told');
update public.systemic_faults set status = 'resolved', resolved_at = now(), resolved_by = '00000000-0000-4000-8000-000000000009';
select private.release_systemic_fixes();
select is(
    pg_temp.told(), '{"systemic_fault_over 9","systemic_over 1","systemic_over 4","systemic_over 5"}',
    'that it is over is told once to each owner and to operators, whatever is queued again'
);
update public.systemic_faults set last_seen = now();
select is(pg_temp.told(), '{}', 'and only once');

-- Deployments, by what runs afterwards.
delete from public.proposed_fixes where status = 'queued';
select pg_temp.told();
create function pg_temp.deploy(trader integer, source text) returns uuid language sql as $$
    with version as (
        insert into public.filter_versions (trader_id, user_id, version, code, source, is_running)
        select t.id, t.user_id, 100 + (select count(*) from public.filter_versions as v where v.trader_id = t.id), 'return ' || random(), deploy.source, false
        from public.traders as t where t.id = ('00000000-0000-4000-8000-0000000000a' || trader)::uuid
        returning *
    )
    insert into public.deployments (trader_id, user_id, version_id) select v.trader_id, v.user_id, v.id from version as v returning id;
$$;
create temporary table deployed as
select s.trader, s.source, pg_temp.deploy(s.trader, s.source) as id from (values (1, 'fix'), (2, 'rollback'), (3, 'edit'), (4, 'fix'), (5, 'fix'), (6, 'fix')) as s (trader, source);
select is(pg_temp.told(), '{}', 'a deployment that begins is not told');
update public.deployments set status = 'deployed', deployed_at = now() where trader_id not in ('00000000-0000-4000-8000-0000000000a4', '00000000-0000-4000-8000-0000000000a5');
select is(
    pg_temp.told(), '{"fix_deployed 1 1","fix_deployed 1 2","fix_deployed 1 3","fix_deployed 9 6"}',
    'what the executor runs is told'
);
select results_eq(
    $$ select d.source, n.title from deployed as d join public.notifications as n on n.subject_id = d.id and d.trader < 4 order by 1 $$,
    $$ values ('edit', '"Trader 3" runs its new code'), ('fix', '"Trader 1" runs its repaired code'), ('rollback', '"Trader 2" runs an earlier version again') $$,
    'by where the version comes from'
);
select ok((pg_temp.last('fix_deployed')).body like '% watched %', 'and that it is watched');
update public.deployments set status = 'failed', reason = 'replaced', error = 'Another version was saved', attempts = 1 where trader_id = '00000000-0000-4000-8000-0000000000a5';
select is(pg_temp.told(), '{}', 'what was replaced before it was live is no news');
update public.deployments set attempts = attempts + 1, next_attempt_at = now();
select is(pg_temp.told(), '{}', 'once');
update public.deployments set status = 'failed', error = 'The executor answered: no.' where trader_id = '00000000-0000-4000-8000-0000000000a4';
select is(pg_temp.told(), '{"deployment_failed 4 4"}', 'what it did not take is told');
select ok((pg_temp.last('deployment_failed')).body like '% The executor answered: no. %', 'with the reason, as one sentence');
update public.deployments set status = 'rolled_back', error = 'It failed on 3 of 5 candles' where trader_id in ('00000000-0000-4000-8000-0000000000a1', '00000000-0000-4000-8000-0000000000a6');
select is(pg_temp.told(), '{"fix_rolled_back 1 1","fix_rolled_back 9 6"}', 'what was taken back is told');
select ok((pg_temp.last('fix_rolled_back')).body like '% It failed on 3 of 5 candles. %', 'with the reason');
update public.deployments set status = 'rolled_back', error = null where trader_id = '00000000-0000-4000-8000-0000000000a2';
select is(pg_temp.told(), '{"fix_rolled_back 1 2"}', 'which may be missing');
select ok((pg_temp.last('fix_rolled_back')).body is not null, 'and is left out then');
update public.deployments set status = 'rolled_back', error = null, ended_by = user_id where trader_id = '00000000-0000-4000-8000-0000000000a3';
select is(pg_temp.told(), '{}', 'what a user takes back is no news to them');

-- What is about a trader, and what is not.
select is(
    (select array_agg(distinct n.kind order by n.kind) from public.notifications as n where n.trader_id is null),
    '{spend_cap_lifted,spend_cap_reached,systemic_fault,systemic_fault_over,systemic_hold,systemic_over}',
    'what concerns many traders is about none'
);
select is(
    (select count(*) from public.notifications as n group by n.user_id, n.subject_id, n.kind, n.occasion having count(*) > 1), null::bigint,
    'nothing is told twice'
);

select * from finish();
rollback;

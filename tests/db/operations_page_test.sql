-- The operators' page: what it says of queues, figures, faults and what was given up, to whom, and that it says the same as recovery_health().
begin;
select plan(40);

-- No other sweep than those below, and no figures but those that are made here.
select pg_advisory_xact_lock(hashtextextended('recovery-sweep', 0));
lock table private.platform_figures, private.heartbeats in share row exclusive mode;
delete from private.platform_figures;
delete from private.ingest_load;
insert into auth.users (id, email, raw_app_meta_data) values
    ('00000000-0000-4000-8000-000000000001', 'owner@example.com', '{}'),
    ('00000000-0000-4000-8000-000000000002', 'other@example.com', '{}'),
    ('00000000-0000-4000-8000-000000000009', 'operator@example.com', '{"role": "admin"}');
insert into public.traders (id, user_id, name, filter)
select
    ('00000000-0000-4000-8000-0000000000' || n)::uuid, ('00000000-0000-4000-8000-00000000000' || case when n < 20 then 1 else 2 end)::uuid,
    'Trader ' || n, jsonb_build_object('code', 'return ' || n)
from generate_series(10, 29) as n;

create function pg_temp.trader(n integer) returns uuid language sql as $$ select ('00000000-0000-4000-8000-0000000000' || n)::uuid; $$;
create function pg_temp.fail(low integer, high integer, message text) returns void language sql as $$
    insert into public.trader_error_history (trader_id, error_message) select pg_temp.trader(n), message from generate_series(low, high) as n;
$$;
create function pg_temp.become(n integer) returns void language sql as $$
    select set_config('role', 'authenticated', true), set_config('request.jwt.claims', jsonb_build_object(
        'sub', '00000000-0000-4000-8000-00000000000' || n, 'role', 'authenticated',
        'app_metadata', case when n = 9 then '{"role": "admin"}' else '{}' end::jsonb
    )::text, true);
$$;
-- The page as an operator sees it.
create function pg_temp.page(path text default null, fault_id uuid default null) returns jsonb language plpgsql as $$
declare
    v_role text := current_setting('role');
    v_page jsonb;
begin
    perform pg_temp.become(9);
    v_page := public.operator_overview(fault_id);
    perform set_config('role', v_role, true);
    return case when path is null then v_page else v_page #> path::text[] end;
end
$$;
create function pg_temp.fix(n integer) returns uuid language sql as $$
    select f.id from public.proposed_fixes as f where f.trader_id = pg_temp.trader(n) order by f.created_at desc limit 1;
$$;

-- Who is one.
select pg_temp.become(1);
select is(public.is_operator(), false, 'a user is no operator');
select throws_ok('select public.operator_overview()', 'TE403', null, 'and is not shown the page');
select is((select count(*) from private.platform_figures) + (select count(*) from private.ingest_load), 0::bigint, 'nor what it is made of');
select pg_temp.become(9);
select is(public.is_operator(), true, 'an operator is one');
set local role postgres;

-- A quiet platform.
delete from private.operator_alerts;
update private.heartbeats set beat_at = clock_timestamp() - interval '3 seconds', failing = null where job = 'sweep';
select is(pg_temp.page('{queues}'), '{
    "fixes": {"waiting": 0, "due": 0, "oldest_s": null}, "held": {"waiting": 0, "due": 0, "oldest_s": null},
    "deployments": {"waiting": 0, "due": 0, "oldest_s": null}, "emails": {"waiting": 0, "due": 0, "oldest_s": null},
    "feedback": {"waiting": 0, "due": 0, "oldest_s": null}, "alerts": {"waiting": 0, "due": 0, "oldest_s": null}
}'::jsonb, 'where nothing waits every queue is empty');
select is(pg_temp.page('{problems}'), '["figures_not_kept"]', 'figures that nobody keeps are missed');
select private.keep_figures();
update private.platform_figures set missing_secrets = '{}';
select is(pg_temp.page('{problems}'), '[]', 'when they are kept nothing is wrong');
select is(pg_temp.page('{sweeper}') - 'beat_at' - 'runs', '{"job": "sweep", "failing": null, "age_s": 3, "late_after_s": 30, "silent_after_s": 120}', 'the sweeper has just run');
select is(jsonb_array_length(pg_temp.page('{figures,errors_by_hour}')), 24, 'an hour without errors is told, too');
select is(
    (select array[min(h ->> 'hour'), max(h ->> 'hour')]::timestamptz[] from jsonb_array_elements(pg_temp.page('{figures,errors_by_hour}')) as h),
    array[date_trunc('hour', now()) - interval '23 hours', date_trunc('hour', now())], 'of a day, the current hour last'
);
select is(
    (select array[min(d ->> 'day'), max(d ->> 'day')]::date[] from jsonb_array_elements(pg_temp.page('{figures,fixes_by_day}')) as d),
    array[(now() at time zone 'UTC')::date - 29, (now() at time zone 'UTC')::date], 'and thirty days of repairs, today last'
);
select is(jsonb_array_length(pg_temp.page('{figures,spend_by_day}')), 30, 'and of spend');

-- What happened.
insert into private.ingest_load (caller, minute, slot, events, rows) values
    ('a', date_trunc('minute', now()), 1, 1000, 0), ('a', date_trunc('minute', now()) - interval '1 minute', 1, 30, 0),
    ('b', date_trunc('minute', now()) - interval '4 minutes', 2, 12, 0), ('b', date_trunc('minute', now()) - interval '5 minutes', 2, 1000, 0);
select is(pg_temp.page('{reported_per_minute}'), '10.5', 'what is reported is told of whole minutes');
select pg_temp.fail(10, 17, 'undefined: math');
select pg_temp.fail(18, 18, 'dial tcp: connection refused');
select is(pg_temp.page('{figures,errors_by_hour,23,occurrences}'), '9', 'errors of all users are counted');
select is(pg_temp.page('{figures,open_incidents}'), (
    select jsonb_build_object(
        'code', count(*) filter (where i.attribution = 'code'), 'data', count(*) filter (where i.attribution = 'data'),
        'executor', count(*) filter (where i.attribution = 'executor')
    ) from public.trader_incidents as i
), 'and open incidents by whose fault they are');
select is(pg_temp.page('{queues,fixes,waiting}'), '8', 'repairs that are queued wait');
update public.proposed_fixes set next_attempt_at = now() - interval '3 minutes' where id = pg_temp.fix(10);
select is(pg_temp.page('{queues,fixes,oldest_s}'), '180', 'since the oldest was due');
select is(pg_temp.page('{problems}'), '["queue_late"]', 'which is late');
update public.proposed_fixes set status = 'held', reason = 'daily_cost_cap' where id = pg_temp.fix(10);
select is(pg_temp.page('{queues,held}'), '{"waiting": 1, "due": 0, "oldest_s": 0}', 'what is held is due to nobody');

-- One accepted, one rejected, one proposed, one superseded after it was proposed, one failed, one unfixable.
update public.proposed_fixes as f
set status = 'generating', attempt = 1, lease_until = now() + interval '1 minute' where f.status = 'queued' and f.id <> pg_temp.fix(17);
update public.proposed_fixes as f
set status = 'proposed', lease_until = null, code = 'return true', origin = 'rules', validated = true, validation = '{}'
where f.id in (pg_temp.fix(11), pg_temp.fix(12), pg_temp.fix(13), pg_temp.fix(14));
update public.proposed_fixes set status = 'accepted', decided_at = now() where id = pg_temp.fix(11);
update public.proposed_fixes set status = 'rejected', decided_at = now() where id = pg_temp.fix(12);
update public.proposed_fixes set status = 'superseded' where id = pg_temp.fix(14);
update public.proposed_fixes set status = 'failed', lease_until = null, reason = 'llm_unavailable' where id = pg_temp.fix(15);
update public.proposed_fixes set status = 'unfixable', lease_until = null, reason = 'same_candidate' where id = pg_temp.fix(16);
select is(
    pg_temp.page('{figures,fixes_by_day,29}') - 'day', '{"made": 8, "proven": 4, "accepted": 1, "rejected": 1, "failed": 1, "unfixable": 1, "held": 1}',
    'repairs are counted by what became of them'
);
update public.proposed_fixes set created_at = now() - interval '40 days' where id = pg_temp.fix(17);
select is(pg_temp.page('{figures,fixes_by_day,29,made}'), '7', 'on the day that they began');
select is((select sum((d ->> 'made')::integer) from jsonb_array_elements(pg_temp.page('{figures,fixes_by_day}')) as d), 7::bigint, 'for thirty days');
insert into public.daily_spend (user_id, day, spent_usd, reserved_usd, calls) values
    ('00000000-0000-4000-8000-000000000001', (now() at time zone 'UTC')::date, 1.5, 0.25, 3), ('00000000-0000-4000-8000-000000000002', (now() at time zone 'UTC')::date, 2, 0, 1);
select is(pg_temp.page('{figures,spend_by_day,29}') - 'day', '{"usd": 3.75, "calls": 4}', 'what is spent is that of all users');
select is(pg_temp.page('{spend_today_usd}'), '3.75', 'today, too');
select is(pg_temp.page('{figures,costs,accepted}'), '1', 'with what an accepted repair costs');

-- Given up.
select is(
    pg_temp.page('{dead_letters,0}') - '{id,since,incident_id,detail}'::text[], jsonb_build_object(
        'kind', 'fix', 'code', 'llm_unavailable', 'attempts', 1, 'can_retry', true, 'trader_id', pg_temp.trader(15), 'trader_name', 'Trader 15'
    ), 'a dead letter is shown with its trader and whether another try may help'
);
select is(
    pg_temp.page('{dead_letters,0,incident_id}'), (select to_jsonb(f.incident_id) from public.proposed_fixes as f where f.id = pg_temp.fix(15)), 'and the incident to open'
);
select is((select array_agg(private.can_be_retried('fix', r)) from unnest('{validation_failed,incident_cost_cap,llm_refused,null}'::text[]) as r), '{f,f,f,f}', 'what another try would not change is said');

-- The kill switch.
select is(pg_temp.page('{model_calls}'), '{"is_on": true, "set_at": null, "set_by": null, "held_fixes": 0}', 'model calls are on from the beginning');
select public.set_model_calls(false, '00000000-0000-4000-8000-000000000009');
select is(pg_temp.page('{model_calls}') - 'set_at', '{"is_on": false, "set_by": "you", "held_fixes": 0}', 'whoever switched them off is told so');

-- A systemic fault.
select pg_temp.fail(11, 21, 'divide by zero');
select is(
    pg_temp.page('{systemic_faults,0}') - '{id,first_seen,last_seen,error_message}'::text[], '{
        "status": "open", "error_type": "runtime", "resolved_at": null, "decision": null, "decision_reason": null, "ended_by": null,
        "incidents": 11, "traders": 11, "owners": 2, "held_fixes": 11
    }', 'a fault is shown with its extent'
);
select ok(pg_temp.page('{problems}') @> '["systemic_fault", "model_calls_off", "dead_letters"]', 'what is wrong is named');
create temporary table fault as select s.id from public.systemic_faults as s;
grant select on fault to authenticated;
select public.resolve_systemic_fault((select id from fault), '00000000-0000-4000-8000-000000000009', 'discard', 'Known');
select is(
    pg_temp.page('{systemic_faults,0}') - '{id,first_seen,last_seen,error_message,resolved_at,error_type}'::text[], '{
        "status": "resolved", "decision": "discard", "decision_reason": "Known", "ended_by": "you", "incidents": 11, "traders": 11, "owners": 2, "held_fixes": 0
    }', 'and who ended it'
);
alter table public.systemic_faults disable trigger enforce_initial_state;
insert into public.systemic_faults (fingerprint, error_type, error_message, status, first_seen, resolved_at)
select 'v2:' || n, 'runtime', 'x', 'resolved', now() + n * interval '1 minute', now() from generate_series(1, 20) as n;
alter table public.systemic_faults enable trigger enforce_initial_state;
select is(jsonb_array_length(pg_temp.page('{systemic_faults}')), 20, 'the latest twenty are listed');
select is(
    (select count(*) from jsonb_array_elements(pg_temp.page('{systemic_faults}', (select id from fault))) as f where f ->> 'id' = (select id::text from fault)), 1::bigint,
    'and one that is asked for'
);

-- The same as health says, as far as operators may see.
select is(pg_temp.page('{problems}'), (public.recovery_health() -> 'problems') - 'secrets_missing', 'the page names the problems that health names');
select private.keep_figures();
select is(
    pg_temp.page('{problems}') ? 'secrets_missing', public.recovery_health() -> 'problems' ? 'secrets_missing', 'missing secrets, too, as of the last minute'
);

-- Figures that take long are those of the last minute.
update private.platform_figures set figures = '{"as": "kept"}', took = interval '51 milliseconds';
select is(pg_temp.page('{figures}'), '{"as": "kept"}', 'figures that take long are those that were kept');
update private.platform_figures set made_at = now() - interval '6 minutes';
select is(pg_temp.page('{figures}'), '{"as": "kept"}', 'however old those are, as nobody waits for others');
select ok(pg_temp.page('{problems}') ? 'figures_not_kept', 'which is told');

select * from finish();
rollback;

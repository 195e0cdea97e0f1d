-- What users decide on incidents: resolve, ignore until it grows or for a time, reopen; and asking for a repair.
begin;
select plan(30);

insert into auth.users (id, email) values
    ('00000000-0000-4000-8000-000000000001', 'owner@example.com'), ('00000000-0000-4000-8000-000000000002', 'other@example.com');
insert into public.traders (id, user_id, name, filter) values
    ('00000000-0000-4000-8000-0000000000aa', '00000000-0000-4000-8000-000000000001', 'Mine', '{"code": "return a"}');

create function pg_temp.fail(symbol text, at timestamptz default now()) returns void language sql as $$
    insert into public.trader_error_history (trader_id, error_message, symbol, occurred_at)
    values ('00000000-0000-4000-8000-0000000000aa', 'divide by zero', symbol, at);
$$;
create function pg_temp.incident() returns uuid language sql as $$
    select i.id from public.trader_incidents as i order by i.resolved_at desc nulls first, i.created_at desc limit 1;
$$;
create function pg_temp.decide(status text, reason text default null, until timestamptz default null) returns jsonb language sql as $$
    select public.set_incident_status(pg_temp.incident(), '00000000-0000-4000-8000-000000000001', status, reason, until);
$$;
create function pg_temp.state() returns text language sql as $$
    select concat_ws(' ', i.status, i.escalation, i.decision_reason) from public.trader_incidents as i where i.id = pg_temp.incident();
$$;

select pg_temp.fail('AAA');
create temporary table first as select pg_temp.incident() as id;
select is(pg_temp.decide('ignored', 'Known') ->> 'status', 'ignored', 'an incident is ignored');
select is(pg_temp.state(), 'ignored Known', 'and the reason is kept');
select is((select decided_by from public.trader_incidents), '00000000-0000-4000-8000-000000000001', 'with who gave it');
select is((select f.status from public.proposed_fixes as f), 'superseded', 'nothing is repaired meanwhile');
select pg_temp.fail('AAA');
select is(pg_temp.state(), 'ignored Known', 'what goes on as before stays ignored');
select pg_temp.fail('BBB');
select is(pg_temp.state(), 'open new_symbols Known', 'until it spreads');

select is((pg_temp.decide('ignored', 'Until tomorrow', now() + interval '1 day') ->> 'ignored_until')::timestamptz, now() + interval '1 day', 'it can be ignored for a time');
select pg_temp.fail('CCC');
select is(pg_temp.state(), 'ignored Until tomorrow', 'then it may spread');
select pg_temp.fail('CCC') from generate_series(1, 100);
select is(pg_temp.state(), 'ignored Until tomorrow', 'and grow');
select is(pg_temp.decide('ignored', 'Longer', now() + interval '2 days') ->> 'status', 'ignored', 'it can be ignored for longer');
select is(pg_temp.state(), 'ignored Longer', 'which is another decision');
select is(pg_temp.decide('ignored', 'Twice', now() + interval '2 days') ->> 'status', 'ignored', 'the same once more');
select is(pg_temp.state(), 'ignored Longer', 'is none');
update public.trader_incidents set ignored_until = now() - interval '1 minute', ignored_at = now() - interval '1 day';
select is(pg_temp.state(), 'ignored Longer', 'when the time is over it stays as it is');
select pg_temp.fail('CCC', now() - interval '1 hour');
select is(pg_temp.state(), 'ignored Longer', 'also by what happened before that and is reported now');
select pg_temp.fail('CCC');
select is(pg_temp.state(), 'open time_over Longer', 'and opens when it goes on');
select is(
    (select count(*) from public.notifications where kind = 'incident_escalated' and title = '"Mine" is still failing'), 1::bigint, 'which is told'
);

select throws_ok($$ select pg_temp.decide('ignored', null, now() - interval '1 s') $$, 'TE400', null, 'a time that is over is refused');
select throws_ok($$ select pg_temp.decide('ignored', null, now() + interval '2 years') $$, 'TE400', null, 'and one that is far away');
select throws_ok($$ select pg_temp.decide('resolved', null, now() + interval '1 day') $$, 'TE400', null, 'and one with anything but ignoring');
select throws_ok($$ select pg_temp.decide('gone') $$, 'TE400', null, 'a state that does not exist is refused');
select throws_ok(
    $$ select public.set_incident_status(pg_temp.incident(), '00000000-0000-4000-8000-000000000002', 'resolved') $$, 'TE404', null, 'and another user'
);

select is(pg_temp.decide('resolved', 'Gone') ->> 'status', 'resolved', 'it is resolved');
select throws_ok($$ select pg_temp.decide('ignored') $$, 'TE409', null, 'what is resolved is not ignored');
select is(pg_temp.decide('open', 'Not gone') ->> 'status', 'open', 'but reopened');
select is((select count(*) from public.proposed_fixes where status in ('queued', 'held')), 0::bigint, 'which alone repairs nothing');
select is(pg_temp.decide('resolved') ->> 'status', 'resolved', 'resolved once more');
select pg_temp.fail('AAA');
select isnt(pg_temp.incident(), (select id from first), 'what comes back is another one');
select throws_ok(
    $$ select public.set_incident_status((select id from first), '00000000-0000-4000-8000-000000000001', 'open') $$, 'TE409', null,
    'beside which the first is not reopened'
);

update public.proposed_fixes set status = 'held', reason = 'auto_regenerate_off' where incident_id = pg_temp.incident();
create temporary table asked as
select public.request_fix(pg_temp.incident(), '00000000-0000-4000-8000-000000000001', 'Mind the volume') as id;
select is(
    (select f.status || ' ' || f.hint from public.proposed_fixes as f join asked as a on a.id = f.id where f.incident_id = pg_temp.incident()),
    'queued Mind the volume', 'a repair that was held goes on when it is asked for, with the hint'
);

select * from finish();
rollback;

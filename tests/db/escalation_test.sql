-- Ignored incidents, and what brings them back.
begin;
select plan(28);

insert into auth.users (id, email) values
    ('00000000-0000-4000-8000-000000000001', 'owner@example.com'),
    ('00000000-0000-4000-8000-000000000002', 'stranger@example.com');
insert into public.traders (id, user_id, name, filter) values
    ('00000000-0000-4000-8000-0000000000aa', '00000000-0000-4000-8000-000000000001', 'Dip hunter', '{"code": "return x"}');

create function pg_temp.fail(symbol text, occurrences integer default 1) returns void language sql as $$
    insert into public.trader_error_history (trader_id, error_message, symbol, occurrences)
    values ('00000000-0000-4000-8000-0000000000aa', 'divide by zero', symbol, occurrences);
$$;
create function pg_temp.set_status(status text, actor text default '1') returns void language sql as $$
    select public.set_incident_status((select id from public.trader_incidents order by regression_of nulls first limit 1), ('00000000-0000-4000-8000-00000000000' || actor)::uuid, status);
$$;
create function pg_temp.state() returns text language sql as $$
    select concat_ws(' ', status, escalation) from public.trader_incidents order by regression_of nulls first limit 1;
$$;

set local role service_role;
select pg_temp.fail('AUSDT', 30);
select throws_ok($$ select pg_temp.set_status('ignored', '2') $$, 'TE404', null, 'a stranger cannot ignore it');
select throws_ok($$ select public.set_incident_status(gen_random_uuid(), '00000000-0000-4000-8000-000000000001', 'ignored') $$, 'TE404', null, 'nor anybody what is not there');
select throws_ok($$ select pg_temp.set_status('closed') $$, 'TE400', null, 'a status must be known');
select lives_ok($$ select pg_temp.set_status('ignored') $$, 'an owner ignores an incident');
select is(pg_temp.state(), 'ignored', 'it is ignored');
select is((select concat_ws(' ', status, reason) from public.proposed_fixes), 'superseded incident_closed', 'and no longer worked on');
select lives_ok($$ select pg_temp.set_status('ignored') $$, 'twice is once');

select pg_temp.fail('AUSDT', 40);
select is(pg_temp.state(), 'ignored', 'more of the same is still ignored');
insert into public.trader_error_history (trader_id, error_message, error_type, symbol, occurrences, occurred_at)
values ('00000000-0000-4000-8000-0000000000aa', 'panic in trader: divide by zero', 'runtime', 'AUSDT', 500, now() - interval '17 hours');
select is(pg_temp.state(), 'ignored', 'as is what arrives hours late');
select is((select sum(occurrences) from public.trader_incidents), 570::numeric, 'though it counts');
select is((select error_message from public.traders), 'divide by zero', 'and is not the latest of its trader');
select is((select count(*) from public.proposed_fixes), 1::bigint, 'and not repaired');
select pg_temp.fail('AUSDT', 30);
select is(pg_temp.state(), 'open rate', 'three times its busiest hour reopens it');
select is((select count(*) from public.notifications where kind = 'incident_escalated'), 1::bigint, 'which is told');
select is((select count(*) from public.proposed_fixes where status = 'queued'), 1::bigint, 'and repaired');

select pg_temp.set_status('ignored');
select pg_temp.fail(null, 1);
select is(pg_temp.state(), 'ignored', 'an error without a symbol is no new one');
update public.trader_incidents set ignored_at = ignored_at + interval '1 second';
select pg_temp.fail('BUSDT');
select is(pg_temp.state(), 'open new_symbols', 'a symbol it did not fail on before reopens it');
select is((select count(*) from public.notifications where kind = 'incident_escalated'), 2::bigint, 'which is told again');
select pg_temp.set_status('resolved');
select is(pg_temp.state(), 'resolved new_symbols', 'once it is resolved it is known why it had come back');
select pg_temp.set_status('open');
select is(pg_temp.state(), 'open', 'which is over when its owner reopens it');

select pg_temp.set_status('ignored');
update public.traders set filter = '{"code": "return y"}';
insert into public.trader_error_history (trader_id, error_message, symbol, code_sha256)
values ('00000000-0000-4000-8000-0000000000aa', 'divide by zero', 'CUSDT', private.code_sha256('return x', ''));
select is(pg_temp.state(), 'ignored', 'what replaced code does reopens nothing');

select lives_ok($$ select pg_temp.set_status('open') $$, 'an owner reopens it');
select is(pg_temp.state(), 'open', 'not as an escalation');
select lives_ok($$ select pg_temp.set_status('resolved') $$, 'or calls it resolved');
select throws_ok($$ select pg_temp.set_status('ignored') $$, 'TE409', null, 'a resolved incident is not ignored');
select pg_temp.fail('AUSDT');
select is((select count(*) from public.trader_incidents where regression_of is not null and status = 'open'), 1::bigint, 'its return is an incident of its own, linked to it');
select throws_ok($$ select pg_temp.set_status('open') $$, 'TE409', null, 'beside which the resolved one cannot be reopened');
select is((select sum(occurrences) from public.incident_hours), (select sum(occurrences) from public.trader_incidents), 'hours and incidents agree');

select * from finish();
rollback;

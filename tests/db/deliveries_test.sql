-- Deployments, e-mails and what users want of them: extend, finish, fail; preferences.
begin;
select plan(36);

update private.settings set email_gather = '0';
insert into auth.users (id, email)
select ('00000000-0000-4000-8000-00000000000' || n)::uuid, 'user' || n || '@example.com' from generate_series(1, 4) as n;
insert into public.traders (id, user_id, name, filter)
select ('00000000-0000-4000-8000-0000000000a' || n)::uuid, ('00000000-0000-4000-8000-00000000000' || n)::uuid, 'Trader ' || n, '{"code": "return x"}'
from generate_series(1, 4) as n;
insert into public.notification_preferences (user_id, in_app, email) values
    ('00000000-0000-4000-8000-000000000002', true, false),
    ('00000000-0000-4000-8000-000000000003', false, true),
    ('00000000-0000-4000-8000-000000000004', false, false);
insert into public.recovery_preferences (user_id, auto_regenerate) values ('00000000-0000-4000-8000-000000000004', false);
insert into public.trader_error_history (trader_id, error_message)
select id, 'divide by zero' from public.traders;

select results_eq(
    $$ select right(user_id::text, 1), in_app, email_status, email_error from public.notifications order by 1 $$,
    $$ values ('1', true, 'pending', null), ('2', true, 'skipped', 'preference'), ('3', false, 'pending', null) $$,
    'users are told in the ways they want, who wants none is not'
);
select is((select count(*) from realtime.messages where event = 'notification'), 2::bigint, 'what is only mailed is not announced in the app');
select results_eq(
    $$ select right(user_id::text, 1), status, reason from public.proposed_fixes order by 1 $$,
    $$ values ('1', 'queued', null), ('2', 'queued', null), ('3', 'queued', null), ('4', 'held', 'auto_regenerate_off') $$,
    'who wants no automatic repair has it held'
);

select throws_ok(
    $$ insert into public.notification_preferences (user_id, email_frequency) values ('00000000-0000-4000-8000-000000000001', 'often') $$,
    'TE422', null, 'a frequency must be known'
);
select throws_ok(
    $$ insert into public.recovery_preferences (user_id, daily_cost_cap_usd) values ('00000000-0000-4000-8000-000000000001', -1) $$,
    'TE422', null, 'a cap is not negative'
);
select throws_ok(
    $$ insert into public.recovery_preferences (user_id, daily_cost_cap_usd) values ('00000000-0000-4000-8000-000000000001', 'NaN') $$,
    'TE422', null, 'and a number'
);

create function pg_temp.fix(n text) returns uuid language sql as $$
    select id from public.proposed_fixes where user_id = ('00000000-0000-4000-8000-00000000000' || n)::uuid;
$$;
create function pg_temp.user_id(n text) returns uuid language sql as $$ select ('00000000-0000-4000-8000-00000000000' || n)::uuid; $$;

select throws_ok($$ select public.release_fix(pg_temp.fix('4'), pg_temp.user_id('1')) $$, 'TE404', null, 'a stranger cannot ask for it');
select lives_ok($$ select public.release_fix(pg_temp.fix('4'), pg_temp.user_id('4')) $$, 'the owner asks for it');
select is((select status from public.proposed_fixes where id = pg_temp.fix('4')), 'queued', 'and it is queued');
select lives_ok($$ select public.release_fix(pg_temp.fix('4'), pg_temp.user_id('4')) $$, 'twice is once');
update public.proposed_fixes set status = 'held', reason = 'auto_regenerate_off' where id = pg_temp.fix('4');
update public.recovery_preferences set auto_regenerate = true;
select is((select status from public.proposed_fixes where id = pg_temp.fix('4')), 'queued', 'switched on again, it goes on by itself');
update public.proposed_fixes set status = 'held', reason = 'daily_cost_cap' where id = pg_temp.fix('4');
update public.recovery_preferences set daily_cost_cap_usd = 20;
select is((select status from public.proposed_fixes where id = pg_temp.fix('4')), 'queued', 'as does what waited for a higher cap');

-- A hold costs no attempt.
select ok(public.claim_fix(pg_temp.fix('4')) is not null, 'it is claimed');
select is(public.finish_fix(pg_temp.fix('4'), 1, '{"status": "held", "reason": "daily_cost_cap", "reason_detail": "Tomorrow."}'), true, 'and held for the cap');
select is((select next_attempt_at from public.proposed_fixes where id = pg_temp.fix('4')), private.next_utc_day(), 'until the next day');
select is((select private.attempts_of(incident_id) from public.proposed_fixes where id = pg_temp.fix('4')), 0, 'which is no attempt of the incident');

-- E-mails.
create function pg_temp.mail() returns uuid language sql as $$ select id from public.notifications where user_id = pg_temp.user_id('1') and kind = 'incident_detected'; $$;
select ok(public.claim_notification(pg_temp.mail()) is not null, 'an e-mail is claimed');
select ok(public.extend_notification(pg_temp.mail(), 1) > now(), 'its lease is lengthened');
select throws_ok($$ select public.finish_notification(pg_temp.mail(), 1, 'pending') $$, 'TE400', null, 'it is finished as sent or skipped');
select is(public.fail_notification(pg_temp.mail(), 1, 'status_500', true), 'pending', 'it fails and is tried again');
select is((select email_next_attempt_at - now() from public.notifications where id = pg_temp.mail()), interval '10 seconds', 'later');
select is(public.finish_notification(pg_temp.mail(), 1, 'sent'), false, 'the attempt is over');
update public.notifications set email_next_attempt_at = now(), email_attempts = 40, email_failures = 31 where id = pg_temp.mail();
select is(public.claim_notification(pg_temp.mail()) ->> 'attempt', '41', 'the last attempt, of which there may be more than failures');
select is(public.fail_notification(pg_temp.mail(), 40, 'status_500', true), null, 'that of another worker is over');
select is(public.fail_notification(pg_temp.mail(), 41, 'status_500', true), 'failed', 'makes it a dead letter');
select is((select email_failures from public.notifications where id = pg_temp.mail()), 32::smallint, 'after as many failures as there may be, which are more than of other deliveries');
select is((select attempts from public.dead_letters where id = pg_temp.mail()), 32, 'which it says');

-- Deployments.
select ok(public.claim_fix(pg_temp.fix('1')) is not null, 'a fix is claimed');
select ok(public.finish_fix(pg_temp.fix('1'), 1, '{"status": "proposed", "origin": "rules", "code": "return z", "validated": true, "validation": {}}'), 'and proposed');
create temporary table accepted as
select (public.accept_fix(pg_temp.fix('1'), pg_temp.user_id('1'), (select code_sha256 from public.proposed_fixes where id = pg_temp.fix('1'))) ->> 'id')::uuid as id;
select ok(public.claim_deployment((select id from accepted)) is not null, 'its deployment is claimed');
select ok(public.extend_deployment((select id from accepted), 1) > now(), 'its lease is lengthened');
select is(
    public.fail_deployment((select id from accepted), 1, 'executor_unreachable', 'The executor could not be reached', true) ->> 'status',
    'pending', 'the executor is away'
);
select is((select count(*) from private.due_work where function_name = 'deploy-filter'), 0::bigint, 'it is not due at once');
update public.deployments set next_attempt_at = now() - interval '16 seconds';
select is((select count(*) from private.due_work where function_name = 'deploy-filter'), 1::bigint, 'but later');
select ok(public.claim_deployment((select id from accepted)) is not null, 'it is claimed again');
select is(
    public.fail_deployment((select id from accepted), 2, 'executor_refused', 'The executor answered: no', false) ->> 'status',
    'failed', 'what the executor refuses for good has failed'
);

select * from finish();
rollback;

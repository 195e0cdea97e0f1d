-- What the provider says became of mails, and users who want no more of them.
begin;
select plan(25);

insert into auth.users (id, email)
select ('00000000-0000-4000-8000-00000000000' || n)::uuid, 'user' || n || '@example.com' from generate_series(1, 4) as n;
insert into public.traders (id, user_id, name, filter)
select ('00000000-0000-4000-8000-0000000000a' || n)::uuid, ('00000000-0000-4000-8000-00000000000' || n)::uuid, 'Trader ' || n, '{"code": "return x"}'
from generate_series(1, 4) as n;
insert into public.notification_preferences (user_id, email_frequency)
select ('00000000-0000-4000-8000-00000000000' || n)::uuid, 'immediate' from generate_series(1, 2) as n;

create function pg_temp.user_id(u integer) returns uuid language sql as $$ select ('00000000-0000-4000-8000-00000000000' || u)::uuid; $$;
create function pg_temp.tell(u integer, rows integer default 1) returns void language sql as $$
    insert into public.notifications (user_id, trader_id, kind, subject_id, title, body, link)
    select pg_temp.user_id(u), ('00000000-0000-4000-8000-0000000000a' || u)::uuid, 'fix_failed', gen_random_uuid(), 'x', 'x', '/x'
    from generate_series(1, rows);
$$;
create function pg_temp.claim(u integer) returns jsonb language sql as $$
    select public.claim_notification((
        select n.id from public.notifications as n where n.user_id = pg_temp.user_id(u) and n.email_status = 'pending' order by n.id limit 1
    ));
$$;
create function pg_temp.send(u integer, provider_id text) returns boolean language sql as $$
    select public.finish_notification((c.m ->> 'id')::uuid, (c.m ->> 'attempt')::integer, 'sent', null, provider_id)
    from (select pg_temp.claim(u) as m) as c;
$$;
-- The states of a user's rows, each with how many there are.
create function pg_temp.states(u integer) returns text[] language sql as $$
    select array_agg(concat_ws(' ', s.rows, s.email_status, s.email_error) order by s.email_status, s.email_error) from (
        select n.email_status, n.email_error, count(*) as rows from public.notifications as n
        where n.user_id = pg_temp.user_id(u) group by 1, 2
    ) as s;
$$;

set local role service_role;

select is(public.record_mail_event('mail_1', 'bounced'), 'unknown_mail', 'a mail that is not ours is none');
select throws_ok($$ select public.record_mail_event('mail_1', 'opened') $$, 'TE400', null, 'an event is one of those that matter');
select throws_ok($$ select public.record_mail_event('mail_1', null) $$, 'TE400', null, 'and not missing');

-- Back for now.
select pg_temp.tell(1, 2);
select ok(pg_temp.send(1, 'mail_1'), 'a mail is sent');
select is(public.record_mail_event('mail_1', 'bounced_for_now'), 'pending', 'comes back for now, and is tried again');
select is((select array_agg(distinct email_next_attempt_at - now()) from public.notifications), '{00:00:10}', 'later');
select is(public.record_mail_event('mail_1', 'bounced_for_now'), 'unknown_mail', 'twice is once');
update public.notifications set email_next_attempt_at = now();
create temporary table mail as select pg_temp.claim(1) as m;
select is((select concat_ws(' ', m ->> 'key', m ->> 'total') from mail), (select m ->> 'id' from mail) || '.1 2', 'under another key, with what was in it');
select ok(public.finish_notification((select (m ->> 'id')::uuid from mail), 2, 'sent', null, 'mail_2'), 'it is sent again');
select is(public.record_mail_event('mail_1', 'bounced'), 'unknown_mail', 'what became of the earlier one is past');
update public.notifications set email_failures = 7;
select is(public.record_mail_event('mail_2', 'bounced_for_now'), 'failed', 'it comes back only so often');

-- Back for good.
select pg_temp.tell(2, 2);
select pg_temp.send(2, 'mail_3');
select is(public.record_mail_event('mail_3', 'bounced'), 'failed', 'mail that comes back for good has failed');
select is(pg_temp.states(2), '{"2 failed bounced"}', 'with all its rows');
select is(public.record_mail_event('mail_3', 'bounced'), 'unknown_mail', 'twice is once');
select is((select concat_ws(' ', email, reason) from public.undeliverable_addresses), 'user2@example.com bounced', 'the address is noted');
select pg_temp.tell(2);
select is(pg_temp.claim(2), null, 'so that the next mail is not sent');
select is(pg_temp.states(2), '{"2 failed bounced","1 skipped address_bounced"}', 'but skipped');
reset role;
update auth.users set email = 'new2@example.com' where id = pg_temp.user_id(2);
set local role service_role;
select pg_temp.tell(2);
select is(pg_temp.claim(2) ->> 'email', 'new2@example.com', 'another address gets mail again');

-- No more, please.
reset role;
update private.settings set email_gather = '0';
set local role service_role;
select pg_temp.tell(3);
select pg_temp.send(3, 'mail_4');
select pg_temp.tell(3);
select is(public.record_mail_event('mail_4', 'complained'), 'stopped', 'who complains gets no more mail');
select is(pg_temp.states(3), '{"1 sent","1 skipped preference"}', 'nor what is waiting');
select is(public.record_mail_event('mail_4', 'complained'), 'stopped', 'twice is once');
select is(public.stop_emails(pg_temp.user_id(4)), true, 'who unsubscribes gets none, either');
select is(public.stop_emails(pg_temp.user_id(4)), true, 'twice is once');
select is(public.stop_emails(gen_random_uuid()), false, 'a user must be there');
select results_eq(
    $$ select right(user_id::text, 1), in_app, email, email_frequency from public.notification_preferences order by 1 $$,
    $$ values ('1', true, true, 'immediate'), ('2', true, true, 'immediate'), ('3', true, false, 'hourly'), ('4', true, false, 'hourly') $$,
    'nothing else is changed'
);

select * from finish();
rollback;

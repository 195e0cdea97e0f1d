-- What the provider says became of mails, and users who want no more of them.
begin;
select plan(50);

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
-- Sends the mail that is due to the user, and returns its key.
create function pg_temp.send(u integer) returns text language plpgsql as $$
declare
    v_mail jsonb := pg_temp.claim(u);
begin
    perform public.finish_notification((v_mail ->> 'id')::uuid, (v_mail ->> 'attempt')::integer, 'sent');
    return v_mail ->> 'key';
end
$$;
-- The states of a user's rows, each with how many there are.
create function pg_temp.states(u integer) returns text[] language sql as $$
    select array_agg(concat_ws(' ', s.rows, s.email_status, s.email_error) order by s.email_status, s.email_error) from (
        select n.email_status, n.email_error, count(*) as rows from public.notifications as n
        where n.user_id = pg_temp.user_id(u) group by 1, 2
    ) as s;
$$;

set local role service_role;

select is(public.record_mail_event(k.key, 'bounced'), 'unknown_mail', format('%s is no mail of ours', coalesce(quote_literal(k.key), 'null')))
from (values ('mail_1'), (''), (null), (gen_random_uuid()::text), (gen_random_uuid() || '_1'), (gen_random_uuid() || '_12345')) as k (key);
select throws_ok($$ select public.record_mail_event('mail_1', 'opened') $$, 'TE400', null, 'an event is one of those that matter');
select throws_ok($$ select public.record_mail_event('mail_1', null) $$, 'TE400', null, 'and not missing');

-- Back for now.
create temporary table mail (m jsonb, key text);
insert into mail values (null, null);
select pg_temp.tell(1, 2);
update mail set key = pg_temp.send(1);
select is((select key from mail), (select min(mail_id::text) from public.notifications), 'a mail is sent, by its key');
select is(public.record_mail_event(key, 'bounced_for_now', 'user1@example.com'), 'pending', 'comes back for now, and is tried again') from mail;
select is((select array_agg(distinct email_next_attempt_at - now()) from public.notifications), '{00:00:10}', 'later');
select is((select array_agg(distinct concat_ws(' ', email_failures, email_bounces, email_sent_at)) from public.notifications), '{"1 1"}', 'as one that was not sent');
select is(public.record_mail_event(key, 'bounced_for_now'), 'unknown_mail', 'twice is once') from mail;
update public.notifications set email_next_attempt_at = now();
update mail set m = pg_temp.claim(1);
select is((select concat_ws(' ', m ->> 'key', m ->> 'total') from mail), (select m ->> 'id' from mail) || '_1 2', 'under another key, with what was in it');
select ok(public.finish_notification((m ->> 'id')::uuid, 2, 'sent'), 'it is sent again') from mail;
select is(public.record_mail_event(key, 'bounced'), 'unknown_mail', 'what became of the earlier one is past') from mail;
select is(public.record_mail_event(key || '_2', 'bounced'), 'unknown_mail', 'and what becomes of a later one to come') from mail;
select is(pg_temp.states(1), '{"2 sent"}', 'neither changes it');
update public.notifications set email_bounces = 3;
select is(public.record_mail_event(key || '_3', 'bounced_for_now'), 'failed', 'it comes back only so often') from mail;
select is((select count(*) from public.undeliverable_addresses), 0::bigint, 'which says nothing of the address');

-- Back before its worker has noted that it was sent.
reset role;
delete from public.notifications;
set local role service_role;
select pg_temp.tell(1);
update mail set m = pg_temp.claim(1);
select is(public.record_mail_event(m ->> 'key', 'bounced_for_now'), 'pending', 'a mail may be back while it is being sent') from mail;
select is(public.finish_notification((m ->> 'id')::uuid, 1, 'sent'), false, 'its worker is too late') from mail;
select is(public.fail_notification((m ->> 'id')::uuid, 1, 'timeout', true), null, 'for whatever it has to say') from mail;
select is(pg_temp.states(1), '{"1 pending bounced_for_now"}', 'and it is tried again');
update public.notifications set email_next_attempt_at = now();
update mail set m = pg_temp.claim(1);
select is(public.fail_notification((m ->> 'id')::uuid, 2, 'status_500', true), 'pending', 'which fails') from mail;
select is(public.record_mail_event(m ->> 'key', 'bounced_for_now'), 'pending', 'though the mail had gone out, as its return shows') from mail;
update public.notifications set email_next_attempt_at = now();
update mail set m = pg_temp.claim(1);
select is(public.record_mail_event(m ->> 'key', 'bounced', 'user1@example.com'), 'failed', 'for good, too') from mail;
select is(public.finish_notification((m ->> 'id')::uuid, 3, 'sent'), false, 'which it stays') from mail;
select is(pg_temp.states(1), '{"1 failed bounced"}', 'a dead letter');
select is((select array_agg(email) from public.undeliverable_addresses), '{user1@example.com}', 'and the address is noted');

-- Back for good.
reset role;
delete from public.undeliverable_addresses;
set local role service_role;
select pg_temp.tell(2, 2);
update mail set key = pg_temp.send(2);
select is(public.record_mail_event(key, 'bounced', 'User2@Example.com'), 'failed', 'mail that comes back for good has failed') from mail;
select is(pg_temp.states(2), '{"2 failed bounced"}', 'with all its rows');
select is(public.record_mail_event(key, 'bounced', 'user2@example.com'), 'unknown_mail', 'twice is once') from mail;
select is((select concat_ws(' ', email, reason) from public.undeliverable_addresses), 'user2@example.com bounced', 'the address is noted as the user has it');
select pg_temp.tell(2);
select is(pg_temp.claim(2), null, 'so that the next mail is not sent');
select is(pg_temp.states(2), '{"2 failed bounced","1 skipped address_bounced"}', 'but skipped');
reset role;
update auth.users set email = 'new2@example.com' where id = pg_temp.user_id(2);
set local role service_role;
select pg_temp.tell(2);
update mail set m = pg_temp.claim(2);
select is((select m ->> 'email' from mail), 'new2@example.com', 'another address gets mail again');
select is(public.record_mail_event(m ->> 'key', 'bounced', 'user2@example.com'), 'failed', 'a mail to an address that the user has left') from mail;
select is((select array_agg(email) from public.undeliverable_addresses), '{user2@example.com}', 'says nothing of the new one');
select pg_temp.tell(2);
update mail set key = pg_temp.send(2);
select is(public.record_mail_event(key, 'bounced'), 'failed', 'nor does one to nobody knows whom') from mail;
select is((select array_agg(email) from public.undeliverable_addresses), '{user2@example.com}', 'say anything');
select pg_temp.tell(2);
update mail set key = pg_temp.send(2);
select is(public.record_mail_event(key, 'bounced', 'new2@example.com'), 'failed', 'one to the new one') from mail;
select is((select array_agg(email) from public.undeliverable_addresses), '{new2@example.com}', 'does');

-- No more, please.
reset role;
update private.settings set email_gather = '0';
set local role service_role;
select pg_temp.tell(3);
update mail set key = pg_temp.send(3);
select pg_temp.tell(3);
select is(public.record_mail_event(key || '_7', 'complained'), 'stopped', 'who complains, of whichever mail, gets no more') from mail;
select is(pg_temp.states(3), '{"1 sent","1 skipped preference"}', 'nor what is waiting');
select is(public.record_mail_event(key, 'complained'), 'stopped', 'twice is once') from mail;
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

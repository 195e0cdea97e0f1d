-- A mail that was not sent is the same mail when it is tried again, waits when the provider wants it to, and is given up in the end.
begin;
select plan(47);

insert into auth.users (id, email)
select ('00000000-0000-4000-8000-00000000000' || n)::uuid, case when n <> 5 then 'user' || n || '@example.com' end from generate_series(1, 9) as n;
insert into public.traders (id, user_id, name, filter)
select
    ('00000000-0000-4000-8000-0000000000' || u || t)::uuid, ('00000000-0000-4000-8000-00000000000' || u)::uuid, 'Trader ' || u || t,
    '{"code": "return x"}'
from generate_series(1, 9) as u cross join generate_series(1, 2) as t;
update private.settings set email_gather = '0', emails_per_hour = 30000;

-- So many notifications of a user, a second apart, the last of them so many minutes old; and the user's rows of that age.
create function pg_temp.tell(u integer, rows integer default 1, minutes integer default 0, trader integer default 1) returns uuid language sql as $$
    insert into public.notifications (user_id, trader_id, kind, subject_id, title, body, link, created_at)
    select
        ('00000000-0000-4000-8000-00000000000' || u)::uuid, ('00000000-0000-4000-8000-0000000000' || u || trader)::uuid,
        'fix_failed', gen_random_uuid(), 'Title ' || n, 'x', '/x', now() - make_interval(mins => minutes, secs => rows - n)
    from generate_series(1, rows) as n;
    select n.id from public.notifications as n
    where n.user_id = ('00000000-0000-4000-8000-00000000000' || u)::uuid order by n.created_at desc limit 1;
$$;
create function pg_temp.user_id(u integer) returns uuid language sql as $$ select ('00000000-0000-4000-8000-00000000000' || u)::uuid; $$;
create function pg_temp.claim(u integer) returns jsonb language sql as $$
    select public.claim_notification((
        select n.id from public.notifications as n
        where n.user_id = pg_temp.user_id(u) and (n.email_status = 'pending' or n.email_lease_until < now())
        order by n.email_next_attempt_at, n.mail_id nulls last, n.id
        limit 1
    ));
$$;
create function pg_temp.mail(u integer) returns uuid language sql as $$
    select max(n.mail_id::text)::uuid from public.notifications as n where n.user_id = pg_temp.user_id(u) and n.email_status in ('pending', 'sending');
$$;
-- The states of a user's rows, each with how many there are.
create function pg_temp.states(u integer) returns text[] language sql as $$
    select array_agg(concat_ws(' ', s.rows, s.email_status, s.email_error) order by s.email_status, s.email_error) from (
        select n.email_status, n.email_error, count(*) as rows from public.notifications as n
        where n.user_id = pg_temp.user_id(u) group by 1, 2
    ) as s;
$$;
create function pg_temp.forget() returns void language sql as $$
    delete from public.notifications; delete from public.notification_preferences; delete from public.undeliverable_addresses;
    delete from private.email_pause; delete from net.http_request_queue;
$$;
create function pg_temp.failures(u integer) returns smallint language sql as $$
    select max(n.email_failures) from public.notifications as n where n.user_id = pg_temp.user_id(u);
$$;

-- A retry is the same mail.
set local role service_role;
select pg_temp.tell(1, 2);
create temporary table mail as select null::jsonb as m;
update mail set m = public.claim_notification((select id from public.notifications where title = 'Title 2'));
select is((select m ->> 'id' from mail), (select id::text from public.notifications where title = 'Title 1'), 'any of its rows claims a mail, which is called after the oldest');
select is(public.fail_notification((select (m ->> 'id')::uuid from mail), 1, 'status_500', true), 'pending', 'a mail fails');
select pg_temp.tell(1, 3);
update public.notifications set email_next_attempt_at = now();
select is(pg_temp.claim(1) - 'attempt', (select m - 'attempt' from mail), 'and is the same mail when it is tried again, whatever happened meanwhile');
select is((select count(*) from public.notifications where mail_id is null), 3::bigint, 'which waits for a mail of its own');
select is(public.extend_notification(pg_temp.mail(1), 1), null, 'a worker that was late lengthens no lease');
select ok(public.extend_notification(pg_temp.mail(1), 2) > now(), 'the one at it does');
select is(public.fail_notification(pg_temp.mail(1), 1, 'x', false), null, 'nor does it fail it');
select is(public.finish_notification(pg_temp.mail(1), 1, 'sent'), false, 'or finish it');
update public.notifications set email_lease_until = now() - interval '1 second' where email_status = 'sending';
select is(pg_temp.claim(1) ->> 'attempt', '3', 'a lost lease is another attempt');
select is(pg_temp.failures(1), 2::smallint, 'and a failure');
update public.notifications set email_lease_until = now() - interval '1 second', email_failures = 30 where email_status = 'sending';
select is(pg_temp.claim(1) ->> 'attempt', '4', 'of which there may be a day''s');
update public.notifications set email_lease_until = now() - interval '1 second' where email_status = 'sending';
select is(public.claim_notification(pg_temp.mail(1)), null, 'one more');
select is(pg_temp.states(1), '{"2 failed status_500","3 pending"}', 'makes it a dead letter, with the last reason there was');
select is((select count(*) from public.dead_letters where kind = 'email'), 1::bigint, 'one for a mail');
reset role;
select pg_temp.forget();
update private.settings set max_mail_failures = 2, max_deliveries = 1;
set local role service_role;
select pg_temp.tell(1);
select pg_temp.claim(1);
select is(public.fail_notification(pg_temp.mail(1), 1, 'status_500', true), 'pending', 'how many is a setting of mails');
update public.notifications set email_next_attempt_at = now();
select pg_temp.claim(1);
select is(public.fail_notification(pg_temp.mail(1), 2, 'status_500', true), 'failed', 'apart from other deliveries');
reset role;
select pg_temp.forget();
update private.settings set max_mail_failures = 32, max_deliveries = 8;
set local role service_role;
select pg_temp.tell(1);
select ok(pg_temp.claim(1) is not null, 'another mail');
select is(public.fail_notification(pg_temp.mail(1), 1, 'status_503', true), 'pending', 'fails');
update public.notifications set email_claimed_at = now() - interval '22 hours 59 minutes', email_next_attempt_at = now();
select ok(pg_temp.claim(1) is not null, 'and is sent again while the provider knows its key');
update public.notifications set email_claimed_at = now() - interval '23 hours 1 minute', email_lease_until = now() - interval '1 second';
select is(pg_temp.claim(1), null, 'not when it may have forgotten it');
select is(pg_temp.states(1), '{"1 failed status_503"}', 'it is a dead letter');

-- A pause.
reset role;
select pg_temp.forget();
set local role service_role;
select pg_temp.tell(1);
select pg_temp.tell(2);
select pg_temp.tell(3);
select ok(pg_temp.claim(3) is not null, 'a mail whose worker gets lost');
update public.notifications set email_lease_until = now() - interval '1 second' where email_status = 'sending';
select ok(pg_temp.claim(1) is not null, 'a mail that the provider does not want now');
select is(public.fail_notification(pg_temp.mail(1), 1, 'daily_quota_exceeded', true, 600), 'pending', 'waits');
select is(pg_temp.failures(1), 0::smallint, 'which is no failure');
select is((select email_next_attempt_at from public.notifications where user_id = pg_temp.user_id(1)), now() + interval '10 minutes', 'as long as the provider says');
select is((select email_claimed_at from public.notifications where user_id = pg_temp.user_id(1)), now() + interval '10 minutes', 'so that a long pause lets it not grow too old');
select is(pg_temp.claim(2), null, 'and nothing is claimed for anybody');
select is((select count(*) from private.due_work where function_name = 'notify'), 0::bigint, 'nor due, what was lost included');
select is(public.recovery_health() #>> '{mail,paused_until}' is not null, true, 'health says until when');
update private.email_pause set until = now() - interval '1 second';
update public.notifications set email_next_attempt_at = now() - interval '1 hour', email_lease_until = email_lease_until - interval '1 hour';
select results_eq(
    $$ select due_at from private.due_work where function_name = 'notify' $$, $$ select now() - interval '1 second' from generate_series(1, 3) $$,
    'what waited for its end is due from then on, not late'
);
select ok(pg_temp.claim(2) is not null, 'then it goes on');
select is(pg_temp.claim(1) ->> 'attempt', '2', 'with the one that waited, too');
update public.notifications set email_failures = 1, email_claimed_at = now() - interval '2 hours' where user_id = pg_temp.user_id(1);
select is(public.fail_notification(pg_temp.mail(1), 2, 'rate_limit', true, 5), 'pending', 'a shorter pause');
select is(
    (select email_claimed_at from public.notifications where user_id = pg_temp.user_id(1)), now() - interval '2 hours', 'what may have gone out grows old in it'
);
select is((select reason from private.email_pause), 'rate_limit', 'follows');

-- The trader of the row that named the mail is deleted.
reset role;
select pg_temp.forget();
set local role service_role;
select pg_temp.tell(1, 1, 5, 1);
select pg_temp.tell(1, 1, 0, 2);
update mail set m = pg_temp.claim(1);
select is((select m ->> 'total' from mail), '2', 'a mail about two traders');
delete from public.traders where id = '00000000-0000-4000-8000-000000000011';
update public.notifications set email_lease_until = now() - interval '1 second';
select is((select count(*) from public.notifications as n where n.id = n.mail_id), 0::bigint, 'loses the row it is called after');
select is((select row_id from private.due_work where function_name = 'notify'), (select id from public.notifications), 'the other one is due');
select is((pg_temp.claim(1)) ->> 'key', (select m ->> 'key' from mail), 'and claims it under the same key');
select is(public.finish_notification((select (m ->> 'id')::uuid from mail), 2, 'sent'), true, 'so that it is sent');

-- While a mail waits to be tried again, what comes is gathered, and has its hour after that one has left.
reset role;
select pg_temp.forget();
set local role service_role;
select pg_temp.tell(3, 1, 5);
update mail set m = pg_temp.claim(3);
select public.fail_notification((m ->> 'id')::uuid, 1, 'status_500', true) from mail;
select pg_temp.tell(3, 1, 0, 1);
select pg_temp.tell(3, 1, 0, 2);
select is(pg_temp.claim(3), null, 'no other mail is made up meanwhile');
select is(
    (select email_next_attempt_at - now() from public.notifications where trader_id = '00000000-0000-4000-8000-000000000032'), interval '10 seconds',
    'what came waits for the same moment'
);
update public.notifications set email_next_attempt_at = now(), email_claimed_at = email_claimed_at - interval '2 hours';
select is(
    public.claim_notification((select id from public.notifications where trader_id = '00000000-0000-4000-8000-000000000032')) ->> 'key', (select m ->> 'key' from mail),
    'when the first one is tried again, whoever is rung for'
);
select ok(public.finish_notification((m ->> 'id')::uuid, 2, 'sent'), 'it leaves') from mail;
select is(pg_temp.claim(3) ->> 'total', '1', 'then what came about another trader');
select is(
    (select email_next_attempt_at - now() from public.notifications where user_id = pg_temp.user_id(3) and mail_id is null), interval '1 hour', 'just now'
);

select * from finish();
rollback;

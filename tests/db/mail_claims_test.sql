-- Mails are made up when they are claimed, of what is due then, and go where and when they may.
begin;
select plan(37);

insert into auth.users (id, email)
select ('00000000-0000-4000-8000-00000000000' || n)::uuid, case when n <> 5 then 'user' || n || '@example.com' end from generate_series(1, 9) as n;
insert into public.traders (id, user_id, name, filter)
select
    ('00000000-0000-4000-8000-0000000000' || u || t)::uuid, ('00000000-0000-4000-8000-00000000000' || u)::uuid, 'Trader ' || u || t,
    '{"code": "return x"}'
from generate_series(1, 9) as u cross join generate_series(1, 2) as t;
update private.settings set email_gather = '0';
update private.settings set emails_per_hour = 30000;

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

-- For whom the last bell was.
create function pg_temp.rung() returns uuid language sql security definer as $$
    select (convert_from(q.body, 'UTF8')::jsonb ->> 'id')::uuid from net.http_request_queue as q where q.url like '%/notify' order by q.id desc limit 1;
$$;

set local role service_role;

-- One, two and five hundred entries.
select pg_temp.tell(1);
create temporary table mail as select pg_temp.claim(1) as m;
select is((select m - '{id,key,entries}'::text[] from mail),
    '{"attempt": 1, "user_id": "00000000-0000-4000-8000-000000000001", "email": "user1@example.com", "frequency": "hourly", "time_zone": "UTC", "total": 1}',
    'a mail says to whom it goes, and how the recipient wants it');
select is((select m ->> 'key' from mail), (select m ->> 'id' from mail), 'its id is its idempotency key');
select is((select m -> 'entries' -> 0 ->> 'title' from mail), 'Title 1', 'its entries say what was told');
select is((select m -> 'entries' -> 0 ->> 'trader_name' from mail), 'Trader 11', 'and of which trader');
select is(pg_temp.claim(1), null, 'it is claimed once');
select pg_temp.tell(2, 2);
select is((select jsonb_path_query_array(pg_temp.claim(2), '$.entries[*].title')), '["Title 1", "Title 2"]', 'two make one mail, the older one first');
select pg_temp.tell(3, 500);
select is((select count(*) from private.due_work where function_name = 'notify'), 1::bigint, 'five hundred are one piece of work');
update mail set m = pg_temp.claim(3);
select is((select m ->> 'total' from mail), '500', 'five hundred make one mail');
select is((select jsonb_array_length(m -> 'entries') from mail), 100, 'which shows a hundred');
select is((select concat_ws(', ', m #>> '{entries,0,title}', m #>> '{entries,99,title}') from mail), 'Title 401, Title 500', 'the latest, the oldest of them first');
select is(public.finish_notification((select (m ->> 'id')::uuid from mail), 1, 'sent'), true, 'and is sent as a whole');
select is(pg_temp.states(3), '{500 sent}', 'with all its rows');
select is((select count(*) from public.notifications where mail_id = (select (m ->> 'id')::uuid from mail) and email_sent_at = now()), 500::bigint, 'at one time');

-- What need not be mailed.
reset role;
select pg_temp.forget();
insert into public.notification_preferences (user_id, in_app) values (pg_temp.user_id(2), false);
set local role service_role;
select pg_temp.tell(1, 2);
update public.notifications set read_at = now() where title = 'Title 1';
select is(pg_temp.claim(1) ->> 'total', '1', 'what was read in the app is not mailed');
select is(pg_temp.states(1), '{"1 sending","1 skipped read"}', 'it is skipped');
select pg_temp.tell(2);
update public.notifications set read_at = now() where user_id = pg_temp.user_id(2);
select is(pg_temp.claim(2) ->> 'total', '1', 'who is not told in the app has not read it there');
select pg_temp.tell(5);
select pg_temp.tell(6);
reset role;
delete from net.http_request_queue;
set local role service_role;
select is(pg_temp.claim(5), null, 'nothing is sent without an address');
select is(pg_temp.states(5), '{"1 skipped no_address"}', 'it is skipped');
select is(pg_temp.rung(), (select id from public.notifications where user_id = pg_temp.user_id(6)), 'and there is a bell for the next one');
insert into public.undeliverable_addresses (user_id, email, reason) values (pg_temp.user_id(6), 'user6@example.com', 'bounced');
select is(pg_temp.claim(6), null, 'nor to an address from which mail came back');
select is(pg_temp.states(6), '{"1 skipped address_bounced"}', 'it is skipped');
reset role;
update auth.users set email = 'new6@example.com' where id = pg_temp.user_id(6);
set local role service_role;
select pg_temp.tell(6);
select is(pg_temp.claim(6) ->> 'email', 'new6@example.com', 'another address gets mail again');

-- So many an hour, and one about each trader.
reset role;
select pg_temp.forget();
update private.settings set emails_per_hour = 2;
set local role service_role;
select pg_temp.tell(1, 1, 0, 1);
select is(pg_temp.claim(1) ->> 'total', '1', 'the first mail of an hour');
select pg_temp.tell(1, 1, 0, 1);
select is(pg_temp.claim(1), null, 'the next about the same trader waits');
select is((select max(email_next_attempt_at) from public.notifications), now() + interval '1 hour', 'for an hour');
select pg_temp.tell(1, 1, 0, 2);
select is(pg_temp.claim(1) ->> 'total', '1', 'that about another does not');
reset role;
insert into public.traders (id, user_id, name, filter) values ('00000000-0000-4000-8000-000000000013', pg_temp.user_id(1), 'Trader 13', '{"code": "return x"}');
set local role service_role;
select pg_temp.tell(1, 1, 0, 3);
select is(pg_temp.claim(1), null, 'nor is there a third');
select is((select array_agg(distinct email_next_attempt_at) from public.notifications where mail_id is null), array[now() + interval '1 hour'], 'within the hour');
update public.notifications set email_claimed_at = email_claimed_at - interval '61 minutes', email_next_attempt_at = email_next_attempt_at - interval '61 minutes';
select is(pg_temp.claim(1) ->> 'total', '2', 'then all that has been gathered is one mail');

-- Three hours in which something happens every ten minutes to either of two traders, by letting the rows grow old.
create function pg_temp.three_hours() returns void language plpgsql as $$
begin
    for i in 1..36 loop
        update public.notifications
        set created_at = created_at - interval '5 minutes', email_claimed_at = email_claimed_at - interval '5 minutes',
            email_next_attempt_at = email_next_attempt_at - interval '5 minutes', email_sent_at = email_sent_at - interval '5 minutes';
        perform pg_temp.tell(1, 1, 0, 1 + i % 2);
        perform public.finish_notification((c.m ->> 'id')::uuid, 1, 'sent') from (select pg_temp.claim(1) as m) as c;
    end loop;
end
$$;
reset role;
select pg_temp.forget();
set local role service_role;
update private.settings set emails_per_hour = 30000;
select pg_temp.three_hours();
create temporary table sent as
select n.trader_id, n.email_claimed_at, lag(n.email_claimed_at) over (partition by n.trader_id order by n.email_claimed_at) as before
from (select distinct x.trader_id, x.email_claimed_at from public.notifications as x where x.email_status = 'sent') as n;
select results_eq('select count(*) from sent group by trader_id', 'values (3::bigint), (3)', 'three hours are three mails about each trader');
select is((select min(email_claimed_at - before) from sent), interval '1 hour', 'an hour apart');
select is(
    (select count(*) from public.notifications where email_status = 'sent' and created_at < now() - interval '1 hour 5 minutes'),
    (select count(*) from public.notifications where created_at < now() - interval '1 hour 5 minutes'), 'in which all is told within the hour'
);

-- What comes while a mail is made up is not part of it.
reset role;
select pg_temp.forget();
set local role service_role;
select pg_temp.tell(1, 2);
create temporary table held as select private.hold_mails_of(pg_temp.user_id(1)) as ids;
select pg_temp.tell(1, 1, 0, 2);
select is((select cardinality(ids) from held), 2, 'what waits to be mailed to a user is held');
select is((select ids from held), (select array(select x from unnest(ids) as x order by x) from held), 'in one order');
select ok(private.make_up_mail(pg_temp.user_id(1), (select ids from held)) = any ((select ids from held)::uuid[]), 'a mail is made up of it');
select is((select array_agg(mail_id is null order by title, trader_id) from public.notifications), '{f,t,f}', 'and not of what has come since');
select is(
    private.hold_mails_of(pg_temp.user_id(1), (select max(mail_id::text)::uuid from public.notifications)), (select array_agg(id order by id) from public.notifications),
    'a mail that is tried again is held with what waits'
);

select * from finish();
rollback;

-- Read marks: which notifications a call marks, and what a user's other pages hear of it.
begin;
select plan(40);

insert into auth.users (id, email)
select ('00000000-0000-4000-8000-00000000000' || n)::uuid, 'user' || n || '@example.com' from generate_series(1, 3) as n;
insert into public.traders (id, user_id, name, filter)
select ('00000000-0000-4000-8000-0000000000a' || n)::uuid, ('00000000-0000-4000-8000-00000000000' || n)::uuid, 'Trader ' || n, '{"code": "return x"}'
from generate_series(1, 3) as n;
insert into public.notification_preferences (user_id, in_app) values ('00000000-0000-4000-8000-000000000003', false);
insert into public.trader_error_history (trader_id, error_message)
select ('00000000-0000-4000-8000-0000000000a' || t)::uuid, m from generate_series(1, 3) as t cross join unnest('{divide by zero,undefined: math}'::text[]) as m;

-- Three more of each user, an hour apart, the first of them an hour old.
create function pg_temp.tell(u integer) returns void language sql as $$
    insert into public.notifications (id, user_id, trader_id, kind, subject_id, title, body, link, created_at)
    select
        ('00000000-0000-4000-8000-000000000' || u || '0' || n)::uuid, ('00000000-0000-4000-8000-00000000000' || u)::uuid,
        ('00000000-0000-4000-8000-0000000000a' || u)::uuid, 'fix_failed', gen_random_uuid(), 'x', 'x', '/x', now() - make_interval(hours => n)
    from generate_series(1, 3) as n;
$$;
select pg_temp.tell(u) from generate_series(1, 3) as u;
create function pg_temp.id(n integer) returns uuid language sql as $$ select ('00000000-0000-4000-8000-000000000' || n)::uuid; $$;
create function pg_temp.become(u integer) returns void language plpgsql as $$
begin
    perform set_config('request.jwt.claims', jsonb_build_object('role', 'authenticated', 'sub', '00000000-0000-4000-8000-00000000000' || u)::text, true);
    perform set_config('role', 'authenticated', true);
end
$$;
create function pg_temp.unread(u integer) returns bigint language sql security definer as $$
    select count(*) from public.notifications as n where n.user_id = ('00000000-0000-4000-8000-00000000000' || u)::uuid and n.read_at is null;
$$;
create function pg_temp.incident(u integer) returns uuid language sql security definer as $$
    select i.id from public.trader_incidents as i
    where i.user_id = ('00000000-0000-4000-8000-00000000000' || u)::uuid and i.error_message = 'divide by zero';
$$;
-- What was broadcast since the last question: for whom, and the changes.
create function pg_temp.heard() returns table (topic text, changes jsonb) language sql security definer as $$
    with heard as (delete from realtime.messages as m where m.event = 'notification' returning m.topic, m.payload -> 'changes' as changes, m.inserted_at, m.id)
    select right(h.topic, 1), h.changes from heard as h order by h.inserted_at;
$$;
create temporary table messages (topic text, changes jsonb);
grant all on messages to authenticated;
create function pg_temp.hear() returns bigint language sql as $$
    delete from messages;
    insert into messages select * from pg_temp.heard();
    select count(*) from messages;
$$;
select pg_temp.hear();

select pg_temp.become(1);
select is(public.mark_notifications_read(array[pg_temp.id(101), pg_temp.id(102)]), '{"marked": 2, "unread": 3}', 'ids mark those');
select is(pg_temp.hear(), 1::bigint, 'which is one broadcast');
select is((select topic from messages), '1', 'to their reader');
select set_eq(
    $$ select (c ->> 'id')::uuid from messages as m cross join jsonb_array_elements(m.changes) as c $$, array[pg_temp.id(101), pg_temp.id(102)], 'of both'
);
select is(
    (select changes -> 0 from messages),
    jsonb_build_object('id', (select changes -> 0 -> 'id' from messages), 'read', true, 'kind', 'fix_failed', 'trader_id', '00000000-0000-4000-8000-0000000000a1', 'incident_id', null),
    'with ids, kind and read state only'
);
select is(public.mark_notifications_read(array[pg_temp.id(101), pg_temp.id(102)]), '{"marked": 0, "unread": 3}', 'twice is once');
select is(pg_temp.hear(), 0::bigint, 'and not announced again');
select is(public.mark_notifications_read(array[pg_temp.id(201), pg_temp.id(301), gen_random_uuid()]), '{"marked": 0, "unread": 3}', 'others'' notifications are not the caller''s to mark');
select is(pg_temp.unread(2), 5::bigint, 'and stay as they are');
select is(public.mark_notifications_read(array[pg_temp.id(101)], read => false), '{"marked": 1, "unread": 4}', 'what was read can be unread again');
select is(pg_temp.hear(), 1::bigint, 'which is announced');
select is((select changes -> 0 -> 'read' from messages), 'false', 'as such');
select is(public.mark_notifications_read(incident_id => pg_temp.incident(1)), '{"marked": 1, "unread": 3}', 'an incident marks what is about it');
select is((select array_agg(kind) from public.notifications where read_at is not null and incident_id = pg_temp.incident(1)), '{incident_detected}', 'and nothing else');
select is(public.mark_notifications_read(incident_id => pg_temp.incident(2)), '{"marked": 0, "unread": 3}', 'of others nothing');
select is(public.mark_notifications_read(up_to => now() - interval '1 hour'), '{"marked": 2, "unread": 1}', 'a time marks what is older, or as old');
select is(public.mark_notifications_read(array[]::uuid[]), '{"marked": 0, "unread": 1}', 'no ids mark none');
select pg_temp.hear();
select is(public.mark_notifications_read(), '{"marked": 1, "unread": 0}', 'nothing given marks all');
select is(public.mark_notifications_read(read => false), '{"marked": 5, "unread": 5}', 'and all unread again');
select is(pg_temp.hear(), 2::bigint, 'with a broadcast a statement, however many there are');
select is((select max(jsonb_array_length(changes)) from messages), 5, 'which holds them all');
select is(public.mark_notifications_read(read => null), '{"marked": 0, "unread": 5}', 'neither read nor unread is nothing');
select is(
    public.mark_notifications_read(array(select gen_random_uuid() from generate_series(1, 500))), '{"marked": 0, "unread": 5}', 'five hundred ids are taken'
);
select throws_ok(
    $$ select public.mark_notifications_read(array(select gen_random_uuid() from generate_series(1, 501))) $$, 'TE400', null, 'more are refused'
);
update public.notifications set read_at = now() where id = pg_temp.id(101);
select pg_temp.hear();
update public.notifications set read_at = now() + interval '1 second' where id = pg_temp.id(101);
select is(pg_temp.hear(), 0::bigint, 'another time of reading is no change');
select is(pg_temp.unread(2), 5::bigint, 'all the while nobody else''s changed');

-- Who is not told in the app has nothing to mark there, nor to hear of.
select pg_temp.become(3);
select is(public.mark_notifications_read(), '{"marked": 0, "unread": 0}', 'what is only mailed is not marked');
reset role;
update public.notifications set read_at = now() where user_id = '00000000-0000-4000-8000-000000000003';
select is(pg_temp.hear(), 0::bigint, 'nor announced');
set local role anon;
select throws_ok('select public.mark_notifications_read()', '42501', null, 'who is nobody marks nothing');
reset role;

-- Two users in one statement, and changes that are none of theirs.
update public.notifications set read_at = now() where user_id <> '00000000-0000-4000-8000-000000000003' and id in (pg_temp.id(102), pg_temp.id(201));
select is(pg_temp.hear(), 2::bigint, 'each hears of the own');
update public.notifications set email_status = 'skipped', email_error = 'preference';
select is(pg_temp.hear(), 0::bigint, 'what becomes of a mail is not announced');

-- What was given up is not given up anew when its owner reads of it.
alter table public.notifications disable trigger set_updated_at;
update public.notifications set updated_at = now() - interval '2 hours';
alter table public.notifications enable trigger set_updated_at;
select pg_temp.become(2);
select public.mark_notifications_read();
select is((select max(updated_at) from public.notifications), now() - interval '2 hours', 'being read is no news of the mail');
reset role;
update public.notifications set email_attempts = email_attempts + 1;
select is((select min(updated_at) from public.notifications), now(), 'anything else is');

-- Whoever has waited for the table of messages once does not wait for it again.
update public.notifications set read_at = null;
select pg_temp.hear();
select set_config('recovery.messages_locked', 'yes', true);
select pg_temp.become(1);
select is(public.mark_notifications_read() ->> 'unread', '0', 'where messages are locked marks are made');
reset role;
select is(pg_temp.hear(), 0::bigint, 'and not announced, so that they wait for nothing');
select set_config('recovery.messages_locked', '', true);
update public.notifications set read_at = null where user_id = '00000000-0000-4000-8000-000000000001';
select is(pg_temp.hear(), 1::bigint, 'in another transaction they are announced again');

-- A broadcast that fails is not worth an error. No function may take another role for a definer, so that this one raises.
do $$
begin
    alter function realtime.send(jsonb, text, text, boolean) set role = 'anon';
exception
    -- Where it is the platform's own.
    when insufficient_privilege then null;
end
$$;
select lives_ok($$ insert into public.notifications (user_id, trader_id, kind, subject_id, title, body, link)
    values ('00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-0000000000a1', 'fix_failed', gen_random_uuid(), 'x', 'x', '/x') $$,
    'a notification is made when its broadcast fails');
select pg_temp.become(1);
select lives_ok('select public.mark_notifications_read()', 'and marked read');
select is(pg_temp.unread(1), 0::bigint, 'as is seen later');
select is(current_setting('lock_timeout'), '0', 'the limit of a broadcast''s wait is its own');

select * from finish();
rollback;

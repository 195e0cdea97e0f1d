-- When something was read is for the database to say: whatever a reader sends, mails and sweeps go on.
begin;
select plan(27);

-- No other sweep than those below.
select pg_advisory_xact_lock(hashtextextended('recovery-sweep', 0));
insert into auth.users (id, email)
select ('00000000-0000-4000-8000-00000000000' || n)::uuid, 'user' || n || '@example.com' from generate_series(1, 2) as n;
insert into public.traders (id, user_id, name, filter)
select ('00000000-0000-4000-8000-0000000000a' || n)::uuid, ('00000000-0000-4000-8000-00000000000' || n)::uuid, 'Trader ' || n, '{"code": "return x"}'
from generate_series(1, 2) as n;
insert into public.notification_preferences (user_id, email_frequency)
select ('00000000-0000-4000-8000-00000000000' || n)::uuid, 'immediate' from generate_series(1, 2) as n;
insert into public.trader_error_history (trader_id, error_message)
select ('00000000-0000-4000-8000-0000000000a' || n)::uuid, 'divide by zero' from generate_series(1, 2) as n;

create function pg_temp.become(u integer) returns void language plpgsql as $$
begin
    perform set_config('request.jwt.claims', jsonb_build_object('role', 'authenticated', 'sub', '00000000-0000-4000-8000-00000000000' || u)::text, true);
    perform set_config('role', 'authenticated', true);
end
$$;
-- What a browser sends with PATCH, and what is kept of it.
create function pg_temp.patch(read_at text) returns timestamptz language sql as $$
    update public.notifications as n set read_at = patch.read_at::timestamptz where n.kind = 'incident_detected' returning n.read_at;
$$;
create function pg_temp.the(kind text, u integer default 1) returns public.notifications language sql as $$
    select n from public.notifications as n where n.kind = the.kind and right(n.user_id::text, 1) = u::text order by n.created_at desc, n.id limit 1;
$$;
-- A mark of another time, as there were before they were stamped.
create function pg_temp.mark(read_at timestamptz) returns void language plpgsql as $$
begin
    alter table public.notifications disable trigger stamp_read_mark;
    update public.notifications as n set read_at = mark.read_at where n.kind = 'incident_detected' and right(n.user_id::text, 1) = '1';
    alter table public.notifications enable trigger stamp_read_mark;
end
$$;

-- Stamps.
select pg_temp.become(1);
select is(pg_temp.patch(null), null, 'what is not read stays so');
select is(pg_temp.patch('infinity'), now(), 'what is read in all eternity is read now');
select is(pg_temp.patch(null), null, 'and unread again');
select is(pg_temp.patch('294276-12-31'), now(), 'as is what is read at the end of all days');
select pg_temp.patch(null);
select is(pg_temp.patch('-infinity'), now(), 'or was ever');
select pg_temp.patch(null);
select is(pg_temp.patch('2001-01-01'), now(), 'or long ago');
select is((pg_temp.the('incident_detected', 2)).id, null, 'which is the reader''s own alone');
reset role;
select is((pg_temp.the('incident_detected', 2)).read_at, null, 'and nobody else''s');
select pg_temp.mark(now() - interval '1 hour');
select pg_temp.become(1);
select is(pg_temp.patch('infinity'), now() - interval '1 hour', 'an earlier mark stays');
select is(pg_temp.patch('2001-01-01'), now() - interval '1 hour', 'and is not moved back');
select is(public.mark_notifications_read(read => false), '{"marked": 1, "unread": 1}', 'unread by the call');
select is(public.mark_notifications_read(up_to => 'infinity'), '{"marked": 1, "unread": 0}', 'and read again');
select is((pg_temp.the('incident_detected')).read_at, now(), 'it is read now');
reset role;
set local role service_role;
update public.notifications set read_at = 'infinity' where user_id = '00000000-0000-4000-8000-000000000002';
select is((pg_temp.the('incident_detected', 2)).read_at, now(), 'the server is no better');
reset role;

-- The sweep and the mails of somebody who tries. What waits for a time tells its owner when it goes on.
create function pg_temp.hold() returns void language sql as $$
    delete from public.notifications as n where n.kind in ('fix_held', 'fix_resumed');
    update public.proposed_fixes set status = 'held', reason = 'trader_attempts_cap', next_attempt_at = now();
    delete from public.notifications as n where n.kind = 'fix_held';
$$;
create function pg_temp.swept(mark text) returns text language plpgsql as $$
begin
    perform pg_temp.become(1);
    perform pg_temp.patch(null);
    perform pg_temp.patch(mark);
    reset role;
    perform pg_temp.hold();
    perform private.sweep();
    return (select coalesce(h.failing, 'nothing') from private.heartbeats as h where h.job = 'sweep');
end
$$;
select is(pg_temp.swept(m.mark), 'nothing', format('a mark of %s stops no sweep', m.mark)) from (values ('infinity'), ('294276-12-31'), ('-infinity')) as m (mark);
select is((select array_agg(distinct status) from public.proposed_fixes), '{queued}', 'what waited goes on');
select is((pg_temp.the('fix_resumed')).email_next_attempt_at, now() + interval '2 minutes', 'who reads of it in the app is mailed later');
insert into public.trader_error_history (trader_id, error_message) values ('00000000-0000-4000-8000-0000000000a1', 'undefined: math');
select is((pg_temp.the('incident_detected')).email_next_attempt_at, now(), 'about anything else at once');
select ok(not public.recovery_health() -> 'problems' ? 'sweeper_failing', 'and health has nothing to say');
update public.notifications set created_at = created_at - interval '3 minutes', email_next_attempt_at = email_next_attempt_at - interval '3 minutes';
select pg_temp.mark(now() - interval '3 minutes');
update public.notifications set read_at = null where kind = 'fix_resumed';
set local role service_role;
select is(
    (select array_agg(e ->> 'kind') from jsonb_array_elements(public.claim_notification((pg_temp.the('fix_resumed')).id) -> 'entries') as e), '{fix_resumed}',
    'but it is mailed'
);
reset role;

-- Marks from before there were stamps.
create function pg_temp.swept_with(mark timestamptz) returns text language plpgsql as $$
begin
    perform pg_temp.mark(mark);
    perform pg_temp.hold();
    perform private.sweep();
    return (select coalesce(h.failing, 'nothing') from private.heartbeats as h where h.job = 'sweep');
end
$$;
select is(pg_temp.swept_with(m.mark::timestamptz), 'nothing', format('nor does one of %s that was there before', m.mark))
from (values ('infinity'), ('294276-12-31'), ('-infinity')) as m (mark);
select is((pg_temp.the('fix_resumed')).email_next_attempt_at, now(), 'or puts off a mail');
set local role service_role;
select ok(public.claim_notification((pg_temp.the('fix_resumed')).id) is not null, 'which leaves');

select * from finish();
rollback;

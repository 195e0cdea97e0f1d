-- When a mail leaves: digests by the clock of their reader, gathering, one mail an hour and trader, and what changes of mind do.
begin;
select plan(61);

create function pg_temp.due(after text, zone text, hour integer) returns timestamptz language sql as $$
    select private.next_digest(after::timestamptz, zone, hour);
$$;
create temporary table digests (after text, zone text, hour integer, due text, said text);
insert into digests values
    ('2026-06-01 05:59Z', 'Europe/Berlin', 8, '2026-06-01 06:00Z', 'before the hour it is today'),
    ('2026-06-01 06:00Z', 'Europe/Berlin', 8, '2026-06-02 06:00Z', 'at the hour it is tomorrow'),
    ('2026-05-31 22:30Z', 'Europe/Berlin', 0, '2026-06-01 22:00Z', 'the day is the reader''s, after midnight'),
    ('2026-06-01 21:59Z', 'Europe/Berlin', 0, '2026-06-01 22:00Z', 'and before it'),
    ('2026-12-31 23:30Z', 'America/New_York', 23, '2027-01-01 04:00Z', 'a year ends where the reader is'),
    ('2026-01-01 00:00Z', 'Asia/Kolkata', 8, '2026-01-01 02:30Z', 'half an hour off'),
    ('2026-01-01 03:00Z', 'Asia/Kolkata', 8, '2026-01-02 02:30Z', 'half an hour off, the next day'),
    ('2026-01-01 00:00Z', 'Pacific/Kiritimati', 8, '2026-01-01 18:00Z', 'fourteen hours ahead'),
    ('2026-01-01 00:00Z', 'Pacific/Pago_Pago', 13, '2026-01-02 00:00Z', 'eleven behind'),
    -- Forward: Berlin at 2 on 29 March, New York at 2 on 8 March, Lord Howe by half an hour at 2 on 4 October.
    ('2026-03-28 07:00Z', 'Europe/Berlin', 8, '2026-03-29 06:00Z', 'Berlin, forward: a day of 23 hours'),
    ('2026-03-28 12:00Z', 'Europe/Berlin', 2, '2026-03-29 01:00Z', 'Berlin, in the gap: the first moment behind it'),
    ('2026-03-29 01:00Z', 'Europe/Berlin', 2, '2026-03-30 00:00Z', 'Berlin, from the gap to the next day'),
    ('2026-03-29 01:00Z', 'Europe/Berlin', 3, '2026-03-30 01:00Z', 'Berlin, at the hour behind the gap'),
    ('2026-03-08 06:59Z', 'America/New_York', 2, '2026-03-08 07:00Z', 'New York, in the gap'),
    ('2026-03-08 07:00Z', 'America/New_York', 2, '2026-03-09 06:00Z', 'New York, from the gap to the next day'),
    ('2026-10-03 15:00Z', 'Australia/Lord_Howe', 2, '2026-10-03 15:30Z', 'Lord Howe, in the gap of half an hour'),
    ('2026-10-03 15:30Z', 'Australia/Lord_Howe', 8, '2026-10-03 21:00Z', 'Lord Howe, behind it'),
    -- Back: Berlin at 3 on 25 October, New York at 2 on 1 November, Lord Howe at 2 on 5 April.
    ('2026-10-24 12:00Z', 'Europe/Berlin', 2, '2026-10-25 01:00Z', 'Berlin, an hour that comes twice: the second'),
    ('2026-10-25 00:30Z', 'Europe/Berlin', 2, '2026-10-25 01:00Z', 'Berlin, between the two'),
    ('2026-10-25 01:00Z', 'Europe/Berlin', 2, '2026-10-26 01:00Z', 'Berlin, after both'),
    ('2026-10-24 06:00Z', 'Europe/Berlin', 8, '2026-10-25 07:00Z', 'Berlin, back: a day of 25 hours'),
    ('2026-11-01 05:00Z', 'America/New_York', 1, '2026-11-01 06:00Z', 'New York, an hour that comes twice'),
    ('2026-04-04 12:00Z', 'Australia/Lord_Howe', 8, '2026-04-04 21:30Z', 'Lord Howe, back');
select is(pg_temp.due(d.after, d.zone, d.hour), d.due::timestamptz, d.said) from digests as d;

-- Two years of each hour, digest by digest: strictly later, one for each day of the reader's calendar.
create function pg_temp.days_without_one(zone text) returns bigint language sql as $$
    with recursive days (hour, due_at) as (
        select h, private.next_digest('2026-01-01 12:00Z', zone, h) from generate_series(0, 23) as h
        union all
        select d.hour, private.next_digest(d.due_at, zone, d.hour) from days as d where d.due_at < '2028-01-01'
    ),
    steps as (
        select
            (d.due_at at time zone zone)::date - lag((d.due_at at time zone zone)::date) over w as days,
            d.due_at - lag(d.due_at) over w as wait
        from days as d
        window w as (partition by d.hour order by d.due_at)
    )
    select count(*) from steps as s where s.days <> 1 or s.wait not between interval '23 hours' and interval '25 hours';
$$;
select is(pg_temp.days_without_one(z.zone), 0::bigint, format('every day of %s has one digest', z.zone))
from (values ('Europe/Berlin'), ('America/New_York'), ('Asia/Kolkata'), ('Australia/Lord_Howe'), ('America/Santiago')) as z (zone);

select results_eq(
    $$ select z.name, private.is_time_zone(z.name)
       from unnest('{Europe/Berlin,UTC,europe/berlin,+02,posix/Europe/Berlin,right/UTC,localtime,Factory,Mars/Base,""}'::text[]) with ordinality as z (name, place)
       order by z.place $$,
    $$ values ('Europe/Berlin', true), ('UTC', true), ('europe/berlin', false), ('+02', false), ('posix/Europe/Berlin', false),
        ('right/UTC', false), ('localtime', false), ('Factory', false), ('Mars/Base', false), ('', false) $$,
    'a time zone is one of IANA''s names, in its own case'
);


insert into auth.users (id, email)
select ('00000000-0000-4000-8000-00000000000' || n)::uuid, 'user' || n || '@example.com' from generate_series(1, 2) as n;
insert into public.traders (id, user_id, name, filter)
select ('00000000-0000-4000-8000-0000000000a' || n)::uuid, '00000000-0000-4000-8000-000000000001', 'Trader ' || n, '{"code": "return x"}'
from generate_series(1, 2) as n;

-- What is refused, by code and detail.
create function pg_temp.refusal(statement text) returns text language plpgsql as $$
declare
    v_detail text;
begin
    execute statement;
    return 'none';
exception
    when others then
        get stacked diagnostics v_detail = pg_exception_detail;
        return sqlstate || ' ' || v_detail;
end
$$;
create function pg_temp.prefer(setting text, value text) returns text language sql as $$
    select pg_temp.refusal(format(
        'insert into public.notification_preferences (user_id, %1$I) values (''00000000-0000-4000-8000-000000000001'', %2$L)
         on conflict (user_id) do update set %1$I = excluded.%1$I',
        setting, value
    ));
$$;
set local role authenticated;
select set_config('request.jwt.claims', '{"sub": "00000000-0000-4000-8000-000000000001", "role": "authenticated"}', true);
select is(pg_temp.prefer('time_zone', 'Europe/Berlin'), 'none', 'a user sets the own time zone');
select is(pg_temp.prefer('time_zone', 'Mars/Base'), 'TE422 unknown_time_zone', 'which must exist');
select is(pg_temp.prefer('time_zone', null), 'TE422 unknown_time_zone', 'and is not null');
select is(pg_temp.prefer('digest_hour', '24'), 'TE422 hour_out_of_range', 'an hour is one of a day');
select is(pg_temp.prefer('digest_hour', null), 'TE422 hour_out_of_range', 'and is not null');
select is(pg_temp.prefer('email_frequency', 'often'), 'TE422 unknown_frequency', 'a frequency is known');
reset role;
delete from public.notification_preferences;


-- One notification of the first user, so many minutes old, and when its mail is due, in minutes from its making.
create function pg_temp.tell(minutes numeric, trader text default '1', incident uuid default null) returns uuid language sql as $$
    insert into public.notifications (user_id, trader_id, incident_id, kind, subject_id, title, body, link, created_at)
    values (
        '00000000-0000-4000-8000-000000000001', ('00000000-0000-4000-8000-0000000000a' || trader)::uuid, incident,
        'fix_failed', gen_random_uuid(), 'x', 'x', '/x', now() - make_interval(secs => minutes * 60)
    )
    returning id;
$$;
create function pg_temp.wait_of(id uuid) returns interval language sql as $$
    select n.email_next_attempt_at - n.created_at from public.notifications as n where n.id = wait_of.id;
$$;
select is(pg_temp.wait_of(pg_temp.tell(0)), interval '1 minute', 'an hourly mail is gathered for a minute');
update public.notifications set mail_id = id, email_claimed_at = now() - interval '20 minutes', email_status = 'sending', email_lease_until = now();
select is(pg_temp.wait_of(pg_temp.tell(0)), interval '40 minutes', 'and leaves an hour after the last about the same trader');
select is(pg_temp.wait_of(pg_temp.tell(0, '2')), interval '1 minute', 'another trader is told of in time');
update public.notifications set email_claimed_at = now() - interval '61 minutes' where mail_id is not null;
select is(pg_temp.wait_of(pg_temp.tell(0)), interval '1 minute', 'as is what comes an hour later');

-- Quiet while the incident is read of in the app.
insert into public.trader_error_history (trader_id, error_message) values ('00000000-0000-4000-8000-0000000000a1', 'divide by zero');
create function pg_temp.incident() returns uuid language sql as $$ select id from public.trader_incidents $$;
-- As if what is known of the incident had been read then; the rows say themselves that it is now.
create function pg_temp.read_at(at timestamptz) returns void language plpgsql as $$
begin
    alter table public.notifications disable trigger stamp_read_mark;
    update public.notifications as n set read_at = at where n.kind = 'incident_detected';
    alter table public.notifications enable trigger stamp_read_mark;
end
$$;
select pg_temp.read_at(now() - interval '30 seconds');
select is(pg_temp.wait_of(pg_temp.tell(0, '1', pg_temp.incident())), interval '90 seconds', 'who has just read of an incident may read the next thing in the app, too');
select pg_temp.read_at(now() - interval '3 minutes');
select is(pg_temp.wait_of(pg_temp.tell(0, '1', pg_temp.incident())), interval '1 minute', 'not when that was minutes ago');
select pg_temp.read_at('294276-12-31');
select is(pg_temp.wait_of(pg_temp.tell(0, '1', pg_temp.incident())), interval '1 minute', 'nor when it was marked so before times were stamped');
select pg_temp.read_at('infinity');
select is(pg_temp.wait_of(pg_temp.tell(0, '1', pg_temp.incident())), interval '1 minute', 'however far away');

-- Digests: quiet is for single mails, and what commits after one of its time has left belongs to the next.
create function pg_temp.hour() returns integer language sql as $$ select extract(hour from now() at time zone 'UTC')::integer; $$;
create function pg_temp.digest_due(minutes numeric) returns timestamptz language plpgsql as $$
declare
    v_id uuid := pg_temp.tell(minutes, '1', pg_temp.incident());
begin
    return (
        select private.mail_due(n, row(n.user_id, true, true, 'daily', now(), 'UTC', pg_temp.hour())::public.notification_preferences)
        from public.notifications as n where n.id = v_id
    );
end
$$;
select pg_temp.read_at(now());
select is(pg_temp.digest_due(0), date_trunc('hour', now(), 'UTC') + interval '1 day', 'a digest is not put off by reading');
select is(pg_temp.digest_due(61), date_trunc('hour', now(), 'UTC'), 'what was there before its hour belongs to it');
update public.notifications set email_claimed_at = date_trunc('hour', now(), 'UTC') where mail_id is not null;
select is(pg_temp.digest_due(61), date_trunc('hour', now(), 'UTC') + interval '1 day', 'what commits when it has left belongs to the next');
update public.notifications set email_claimed_at = now() - interval '61 minutes' where mail_id is not null;

-- Changes of mind.
create function pg_temp.bells() returns bigint language sql as $$ select count(*) from net.http_request_queue where url like '%/notify'; $$;
create function pg_temp.waiting() returns text[] language sql as $$
    select array_agg(distinct n.email_status || case when n.email_next_attempt_at <= now() then ' due' else '' end)
    from public.notifications as n where n.mail_id is null;
$$;
delete from public.notifications where mail_id is null;
select pg_temp.tell(0);
insert into public.notification_preferences (user_id, email_frequency, digest_hour)
values ('00000000-0000-4000-8000-000000000001', 'daily', extract(hour from now() at time zone 'UTC')::integer);
select is(
    (select email_next_attempt_at from public.notifications where mail_id is null), private.next_digest(now(), 'UTC', extract(hour from now() at time zone 'UTC')::integer),
    'hourly to daily: what waits waits for the digest'
);
create temporary table rung as select pg_temp.bells() as bells;
update public.notification_preferences set email_frequency = 'immediate';
select is(pg_temp.waiting(), '{pending due}', 'daily to immediate: it is due');
select is(pg_temp.bells() - (select bells from rung), 1::bigint, 'and there is a bell for it');
select is(pg_temp.wait_of(pg_temp.tell(0)), interval '0', 'as is what comes next');
update public.notification_preferences set email_frequency = 'daily';
select is(pg_temp.waiting(), '{pending}', 'immediate to daily: it waits again');
update public.notification_preferences set email = false;
select is(pg_temp.waiting(), '{skipped}', 'no mail: what waits is skipped');
select is((select email_status from public.notifications where mail_id is not null), 'sending', 'a mail that is made up is not taken out of a worker''s hands');
update public.notifications set email_lease_until = now() - interval '1 second' where mail_id is not null;
select is(public.claim_notification((select id from public.notifications where mail_id is not null)), null, 'but not begun again');
select is(
    (select concat_ws(' ', email_status, email_error) from public.notifications where mail_id is not null), 'skipped preference',
    'for the reader does not want it any more'
);

-- A time zone that the server does not know any more.
delete from public.notifications;
select is(private.next_digest('2026-06-01 05:59Z', 'Mars/Base', 8), '2026-06-01 08:00Z'::timestamptz, 'the clock of a time zone that is gone is UTC''s');
alter table public.notification_preferences disable trigger check_notification_preferences;
update public.notification_preferences set email = true, email_frequency = 'daily', time_zone = 'Mars/Base';
alter table public.notification_preferences enable trigger check_notification_preferences;
select is(private.local_time('00000000-0000-4000-8000-000000000001', '2026-07-01 12:05Z'), '1 Jul 2026 12:05 UTC', 'and is said to be');
select lives_ok(
    $$ insert into public.trader_error_history (trader_id, error_message) values ('00000000-0000-4000-8000-0000000000a2', 'undefined: math') $$,
    'an error of such a reader is taken in'
);
select is(
    (select email_next_attempt_at from public.notifications where kind = 'incident_detected'), private.next_digest(now(), 'UTC', pg_temp.hour()),
    'and told with the digest'
);
select lives_ok($$ update public.notification_preferences set email_frequency = 'immediate' $$, 'who has one may change the mind in all else');
select is(
    public.claim_notification((select id from public.notifications where kind = 'incident_detected')) ->> 'total', '1', 'and gets mail'
);

select * from finish();
rollback;

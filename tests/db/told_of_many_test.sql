-- What is told once of many traders: a fault of the platform and the limit of what may be spent, by the traders' names.
begin;
select plan(34);

-- No other sweep than those below.
select pg_advisory_xact_lock(hashtextextended('recovery-sweep', 0));
insert into auth.users (id, email, raw_app_meta_data)
select ('00000000-0000-4000-8000-00000000000' || n)::uuid, 'user' || n || '@example.com', case when n = 9 then '{"role": "admin"}' else '{}' end::jsonb
from unnest('{1,2,9}'::integer[]) as n;
-- Seven traders of the first user, two of the second, and two that are built in.
insert into public.traders (id, user_id, name, filter, is_built_in)
select
    ('00000000-0000-4000-8000-0000000000' || n)::uuid,
    case when n <= 17 then '00000000-0000-4000-8000-000000000001' when n <= 19 then '00000000-0000-4000-8000-000000000002' end::uuid,
    'Trader ' || n, jsonb_build_object('code', 'return ' || n), n > 19
from generate_series(11, 21) as n;
insert into public.notification_preferences (user_id, time_zone) values ('00000000-0000-4000-8000-000000000001', 'Europe/Berlin');
insert into public.recovery_preferences (user_id, daily_cost_cap_usd) values ('00000000-0000-4000-8000-000000000002', 0);

create function pg_temp.fail(low integer, high integer, message text) returns void language sql as $$
    insert into public.trader_error_history (trader_id, error_message)
    select ('00000000-0000-4000-8000-0000000000' || n)::uuid, message from generate_series(low, high) as n;
$$;
-- What was told of many traders since the last question: kind and recipient.
create temporary table asked (id uuid);
create function pg_temp.told() returns text[] language sql as $$
    with new_rows as (
        select * from public.notifications as n where n.trader_id is null and n.id not in (select a.id from asked as a where a.id is not null)
    ),
    noted as (insert into asked select n.id from new_rows as n)
    select array(select concat_ws(' ', n.kind, right(n.user_id::text, 1)) from new_rows as n order by 1);
$$;
create function pg_temp.last(kind text, recipient integer) returns public.notifications language sql as $$
    select n from public.notifications as n
    where n.kind = last.kind and right(n.user_id::text, 1) = recipient::text and n.occasion !~ '^told'
    order by n.created_at desc, n.id limit 1;
$$;
create function pg_temp.hold(low integer default 11, high integer default 21) returns void language sql as $$
    update public.proposed_fixes as f set status = 'held', reason = 'daily_cost_cap'
    where f.status = 'queued' and right(f.trader_id::text, 2)::integer between low and high;
$$;
create function pg_temp.go_on() returns void language sql as $$
    update public.proposed_fixes as f set status = 'queued', reason = null where f.status = 'held' and f.reason = 'daily_cost_cap';
$$;
-- As if what was told had been told on other days.
create function pg_temp.sleep() returns void language sql as $$
    update public.notifications set occasion = 'told ' || id where occasion <> '' and occasion !~ '^told';
$$;

-- Names.
select is(private.list_names(array(select 'T' || n from generate_series(1, l.traders) as n)), l.list, format('%s names', l.traders))
from (values
    (0, null), (1, '"T1"'), (2, '"T1", "T2"'), (5, '"T1", "T2", "T3", "T4", "T5"'),
    (6, '"T1", "T2", "T3", "T4", "T5" and 1 more'), (40, '"T1", "T2", "T3", "T4", "T5" and 35 more')
) as l (traders, list);
select is(private.list_names(array['100% "sure"', '%s']), '"100% "sure"", "%s"', 'a name is taken as it is');

-- A fault of the platform.
update private.settings set systemic_traders = 3, systemic_owners = 2;
select pg_temp.fail(11, 21, 'undefined: fmt');
select is(pg_temp.told(), '{"systemic_fault 9","systemic_hold 1","systemic_hold 2"}', 'a fault of many traders is told once to each owner, and to operators as what it is');
select ok(
    (pg_temp.last('systemic_hold', 1)).body like '%of yours so far: "Trader 11", "Trader 12", "Trader 13", "Trader 14", "Trader 15" and 2 more. %', 'with the traders it stops'
);
select ok((pg_temp.last('systemic_hold', 2)).body like '%of yours so far: "Trader 18", "Trader 19". %', 'which are the reader''s own');
select ok(
    (pg_temp.last('systemic_hold', 1)).body like format('%%since %s; of yours%%', private.local_time('00000000-0000-4000-8000-000000000001', now())),
    'and since when, by the reader''s clock'
);
select ok((pg_temp.last('systemic_hold', 2)).body like format('%%since %s; of yours%%', private.local_time('00000000-0000-4000-8000-000000000002', now())), 'whichever that is');
update public.systemic_faults set last_seen = now() - interval '11 minutes';
select private.go_on();
select is(pg_temp.told(), '{"systemic_fault_over 9","systemic_over 1","systemic_over 2"}', 'that it is over is told to the same');
select is(
    (pg_temp.last('systemic_over', 1)).body,
    'Traders of yours that it stopped: "Trader 11", "Trader 12", "Trader 13", "Trader 14", "Trader 15" and 2 more. It is not seen any more, '
    'so repairs that were held go on by themselves; you will hear of what comes of them.', 'with the traders, and that it ended by itself'
);
select pg_temp.fail(11, 21, 'undefined: os');
select pg_temp.sleep();
select pg_temp.told();
select public.resolve_systemic_fault((select id from public.systemic_faults where status = 'open'), '00000000-0000-4000-8000-000000000009');
select is(pg_temp.told(), '{"systemic_fault_over 9","systemic_over 1","systemic_over 2"}', 'another one is told again');
select is(
    (select count(*) from public.notifications where kind = 'systemic_over' and body like '%. The operators have ended it, so repairs%'), 2::bigint,
    'that operators have ended one is said'
);

-- The limit of what may be spent: one for all fixes that a statement holds.
delete from public.proposed_fixes;
update private.settings set systemic_traders = 100;
select pg_temp.fail(11, 21, 'undefined: math');
select pg_temp.told();
select pg_temp.hold();
select is(
    pg_temp.told(), '{"spend_cap_reached 1","spend_cap_reached 2","spend_cap_reached 9"}',
    'a limit that holds many repairs is told once to each user, and that of built-in traders to operators'
);
select is((pg_temp.last('spend_cap_reached', 1)).title, 'Your limit for repairs is reached for today', 'as what it is');
select ok(
    (pg_temp.last('spend_cap_reached', 1)).body like 'What rules cannot repair waits: "Trader 11", "Trader 12", "Trader 13", "Trader 14", "Trader 15" and 2 more. % $10. %',
    'with the traders that wait, and the limit'
);
select is((pg_temp.last('spend_cap_reached', 9)).title, 'Today''s limit for repairs of built-in traders is reached', 'operators read whose it is');
select ok((pg_temp.last('spend_cap_reached', 9)).body like '% waits: "Trader 20", "Trader 21". %', 'with the traders');
select is((pg_temp.last('spend_cap_reached', 2)).title, 'Repairs wait because of your limit', 'a limit of nothing is not reached');
select ok((pg_temp.last('spend_cap_reached', 2)).body like '% waits: "Trader 18", "Trader 19". % $0 a day; %', 'but what its user wanted');
select pg_temp.go_on();
select is(pg_temp.told(), '{"spend_cap_lifted 1","spend_cap_lifted 9"}', 'nor is one ever lifted');
select ok((pg_temp.last('spend_cap_lifted', 1)).body like '%being repaired: "Trader 11", % and 2 more. %', 'what goes on is named, too');
select pg_temp.hold(11, 12);
select pg_temp.hold(13, 21);
select pg_temp.go_on();
select is(pg_temp.told(), '{}', 'all that once a day');
select pg_temp.sleep();
select pg_temp.hold(11, 11);
select pg_temp.hold(12, 21);
select is(pg_temp.told(), '{"spend_cap_reached 1","spend_cap_reached 9"}', 'a limit that is reached is told on another day, one of nothing is not');
select ok((pg_temp.last('spend_cap_reached', 1)).body like 'What rules cannot repair waits: "Trader 11". %', 'by what is held first');

-- Lifted is what has room.
select pg_temp.sleep();
insert into public.daily_spend (user_id, day, reserved_usd, spent_usd) values ('00000000-0000-4000-8000-000000000001', private.utc_day(), 4, 6);
insert into public.daily_spend (user_id, day, reserved_usd, spent_usd) values ('00000000-0000-4000-8000-000000000002', private.utc_day() - 1, 0, 50);
select pg_temp.go_on();
select is(pg_temp.told(), '{"spend_cap_lifted 9"}', 'a limit that is used up is not lifted');
select pg_temp.hold();
update public.daily_spend set reserved_usd = 3.999999 where user_id = '00000000-0000-4000-8000-000000000001';
select pg_temp.told();
select pg_temp.go_on();
select is(pg_temp.told(), '{"spend_cap_lifted 1"}', 'one with room for a millionth is');
select pg_temp.hold();
select pg_temp.told();
update public.recovery_preferences set daily_cost_cap_usd = 20;
select is(pg_temp.told(), '{"spend_cap_lifted 2"}', 'as is one of nothing that its user raises');
select is((select count(*) from public.proposed_fixes where user_id = '00000000-0000-4000-8000-000000000002' and status = 'queued'), 2::bigint, 'whose repairs go on');
select pg_temp.hold();
select is(pg_temp.told(), '{"spend_cap_reached 2"}', 'and which may be reached from then on');
update public.recovery_preferences set daily_cost_cap_usd = 0;
select pg_temp.sleep();
select pg_temp.go_on();
select pg_temp.hold();
select is((select array_agg(w) from unnest(pg_temp.told()) as w where w like '% 2'), null, 'that it is nothing again was told once');

select * from finish();
rollback;

-- The notification centre by kind and by trader: full pages of what was asked for, and of the caller's own only.
begin;
select plan(19);

insert into auth.users (id, email)
select ('00000000-0000-4000-8000-00000000000' || n)::uuid, 'user' || n || '@example.com' from generate_series(1, 2) as n;
-- Two traders of the first user, one of the other.
insert into public.traders (id, user_id, name, filter)
select ('00000000-0000-4000-8000-0000000000a' || n)::uuid, ('00000000-0000-4000-8000-00000000000' || (n / 3 + 1))::uuid, 'Trader ' || n, '{"code": "return x"}'
from generate_series(1, 3) as n;
create function pg_temp.trader(n integer) returns uuid language sql as $$ select ('00000000-0000-4000-8000-0000000000a' || n)::uuid; $$;

-- Of each trader six, a minute apart, two kinds in turn; and one of each user about no trader.
insert into public.notifications (user_id, trader_id, kind, subject_id, title, body, link, created_at)
select
    ('00000000-0000-4000-8000-00000000000' || (t / 3 + 1))::uuid, pg_temp.trader(t), case when n % 2 = 1 then 'fix_failed' else 'fix_proposed' end,
    gen_random_uuid(), t || '-' || n, 'x', '/x', now() - make_interval(mins => n)
from generate_series(1, 3) as t cross join generate_series(1, 6) as n;
insert into public.notifications (user_id, kind, subject_id, title, body, link, created_at)
select ('00000000-0000-4000-8000-00000000000' || u)::uuid, 'spend_cap_reached', gen_random_uuid(), 'cap', 'x', '/settings', now() - interval '1 hour'
from generate_series(1, 2) as u;
update public.notifications set read_at = now() where title in ('1-1', '1-2', '2-1');

create function pg_temp.become(u integer) returns void language plpgsql as $$
begin
    perform set_config('request.jwt.claims', jsonb_build_object('role', 'authenticated', 'sub', '00000000-0000-4000-8000-00000000000' || u)::text, true);
    perform set_config('role', 'authenticated', true);
end
$$;
create function pg_temp.titles(page jsonb) returns text[] language sql as $$
    select coalesce(array_agg(i.value ->> 'title' order by i.value ->> 'title'), '{}') from jsonb_array_elements(page -> 'items') as i;
$$;

select pg_temp.become(1);
select is(cardinality(pg_temp.titles(public.list_notifications())), 13, 'without a filter all are listed');
select is(pg_temp.titles(public.list_notifications(kinds => '{spend_cap_reached}')), '{cap}', 'a kind is listed alone');
select is(
    pg_temp.titles(public.list_notifications(kinds => '{fix_failed,spend_cap_reached}')), '{1-1,1-3,1-5,2-1,2-3,2-5,cap}', 'as are several'
);
select is(public.list_notifications(kinds => '{fix_failed}') #>> '{items,0,kind}', 'fix_failed', 'and nothing else');
select is(pg_temp.titles(public.list_notifications(kinds => '{no_such_kind}')), '{}', 'a kind that is not known is one of which there are none');
select is(pg_temp.titles(public.list_notifications(kinds => '{no_such_kind,spend_cap_reached}')), '{cap}', 'and hides no other');
select is(pg_temp.titles(public.list_notifications(kinds => '{}')), '{}', 'no kinds list nothing');
select is(pg_temp.titles(public.list_notifications(trader_id => pg_temp.trader(2))), '{2-1,2-2,2-3,2-4,2-5,2-6}', 'a trader''s are listed alone');
select is(
    pg_temp.titles(public.list_notifications(true, null, 20, '{fix_failed}', pg_temp.trader(1))), '{1-3,1-5}', 'filters hold together'
);
select is(public.list_notifications(kinds => '{no_such_kind}') -> 'unread', '10', 'the number of unread ones is of all, whatever is listed');

-- Pages of a filtered list.
select is(pg_temp.titles(public.list_notifications(page_size => 2, kinds => '{fix_failed}')), '{1-1,2-1}', 'a page of a filtered list is full');
select is(
    pg_temp.titles(public.list_notifications(
        page_size => 2, kinds => '{fix_failed}', after => public.list_notifications(page_size => 2, kinds => '{fix_failed}') -> 'next'
    )),
    '{1-3,2-3}', 'the next one goes on where it ended'
);
select is(public.list_notifications(page_size => 6, kinds => '{fix_failed}') -> 'next', 'null', 'and the last one has no next');
select is(
    pg_temp.titles(public.list_notifications(
        page_size => 3, trader_id => pg_temp.trader(2), after => public.list_notifications(page_size => 3, trader_id => pg_temp.trader(2)) -> 'next'
    )),
    '{2-4,2-5,2-6}', 'so does a trader''s list'
);
select throws_ok($$ select public.list_notifications(page_size => 0, kinds => '{fix_failed}') $$, 'TE400', null, 'a page has at least one item');

-- Others' stay theirs.
select is(pg_temp.titles(public.list_notifications(trader_id => pg_temp.trader(3))), '{}', 'of somebody else''s trader nothing is listed');
select pg_temp.become(2);
select is(pg_temp.titles(public.list_notifications(kinds => '{fix_failed}')), '{3-1,3-3,3-5}', 'its owner has them');
reset role;
update public.notifications set in_app = false where title = '3-1';
select pg_temp.become(2);
select is(pg_temp.titles(public.list_notifications(kinds => '{fix_failed}')), '{3-3,3-5}', 'what is only mailed is in no list');
reset role;
set local role anon;
select throws_ok('select public.list_notifications()', '42501', null, 'who is nobody lists nothing');
reset role;

select * from finish();
rollback;

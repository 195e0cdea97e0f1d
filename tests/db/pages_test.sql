-- What pages ask for, as the user who looks: one call, by keyset, nobody else's.
begin;
select plan(44);

insert into auth.users (id, email) values
    ('00000000-0000-4000-8000-000000000001', 'owner@example.com'),
    ('00000000-0000-4000-8000-000000000002', 'stranger@example.com');
insert into public.traders (id, user_id, name, filter)
select ('00000000-0000-4000-8000-0000000000' || n)::uuid, '00000000-0000-4000-8000-000000000001', 'Trader ' || n, '{"code": "return x"}'
from generate_series(10, 14) as n;
insert into public.traders (id, user_id, name, filter) values
    ('00000000-0000-4000-8000-0000000000cc', null, 'Built-in', '{"code": "return x"}');
update public.traders set enabled = false where name = 'Trader 14';
insert into public.trader_error_history (trader_id, error_message, occurred_at) values
    ('00000000-0000-4000-8000-000000000010', 'undefined: math', now() - interval '3 hours'),
    ('00000000-0000-4000-8000-000000000011', 'divide by zero', now() - interval '2 hours'),
    ('00000000-0000-4000-8000-000000000011', 'divide by zero', now() - interval '1 hour'),
    ('00000000-0000-4000-8000-000000000011', 'undefined: fmt', now());

create function pg_temp.become(user_id text) returns void language sql as $$
    select set_config('role', 'authenticated', true), set_config('request.jwt.claims', jsonb_build_object('sub', user_id, 'role', 'authenticated')::text, true);
$$;
create function pg_temp.names(page jsonb) returns jsonb language sql as $$
    select jsonb_path_query_array(page, '$.items[*].name');
$$;
create function pg_temp.incident(message text) returns uuid language sql as $$
    select id from public.trader_incidents where error_message = message;
$$;
-- The page's repair, as if it had been tried so often.
create function pg_temp.tried(attempts integer) returns void language plpgsql as $$
begin
    perform set_config('role', 'postgres', true);
    update public.proposed_fixes as f set attempt = attempts where f.incident_id = pg_temp.incident('divide by zero');
    perform pg_temp.become('00000000-0000-4000-8000-000000000001');
end
$$;
create function pg_temp.attempts() returns jsonb language sql as $$
    select jsonb_build_object('max_attempts', p -> 'max_attempts', 'attempts_left', p -> 'attempts_left')
    from (select public.incident_page(pg_temp.incident('divide by zero')) as p) as x;
$$;

select pg_temp.become('00000000-0000-4000-8000-000000000001');
select is(
    pg_temp.names(public.list_traders()), '["Trader 11", "Trader 10", "Trader 14", "Trader 13", "Trader 12"]',
    'traders are listed, the latest failing first'
);
select is(pg_temp.names(public.list_traders(page_size => 2)), '["Trader 11", "Trader 10"]', 'a page at a time');
select is(
    pg_temp.names(public.list_traders(page_size => 2, after => public.list_traders(page_size => 2) -> 'next')), '["Trader 14", "Trader 13"]',
    'the next one goes on where the first ended'
);
select is(public.list_traders(page_size => 5) -> 'next', 'null', 'the last one has no next');
select is(pg_temp.names(public.list_traders(search => 'r 1%')), '[]', 'a search takes its text literally');
select is(pg_temp.names(public.list_traders(search => 'TRADER 12')), '["Trader 12"]', 'in any case of letters');
select is(pg_temp.names(public.list_traders(failing => true)), '["Trader 11", "Trader 10"]', 'the failing can be asked for');
select is(jsonb_array_length(public.list_traders(failing => false) -> 'items'), 3, 'as can the others');
select is(pg_temp.names(public.list_traders(built_in => true)), '["Built-in"]', 'and the built-in ones');
select is(
    (select jsonb_agg(t -> 'state') from jsonb_array_elements(public.list_traders() -> 'items') as t),
    '["stopped", "stopped", "disabled", "running", "running"]', 'a card tells the state'
);
select is(
    (select jsonb_build_array(t -> 'open_incidents', t -> 'error_count', t -> 'waiting_fixes') from jsonb_array_elements(public.list_traders() -> 'items') as t limit 1),
    '[2, 3, 0]', 'and the badges'
);
select is(jsonb_array_length(public.list_traders() #> '{items,0,hours}'), 24, 'and 24 hours');
select is((public.list_traders() #>> '{items,0,hours,23}')::integer, 1, 'with the current one last');
select throws_ok('select public.list_traders(page_size => 0)', 'TE400', null, 'a page has at least one item');
select throws_ok('select public.list_traders(page_size => 101)', 'TE400', null, 'and at most a hundred');
select throws_ok($$ select public.list_traders(after => '{"x": 1}') $$, 'TE400', null, 'and begins where one ended');
select throws_ok($$ select public.list_traders(after => '[]') $$, 'TE400', null, 'with an object');
select throws_ok($$ select public.list_traders(after => '{"at": "noon", "id": "x"}') $$, 'TE400', null, 'of readable values');
select throws_ok($$ select public.list_errors(gen_random_uuid(), '{"id": "x"}') $$, 'TE400', null, 'in every list');
select throws_ok($$ select public.list_incidents(status => 'closed') $$, 'TE400', null, 'a status must be known');

select is(jsonb_array_length(public.trader_page('00000000-0000-4000-8000-000000000011') #> '{incidents,items}'), 2, 'a trader''s page has its incidents');
select is(public.trader_page('00000000-0000-4000-8000-000000000011') #>> '{running,code}', 'return x', 'its code');
select is(public.trader_page('00000000-0000-4000-8000-000000000011') #>> '{versions,items,0,source}', 'original', 'and its versions');

select is(jsonb_array_length(public.list_incidents() -> 'items'), 3, 'incidents are listed');
select is(jsonb_array_length(public.list_incidents(status => 'resolved') -> 'items'), 0, 'by status');
select is(
    public.list_incidents(page_size => 1, after => public.list_incidents(page_size => 1) -> 'next') #>> '{items,0,error_message}', 'divide by zero',
    'and page'
);
select is(public.list_incidents() #> '{items,0}' ? 'minute_rows', false, 'without their bookkeeping');

select is(public.incident_page(pg_temp.incident('divide by zero')) #>> '{incident,occurrences}', '2', 'an incident''s page has the incident');
select is(jsonb_array_length(public.incident_page(pg_temp.incident('divide by zero')) #> '{errors,items}'), 2, 'its errors');
select is(public.incident_page(pg_temp.incident('divide by zero')) #>> '{fixes,0,status}', 'queued', 'its fixes');
select is(jsonb_array_length(public.incident_page(pg_temp.incident('divide by zero')) -> 'hours'), 2, 'and its hours');
select is(public.incident_page(pg_temp.incident('divide by zero')) -> 'may_act', 'true', 'on which its owner may decide');
select pg_temp.tried(1);
select is(pg_temp.attempts(), '{"max_attempts": 3, "attempts_left": 2}', 'it says how often a repair can still be tried');
select pg_temp.tried(4);
select is(pg_temp.attempts(), '{"max_attempts": 3, "attempts_left": 0}', 'which is never less than not at all');
select pg_temp.tried(0);
select is(jsonb_array_length(public.list_errors(pg_temp.incident('divide by zero'), null, 1) -> 'items'), 1, 'errors are paged too');

select is(public.list_notifications() -> 'unread', '3', 'the notification centre counts what is unread');
update public.notifications set read_at = now() where incident_id = pg_temp.incident('undefined: fmt');
select is(jsonb_array_length(public.list_notifications(unread_only => true) -> 'items'), 2, 'and lists it alone when asked');

select pg_temp.become('00000000-0000-4000-8000-000000000002');
select is(
    jsonb_build_array(public.list_traders() -> 'items', public.list_incidents() -> 'items', public.list_notifications() -> 'items'),
    '[[], [], []]', 'a stranger has empty lists'
);
set local role postgres;
create temporary table theirs as select id from public.trader_incidents limit 1;
grant select on theirs to authenticated;
select pg_temp.become('00000000-0000-4000-8000-000000000002');
select is((select public.incident_page(id) from theirs), null, 'and finds no incident of others');
select is(
    (select jsonb_build_array(public.trader_page('00000000-0000-4000-8000-000000000011'), public.list_errors(id) -> 'items') from theirs),
    '[null, []]', 'nor their traders or errors'
);

-- Operators see all, but decide only on what is nobody's.
set local role postgres;
insert into public.trader_error_history (trader_id, error_message) values ('00000000-0000-4000-8000-0000000000cc', 'divide by zero');
insert into auth.users (id, email, raw_app_meta_data) values ('00000000-0000-4000-8000-000000000009', 'operator@example.com', '{"role": "admin"}');
create temporary table seen as select i.id, i.user_id is null as is_nobodys from public.trader_incidents as i where i.error_message = 'divide by zero';
grant select on seen to authenticated;
select set_config('role', 'authenticated', true), set_config(
    'request.jwt.claims', '{"sub": "00000000-0000-4000-8000-000000000009", "role": "authenticated", "app_metadata": {"role": "admin"}}', true
);
select is((select public.incident_page(s.id) -> 'may_act' from seen as s where not s.is_nobodys), 'false', 'an operator does not decide on what is a user''s');
select is((select public.incident_page(s.id) -> 'may_act' from seen as s where s.is_nobodys), 'true', 'but on what is nobody''s');
select is((select public.incident_page(s.id) -> 'attempts_left' from seen as s where s.is_nobodys), '3', 'as often as any owner');
select pg_temp.become('00000000-0000-4000-8000-000000000002');
select is(
    (select coalesce(public.incident_page(s.id) ->> 'may_act', 'false') from seen as s where s.is_nobodys), 'false', 'which a user does not'
);

select * from finish();
rollback;

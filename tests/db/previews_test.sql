-- Previews: who may ask, how often, what a preview is told; and whose executor is asked.
begin;
select plan(25);

insert into auth.users (id, email, raw_app_meta_data) values
    ('00000000-0000-4000-8000-000000000001', 'owner@example.com', '{}'),
    ('00000000-0000-4000-8000-000000000002', 'other@example.com', '{}'),
    ('00000000-0000-4000-8000-000000000009', 'operator@example.com', '{"role": "admin"}');
insert into public.traders (id, user_id, name, filter, language) values
    ('00000000-0000-4000-8000-0000000000aa', '00000000-0000-4000-8000-000000000001', 'Mine', '{"code": "return a", "seriesCode": "return s"}', 'go'),
    ('00000000-0000-4000-8000-0000000000bb', null, 'Built in', '{"code": "return b"}', 'go'),
    ('00000000-0000-4000-8000-0000000000cc', '00000000-0000-4000-8000-000000000001', 'Old', '{"code": "return c"}', 'javascript');
insert into public.trader_error_history (trader_id, error_message, symbol, market_data)
select '00000000-0000-4000-8000-0000000000aa', 'divide by zero', 'SYM' || n, jsonb_build_object('symbol', 'SYM' || n)
from generate_series(1, 4) as n;

create function pg_temp.user_id(n text) returns uuid language sql as $$ select ('00000000-0000-4000-8000-00000000000' || n)::uuid; $$;
create function pg_temp.trader(n text) returns uuid language sql as $$ select ('00000000-0000-4000-8000-0000000000' || n)::uuid; $$;
create function pg_temp.open(actor text, trader text) returns jsonb language sql as $$
    select public.open_preview(pg_temp.user_id(actor), trader_id => pg_temp.trader(trader));
$$;
-- What a refusal hints at.
create function pg_temp.wait(call text) returns integer language plpgsql as $$
declare
    v_hint text;
begin
    execute call;
    return null;
exception
    when others then
        get stacked diagnostics v_hint = pg_exception_hint;
        return v_hint::integer;
end
$$;
create temporary table fix as select f.id from public.proposed_fixes as f where f.trader_id = pg_temp.trader('aa');
grant select on fix to service_role;

set local role service_role;
create temporary table seen as select pg_temp.open('1', 'aa') as it;
select is(it -> 'running' ->> 'code', 'return a', 'a preview of a trader is told what runs') from seen;
select is(it -> 'running' ->> 'series_code', 'return s', 'with its series code') from seen;
select is(it -> 'incident' ->> 'error_type', 'runtime', 'and what fails now') from seen;
select is(it -> 'incident' -> 'symbols', '["SYM1", "SYM2", "SYM3", "SYM4"]', 'on which markets') from seen;
select is(jsonb_array_length(it -> 'captured'), 3, 'with three captured inputs') from seen;
select is(it -> 'fix', 'null', 'it is about no fix') from seen;
select is(
    public.open_preview(pg_temp.user_id('1'), fix_id => (select id from fix)) -> 'fix' ->> 'id', (select id::text from fix),
    'a preview of a fix is about that one'
);
select is(it -> 'incident', 'null', 'where nothing fails there is no incident') from (select pg_temp.open('9', 'bb') as it) as x;
select is(it -> 'captured', '[]', 'and nothing was captured') from (select pg_temp.open('9', 'bb') as it) as x;

select throws_ok($$ select pg_temp.open('2', 'aa') $$, 'TE404', null, 'another user finds no such trader');
select throws_ok($$ select public.open_preview(pg_temp.user_id('2'), fix_id => (select id from fix)) $$, 'TE404', null, 'nor such a fix');
select throws_ok($$ select pg_temp.open('9', 'aa') $$, 'TE404', null, 'an operator does not act for an owner');
select throws_ok($$ select pg_temp.open('1', 'bb') $$, 'TE404', null, 'and a user not for a built-in trader');
select throws_ok($$ select public.open_preview(pg_temp.user_id('1'), fix_id => gen_random_uuid(), trader_id => pg_temp.trader('aa')) $$, 'TE404', null, 'a fix that is not there is not replaced by a trader that is');
select throws_ok($$ select public.open_preview(null, trader_id => pg_temp.trader('bb')) $$, 'TE404', null, 'nobody finds nothing');
select throws_ok($$ select pg_temp.open('1', 'cc') $$, 'TE422', null, 'what is not Go cannot be run here');

reset role;
update private.settings set previews_per_minute = 3;
delete from private.preview_load;
set local role service_role;
select lives_ok($$ select pg_temp.open('1', 'aa') from generate_series(1, 3) $$, 'as many as a minute allows');
select throws_ok($$ select pg_temp.open('1', 'aa') $$, 'TE429', null, 'and no more');
select cmp_ok(pg_temp.wait($$ select pg_temp.open('1', 'aa') $$), '<=', 60, 'which says for how many seconds');
select lives_ok($$ select pg_temp.open('9', 'bb') $$, 'another user has a limit of their own');
reset role;
update private.preview_load set minute = minute - interval '1 minute';
select lives_ok($$ select pg_temp.open('1', 'aa') $$, 'the next minute is another');
select is((select count(*) from private.preview_load where user_id = pg_temp.user_id('1')), 1::bigint, 'and nothing is kept of the last');

select is(private.fly_app_of(pg_temp.user_id('1')), null, 'where the project has no apps, the platform''s executor runs all');
create table public.user_fly_apps (user_id uuid, fly_app_name text, status text);
insert into public.user_fly_apps values
    (pg_temp.user_id('1'), 'old', 'destroyed'), (pg_temp.user_id('1'), 'mine', 'active'), (pg_temp.user_id('2'), 'theirs', 'stopped');
select is(
    array[private.fly_app_of(pg_temp.user_id('1')), private.fly_app_of(pg_temp.user_id('2')), private.fly_app_of(null)], array['mine', null, null],
    'an active app of the owner''s runs their traders'
);
alter table public.user_fly_apps drop column status;
select is(private.fly_app_of(pg_temp.user_id('1')), null, 'a table of another shape is left alone');

select * from finish();
rollback;

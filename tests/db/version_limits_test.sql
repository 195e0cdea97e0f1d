-- How often a trader's code may change in a day: who is refused, who never is, and until when.
begin;
select plan(22);

insert into auth.users (id, email) values ('00000000-0000-4000-8000-000000000001', 'owner@example.com');
insert into public.traders (id, user_id, name, filter) values
    ('00000000-0000-4000-8000-0000000000aa', '00000000-0000-4000-8000-000000000001', 'Dip hunter', '{"code": "return a", "description": "First"}'),
    ('00000000-0000-4000-8000-0000000000bb', '00000000-0000-4000-8000-000000000001', 'Rising', '{"code": "return a"}');

create function pg_temp.trader(which text) returns uuid language sql as $$ select ('00000000-0000-4000-8000-0000000000' || which)::uuid; $$;
create function pg_temp.install(code text, source text default 'edit', actor uuid default '00000000-0000-4000-8000-000000000001') returns void
language sql as $$
    select private.install_version(pg_temp.trader('aa'), code, '', source, actor => actor);
$$;
create function pg_temp.save(code text, which text default 'aa') returns void language sql as $$
    update public.traders set filter = jsonb_build_object('code', code) where id = pg_temp.trader(which);
$$;
create function pg_temp.roll_back() returns jsonb language sql as $$
    select public.rollback_filter(v.trader_id, v.id, '00000000-0000-4000-8000-000000000001')
    from public.filter_versions as v where v.trader_id = pg_temp.trader('aa') and v.version = 1;
$$;
create function pg_temp.versions() returns bigint language sql as $$ select count(*) from public.filter_versions where trader_id = pg_temp.trader('aa'); $$;
create function pg_temp.running() returns text language sql as $$
    select filter ->> 'code' from public.traders where id = pg_temp.trader('aa');
$$;

select throws_ok('update private.settings set versions_per_day = 0', '23514', null, 'no code at all is no limit');
update private.settings set versions_per_day = 3;
select lives_ok($$ select pg_temp.install('return b') $$, 'the first code counts, and a second one is taken');
select lives_ok($$ select pg_temp.save('return c') $$, 'as is a third one, saved by anybody');

-- Refusing
select throws_ok($$ select pg_temp.install('return d') $$, 'TE429', null, 'the fourth one is refused when it is an edit');
select throws_ok($$ select pg_temp.install('return d', 'fix') $$, 'TE429', null, 'or a fix');
select throws_ok('select pg_temp.roll_back()', 'TE429', null, 'or an earlier one');
select throws_ok($$ select pg_temp.save('return d') $$, 'TE429', null, 'or one saved in the platform');
set local role authenticated;
set local request.jwt.claims = '{"sub": "00000000-0000-4000-8000-000000000001", "role": "authenticated"}';
select throws_ok($$ update public.traders set filter = '{"code": "return d"}' where name = 'Dip hunter' $$, 'TE429', null, 'or saved by its owner');
reset role;
select is(pg_temp.versions(), 3::bigint, 'none of which leaves a version');
select is(pg_temp.running(), 'return c', 'or changes the code');
do $$
declare
    v_detail text;
    v_hint text;
begin
    perform pg_temp.install('return d');
exception
    when sqlstate 'TE429' then
        get stacked diagnostics v_detail = pg_exception_detail, v_hint = pg_exception_hint;
        perform set_config('test.detail', v_detail, true), set_config('test.hint', v_hint, true);
end
$$;
select is(current_setting('test.detail'), 'too_many_versions', 'a refusal has a code');
select is(
    current_setting('test.hint')::integer,
    ceil(extract(epoch from (date_trunc('day', now() at time zone 'utc') + interval '1 day') at time zone 'utc' - now()))::integer,
    'and says how many seconds are left of the day in UTC'
);

-- Not refusing
select lives_ok(
    $$ update public.traders set filter = filter || '{"description": "Second"}' where id = pg_temp.trader('aa') $$,
    'what is no code may be changed'
);
select lives_ok($$ select pg_temp.install('return a', 'rollback', null) $$, 'code that fails is taken back all the same');
select is(pg_temp.running(), 'return a', 'and the earlier one runs');
select throws_ok($$ select pg_temp.install('return d') $$, 'TE429', null, 'which does not make room');
select lives_ok($$ select private.learn_version(pg_temp.trader('aa'), 'return reported') $$, 'reports make versions known');
select is(pg_temp.versions(), 5::bigint, 'up to their own limit');
select lives_ok($$ select pg_temp.save('return b', 'bb') $$, 'another trader has a limit of its own');
insert into public.traders (id, user_id, name, filter)
values (pg_temp.trader('cc'), '00000000-0000-4000-8000-000000000001', 'New', '{"code": "return a"}');

-- The next day
update public.filter_versions set started_at = started_at - interval '1 day' where trader_id = pg_temp.trader('aa');
select lives_ok($$ select pg_temp.install('return d') $$, 'the next day code is taken again');
select lives_ok($$ select pg_temp.install('return e'), pg_temp.install('return f') $$, 'as often as before');
select throws_ok($$ select pg_temp.install('return g') $$, 'TE429', null, 'and no more often');

select * from finish();
rollback;

-- Who may see and do what: row security, grants, closed functions, Realtime.
begin;
select plan(25);

insert into auth.users (id, email, raw_app_meta_data) values
    ('00000000-0000-4000-8000-000000000001', 'owner@example.com', '{}'),
    ('00000000-0000-4000-8000-000000000002', 'stranger@example.com', '{}'),
    ('00000000-0000-4000-8000-000000000003', 'operator@example.com', '{"role": "admin"}');
insert into public.traders (id, user_id, name, filter) values
    ('00000000-0000-4000-8000-0000000000aa', '00000000-0000-4000-8000-000000000001', 'Dip hunter', '{"code": "return broken"}'),
    ('00000000-0000-4000-8000-0000000000cc', null, 'Built-in', '{"code": "return built_in"}');
insert into public.trader_error_history (trader_id, error_message) values
    ('00000000-0000-4000-8000-0000000000aa', 'reflect: slice index out of range'),
    ('00000000-0000-4000-8000-0000000000cc', 'undefined: math');

create function pg_temp.become(user_id text, app_role text default null) returns void language plpgsql as $$
begin
    perform set_config('role', 'authenticated', true);
    perform set_config('request.jwt.claims', jsonb_build_object(
        'sub', user_id, 'role', 'authenticated', 'app_metadata', jsonb_build_object('role', app_role)
    )::text, true);
end
$$;
create function pg_temp.visible() returns bigint[] language plpgsql as $$
begin
    return array[
        (select count(*) from public.trader_error_history),
        (select count(*) from public.trader_incidents),
        (select count(*) from public.filter_versions),
        (select count(*) from public.proposed_fixes),
        (select count(*) from public.notifications)
    ];
end
$$;

select pg_temp.become('00000000-0000-4000-8000-000000000001');
select is(pg_temp.visible(), '{1,1,1,1,1}', 'an owner sees what is theirs');
select lives_ok('update public.notifications set read_at = now()', 'a recipient marks notifications read');
select throws_ok($$ update public.notifications set title = 'x' $$, '42501', null, 'a recipient changes nothing else of them');
select throws_ok($$ update public.proposed_fixes set status = 'accepted' $$, '42501', null, 'an owner cannot accept past the function');
select throws_ok(
    $$ insert into public.trader_error_history (trader_id, error_message) values ('00000000-0000-4000-8000-0000000000aa', 'x') $$,
    '42501', null, 'an owner cannot write history'
);
select lives_ok(
    $$ update public.traders set filter = '{"code": "return mine"}' where id = '00000000-0000-4000-8000-0000000000aa' $$,
    'an owner changes the code of a trader'
);
select results_eq(
    'select version, source, is_running from public.filter_versions order by version',
    $$ values (1, 'original', false), (2, 'external', true) $$,
    'and the change becomes a version'
);
select is((select status from public.proposed_fixes), 'superseded', 'and the fix of the old code is superseded');
select throws_ok('select * from private.settings', '42501', null, 'users do not read the private tables');
select throws_ok('select public.record_errors(''[]'')', '42501', null, 'users cannot record errors past the function');
select throws_ok(
    $$ select public.accept_fix(gen_random_uuid(), '00000000-0000-4000-8000-000000000001', '') $$,
    '42501', null, 'users cannot act in another''s name'
);
select throws_ok($$ select private.secret('recovery_webhook_secret') $$, '42501', null, 'users cannot read secrets');
select throws_ok($$ select private.ring('notify', gen_random_uuid()) $$, '42501', null, 'users cannot ring the bell');
select throws_ok($$ select private.email_of('00000000-0000-4000-8000-000000000002') $$, '42501', null, 'users cannot read addresses');

select pg_temp.become('00000000-0000-4000-8000-000000000002');
select is(pg_temp.visible(), '{0,0,0,0,0}', 'a stranger sees nothing');
select is((select count(*) from public.traders), 1::bigint, 'but the built-in trader');
update public.notifications set read_at = null;
select is((select count(*) from public.traders where id = '00000000-0000-4000-8000-0000000000aa'), 0::bigint, 'another''s trader does not exist for a stranger');

select pg_temp.become('00000000-0000-4000-8000-000000000003', 'admin');
select is(pg_temp.visible(), '{2,2,3,2,2}', 'an operator sees all, what others were told included');

reset role;
set local role anon;
select throws_ok('select * from public.trader_incidents', '42501', null, 'an anonymous caller reads nothing');
select throws_ok('select public.claim_fix(gen_random_uuid())', '42501', null, 'an anonymous caller executes nothing');
reset role;

select is_empty(
    $$ select p.oid::regprocedure from pg_proc as p
       cross join (values ('anon'), ('authenticated')) as r (name)
       where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace)
           and p.prosecdef
           and not exists (select from pg_depend as d where d.objid = p.oid and d.deptype = 'e')
           and has_function_privilege(r.name, p.oid, 'execute') $$,
    'no definer function can be executed by a user'
);
select is_empty(
    $$ select p.oid::regprocedure from pg_proc as p
       where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace)
           and not exists (select from pg_depend as d where d.objid = p.oid and d.deptype = 'e')
           and (p.proconfig is null or not 'search_path=""' = any (p.proconfig)) $$,
    'every function has an empty search path'
);
select is_empty(
    $$ select c.oid::regclass from pg_class as c
       where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and c.relkind = 'r' and not c.relrowsecurity $$,
    'every table has row security'
);
select is_empty(
    $$ select c.oid::regclass, a.attname from pg_class as c
       join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
       where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and c.relkind = 'r'
           and (col_description(c.oid, a.attnum) is null or obj_description(c.oid, 'pg_class') is null) $$,
    'every table and column says what it is'
);
select is_empty(
    $$ select p.oid::regprocedure from pg_proc as p
       where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace)
           and not exists (select from pg_depend as d where d.objid = p.oid and d.deptype = 'e')
           and obj_description(p.oid, 'pg_proc') is null $$,
    'every function says what it does'
);

select * from finish();
rollback;

-- Operators: by their role, or by user_profiles where the project has that table.
begin;
select plan(13);

insert into auth.users (id, email, raw_app_meta_data) values
    ('00000000-0000-4000-8000-000000000001', 'owner@example.com', '{}'),
    ('00000000-0000-4000-8000-000000000002', 'role@example.com', '{"role": "admin"}'),
    ('00000000-0000-4000-8000-000000000003', 'profile@example.com', '{}');
insert into public.traders (id, user_id, name, filter) values
    ('00000000-0000-4000-8000-0000000000cc', null, 'Built-in', '{"code": "return x"}'),
    ('00000000-0000-4000-8000-0000000000dd', '00000000-0000-4000-8000-000000000001', 'Owned', '{"code": "return y"}');

create function pg_temp.become(user_id text, app_role text default null) returns void language sql as $$
    select set_config('role', 'authenticated', true), set_config('request.jwt.claims', jsonb_build_object(
        'sub', user_id, 'role', 'authenticated', 'app_metadata', jsonb_build_object('role', app_role)
    )::text, true);
$$;
create function pg_temp.told(kind text) returns uuid[] language sql as $$
    select array_agg(n.user_id order by n.user_id) from public.notifications as n where n.kind = told.kind;
$$;

select is(private.is_admin_user('00000000-0000-4000-8000-000000000003'), false, 'without user_profiles nobody is an operator by it');
create table public.user_profiles (id uuid primary key references auth.users (id), is_admin boolean not null default false);
revoke all on public.user_profiles from anon, authenticated;
insert into public.user_profiles values ('00000000-0000-4000-8000-000000000001', false), ('00000000-0000-4000-8000-000000000003', true);
select is(private.is_admin_user('00000000-0000-4000-8000-000000000003'), true, 'who is an admin in user_profiles is an operator');
select is(private.is_admin_user('00000000-0000-4000-8000-000000000002'), true, 'as is who has the role');
select is(private.is_admin_user('00000000-0000-4000-8000-000000000001'), false, 'an owner is not');
select is(
    (select array_agg(o order by o) from private.operators() as o), '{00000000-0000-4000-8000-000000000002,00000000-0000-4000-8000-000000000003}',
    'both kinds are the operators'
);

insert into public.trader_error_history (trader_id, error_message) values ('00000000-0000-4000-8000-0000000000cc', 'divide by zero');
select is(
    pg_temp.told('incident_detected'), '{00000000-0000-4000-8000-000000000002,00000000-0000-4000-8000-000000000003}',
    'a built-in trader''s incident is told to every operator'
);
insert into public.trader_error_history (trader_id, error_message) values ('00000000-0000-4000-8000-0000000000dd', 'divide by zero');
select is((select count(*) from public.notifications where user_id = '00000000-0000-4000-8000-000000000001'), 1::bigint, 'an owner''s to the owner');

select pg_temp.become('00000000-0000-4000-8000-000000000003');
select is((select count(*) from public.trader_incidents), 0::bigint, 'a profile the user may not read makes no operator');
set local role postgres;
alter table public.user_profiles enable row level security;
create policy "Users see their profile" on public.user_profiles for select to authenticated using (id = (select auth.uid()));
grant select on public.user_profiles to authenticated;
select pg_temp.become('00000000-0000-4000-8000-000000000003');
select is((select count(*) from public.trader_incidents), 2::bigint, 'one the user may read does');
select pg_temp.become('00000000-0000-4000-8000-000000000001');
select is((select count(*) from public.trader_incidents), 1::bigint, 'for nobody else');
select pg_temp.become('00000000-0000-4000-8000-000000000002', 'admin');
select is((select count(*) from public.trader_incidents), 2::bigint, 'the role needs no profile');

set local role postgres;
alter table public.user_profiles rename column id to user_id;
select is(private.is_admin_user('00000000-0000-4000-8000-000000000003'), true, 'the user''s id may also be called user_id');
alter table public.user_profiles drop column is_admin;
select is(private.is_admin_user('00000000-0000-4000-8000-000000000003'), false, 'a table without is_admin says nothing');

select * from finish();
rollback;

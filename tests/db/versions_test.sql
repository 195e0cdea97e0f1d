-- Versions: every change of a trader's code, by whomever, in whatever encoding; regression by hash; owners that change.
begin;
select plan(26);

insert into auth.users (id, email) values
    ('00000000-0000-4000-8000-000000000001', 'owner@example.com'),
    ('00000000-0000-4000-8000-000000000002', 'buyer@example.com');
insert into public.traders (id, user_id, name, filter) values
    ('00000000-0000-4000-8000-0000000000aa', '00000000-0000-4000-8000-000000000001', 'Plain', '{"code": "return a", "seriesCode": "return s"}'),
    ('00000000-0000-4000-8000-0000000000bb', '00000000-0000-4000-8000-000000000001', 'Double', to_jsonb('{"code": "return b"}'::text)),
    ('00000000-0000-4000-8000-0000000000dd', '00000000-0000-4000-8000-000000000001', 'Broken', to_jsonb('{not json'::text)),
    ('00000000-0000-4000-8000-0000000000ee', '00000000-0000-4000-8000-000000000001', 'Odd', '[1, 2]');

create function pg_temp.versions(trader text) returns text language sql as $$
    select string_agg(concat_ws(' ', v.version, v.source, v.code, v.series_code, case when v.is_running then 'running' end), '; ' order by v.version)
    from public.filter_versions as v
    where v.trader_id = ('00000000-0000-4000-8000-0000000000' || trader)::uuid;
$$;
create function pg_temp.fail(more jsonb default '{}') returns jsonb language sql as $$
    select public.record_errors(jsonb_build_array(jsonb_build_object(
        'event_id', gen_random_uuid(), 'trader_id', '00000000-0000-4000-8000-0000000000aa', 'error_message', 'divide by zero'
    ) || more));
$$;

select is(pg_temp.versions('aa'), '1 original return a return s running', 'a new trader''s code is its first version');
select is(pg_temp.versions('bb'), '1 original return b  running', 'also when it is encoded twice');
select is(pg_temp.versions('dd'), '1 original   running', 'a filter that is no JSON has no code');
select is(pg_temp.versions('ee'), '1 original   running', 'nor has one that is no object');

update public.traders set filter = '{"code": "return a2", "seriesCode": "return s"}' where name = 'Plain';
select is(pg_temp.versions('aa'), '1 original return a return s; 2 external return a2 return s running', 'a direct change is a version from outside');
update public.traders set filter = filter || '{"description": "x"}', name = 'Renamed' where name = 'Plain';
select is((select count(*) from public.filter_versions where trader_id = '00000000-0000-4000-8000-0000000000aa'), 2::bigint, 'a change of anything else is none');
update public.traders set filter = to_jsonb('{"code": "return b2"}'::text) where name = 'Double';
select is(pg_temp.versions('bb'), '1 original return b ; 2 external return b2  running', 'a change in the double encoding is one');
update public.traders set filter = '{"code": "return b2"}' where name = 'Double';
select is((select count(*) from public.filter_versions where trader_id = '00000000-0000-4000-8000-0000000000bb'), 2::bigint, 'a change of the encoding alone is none');
update public.traders set filter = '{"code": "return a", "seriesCode": "return s"}' where name = 'Renamed';
select is((select max(version) from public.filter_versions where trader_id = '00000000-0000-4000-8000-0000000000aa'), 3, 'a return to older code is a version too');

select throws_ok($$ update public.filter_versions set code = 'x' where version = 1 $$, 'TE422', null, 'versions are immutable');
select throws_ok(
    $$ update public.filter_versions set is_running = true where trader_id = '00000000-0000-4000-8000-0000000000aa' and version = 1 $$,
    '23505', null, 'and one runs at a time'
);

set local role service_role;
select lives_ok($$ select pg_temp.fail('{"code_sha256": "0000000000000000000000000000000000000000000000000000000000000000"}') $$, 'an error of code nobody knows is stored');
select results_eq(
    'select status, occurrences, stale_occurrences from public.trader_incidents',
    $$ values ('resolved', 0::bigint, 1::bigint) $$,
    'as stale: it opens nothing'
);
select is((select error_count from public.traders where name = 'Renamed'), 0::bigint, 'and the trader does not show it');
select lives_ok($$ select pg_temp.fail('{"filter_code": "return reported"}') $$, 'an error with its code');
select is((select source from public.filter_versions where code = 'return reported'), 'external', 'makes that a version');
select is((select is_running from public.filter_versions where code = 'return reported'), false, 'that is not the running one');
select lives_ok($$ select pg_temp.fail('{"filter_code": "return a"}') $$, 'an error with the running code');
select is((select count(*) from public.trader_incidents where status = 'open'), 1::bigint, 'opens an incident, whatever its series code');
select is((select count(*) from public.trader_incidents where regression_of is not null), 0::bigint, 'what only stale code did has not come back');

-- Regression: the same fault on the version that was to mend it.
reset role;
update public.traders set filter = '{"code": "return mended"}' where name = 'Renamed';
update public.trader_incidents set resolved_at = now() - interval '1 hour' where status = 'resolved';
update public.trader_incidents set status = 'resolved', resolved_at = now(),
    resolved_by_version_id = (select id from public.filter_versions where code = 'return mended')
where status = 'open';
set local role service_role;
select lives_ok($$ select pg_temp.fail(jsonb_build_object('code_sha256', private.code_sha256('return a', 'return s'))) $$, 'an executor still runs the old code');
select is((select count(*) from public.trader_incidents where status = 'open'), 0::bigint, 'which reopens nothing');
select lives_ok($$ select pg_temp.fail() $$, 'then the new code fails the same way');
select is(
    (select e.resolved_by_version_id is not null from public.trader_incidents as i join public.trader_incidents as e on e.id = i.regression_of where i.status = 'open'),
    true, 'which opens one at once, linked to the one that was thought mended'
);

reset role;
update public.traders set user_id = '00000000-0000-4000-8000-000000000002' where name = 'Renamed';
select is(
    (
        select count(*)
        from (
            select user_id from public.filter_versions where trader_id = '00000000-0000-4000-8000-0000000000aa'
            union all select user_id from public.trader_incidents
            union all select user_id from public.trader_error_history
            union all select user_id from public.incident_hours
            union all select user_id from public.proposed_fixes
        ) as c
        where c.user_id is distinct from '00000000-0000-4000-8000-000000000002'
    ),
    0::bigint, 'a trader that changes hands takes all of it along'
);
select is((select count(distinct user_id) from public.notifications), 1::bigint, 'what the old owner was told stays with them');

select * from finish();
rollback;

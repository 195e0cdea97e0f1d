-- The audit log: one story from the first failure to the last decision, who may read it, and that nobody can change it.
begin;
select plan(21);

insert into auth.users (id, email, raw_app_meta_data) values
    ('00000000-0000-4000-8000-000000000001', 'owner@example.com', '{}'),
    ('00000000-0000-4000-8000-000000000002', 'other@example.com', '{}'),
    ('00000000-0000-4000-8000-000000000009', 'operator@example.com', '{"role": "admin"}');
insert into public.traders (id, user_id, name, filter) values
    ('00000000-0000-4000-8000-0000000000aa', '00000000-0000-4000-8000-000000000001', 'Mine', '{"code": "return healthy"}'),
    ('00000000-0000-4000-8000-0000000000bb', '00000000-0000-4000-8000-000000000002', 'Theirs', '{"code": "return b"}'),
    ('00000000-0000-4000-8000-0000000000cc', null, 'Built in', '{"code": "return c"}');

create function pg_temp.owner() returns uuid language sql as $$ select '00000000-0000-4000-8000-000000000001'::uuid; $$;
create function pg_temp.trader() returns uuid language sql as $$ select '00000000-0000-4000-8000-0000000000aa'::uuid; $$;
create function pg_temp.act_as(user_id text) returns void language sql as $$
    select set_config('request.jwt.claims', (
        select jsonb_build_object('sub', u.id, 'role', 'authenticated', 'app_metadata', u.raw_app_meta_data)::text from auth.users as u where u.id = user_id::uuid
    ), true);
$$;
create function pg_temp.fail(message text) returns void language sql as $$
    insert into public.trader_error_history (trader_id, error_message) values (pg_temp.trader(), message);
$$;
create function pg_temp.propose() returns uuid language plpgsql as $$
declare
    v_id uuid := (select f.id from public.proposed_fixes as f where f.status = 'queued' and f.trader_id = pg_temp.trader());
begin
    perform public.claim_fix(v_id);
    perform public.finish_fix(v_id, 1, '{"status": "proposed", "origin": "rules", "code": "return repaired", "validated": true, "validation": {}}');
    return v_id;
end
$$;
create function pg_temp.hash(fix uuid) returns text language sql as $$ select f.code_sha256 from public.proposed_fixes as f where f.id = fix; $$;
create function pg_temp.deploy(confirmed boolean) returns void language sql as $$
    select public.claim_deployment(d.id), public.finish_deployment(d.id, 1, confirmed) from public.deployments as d where d.status = 'pending';
    -- What names no code is the new code's a minute later.
    update public.filter_versions set live_since = live_since - interval '1 minute' where trader_id = pg_temp.trader() and is_running;
$$;
-- action, actor, from and to by number, reason; the latest last.
create function pg_temp.story() returns setof text language sql as $$
    select concat_ws(
        ' ', l.action, case when l.is_system then 'system' when l.actor_id is null then 'unknown' when l.actor_id = l.user_id then 'owner' else 'operator' end,
        f.version || '>' || t.version, '"' || l.reason || '"'
    )
    from public.audit_log as l
    left join public.filter_versions as f on f.id = l.from_version_id
    left join public.filter_versions as t on t.id = l.to_version_id
    where l.trader_id = pg_temp.trader() and l.id > coalesce(nullif(current_setting('test.told', true), '')::bigint, 0)
    order by l.id;
$$;
create function pg_temp.told() returns void language sql as $$ select set_config('test.told', (select max(id)::text from public.audit_log), true); $$;

update public.filter_versions set health = 'healthy' where trader_id = pg_temp.trader();
select is_empty('select * from pg_temp.story()', 'a new trader has no story');

select pg_temp.act_as('00000000-0000-4000-8000-000000000001');
set local role authenticated;
update public.traders set filter = '{"code": "return broken"}' where id = '00000000-0000-4000-8000-0000000000aa';
reset role;
select results_eq('select * from pg_temp.story()', array['code_changed owner 1>2'], 'its owner changes the code past this project');
select pg_temp.told();
select set_config('request.jwt.claims', '', true);

select pg_temp.fail('divide by zero');
create temporary table fix as select pg_temp.propose() as id;
select public.accept_fix(f.id, pg_temp.owner(), pg_temp.hash(f.id), reason => 'Looks right') from fix as f;
select results_eq(
    'select * from pg_temp.story()', array['fix_accepted owner 2>3 "Looks right"', 'incident_resolved system'], 'accepts a repair'
);
select is(
    (select details - '{from_sha256,to_sha256}'::text[] from public.audit_log where action = 'fix_accepted'),
    '{"from_version": 2, "to_version": 3, "is_edited": false, "is_validated": true}', 'that was proven and not edited'
);
select pg_temp.told();
select pg_temp.deploy(true);
select results_eq('select * from pg_temp.story()', array['went_live system'], 'which goes live');
select is((select (details ->> 'is_confirmed')::boolean from public.audit_log where action = 'went_live'), true, 'as the executor says');
select pg_temp.told();

select pg_temp.fail('divide by zero');
select results_eq(
    'select * from pg_temp.story()',
    array[
        'failed_on_probation system "It failed 0 seconds after it went live. The filter divided by zero."',
        'returned system 3>4 "It failed 0 seconds after it went live. The filter divided by zero."',
        'incident_resolved system'
    ],
    'fails again, and is taken back'
);
select isnt((select incident_id from public.audit_log where action = 'failed_on_probation'), null, 'for an incident that is named');
select pg_temp.told();
select pg_temp.deploy(false);
select pg_temp.told();

select public.rollback_filter(pg_temp.trader(), (select id from public.filter_versions where version = 3 and trader_id = pg_temp.trader()), pg_temp.owner(), 'Once more');
select results_eq('select * from pg_temp.story()', array['rolled_back owner 4>5 "Once more"'], 'the owner wants the repair all the same');
select pg_temp.told();
select public.claim_deployment(d.id), public.fail_deployment(d.id, 1, 'refused', 'The executor refused the code: no', false) from public.deployments as d where d.status = 'pending';
select public.rollback_filter(pg_temp.trader(), (select id from public.filter_versions where version = 5 and trader_id = pg_temp.trader()), pg_temp.owner());
select results_eq(
    'select * from pg_temp.story()', array['not_deployed system "The executor refused the code: no"', 'deployed_again owner 4>5'],
    'which the executor refuses, and the owner tries again'
);
select pg_temp.told();

update public.traders set filter = '{"code": "return other"}' where id = pg_temp.trader();
select results_eq('select * from pg_temp.story()', array['code_changed unknown 5>6'], 'somebody else changes the code');
select pg_temp.told();
select pg_temp.fail('index out of range');
select public.reject_fix(f.id, pg_temp.owner(), pg_temp.hash(f.id), 'Too loose') from (select pg_temp.propose() as id) as f;
select results_eq('select * from pg_temp.story()', array['fix_rejected owner "Too loose"'], 'the owner rejects a repair');
select pg_temp.told();
select public.set_incident_status(i.id, pg_temp.owner(), 'ignored', 'Later') from public.trader_incidents as i where i.status = 'open' and i.trader_id = pg_temp.trader();
select public.set_incident_status(i.id, pg_temp.owner(), 'open', 'Now') from public.trader_incidents as i where i.status = 'ignored' and i.trader_id = pg_temp.trader();
select public.set_incident_status(i.id, pg_temp.owner(), 'resolved', 'Done') from public.trader_incidents as i where i.status = 'open' and i.trader_id = pg_temp.trader();
select results_eq(
    'select * from pg_temp.story()',
    array['incident_ignored owner "Later"', 'incident_reopened owner "Now"', 'incident_resolved owner "Done"'], 'and ignores, reopens and resolves'
);

select pg_temp.act_as('00000000-0000-4000-8000-000000000002');
set local role authenticated;
select is((select count(*) from public.audit_log), 0::bigint, 'others read nothing of it');
reset role;
select pg_temp.act_as('00000000-0000-4000-8000-000000000009');
set local role authenticated;
select cmp_ok((select count(*) from public.audit_log), '>', 10::bigint, 'operators all');
reset role;
select pg_temp.act_as('00000000-0000-4000-8000-000000000001');
set local role authenticated;
select is(
    (public.list_audit('00000000-0000-4000-8000-0000000000aa', page_size => 1) -> 'items' -> 0) - '{id,created_at,details,incident_id}'::text[],
    '{"trader_id": "00000000-0000-4000-8000-0000000000aa", "actor": "you", "actor_id": "00000000-0000-4000-8000-000000000001", "action": "incident_resolved", "reason": "Done",
      "from_version_id": null, "to_version_id": null, "fix_id": null, "deployment_id": null}',
    'its owner a page of it'
);
select is(
    jsonb_array_length(public.list_audit(page_size => 5, after => public.list_audit(page_size => 5) -> 'next') -> 'items'), 5, 'and the next'
);
select throws_ok('delete from public.audit_log', '42501', null, 'and cannot delete it');
select throws_ok($$ update public.audit_log set reason = 'x' $$, '42501', null, 'or change it');
reset role;

update public.traders set user_id = '00000000-0000-4000-8000-000000000002' where id = pg_temp.trader();
select is((select count(distinct user_id) from public.audit_log), 1::bigint, 'a trader that changes hands takes its story along');
update public.audit_log set created_at = now() - interval '2 years' where action <> 'returned';
select private.prune_audit();
select results_eq('select action from public.audit_log', array['returned'], 'it is kept as long as the ledger');

select * from finish();
rollback;

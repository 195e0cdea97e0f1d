-- The page of traders: by state, in an order, how many there are of each, since when; and what repairs of one trader cost.
begin;
select plan(40);

insert into auth.users (id, email) values
    ('00000000-0000-4000-8000-000000000001', 'owner@example.com'),
    ('00000000-0000-4000-8000-000000000002', 'stranger@example.com');
insert into public.traders (id, user_id, name, filter)
select ('00000000-0000-4000-8000-0000000000' || n)::uuid, '00000000-0000-4000-8000-000000000001', name, '{"code": "return x"}'
from (values (10, 'delta'), (11, 'Alpha'), (12, 'charlie'), (13, 'Bravo'), (14, 'alpha'), (15, 'Echo')) as t (n, name);
insert into public.traders (id, user_id, name, filter) values
    ('00000000-0000-4000-8000-0000000000cc', null, 'Built-in', '{"code": "return x"}');
update public.traders set enabled = false where name = 'Echo';
insert into public.trader_error_history (trader_id, error_message, occurrences, occurred_at) values
    ('00000000-0000-4000-8000-000000000010', 'undefined: math', 2, now() - interval '3 hours'),
    ('00000000-0000-4000-8000-000000000011', 'divide by zero', 7, now() - interval '2 hours'),
    ('00000000-0000-4000-8000-000000000012', 'divide by zero', 5, now() - interval '1 hour'),
    ('00000000-0000-4000-8000-000000000015', 'divide by zero', 1, now() - interval '4 hours');
-- Charlie has two repairs to decide on; the one of the other fault is older.
insert into public.trader_error_history (trader_id, error_message) values ('00000000-0000-4000-8000-000000000012', 'index out of range [3] with length 2');
select public.claim_fix(f.id) from public.proposed_fixes as f where f.trader_id = '00000000-0000-4000-8000-000000000012';
select public.finish_fix(f.id, 1, '{"status": "proposed", "origin": "rules", "code": "return y", "validated": true, "validation": {}}')
from public.proposed_fixes as f
where f.trader_id = '00000000-0000-4000-8000-000000000012';
update public.proposed_fixes as f
set created_at = now() - interval '2 hours'
from public.trader_incidents as i
where i.id = f.incident_id and i.error_message like 'index%';
update public.trader_incidents set first_seen = now() - interval '3 hours' where error_message = 'undefined: math';
update public.filter_versions set live_since = now() - interval '2 days' where trader_id = '00000000-0000-4000-8000-000000000013';

create function pg_temp.become(user_id text) returns void language sql as $$
    select set_config('role', 'authenticated', true), set_config('request.jwt.claims', jsonb_build_object('sub', user_id, 'role', 'authenticated')::text, true);
$$;
create function pg_temp.names(page jsonb) returns jsonb language sql as $$
    select jsonb_path_query_array(page, '$.items[*].name');
$$;
-- All pages of a list, two at a time.
create function pg_temp.pages(sort text) returns jsonb language plpgsql as $$
declare
    v_page jsonb := public.list_traders(sort => pages.sort, page_size => 2);
    v_names jsonb := pg_temp.names(v_page);
begin
    while v_page -> 'next' <> 'null' loop
        v_page := public.list_traders(sort => pages.sort, page_size => 2, after => v_page -> 'next');
        v_names := v_names || pg_temp.names(v_page);
    end loop;
    return v_names;
end
$$;
create function pg_temp.card(name text) returns jsonb language sql as $$
    select t from jsonb_array_elements(public.list_traders() -> 'items') as t where t ->> 'name' = card.name;
$$;

select pg_temp.become('00000000-0000-4000-8000-000000000001');

select is(pg_temp.names(public.list_traders(state => 'running')), '["alpha", "Bravo"]', 'traders that run can be asked for');
select is(pg_temp.names(public.list_traders(state => 'degraded')), '["charlie", "Alpha"]', 'those that fail somewhere');
select is(pg_temp.names(public.list_traders(state => 'stopped')), '["delta"]', 'those that do not compile');
select is(pg_temp.names(public.list_traders(state => 'disabled')), '["Echo"]', 'those that are switched off, failing or not');
select is(pg_temp.names(public.list_traders(state => 'waiting')), '["charlie"]', 'and those with a repair to decide on');
select is(pg_temp.names(public.list_traders(state => 'degraded', search => 'ALPHA')), '["Alpha"]', 'of a state and a name at once');
select is(pg_temp.names(public.list_traders(state => 'degraded', page_size => 1)), '["charlie"]', 'by pages');
select is(
    pg_temp.names(public.list_traders(state => 'degraded', page_size => 1, after => public.list_traders(state => 'degraded', page_size => 1) -> 'next')),
    '["Alpha"]', 'that are full although others lie between'
);
select is(
    pg_temp.names(public.list_traders(failing => false, state => 'running')), '["alpha", "Bravo"]', 'what has errors can still be told from what has none'
);
select throws_ok($$ select public.list_traders(state => 'broken') $$, 'TE400', null, 'a state must be known');
select throws_ok($$ select public.list_traders(sort => 'age') $$, 'TE400', null, 'an order must be known');
select throws_ok($$ select public.list_traders(sort => null) $$, 'TE400', null, 'and given');

select is(
    pg_temp.names(public.list_traders(sort => 'name')), '["alpha", "Alpha", "Bravo", "charlie", "delta", "Echo"]', 'by name, capitals make no difference'
);
select is(pg_temp.pages('name'), pg_temp.names(public.list_traders(sort => 'name')), 'pages by name leave out and repeat none, also of the same name');
select is(
    pg_temp.names(public.list_traders(sort => 'errors')), '["Alpha", "charlie", "delta", "Echo", "alpha", "Bravo"]', 'by errors, the most first'
);
select is(pg_temp.pages('errors'), pg_temp.names(public.list_traders(sort => 'errors')), 'pages by errors leave out and repeat none');
select is(pg_temp.pages('recent'), pg_temp.names(public.list_traders()), 'nor do those by the latest failure, which is the order unless told');
select throws_ok(
    $$ select public.list_traders(sort => 'errors', after => public.list_traders(sort => 'name', page_size => 2) -> 'next') $$, 'TE400', null,
    'a page of one order does not go on from one of another'
);
select throws_ok(
    $$ select public.list_traders(sort => 'errors', after => '{"errors": "many", "id": "00000000-0000-4000-8000-000000000010"}') $$, 'TE400', null,
    'nor from what cannot be read'
);

select is(
    public.list_trader_counts(), '{"running": 2, "degraded": 2, "stopped": 1, "disabled": 1, "waiting": 1}', 'the traders of each state are counted'
);
select is(
    public.list_trader_counts(built_in => true), '{"running": 1, "degraded": 0, "stopped": 0, "disabled": 0, "waiting": 0}', 'as are the built-in ones'
);

select is(
    (pg_temp.card('delta') ->> 'since')::timestamptz, now() - interval '3 hours', 'what fails does so since its oldest open incident'
);
select is((pg_temp.card('Bravo') ->> 'since')::timestamptz, now() - interval '2 days', 'what runs does so since its code went live');
select is((pg_temp.card('alpha') ->> 'since')::timestamptz, now(), 'or, if that was ever so, since it became its code');
select is(pg_temp.card('Echo') -> 'since', 'null', 'what is switched off has no since');
select is(
    pg_temp.card('charlie') ->> 'waiting_incident_id', (select id::text from public.trader_incidents where error_message like 'index%'),
    'a card leads to the repair that has waited for longest'
);
select is(pg_temp.card('charlie') -> 'waiting_fixes', '2', 'and counts them');
select is(
    pg_temp.card('charlie') ->> 'summary',
    (select i.summary from public.trader_incidents as i where i.id = (pg_temp.card('charlie') ->> 'incident_id')::uuid),
    'what happened is told in the words of the open incident that was seen last'
);
select is(pg_temp.card('Bravo') -> 'incident_id', 'null', 'and of what does not fail nothing is');
select is(pg_temp.card('Alpha') -> 'waiting_incident_id', 'null', 'where none waits it leads nowhere');

create function pg_temp.rights(trader_id text) returns jsonb language sql as $$
    select jsonb_build_array(p -> 'is_own', p -> 'may_act') from public.trader_page(rights.trader_id::uuid) as p;
$$;
select is(pg_temp.rights('00000000-0000-4000-8000-000000000011'), '[true, true]', 'a trader''s page says that it is the caller''s');
select is(pg_temp.rights('00000000-0000-4000-8000-0000000000cc'), '[false, false]', 'that a built-in one is not');
select set_config('request.jwt.claims', '{"sub": "00000000-0000-4000-8000-000000000003", "role": "authenticated", "app_metadata": {"role": "admin"}}', true);
select is(
    jsonb_build_array(pg_temp.rights('00000000-0000-4000-8000-000000000011'), pg_temp.rights('00000000-0000-4000-8000-0000000000cc')),
    '[[false, false], [false, true]]', 'and that operators see all, but act on the built-in ones alone'
);
select pg_temp.become('00000000-0000-4000-8000-000000000001');

reset role;
alter table public.fix_attempts disable trigger user;
update public.fix_attempts set cost_usd = 0.25, started_at = now() - interval '2 days';
insert into public.fix_attempts (fix_id, attempt, trader_id, user_id, incident_id, status, reason, cost_usd, started_at, ended_at)
select a.fix_id, 2 + n, a.trader_id, a.user_id, a.incident_id, 'retry', 'validation_failed', 0.5, now() - n * interval '40 days', now()
from public.fix_attempts as a
cross join generate_series(0, 1) as n;
update public.proposed_fixes as f
set status = 'accepted', decided_at = now()
from public.trader_incidents as i
where i.id = f.incident_id and i.error_message like 'index%';
select pg_temp.become('00000000-0000-4000-8000-000000000001');

select is(
    public.trader_costs('00000000-0000-4000-8000-000000000012') - 'days', '{"attempts": 4, "cost_usd": 1.500000, "accepted": 1}',
    'what the repairs of a trader cost is summed up'
);
select is(jsonb_array_length(public.trader_costs('00000000-0000-4000-8000-000000000012', 7) -> 'days'), 7, 'and told day by day');
select is(
    public.trader_costs('00000000-0000-4000-8000-000000000012', 3) -> 'days' -> 2,
    jsonb_build_object('day', (now() at time zone 'UTC')::date, 'cost_usd', 1.0, 'attempts', 2), 'today last'
);
select is(public.trader_costs('00000000-0000-4000-8000-000000000011') -> 'cost_usd', '0', 'without repairs it is nothing');
select throws_ok($$ select public.trader_costs('00000000-0000-4000-8000-000000000011', 0) $$, 'TE400', null, 'at least a day is asked for');

select pg_temp.become('00000000-0000-4000-8000-000000000002');
select is(
    public.list_trader_counts(), '{"running": 0, "degraded": 0, "stopped": 0, "disabled": 0, "waiting": 0}', 'a stranger has none to count'
);
select is(
    public.trader_costs('00000000-0000-4000-8000-000000000012') - 'days', '{"attempts": 0, "cost_usd": 0, "accepted": 0}', 'and sees no cost of others'
);

select * from finish();
rollback;

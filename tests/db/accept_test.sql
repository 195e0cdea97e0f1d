-- Accepting a fix: as it was offered, edited, or with code of one's own; once, for the code that was shown, and on the code that runs.
begin;
select plan(52);

insert into auth.users (id, email, raw_app_meta_data) values
    ('00000000-0000-4000-8000-000000000001', 'owner@example.com', '{}'),
    ('00000000-0000-4000-8000-000000000002', 'other@example.com', '{}'),
    ('00000000-0000-4000-8000-000000000009', 'operator@example.com', '{"role": "admin"}');
insert into public.traders (id, user_id, name, filter)
select
    ('00000000-0000-4000-8000-0000000000' || n)::uuid, case when n < 90 then '00000000-0000-4000-8000-000000000001' end::uuid, 'Trader ' || n,
    '{"code": "return a", "seriesCode": "return s", "description": "Mine"}'
from unnest(array_cat(array(select generate_series(10, 22)), '{90}')) as n;
update private.settings set systemic_traders = 1000;
insert into public.trader_error_history (trader_id, error_message) select t.id, 'divide by zero' from public.traders as t;

create function pg_temp.user_id(n integer) returns uuid language sql as $$ select ('00000000-0000-4000-8000-00000000000' || n)::uuid; $$;
create function pg_temp.trader(n integer) returns uuid language sql as $$ select ('00000000-0000-4000-8000-0000000000' || n)::uuid; $$;
create function pg_temp.fix(n integer) returns public.proposed_fixes language sql as $$
    select f from public.proposed_fixes as f where f.trader_id = pg_temp.trader(n);
$$;
create function pg_temp.end(n integer, outcome jsonb) returns void language sql as $$
    select public.claim_fix((pg_temp.fix(n)).id), public.finish_fix((pg_temp.fix(n)).id, 1, outcome);
$$;
create function pg_temp.propose(n integer, validated boolean default true) returns void language sql as $$
    select pg_temp.end(n, jsonb_build_object(
        'status', 'proposed', 'origin', 'rules', 'code', 'return b', 'series_code', 'return s', 'validated', validated,
        'validation', '{"failure": "It fails on 2 markets."}'::jsonb
    ));
$$;
-- Accepts what was shown: the candidate, or where there is none the code that runs.
create function pg_temp.accept(n integer, edit jsonb default null, acknowledge boolean default false, shown text default null, actor integer default 1)
returns jsonb language sql as $$
    select public.accept_fix(
        f.id, pg_temp.user_id(actor), coalesce(shown, f.code_sha256, private.code_sha256('return a', 'return s')), edit, acknowledge, 'Because'
    )
    from pg_temp.fix(n) as f;
$$;
-- The refusal of a call, by both its codes.
create function pg_temp.refusal(call text) returns text language plpgsql as $$
declare
    v_detail text;
begin
    execute call;
    return 'none';
exception
    when others then
        get stacked diagnostics v_detail = pg_exception_detail;
        return concat_ws(' ', sqlstate, v_detail);
end
$$;
create function pg_temp.runs(n integer) returns text language sql as $$
    select concat_ws(' ', v.version, v.source, v.code, v.series_code) from public.filter_versions as v where v.trader_id = pg_temp.trader(n) and v.is_running;
$$;
create function pg_temp.accepted(n integer) returns text language sql as $$
    select concat_ws(' ', f.status, f.origin, f.code, f.validated) from pg_temp.fix(n) as f;
$$;

set local role service_role;

-- Who may, and what was shown.
select pg_temp.propose(10);
select is(pg_temp.refusal('select pg_temp.accept(10, actor => 2)'), 'TE404 fix_not_found', 'another user finds no fix');
select is(pg_temp.refusal('select pg_temp.accept(10, actor => 9)'), 'TE404 fix_not_found', 'nor does an operator, whose trader it is not');
select is(pg_temp.refusal(format('select pg_temp.accept(10, shown => %L)', repeat('0', 64))), 'TE409 code_mismatch', 'other code than was shown is not accepted');
select is(pg_temp.refusal(format('select pg_temp.accept(10, %L, shown => %L)', '{"code": "return c"}', repeat('0', 64))), 'TE409 code_mismatch', 'nor an edit of it');
select is(pg_temp.runs(10), '1 original return a return s', 'refusals change nothing');

-- As offered.
create temporary table first as select pg_temp.accept(10) as card;
select is(card - '{id,trader_id,version_id,fix_id,created_at,next_attempt_at,is_validated,code_sha256}'::text[], '{
    "version": 2, "status": "pending", "reason": null, "error": null, "next": "ask_executor", "attempts": 0, "live_since": null, "confirmed_at": null,
    "watch_until": null, "is_automatic": false, "request_reason": "Because", "already_accepted": false
}', 'what is accepted is on its way to the executor') from first;
select is(pg_temp.runs(10), '2 fix return b return s', 'as a version of its own');
select is((select author_id from public.filter_versions where trader_id = pg_temp.trader(10) and version = 2), pg_temp.user_id(1), 'by who accepted it');
select results_eq(
    'select f.decided_by, f.decided_at, f.decision_reason from pg_temp.fix(10) as f', $$ values (pg_temp.user_id(1), now(), 'Because') $$,
    'the fix says who, when and why'
);
select results_eq(
    format('select i.status, i.resolved_by_version_id from public.trader_incidents as i where i.trader_id = %L', pg_temp.trader(10)),
    $$ select 'resolved', (card ->> 'version_id')::uuid from first $$, 'its incident is resolved by that version'
);
select is(
    (select t.filter from public.traders as t where t.id = pg_temp.trader(10)), '{"code": "return b", "seriesCode": "return s", "description": "Mine"}',
    'and the filter has the code'
);
select is(pg_temp.accept(10) - 'already_accepted', card - 'already_accepted', 'twice is once') from first;
select is((pg_temp.accept(10) -> 'already_accepted')::boolean, true, 'of which the second time is told');
select is(pg_temp.refusal($$ select pg_temp.accept(10, '{"code": "return c"}', true) $$), 'TE409 already_accepted', 'other code comes too late then');
select public.claim_deployment((card ->> 'id')::uuid), public.finish_deployment((card ->> 'id')::uuid, 1) from first;
select is(pg_temp.accept(10) ->> 'status', 'deployed', 'a retry learns how it stands by then');
select is((select count(*) from public.deployments), 1::bigint, 'of one deployment');

-- Edited.
select pg_temp.propose(11);
select is(
    pg_temp.refusal($$ select pg_temp.accept(11, '{"code": "return c", "failure": "It panics."}') $$), 'TE422 not_validated', 'an edit that is not proven must be acknowledged'
);
select throws_like($$ select pg_temp.accept(11, '{"code": "return c", "failure": "It panics."}') $$, '%: It panics. Send %', 'which says what speaks against it');
select is(pg_temp.accept(11, '{"code": "return c"}', true) ->> 'status', 'pending', 'acknowledged it is accepted');
select is(pg_temp.runs(11), '2 edit return c return s', 'as an edit, with the series code that was there');
select is(pg_temp.accepted(11), 'accepted rules return b t', 'the fix keeps what was offered');
select is((pg_temp.accept(11, '{"code": "return c"}', true) -> 'already_accepted')::boolean, true, 'the same edit once more is no other');
select is(pg_temp.refusal('select pg_temp.accept(11)'), 'TE409 already_accepted', 'what was offered is');
select pg_temp.propose(12, false);
select is(pg_temp.accept(12, '{"code": "return c", "series_code": "return t", "validated": true, "validation": {}}') ->> 'status', 'pending', 'an edit that is proven needs no acknowledgement');
select is(pg_temp.runs(12), '2 edit return c return t', 'and may change the series code');
select pg_temp.propose(13);
select is(pg_temp.accept(13, '{"code": "return b", "series_code": "return s"}') ->> 'status', 'pending', 'an edit that changes nothing is what was offered');
select is(pg_temp.runs(13), '2 fix return b return s', 'and no edit');
select pg_temp.propose(14);
select is(pg_temp.refusal($$ select pg_temp.accept(14, '{"code": "return a"}', true) $$), 'TE422 code_unchanged', 'what runs already is not accepted');
select is(pg_temp.accept(14, '{"code": "return a", "series_code": "return t"}', true) ->> 'status', 'pending', 'unless its series code is other');

-- What is offered without a proof.
select pg_temp.propose(15, false);
select is(pg_temp.refusal('select pg_temp.accept(15)'), 'TE422 not_validated', 'a fix that is not proven must be acknowledged');
select throws_like('select pg_temp.accept(15)', '%: It fails on 2 markets. Send %', 'which says what speaks against it');
select is(pg_temp.refusal('select pg_temp.accept(15, acknowledge => null)'), 'TE422 not_validated', 'saying nothing is no acknowledgement');
select is(pg_temp.accept(15, acknowledge => true) ->> 'status', 'pending', 'acknowledged it is accepted');

-- Other code runs by now.
select pg_temp.propose(16);
update public.traders set filter = filter || '{"code": "return other"}' where id = pg_temp.trader(16);
select is(pg_temp.refusal('select pg_temp.accept(16)'), 'TE409 base_moved', 'a fix of code that no longer runs is not accepted');
select is(pg_temp.refusal($$ select pg_temp.accept(16, '{"code": "return c"}', true) $$), 'TE409 base_moved', 'nor an edit of it');
select is(pg_temp.runs(16), '2 external return other return s', 'the other code goes on running');

-- Fixes without a candidate, with code of one's own.
select is(pg_temp.refusal('select pg_temp.accept(17)'), 'TE409 fix_not_proposed', 'a fix that waits to be made is not accepted');
select pg_temp.end(17, '{"status": "failed", "reason": "no_result"}');
select pg_temp.end(18, '{"status": "held", "reason": "daily_cost_cap"}');
select pg_temp.end(19, '{"status": "unfixable", "reason": "no_proof"}');
select is(pg_temp.refusal('select pg_temp.accept(17, acknowledge => true)'), 'TE422 no_candidate', 'nor one that found nothing');
select is(
    pg_temp.refusal(format('select pg_temp.accept(17, %L, true, %L)', '{"code": "return c"}', private.code_sha256('return b', 'return s'))), 'TE409 code_mismatch',
    'for which the code that runs was shown'
);
select is(pg_temp.refusal($$ select pg_temp.accept(17, '{"code": "return c"}') $$), 'TE422 not_validated', 'one''s own code must be acknowledged too');
select pg_temp.accept(n, '{"code": "return c", "validation": {"compiles": true}}', true) from generate_series(17, 19) as n;
select is(
    array[pg_temp.accepted(17), pg_temp.accepted(18), pg_temp.accepted(19)], array_fill('accepted user return c f'::text, array[3]),
    'what failed, is held or cannot be mended is accepted with one''s own code, which becomes the fix'
);
select is(pg_temp.runs(17), '2 edit return c return s', 'as an edit');
select is((select f.validation from pg_temp.fix(17) as f), '{"compiles": true}', 'with what is known of it');
select pg_temp.end(20, '{"status": "failed", "reason": "validation_failed", "origin": "llm", "code": "return b", "series_code": "return s", "validated": false, "validation": {}}');
select is(pg_temp.accept(20, acknowledge => true) ->> 'status', 'pending', 'a candidate that did not hold is accepted by who wants it all the same');
select pg_temp.propose(21);
select public.reject_fix((pg_temp.fix(21)).id, pg_temp.user_id(1), (pg_temp.fix(21)).code_sha256);
select is(pg_temp.refusal('select pg_temp.accept(21)'), 'TE409 fix_not_proposed', 'what was rejected is not accepted');

-- Sent again, because the executor did not take it.
select pg_temp.propose(22, false);
select pg_temp.accept(22, acknowledge => true);
create temporary table unproven as select d.* from public.deployments as d where d.trader_id = pg_temp.trader(22);
select is(is_validated, false, 'the deployment of what is not proven says so') from unproven;
select public.claim_deployment(id), public.fail_deployment(id, 1, 'executor_refused', 'No', false) from unproven;
create temporary table again as select public.rollback_filter(trader_id, version_id, pg_temp.user_id(1)) as card from unproven;
select isnt((card ->> 'id')::uuid, id, 'it is sent again as another deployment') from again, unproven;
select is(card -> 'is_validated', 'false', 'which is not proven either') from again;
select is((card ->> 'fix_id')::uuid, fix_id, 'and of the same fix') from again, unproven;

-- Built-in traders.
select pg_temp.propose(90);
select is(pg_temp.refusal('select pg_temp.accept(90)'), 'TE404 fix_not_found', 'nobody''s fixes are not any user''s');
select is(pg_temp.accept(90, actor => 9) ->> 'status', 'pending', 'but an operator''s');
select is((select count(*) from public.audit_log where action = 'fix_accepted'), (select count(*) - 1 from public.deployments), 'each is on record once, and not again when it is sent again');

select * from finish();
rollback;

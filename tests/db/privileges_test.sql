-- Who may do what with every table, view and function: each cell is tried as that user. What is not named here fails.
begin;
set local search_path = public, extensions;
select * from no_plan();

insert into auth.users (id, email, raw_app_meta_data) values
    ('00000000-0000-4000-8000-000000000001', 'a@example.com', '{}'),
    ('00000000-0000-4000-8000-000000000002', 'b@example.com', '{}'),
    ('00000000-0000-4000-8000-000000000003', 'operator@example.com', '{"role": "admin"}');

-- One row of A's in every table, whatever else the migrations put there.
insert into public.traders (id, user_id, name, filter) values
    ('00000000-0000-4000-8000-0000000000aa', '00000000-0000-4000-8000-000000000001', 'Dip hunter', '{"code": "return broken"}');
insert into public.trader_error_history (event_id, trader_id, error_message) values (
    '00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-0000000000aa', 'reflect: slice index out of range'
);
insert into public.deployments (trader_id, user_id, version_id)
select v.trader_id, v.user_id, v.id from public.filter_versions as v;
insert into public.notification_preferences (user_id) values ('00000000-0000-4000-8000-000000000001');
insert into public.recovery_preferences (user_id) values ('00000000-0000-4000-8000-000000000001');
select public.claim_fix(f.id) is not null as claimed from public.proposed_fixes as f;
select public.reserve_llm_call(f.id, 1, 1, 'model', 1) as reserved from public.proposed_fixes as f;
insert into private.model_answers (fix_id, attempt, answer) select f.id, 1, '{}' from public.proposed_fixes as f;
insert into private.attempt_inputs (fix_id, attempt, inputs) select f.id, 1, '' from public.proposed_fixes as f;
insert into private.trace_feedback (fix_id, trace_id, verdict, next_attempt_at) select f.id, 'trace', 'rejected', now() + interval '1 hour' from public.proposed_fixes as f;
update public.proposed_fixes set status = 'failed', lease_until = null, reason = 'no_result';
insert into public.systemic_faults (fingerprint, error_type, error_message) values ('v2:1', 'runtime', 'Many fail');
insert into private.lost_bells (hour, function_name, bells) values (date_trunc('hour', now()), 'notify', 1);
insert into private.email_pause (until, reason) values (now() + interval '1 hour', 'daily_quota_exceeded');
insert into public.undeliverable_addresses (user_id, email, reason) values ('00000000-0000-4000-8000-000000000001', 'a@example.com', 'bounced');
delete from private.operator_alerts;
insert into private.operator_alerts (kind, subject, title, body, link) values ('sweeper_silent', '1', 'x', 'x', '/operations');
insert into private.preview_load (user_id, minute, previews) values ('00000000-0000-4000-8000-000000000001', now(), 1);
delete from public.audit_log where action <> 'deployed_again';
-- No job leaves its own meanwhile.
lock table private.heartbeats in share row exclusive mode;
delete from private.heartbeats;
insert into private.heartbeats (job, beat_at) values ('sweep', now());
delete from private.platform_figures;
insert into private.platform_figures (made_at, took, figures, missing_secrets) values (now(), '0', '{}', '{}');
delete from public.notifications where kind <> 'incident_detected';
delete from private.error_rules where rank < 32000;


-- What each verb tries. An insert is a row in A's name, so that only A may have it; '' for a view that cannot be written.
create temporary table attempts (object text primary key, column_name text, new_row text);
insert into attempts values
    ('public.traders', 'name', $$(user_id, name, filter) values ('00000000-0000-4000-8000-000000000001', 'x', '{}')$$),
    ('public.filter_versions', 'health', $$(trader_id, version, code, source) values ('00000000-0000-4000-8000-0000000000aa', 9, '', 'edit')$$),
    ('public.trader_incidents', 'summary', $$(trader_id, fingerprint, component, error_type, attribution, summary, error_message, first_seen, last_seen)
        values ('00000000-0000-4000-8000-0000000000aa', 'v2:2', 'filter', 'runtime', 'data', 'x', 'x', now(), now())$$),
    ('public.incident_hours', 'occurrences', $$(incident_id, hour, trader_id, occurrences)
        select id, '2026-01-01', trader_id, 1 from public.trader_incidents limit 1$$),
    ('public.trader_error_history', 'symbol', $$(trader_id, error_message) values ('00000000-0000-4000-8000-0000000000aa', 'undefined: math')$$),
    ('public.proposed_fixes', 'reason_detail', $$(trader_id, incident_id, base_version_id)
        select trader_id, id, filter_version_id from public.trader_incidents limit 1$$),
    ('public.fix_attempts', 'reason_detail', $$(fix_id, attempt, trader_id, incident_id)
        select id, 9, trader_id, incident_id from public.proposed_fixes limit 1$$),
    ('public.deployments', 'error', $$(trader_id, version_id, status) select trader_id, id, 'pending' from public.filter_versions limit 0$$),
    ('public.notifications', 'read_at', $$(user_id, trader_id, kind, subject_id, title, body, link) values (
        '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-0000000000aa', 'fix_failed', gen_random_uuid(), 'x', 'x', '/x')$$),
    ('public.notification_preferences', 'email', $$(user_id) values ('00000000-0000-4000-8000-000000000001') on conflict (user_id) do update set email = true$$),
    ('public.recovery_preferences', 'auto_rollback',
        $$(user_id) values ('00000000-0000-4000-8000-000000000001') on conflict (user_id) do update set auto_rollback = true$$),
    ('public.daily_spend', 'calls', $$(user_id, day) values ('00000000-0000-4000-8000-000000000001', '2026-01-01')$$),
    ('public.llm_usage', 'input_tokens', $$(attempt, call, day, model, reserved_usd) values (9, 9, '2026-01-01', 'x', 1)$$),
    ('public.systemic_faults', 'last_seen', $$(fingerprint, error_type, error_message) values ('v2:3', 'runtime', 'x')$$),
    ('public.audit_log', 'reason', $$(trader_id, user_id, is_system, action)
        values ('00000000-0000-4000-8000-0000000000aa', '00000000-0000-4000-8000-000000000001', true, 'verified')$$),
    ('public.dead_letters', 'reason', $$(kind) values ('fix')$$),
    ('public.undeliverable_addresses', 'since', $$(user_id, email, reason) values ('00000000-0000-4000-8000-000000000001', 'x', 'bounced') on conflict do nothing$$),
    ('private.attempt_inputs', 'created_at', $$(fix_id, attempt, inputs) select fix_id, 1, '' from private.attempt_inputs on conflict do nothing$$),
    ('private.count_changes', 'value', $$(name, labels, value) values ('x', '{}', 1)$$),
    ('private.counts', 'value', $$(name, labels, value) values ('x', '{}', 1)$$),
    ('private.due_work', 'due_at', $$(function_name) values ('notify')$$),
    ('private.email_pause', 'reason', $$(until, reason) values (now(), 'x') on conflict do nothing$$),
    ('private.error_event_ids', 'received_at', $$(event_id) values (gen_random_uuid())$$),
    ('private.error_rules', 'summary', $$select * from private.error_rules limit 0$$),
    ('private.heartbeats', 'runs', $$(job, beat_at) values ('prune', now())$$),
    ('private.ingest_load', 'events', $$(caller, minute, slot, events, rows) values ('x', now(), 0, 0, 0)$$),
    ('private.lost_bells', 'bells', $$(hour, function_name, bells) values ('2026-01-01', 'notify', 1)$$),
    ('private.model_answers', 'created_at', $$(fix_id, attempt, answer) select fix_id, 1, '{}' from private.model_answers on conflict do nothing$$),
    ('private.operator_alerts', 'error', $$(kind, subject, title, body, link) values ('dead_letters', 'x', 'x', 'x', '/x')$$),
    ('private.platform_figures', 'made_at', $$(made_at, took, figures, missing_secrets) values (now(), '0', '{}', '{}') on conflict do nothing$$),
    ('private.preview_load', 'previews', $$(user_id, minute, previews) values ('00000000-0000-4000-8000-000000000001', '2026-01-01', 1)$$),
    ('private.trace_feedback', 'error', $$(fix_id, trace_id, verdict) select fix_id, 'x', 'accepted' from private.trace_feedback$$),
    ('private.settings', 'max_attempts', $$select * from private.settings limit 0$$),
    ('private.trader_attempts', 'attempts', $$(trader_id, day, attempts) values ('00000000-0000-4000-8000-0000000000aa', '2026-01-01', 1)$$);

-- Rows seen or changed, or the code of the refusal: 42501 insufficient_privilege, 55000 a view that cannot be written.
create temporary table expectations (object text, verb text, anon text, a text, b text, operator text, service text);
insert into expectations values
    ('public.traders', 'select', '42501', '1', '0', '1', '1'),
    ('public.traders', 'insert', '42501', '1', '42501', '42501', '1'),
    ('public.traders', 'update', '42501', '1', '0', '0', '1'),
    ('public.traders', 'delete', '42501', '1', '0', '0', '1'),
    ('public.fix_attempts', 'select', '42501', '1', '0', '1', '1'),
    ('public.fix_attempts', 'insert', '42501', '42501', '42501', '42501', '1'),
    ('public.fix_attempts', 'update', '42501', '42501', '42501', '42501', '1'),
    ('public.fix_attempts', 'delete', '42501', '42501', '42501', '42501', '42501'),
    ('private.attempt_inputs', 'select', '42501', '42501', '42501', '42501', '1'),
    ('private.attempt_inputs', 'insert', '42501', '42501', '42501', '42501', '0'),
    ('private.attempt_inputs', 'update', '42501', '42501', '42501', '42501', '42501'),
    ('private.attempt_inputs', 'delete', '42501', '42501', '42501', '42501', '1'),
    ('private.model_answers', 'select', '42501', '42501', '42501', '42501', '1'),
    ('private.model_answers', 'insert', '42501', '42501', '42501', '42501', '0'),
    ('private.model_answers', 'update', '42501', '42501', '42501', '42501', '1'),
    ('private.model_answers', 'delete', '42501', '42501', '42501', '42501', '1'),
    ('private.trace_feedback', 'select', '42501', '0', '0', '1', '1'),
    ('private.trace_feedback', 'insert', '42501', '42501', '42501', '42501', '1'),
    ('private.trace_feedback', 'update', '42501', '42501', '42501', '42501', '1'),
    ('private.trace_feedback', 'delete', '42501', '42501', '42501', '42501', '1'),
    ('public.filter_versions', 'select', '42501', '1', '0', '1', '1'),
    ('public.filter_versions', 'insert', '42501', '42501', '42501', '42501', '1'),
    ('public.filter_versions', 'update', '42501', '42501', '42501', '42501', '1'),
    ('public.filter_versions', 'delete', '42501', '42501', '42501', '42501', '42501'),
    ('public.trader_incidents', 'select', '42501', '1', '0', '1', '1'),
    ('public.trader_incidents', 'insert', '42501', '42501', '42501', '42501', '1'),
    ('public.trader_incidents', 'update', '42501', '42501', '42501', '42501', '1'),
    ('public.trader_incidents', 'delete', '42501', '42501', '42501', '42501', '42501'),
    ('public.incident_hours', 'select', '42501', '1', '0', '1', '1'),
    ('public.incident_hours', 'insert', '42501', '42501', '42501', '42501', '42501'),
    ('public.incident_hours', 'update', '42501', '42501', '42501', '42501', '42501'),
    ('public.incident_hours', 'delete', '42501', '42501', '42501', '42501', '42501'),
    ('public.trader_error_history', 'select', '42501', '1', '0', '1', '1'),
    ('public.trader_error_history', 'insert', '42501', '42501', '42501', '42501', '1'),
    ('public.trader_error_history', 'update', '42501', '42501', '42501', '42501', '42501'),
    ('public.trader_error_history', 'delete', '42501', '42501', '42501', '42501', '42501'),
    ('public.proposed_fixes', 'select', '42501', '1', '0', '1', '1'),
    ('public.proposed_fixes', 'insert', '42501', '42501', '42501', '42501', '1'),
    ('public.proposed_fixes', 'update', '42501', '42501', '42501', '42501', '1'),
    ('public.proposed_fixes', 'delete', '42501', '42501', '42501', '42501', '42501'),
    ('public.deployments', 'select', '42501', '1', '0', '1', '1'),
    ('public.deployments', 'insert', '42501', '42501', '42501', '42501', '0'),
    ('public.deployments', 'update', '42501', '42501', '42501', '42501', '1'),
    ('public.deployments', 'delete', '42501', '42501', '42501', '42501', '42501'),
    ('public.notifications', 'select', '42501', '1', '0', '1', '1'),
    ('public.notifications', 'insert', '42501', '42501', '42501', '42501', '1'),
    ('public.notifications', 'update', '42501', '1', '0', '0', '1'),
    ('public.notifications', 'delete', '42501', '42501', '42501', '42501', '42501'),
    ('public.notification_preferences', 'select', '42501', '1', '0', '1', '1'),
    ('public.notification_preferences', 'insert', '42501', '1', '42501', '42501', '42501'),
    ('public.notification_preferences', 'update', '42501', '1', '0', '0', '42501'),
    ('public.notification_preferences', 'delete', '42501', '42501', '42501', '42501', '42501'),
    ('public.recovery_preferences', 'select', '42501', '1', '0', '1', '1'),
    ('public.recovery_preferences', 'insert', '42501', '1', '42501', '42501', '42501'),
    ('public.recovery_preferences', 'update', '42501', '1', '0', '0', '42501'),
    ('public.recovery_preferences', 'delete', '42501', '42501', '42501', '42501', '42501'),
    ('public.audit_log', 'select', '42501', '1', '0', '1', '1'),
    ('public.audit_log', 'insert', '42501', '42501', '42501', '42501', '42501'),
    ('public.audit_log', 'update', '42501', '42501', '42501', '42501', '42501'),
    ('public.audit_log', 'delete', '42501', '42501', '42501', '42501', '42501'),
    ('private.platform_figures', 'select', '42501', '0', '0', '1', '1'),
    ('private.platform_figures', 'insert', '42501', '42501', '42501', '42501', '42501'),
    ('private.platform_figures', 'update', '42501', '42501', '42501', '42501', '42501'),
    ('private.platform_figures', 'delete', '42501', '42501', '42501', '42501', '42501'),
    ('private.preview_load', 'select', '42501', '42501', '42501', '42501', '1'),
    ('private.preview_load', 'insert', '42501', '42501', '42501', '42501', '1'),
    ('private.preview_load', 'update', '42501', '42501', '42501', '42501', '1'),
    ('private.preview_load', 'delete', '42501', '42501', '42501', '42501', '1'),
    ('public.daily_spend', 'select', '42501', '1', '0', '1', '1'),
    ('public.daily_spend', 'insert', '42501', '42501', '42501', '42501', '42501'),
    ('public.daily_spend', 'update', '42501', '42501', '42501', '42501', '42501'),
    ('public.daily_spend', 'delete', '42501', '42501', '42501', '42501', '42501'),
    ('public.llm_usage', 'select', '42501', '1', '0', '1', '1'),
    ('public.llm_usage', 'insert', '42501', '42501', '42501', '42501', '42501'),
    ('public.llm_usage', 'update', '42501', '42501', '42501', '42501', '42501'),
    ('public.llm_usage', 'delete', '42501', '42501', '42501', '42501', '42501'),
    ('public.systemic_faults', 'select', '42501', '0', '0', '1', '1'),
    ('public.systemic_faults', 'insert', '42501', '42501', '42501', '42501', '42501'),
    ('public.systemic_faults', 'update', '42501', '42501', '42501', '42501', '1'),
    ('public.systemic_faults', 'delete', '42501', '42501', '42501', '42501', '42501'),
    ('public.undeliverable_addresses', 'select', '42501', '1', '0', '1', '1'),
    ('public.undeliverable_addresses', 'insert', '42501', '42501', '42501', '42501', '0'),
    ('public.undeliverable_addresses', 'update', '42501', '42501', '42501', '42501', '1'),
    ('public.undeliverable_addresses', 'delete', '42501', '42501', '42501', '42501', '42501'),
    ('public.dead_letters', 'select', '42501', '1', '0', '1', '1'),
    ('public.dead_letters', 'insert', '55000', '55000', '55000', '55000', '55000'),
    ('public.dead_letters', 'update', '55000', '55000', '55000', '55000', '55000'),
    ('public.dead_letters', 'delete', '55000', '55000', '55000', '55000', '55000'),
    ('private.due_work', 'select', '42501', '0', '0', '1', '1'),
    ('private.due_work', 'insert', '42501', '55000', '55000', '55000', '55000'),
    ('private.due_work', 'update', '42501', '55000', '55000', '55000', '55000'),
    ('private.due_work', 'delete', '42501', '55000', '55000', '55000', '55000'),
    ('private.email_pause', 'select', '42501', '0', '0', '1', '1'),
    ('private.email_pause', 'insert', '42501', '42501', '42501', '42501', '0'),
    ('private.email_pause', 'update', '42501', '42501', '42501', '42501', '1'),
    ('private.email_pause', 'delete', '42501', '42501', '42501', '42501', '42501'),
    ('private.error_event_ids', 'select', '42501', '42501', '42501', '42501', '1'),
    ('private.error_event_ids', 'insert', '42501', '42501', '42501', '42501', '1'),
    ('private.error_event_ids', 'update', '42501', '42501', '42501', '42501', '42501'),
    ('private.error_event_ids', 'delete', '42501', '42501', '42501', '42501', '42501'),
    ('private.error_rules', 'select', '42501', '42501', '42501', '42501', '1'),
    ('private.error_rules', 'insert', '42501', '42501', '42501', '42501', '42501'),
    ('private.error_rules', 'update', '42501', '42501', '42501', '42501', '42501'),
    ('private.error_rules', 'delete', '42501', '42501', '42501', '42501', '42501'),
    ('private.heartbeats', 'select', '42501', '0', '0', '1', '1'),
    ('private.heartbeats', 'insert', '42501', '42501', '42501', '42501', '42501'),
    ('private.heartbeats', 'update', '42501', '42501', '42501', '42501', '42501'),
    ('private.heartbeats', 'delete', '42501', '42501', '42501', '42501', '42501'),
    ('private.count_changes', 'select', '42501', '42501', '42501', '42501', '42501'),
    ('private.count_changes', 'insert', '42501', '42501', '42501', '42501', '42501'),
    ('private.count_changes', 'update', '42501', '42501', '42501', '42501', '42501'),
    ('private.count_changes', 'delete', '42501', '42501', '42501', '42501', '42501'),
    ('private.counts', 'select', '42501', '42501', '42501', '42501', '42501'),
    ('private.counts', 'insert', '42501', '42501', '42501', '42501', '42501'),
    ('private.counts', 'update', '42501', '42501', '42501', '42501', '42501'),
    ('private.counts', 'delete', '42501', '42501', '42501', '42501', '42501'),
    ('private.ingest_load', 'select', '42501', '0', '0', '1', '42501'),
    ('private.ingest_load', 'insert', '42501', '42501', '42501', '42501', '42501'),
    ('private.ingest_load', 'update', '42501', '42501', '42501', '42501', '42501'),
    ('private.ingest_load', 'delete', '42501', '42501', '42501', '42501', '42501'),
    ('private.lost_bells', 'select', '42501', '0', '0', '1', '1'),
    ('private.lost_bells', 'insert', '42501', '42501', '42501', '42501', '42501'),
    ('private.lost_bells', 'update', '42501', '42501', '42501', '42501', '42501'),
    ('private.lost_bells', 'delete', '42501', '42501', '42501', '42501', '42501'),
    ('private.operator_alerts', 'select', '42501', '0', '0', '1', '1'),
    ('private.operator_alerts', 'insert', '42501', '42501', '42501', '42501', '1'),
    ('private.operator_alerts', 'update', '42501', '42501', '42501', '42501', '1'),
    ('private.operator_alerts', 'delete', '42501', '42501', '42501', '42501', '1'),
    ('private.settings', 'select', '42501', '1', '1', '1', '1'),
    ('private.settings', 'insert', '42501', '42501', '42501', '42501', '42501'),
    ('private.settings', 'update', '42501', '42501', '42501', '42501', '1'),
    ('private.settings', 'delete', '42501', '42501', '42501', '42501', '42501'),
    ('private.trader_attempts', 'select', '42501', '42501', '42501', '42501', '1'),
    ('private.trader_attempts', 'insert', '42501', '42501', '42501', '42501', '1'),
    ('private.trader_attempts', 'update', '42501', '42501', '42501', '42501', '1'),
    ('private.trader_attempts', 'delete', '42501', '42501', '42501', '42501', '42501');


create function pg_temp.become(who text) returns void language plpgsql as $$
declare
    v_role text := case who when 'anon' then 'anon' when 'service' then 'service_role' else 'authenticated' end;
begin
    perform set_config('request.jwt.claims', jsonb_strip_nulls(jsonb_build_object(
        'role', v_role,
        'sub', '00000000-0000-4000-8000-00000000000' || nullif(strpos('abo', left(who, 1)), 0),
        'app_metadata', case who when 'operator' then '{"role": "admin"}'::jsonb end
    ))::text, true);
    perform set_config('role', v_role, true);
end
$$;

-- The role and what was changed go back with the exception that ends the attempt.
create function pg_temp.outcome(who text, statement text) returns text language plpgsql as $$
declare
    v_rows bigint;
begin
    perform pg_temp.become(who);
    execute statement;
    get diagnostics v_rows = row_count;
    raise exception using errcode = 'OK000', message = v_rows;
exception
    when others then
        return case sqlstate when 'OK000' then sqlerrm else sqlstate end;
end
$$;

create function pg_temp.statement_of(verb text, attempt attempts) returns text language sql as $$
    select case verb
        when 'select' then format('select 1 from %s', attempt.object)
        when 'insert' then format('insert into %s %s', attempt.object, attempt.new_row)
        when 'update' then format('update %1$s set %2$I = %2$I', attempt.object, attempt.column_name)
        else format('delete from %s', attempt.object)
    end;
$$;

select set_eq(
    $$ select c.relnamespace::regnamespace || '.' || c.relname, v.verb
       from pg_class as c cross join (values ('select'), ('insert'), ('update'), ('delete')) as v (verb)
       where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and c.relkind in ('r', 'p', 'v', 'm', 'f')
           and not exists (select from pg_depend as d where d.objid = c.oid and d.deptype = 'e') $$,
    'select object, verb from expectations',
    'every table and view has an expectation for every verb, and every expectation its table or view'
);
select is(pg_temp.outcome(w.who, pg_temp.statement_of(e.verb, t)), w.expected, format('%s %ss %s: %s', w.who, e.verb, e.object, w.expected))
from expectations as e
left join attempts as t on t.object = e.object
cross join lateral (
    values ('anon', e.anon), ('a', e.a), ('b', e.b), ('operator', e.operator), ('service', e.service)
) as w (who, expected);


-- Who may execute what. Functions of the loop are for service_role; those that the database alone calls are for nobody.
create temporary table executors (signature text, roles text);
insert into executors values
    ('public.accept_fix(uuid, uuid, text, jsonb, boolean, text)', 'service_role'),
    ('public.attempt_record(uuid, integer)', 'service_role'),
    ('public.claim_alert(uuid)', 'service_role'),
    ('public.claim_deployment(uuid)', 'service_role'),
    ('public.claim_feedback(uuid)', 'service_role'),
    ('public.claim_fix(uuid)', 'service_role'),
    ('public.claim_notification(uuid)', 'service_role'),
    ('public.extend_deployment(uuid, integer)', 'service_role'),
    ('public.extend_fix(uuid, integer)', 'service_role'),
    ('public.extend_notification(uuid, integer)', 'service_role'),
    ('public.fail_deployment(uuid, integer, text, text, boolean)', 'service_role'),
    ('public.fail_fix(uuid, integer, jsonb, numeric)', 'service_role'),
    ('public.fail_notification(uuid, integer, text, boolean, integer)', 'service_role'),
    ('public.finish_alert(uuid, integer, text, boolean)', 'service_role'),
    ('public.finish_deployment(uuid, integer, boolean)', 'service_role'),
    ('public.finish_feedback(uuid, integer, text)', 'service_role'),
    ('public.finish_fix(uuid, integer, jsonb)', 'service_role'),
    ('public.finish_notification(uuid, integer, text, text)', 'service_role'),
    ('public.incident_page(uuid)', 'authenticated, service_role'),
    ('public.is_operator()', 'authenticated, service_role'),
    ('public.list_audit(uuid, jsonb, integer)', 'authenticated, service_role'),
    ('public.list_errors(uuid, jsonb, integer)', 'authenticated, service_role'),
    ('public.list_incidents(uuid, text, jsonb, integer)', 'authenticated, service_role'),
    ('public.list_notifications(boolean, jsonb, integer, text[], uuid)', 'authenticated, service_role'),
    ('public.list_trader_counts(boolean)', 'authenticated, service_role'),
    ('public.list_traders(text, boolean, boolean, jsonb, integer, text, text)', 'authenticated, service_role'),
    ('public.list_versions(uuid, jsonb, integer)', 'authenticated, service_role'),
    ('public.mark_notifications_read(uuid[], uuid, timestamp with time zone, boolean)', 'authenticated, service_role'),
    ('public.open_preview(uuid, uuid, uuid)', 'service_role'),
    ('public.operator_overview(uuid)', 'authenticated, service_role'),
    ('public.proven_fixes(uuid, text)', 'service_role'),
    ('public.record_errors(jsonb, text)', 'service_role'),
    ('public.record_mail_event(text, text, text)', 'service_role'),
    ('public.recovery_health()', 'service_role'),
    ('public.reject_fix(uuid, uuid, text, text)', 'service_role'),
    ('public.release_fix(uuid, uuid)', 'service_role'),
    ('public.repair_costs(integer)', 'authenticated, service_role'),
    ('public.report_fix_step(uuid, integer, text, integer, integer)', 'service_role'),
    ('public.request_fix(uuid, uuid, text)', 'service_role'),
    ('public.reserve_llm_call(uuid, integer, integer, text, numeric)', 'service_role'),
    ('public.resolve_systemic_fault(uuid, uuid, text, text)', 'service_role'),
    ('public.retry_dead_letter(text, uuid, uuid)', 'service_role'),
    ('public.rollback_filter(uuid, uuid, uuid, text)', 'service_role'),
    ('public.save_attempt_inputs(uuid, integer, text)', 'service_role'),
    ('public.set_incident_status(uuid, uuid, text, text, timestamp with time zone)', 'service_role'),
    ('public.set_model_calls(boolean, uuid)', 'service_role'),
    ('public.delete_user_data(uuid, boolean)', 'service_role'),
    ('public.check_installation()', 'service_role'),
    ('public.recovery_metrics(uuid)', 'service_role'),
    ('public.settle_llm_call(uuid, integer, integer, numeric, integer, integer, jsonb)', 'service_role'),
    ('public.spend_by_day(integer)', 'authenticated, service_role'),
    ('public.stop_emails(uuid)', 'service_role'),
    ('public.trader_costs(uuid, integer)', 'authenticated, service_role'),
    ('public.trader_page(uuid)', 'authenticated, service_role'),
    ('private.add_ingest_load(text, integer, integer)', 'service_role'),
    ('private.add_version(uuid, text, text, text, boolean, uuid, uuid, uuid)', 'service_role'),
    ('private.admit_events(text, integer)', 'service_role'),
    ('private.admit_preview(uuid)', 'service_role'),
    ('private.adopt_errors()', ''),
    ('private.apply_recovery_preferences()', ''),
    ('private.assert_may_act(uuid, uuid, text)', 'service_role'),
    ('private.attempts_of(uuid)', 'authenticated, service_role'),
    ('private.audience(uuid)', ''),
    ('private.audit_code_change()', ''),
    ('private.audit_deployment()', ''),
    ('private.audit_deployment_state()', ''),
    ('private.audit_incident()', ''),
    ('private.audit_rejection()', ''),
    ('private.beat(text)', ''),
    ('private.bell_responses()', 'service_role'),
    ('private.broadcast(uuid, text, jsonb)', ''),
    ('private.broadcast_incidents()', ''),
    ('private.broadcast_read_marks()', ''),
    ('private.broadcast_rows()', ''),
    ('private.can_be_retried(text, text)', 'authenticated, service_role'),
    ('private.candle_length(text)', ''),
    ('private.captured_inputs(uuid)', 'service_role'),
    ('private.check_notification_preferences()', ''),
    ('private.check_recovery_preferences()', ''),
    ('private.claim_of(proposed_fixes, integer)', 'service_role'),
    ('private.classify_error(text, text, text)', 'service_role'),
    ('private.close_llm_call(uuid, text, numeric, integer, integer)', 'service_role'),
    ('private.code_place(text)', 'service_role'),
    ('private.code_sha256(text, text)', 'service_role'),
    ('private.committed_to_incident(uuid)', 'service_role'),
    ('private.complete_errors(trader_error_history[])', ''),
    ('private.compute_figures()', 'authenticated, service_role'),
    ('private.count_attempt(uuid)', 'service_role'),
    ('private.count_hours(trader_error_history[])', ''),
    ('private.count_incidents(trader_error_history[], trader_error_history[])', ''),
    ('private.count_traders(trader_error_history[])', ''),
    ('private.crowd_faults(trader_error_history[])', ''),
    ('private.cursor_of(jsonb, jsonb)', 'authenticated, service_role'),
    ('private.daily_cost_cap(uuid)', 'authenticated, service_role'),
    ('private.decide_fix(uuid, uuid, text)', 'service_role'),
    ('private.delivery_problems()', 'authenticated, service_role'),
    ('private.delivery_wait(integer)', 'service_role'),
    ('private.deployment_card(deployments)', 'authenticated, service_role'),
    ('private.delete_user_rows(uuid, uuid[])', ''),
    ('private.count_attempt()', ''),
    ('private.count_call()', ''),
    ('private.count_decision()', ''),
    ('private.count_deployment()', ''),
    ('private.count_incident()', ''),
    ('private.count_mail()', ''),
    ('private.count_notifications()', ''),
    ('private.count_up(text, jsonb, numeric)', ''),
    ('private.catalogue()', ''),
    ('private.failed_jobs()', ''),
    ('private.form_of(text)', ''),
    ('private.gauges()', ''),
    ('private.jobs()', ''),
    ('private.migrations_applied()', ''),
    ('private.keep_counts()', ''),
    ('private.detect_systemic_faults(uuid[])', ''),
    ('private.email_of(uuid)', 'service_role'),
    ('private.end_attempt(uuid, integer, jsonb)', 'service_role'),
    ('private.end_deployments()', ''),
    ('private.end_left_attempts()', ''),
    ('private.enforce_initial_state()', ''),
    ('private.enforce_transition()', ''),
    ('private.error_fingerprint(text, text, text, text)', 'service_role'),
    ('private.error_page(uuid, uuid)', ''),
    ('private.event_problem(jsonb)', 'service_role'),
    ('private.failing_place(text, jsonb)', 'service_role'),
    ('private.figures()', 'authenticated, service_role'),
    ('private.filter_object(jsonb)', 'service_role'),
    ('private.fit_error(trader_error_history)', 'service_role'),
    ('private.fly_app_of(uuid)', 'service_role'),
    ('private.follow_owner()', ''),
    ('private.give_up()', ''),
    ('private.go_live(uuid[], boolean)', 'service_role'),
    ('private.go_on()', ''),
    ('private.has_admin_profile(uuid)', 'authenticated, service_role'),
    ('private.has_secret(text)', 'service_role'),
    ('private.hash_of_report(uuid, text)', 'service_role'),
    ('private.hold_deployment(uuid)', 'service_role'),
    ('private.hold_mail(uuid)', 'service_role'),
    ('private.hold_notifications_of_trader()', ''),
    ('private.in_words(interval)', 'service_role'),
    ('private.install_version(uuid, text, text, text, uuid, uuid, jsonb, uuid, text, boolean)', 'service_role'),
    ('private.is_for_operators(text)', 'service_role'),
    ('private.user_of_email(text)', 'service_role'),
    ('private.take_up_mail(uuid)', 'service_role'),
    ('private.hold_mails_of(uuid, uuid)', 'service_role'),
    ('private.hold_trader(uuid)', 'service_role'),
    ('private.hours_of_trader(uuid)', 'authenticated, service_role'),
    ('private.incident_card(trader_incidents)', 'authenticated, service_role'),
    ('private.incident_of(uuid, text)', ''),
    ('private.ingest_errors(trader_error_history[], boolean)', 'service_role'),
    ('private.ingest_load_of(text)', 'service_role'),
    ('private.is_admin()', 'authenticated, service_role'),
    ('private.is_admin_user(uuid)', 'service_role'),
    ('private.is_event_fault(text)', 'service_role'),
    ('private.is_time_zone(text)', 'authenticated'),
    ('private.join_systemic_faults()', ''),
    ('private.judge_deployments(uuid[])', ''),
    ('private.judge_opened(uuid[], uuid[])', ''),
    ('private.own_errors_from(filter_versions)', ''),
    ('private.speaks_against(trader_incidents, deployments)', 'service_role'),
    ('private.tell_of_incidents(uuid[], boolean)', ''),
    ('private.is_taken(uuid)', 'service_role'),
    ('private.keep_edit_marks()', ''),
    ('private.keep_errors(trader_error_history[], boolean)', ''),
    ('private.keep_figures()', ''),
    ('private.keep_ledger()', ''),
    ('private.keep_version_immutable()', ''),
    ('private.known_context(jsonb)', 'service_role'),
    ('private.learn_version(uuid, text)', 'service_role'),
    ('private.leave_unknown()', ''),
    ('private.list_dead_letters()', 'authenticated, service_role'),
    ('private.list_faults(uuid)', 'authenticated, service_role'),
    ('private.list_names(text[])', ''),
    ('private.local_time(uuid, timestamp with time zone)', ''),
    ('private.lock_traders_first()', ''),
    ('private.mail_content(uuid)', 'service_role'),
    ('private.mail_due(notifications, notification_preferences)', 'service_role'),
    ('private.mail_obstacle(uuid)', 'service_role'),
    ('private.make_up_mail(uuid, uuid[])', 'service_role'),
    ('private.mark_failing(uuid[])', 'service_role'),
    ('private.merge_errors(trader_error_history[], trader_error_history[])', ''),
    ('private.misfit(jsonb, text, text)', 'service_role'),
    ('private.missing_secrets()', 'service_role'),
    ('private.next_digest(timestamp with time zone, text, integer)', 'service_role'),
    ('private.next_utc_day()', 'service_role'),
    ('private.normalise_message(text)', 'service_role'),
    ('private.note_feedback()', ''),
    ('private.note_rollback_feedback()', ''),
    ('private.note_running_code(trader_error_history[], uuid[])', ''),
    ('private.notify_of_changed_incidents()', ''),
    ('private.notify_of_deployments()', ''),
    ('private.notify_of_ended_faults()', ''),
    ('private.notify_of_escalations()', ''),
    ('private.notify_of_fixes()', ''),
    ('private.notify_of_incidents()', ''),
    ('private.notify_of_systemic_faults()', ''),
    ('private.open_incidents(trader_error_history[])', ''),
    ('private.operators()', ''),
    ('private.page_of(jsonb, integer)', 'authenticated, service_role'),
    ('private.page_size(integer)', 'authenticated, service_role'),
    ('private.presume_lost_calls(interval)', ''),
    ('private.profile_key()', 'authenticated, service_role'),
    ('private.proof_sentence(boolean, jsonb)', ''),
    ('private.prune()', ''),
    ('private.prune_alerts()', ''),
    ('private.prune_attempts()', ''),
    ('private.prune_audit()', ''),
    ('private.prune_logs(interval, integer)', ''),
    ('private.queue_ages()', 'authenticated, service_role'),
    ('private.queue_fixes(uuid[])', 'service_role'),
    ('private.read_event(jsonb)', 'service_role'),
    ('private.reads_as(text, text)', 'authenticated, service_role'),
    ('private.reconsider_health()', ''),
    ('private.record_answer(jsonb, private.event_reading[], jsonb)', 'service_role'),
    ('private.recovery_problems()', 'authenticated, service_role'),
    ('private.refuse_unknown_trader()', ''),
    ('private.refused_before(trader_incidents)', 'service_role'),
    ('private.reject_offenders(private.event_reading[], boolean)', 'service_role'),
    ('private.release_systemic_fixes()', 'service_role'),
    ('private.report_dead_letters()', ''),
    ('private.report_return()', ''),
    ('private.report_step(proposed_fixes, text, integer, integer)', 'service_role'),
    ('private.reported_as(text, text, text)', 'service_role'),
    ('private.resolve_left_behind(filter_versions, uuid)', 'service_role'),
    ('private.resolve_recovered()', ''),
    ('private.respect_changed_preferences()', ''),
    ('private.respect_preferences()', ''),
    ('private.retry_dead_fix(proposed_fixes, uuid)', 'service_role'),
    ('private.retry_dead_mail(notifications)', 'service_role'),
    ('private.return_target(deployments)', 'service_role'),
    ('private.ring(text, uuid)', 'service_role'),
    ('private.ring_again()', ''),
    ('private.ring_for_feedback()', ''),
    ('private.ring_for_fixes()', ''),
    ('private.ring_for_next_mail()', 'service_role'),
    ('private.ring_for_notifications()', ''),
    ('private.ring_for_returns()', ''),
    ('private.secret(text)', ''),
    ('private.set_updated_at()', ''),
    ('private.settings_of(jsonb)', 'service_role'),
    ('private.settle_attribution(uuid, jsonb)', 'service_role'),
    ('private.settle_fault(deployments, trader_incidents)', ''),
    ('private.settle_health()', ''),
    ('private.shared_fingerprint(uuid)', ''),
    ('private.sign_webhook(text, text, bigint, text)', ''),
    ('private.stamp_read_mark()', ''),
    ('private.stays_live(text)', 'authenticated, service_role'),
    ('private.strip_wrappers(text)', 'service_role'),
    ('private.supersede_fixes()', ''),
    ('private.sweep()', ''),
    ('private.tell_operators()', ''),
    ('private.told_how(uuid)', 'service_role'),
    ('private.touch_systemic_faults(uuid[])', ''),
    ('private.track_filter_version()', ''),
    ('private.trader_card(traders)', 'authenticated, service_role'),
    ('private.trader_state(boolean, bigint, boolean)', 'authenticated, service_role'),
    ('private.tried_before(trader_incidents)', 'service_role'),
    ('private.truncate_bytes(text, integer)', 'service_role'),
    ('private.utc_day()', ''),
    ('private.verify_deployments()', ''),
    ('private.waiting_work()', 'authenticated, service_role'),
    ('private.watch_again()', ''),
    ('private.watch_length(jsonb)', ''),
    ('private.watch_sweeper()', ''),
    ('private.watched_deployment(uuid)', 'service_role'),
    ('private.what_broke(filter_versions)', 'authenticated, service_role'),
    ('private.why_it_stays(text)', ''),
    ('private.with_code(jsonb, text, text, jsonb)', 'service_role'),
    ('private.with_symbols(text[], text[])', ''),
    ('private.wrapper_of(text)', 'service_role');

select is(
    a.roles,
    e.roles,
    case when e.signature is null then format('%s is a function that has an expectation', a.signature)
        else format('%s is executed by %s', e.signature, coalesce(nullif(e.roles, ''), 'nobody')) end
)
from executors as e
full join (
    select
        format('%s.%s(%s)', p.pronamespace::regnamespace, p.proname, oidvectortypes(p.proargtypes)) as signature,
        coalesce(string_agg(r.name, ', ' order by r.name) filter (where has_function_privilege(r.name, p.oid, 'execute')), '') as roles
    from pg_proc as p
    cross join (values ('public'), ('anon'), ('authenticated'), ('service_role')) as r (name)
    where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace)
        and not exists (select from pg_depend as d where d.objid = p.oid and d.deptype = 'e')
    group by p.oid
) as a on a.signature = e.signature
order by coalesce(e.signature, a.signature);


-- Realtime: a message of each kind on A's topic, then who receives it on which topic.
delete from realtime.messages;
insert into realtime.messages (topic, extension, event, private) values
    ('user:00000000-0000-4000-8000-000000000001', 'broadcast', 'fix', true),
    ('user:00000000-0000-4000-8000-000000000001', 'presence', 'track', true);

create function pg_temp.received(who text, topic text) returns text language sql as $$
    select set_config('realtime.topic', 'user:00000000-0000-4000-8000-00000000000' || topic, true);
    select pg_temp.outcome(who, 'select 1 from realtime.messages');
$$;
select is(pg_temp.received('a', '1'), '1', 'an owner receives broadcasts, and nothing else, on the own topic');
select is(pg_temp.received('a', '2'), '0', 'an owner receives nothing on another''s topic');
select is(pg_temp.received('b', '1'), '0', 'a stranger receives nothing on an owner''s topic');
select is(pg_temp.received('operator', '1'), '0', 'an operator receives nothing on an owner''s topic');
select is(pg_temp.received('anon', '1'), '0', 'an anonymous caller receives nothing');
select is(
    pg_temp.outcome(w.who, $$insert into realtime.messages (topic, extension) values ('user:00000000-0000-4000-8000-000000000001', 'broadcast')$$),
    '42501',
    format('%s sends nothing', w.who)
)
from (values ('anon'), ('a'), ('b'), ('operator')) as w (who);

select * from finish();
rollback;

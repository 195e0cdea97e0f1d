-- The contract of the functions, and the rules that every object keeps. What exists and is not named here fails, by name.
begin;
set local search_path = public, extensions;
select plan(7);

-- What extensions bring is not ours.
create function pg_temp.is_ours(object oid, namespace oid) returns boolean language sql as $$
    select namespace in ('public'::regnamespace, 'private'::regnamespace)
        and not exists (select from pg_depend as d where d.objid = object and d.deptype = 'e');
$$;
create function pg_temp.short(type text) returns text language sql as $$
    select regexp_replace(replace(replace(replace(replace(
        type, 'timestamp with time zone', 'timestamptz'), 'SETOF', 'setof'), 'TABLE', 'table'), 'DEFAULT', 'default'), 'NULL::[\w ]+(\[\])?', 'null', 'g');
$$;

create temporary table expected_functions (name text, arguments text, result text, kind text);
insert into expected_functions values
    ('public.accept_fix',
        'fix_id uuid, actor uuid, code_sha256 text, edit jsonb default null,
        acknowledge_unvalidated boolean default false, reason text default null',
        'jsonb', 'volatile'),
    ('public.attempt_record', 'fix_id uuid, attempt integer', 'jsonb', 'stable'),
    ('public.claim_alert', 'alert_id uuid', 'jsonb', 'volatile'),
    ('public.claim_deployment', 'deployment_id uuid', 'jsonb', 'volatile'),
    ('public.claim_feedback', 'feedback_id uuid', 'jsonb', 'volatile'),
    ('public.claim_fix', 'fix_id uuid', 'jsonb', 'volatile'),
    ('public.claim_notification', 'notification_id uuid', 'jsonb', 'volatile'),
    ('public.extend_deployment', 'deployment_id uuid, attempt integer', 'timestamptz', 'volatile'),
    ('public.extend_fix', 'fix_id uuid, attempt integer', 'timestamptz', 'volatile'),
    ('public.extend_notification', 'notification_id uuid, attempt integer', 'timestamptz', 'volatile'),
    ('public.fail_deployment', 'deployment_id uuid, attempt integer, reason text, error text, retryable boolean', 'jsonb', 'volatile'),
    ('public.fail_fix', 'fix_id uuid, attempt integer, outcome jsonb, wait_seconds numeric default null', 'boolean', 'volatile'),
    ('public.fail_notification', 'notification_id uuid, attempt integer, error text, retryable boolean, pause_s integer default null', 'text', 'volatile'),
    ('public.finish_alert', 'alert_id uuid, attempt integer, error text default null, retryable boolean default false', 'text', 'volatile'),
    ('public.finish_deployment', 'deployment_id uuid, attempt integer, confirmed boolean default false', 'jsonb', 'volatile'),
    ('public.finish_feedback', 'feedback_id uuid, attempt integer, error text default null', 'boolean', 'volatile'),
    ('public.finish_fix', 'fix_id uuid, attempt integer, outcome jsonb', 'boolean', 'volatile'),
    ('public.finish_notification',
        'notification_id uuid, attempt integer, status text, reason text default null', 'boolean', 'volatile'),
    ('public.incident_page', 'incident_id uuid', 'jsonb', 'stable'),
    ('public.is_operator', '', 'boolean', 'stable'),
    ('public.list_audit', 'trader_id uuid default null, after jsonb default null, page_size integer default 50', 'jsonb', 'stable'),
    ('public.list_errors', 'incident_id uuid, after jsonb default null, page_size integer default 20', 'jsonb', 'stable'),
    ('public.list_incidents',
        'trader_id uuid default null, status text default null, after jsonb default null, page_size integer default 20',
        'jsonb', 'stable'),
    ('public.list_notifications',
        'unread_only boolean default false, after jsonb default null, page_size integer default 20,
        kinds text[] default null, trader_id uuid default null',
        'jsonb', 'stable'),
    ('public.list_trader_counts', 'built_in boolean default false', 'jsonb', 'stable'),
    ('public.list_traders',
        'search text default null, failing boolean default null, built_in boolean default false,
        after jsonb default null, page_size integer default 50, state text default null, sort text default ''recent''::text',
        'jsonb', 'stable'),
    ('public.list_versions', 'trader_id uuid, after jsonb default null, page_size integer default 20', 'jsonb', 'stable'),
    ('public.mark_notifications_read',
        'ids uuid[] default null, incident_id uuid default null, up_to timestamptz default null, read boolean default true',
        'jsonb', 'volatile'),
    ('public.open_preview', 'actor uuid, fix_id uuid default null, trader_id uuid default null', 'jsonb', 'volatile'),
    ('public.operator_overview', 'fault_id uuid default null', 'jsonb', 'stable'),
    ('public.proven_fixes', 'fix_id uuid, base_syntax_hash text', 'jsonb', 'stable'),
    ('public.record_errors', 'events jsonb, caller text default ''service_role''::text', 'jsonb', 'volatile'),
    ('public.record_mail_event', 'key text, event text, recipient text default null', 'text', 'volatile'),
    ('public.recovery_health', '', 'jsonb', 'stable'),
    ('public.reject_fix', 'fix_id uuid, actor uuid, code_sha256 text, reason text default null', 'void', 'volatile'),
    ('public.release_fix', 'fix_id uuid, actor uuid', 'void', 'volatile'),
    ('public.repair_costs', 'days integer default 30', 'jsonb', 'stable'),
    ('public.report_fix_step',
        'fix_id uuid, attempt integer, step text, step_done integer default null, step_total integer default null',
        'boolean', 'volatile'),
    ('public.request_fix', 'incident_id uuid, actor uuid, hint text default null', 'uuid', 'volatile'),
    ('public.reserve_llm_call', 'fix_id uuid, attempt integer, call integer, model text, usd numeric', 'jsonb', 'volatile definer'),
    ('public.resolve_systemic_fault',
        'fault_id uuid, actor uuid, decision text default ''release''::text, reason text default null', 'jsonb', 'volatile'),
    ('public.retry_dead_letter', 'kind text, letter_id uuid, actor uuid', 'boolean', 'volatile'),
    ('public.rollback_filter', 'trader_id uuid, version_id uuid, actor uuid, reason text default null', 'jsonb', 'volatile'),
    ('public.save_attempt_inputs', 'fix_id uuid, attempt integer, inputs text', 'void', 'volatile'),
    ('public.set_incident_status',
        'incident_id uuid, actor uuid, status text, reason text default null, ignored_until timestamptz default null',
        'jsonb', 'volatile'),
    ('public.set_model_calls', 'is_on boolean, actor uuid default null', 'integer', 'volatile definer'),
    ('public.check_installation', '', 'jsonb', 'volatile definer'),
    ('public.recovery_metrics', 'actor uuid default null', 'jsonb', 'stable definer'),
    ('public.delete_user_data', 'user_id uuid, dry_run boolean default false', 'jsonb', 'volatile definer'),
    ('public.settle_llm_call',
        'fix_id uuid, attempt integer, call integer, usd numeric default null, input_tokens integer default 0,
        output_tokens integer default 0, answer jsonb default null',
        'boolean', 'volatile'),
    ('public.spend_by_day', 'days integer default 30', 'jsonb', 'stable'),
    ('public.stop_emails', 'user_id uuid', 'boolean', 'volatile definer'),
    ('public.trader_costs', 'trader_id uuid, days integer default 30', 'jsonb', 'stable'),
    ('public.trader_page', 'trader_id uuid', 'jsonb', 'stable'),
    ('private.add_ingest_load', 'caller text, events integer, rows integer', 'void', 'volatile definer'),
    ('private.add_version',
        'trader_id uuid, code text, series_code text, source text, is_running boolean, fix_id uuid default null,
        author_id uuid default null, restores_id uuid default null',
        'uuid', 'volatile definer'),
    ('private.admit_events', 'caller text, events integer', 'boolean', 'stable'),
    ('private.admit_preview', 'actor uuid', 'void', 'volatile'),
    ('private.adopt_errors', '', 'trigger', 'volatile definer'),
    ('private.apply_recovery_preferences', '', 'trigger', 'volatile definer'),
    ('private.assert_may_act', 'actor uuid, owner_id uuid, subject text', 'void', 'stable'),
    ('private.attempts_of', 'incident_id uuid', 'integer', 'stable'),
    ('private.audience', 'owner_id uuid', 'setof uuid', 'stable definer'),
    ('private.audit_code_change', '', 'trigger', 'volatile definer'),
    ('private.audit_deployment', '', 'trigger', 'volatile definer'),
    ('private.audit_deployment_state', '', 'trigger', 'volatile definer'),
    ('private.audit_incident', '', 'trigger', 'volatile definer'),
    ('private.audit_rejection', '', 'trigger', 'volatile definer'),
    ('private.beat', 'job text', 'void', 'volatile'),
    ('private.bell_responses', '', 'jsonb', 'stable definer'),
    ('private.broadcast', 'user_id uuid, event text, changes jsonb', 'void', 'volatile definer'),
    ('private.broadcast_incidents', '', 'trigger', 'volatile definer'),
    ('private.broadcast_read_marks', '', 'trigger', 'volatile definer'),
    ('private.broadcast_rows', '', 'trigger', 'volatile definer'),
    ('private.can_be_retried', 'kind text, code text', 'boolean', 'immutable'),
    ('private.candle_length', 'trigger_interval text', 'interval', 'immutable'),
    ('private.captured_inputs', 'incident_id uuid', 'jsonb', 'stable'),
    ('private.check_notification_preferences', '', 'trigger', 'volatile'),
    ('private.check_recovery_preferences', '', 'trigger', 'volatile definer'),
    ('private.claim_of', 'fix proposed_fixes, attempts_left integer', 'jsonb', 'stable'),
    ('private.classify_error', 'error_type text, message text, stack_trace text', 'private.error_rules', 'stable'),
    ('private.close_llm_call',
        'usage_id uuid, status text, usd numeric, input_tokens integer, output_tokens integer',
        'boolean', 'volatile definer'),
    ('private.code_place', 'message text', 'integer[]', 'immutable'),
    ('private.code_sha256', 'code text, series_code text', 'text', 'immutable'),
    ('private.committed_to_incident', 'incident_id uuid', 'numeric', 'stable'),
    ('private.complete_errors', 'errors trader_error_history[]', 'setof trader_error_history', 'stable'),
    ('private.compute_figures', '', 'jsonb', 'stable'),
    ('private.count_attempt', 'trader_id uuid', 'boolean', 'volatile'),
    ('private.count_hours', 'errors trader_error_history[]', 'void', 'volatile'),
    ('private.count_incidents', 'errors trader_error_history[], kept trader_error_history[]', 'integer', 'volatile'),
    ('private.count_traders', 'errors trader_error_history[]', 'void', 'volatile'),
    ('private.crowd_faults', 'errors trader_error_history[]', 'setof trader_error_history', 'stable'),
    ('private.cursor_of', 'after jsonb, types jsonb', 'jsonb', 'stable'),
    ('private.daily_cost_cap', 'user_id uuid', 'numeric', 'stable'),
    ('private.decide_fix', 'fix_id uuid, actor uuid, code_sha256 text', 'proposed_fixes', 'volatile'),
    ('private.delivery_problems', '', 'setof text', 'stable'),
    ('private.delivery_wait', 'attempts integer', 'interval', 'immutable'),
    ('private.deployment_card', 'deployment deployments', 'jsonb', 'stable'),
    ('private.detect_systemic_faults', 'incident_ids uuid[]', 'void', 'volatile definer'),
    ('private.email_of', 'user_id uuid', 'text', 'stable definer'),
    ('private.end_attempt', 'fix_id uuid, attempt integer, outcome jsonb', 'void', 'volatile'),
    ('private.end_deployments', '', 'trigger', 'volatile definer'),
    ('private.end_left_attempts', '', 'trigger', 'volatile definer'),
    ('private.enforce_initial_state', '', 'trigger', 'volatile'),
    ('private.enforce_transition', '', 'trigger', 'volatile'),
    ('private.error_fingerprint', 'error_type text, component text, normal_message text, place text', 'text', 'immutable'),
    ('private.error_page', 'trader_id uuid, incident_id uuid', 'text', 'immutable'),
    ('private.event_problem', 'event jsonb', 'text', 'immutable'),
    ('private.failing_place', 'stack_trace text, context jsonb', 'text', 'immutable'),
    ('private.figures', '', 'jsonb', 'stable'),
    ('private.filter_object', 'filter jsonb', 'jsonb', 'immutable'),
    ('private.fit_error', 'error trader_error_history', 'trader_error_history', 'immutable'),
    ('private.fly_app_of', 'user_id uuid', 'text', 'stable definer'),
    ('private.follow_owner', '', 'trigger', 'volatile definer'),
    ('private.give_up', '', 'void', 'volatile definer'),
    ('private.go_live', 'deployment_ids uuid[], confirmed boolean', 'void', 'volatile definer'),
    ('private.go_on', '', 'void', 'volatile definer'),
    ('private.has_admin_profile', 'user_id uuid', 'boolean', 'stable'),
    ('private.has_secret', 'name text', 'boolean', 'stable definer'),
    ('private.hash_of_report', 'trader_id uuid, filter_code text', 'text', 'volatile'),
    ('private.hold_deployment', 'deployment_id uuid', 'deployments', 'volatile'),
    ('private.hold_mail', 'mail_id uuid', 'void', 'volatile'),
    ('private.hold_notifications_of_trader', '', 'trigger', 'volatile definer'),
    ('private.in_words', 'length interval', 'text', 'immutable'),
    ('private.install_version',
        'trader_id uuid, code text, series_code text, source text, fix_id uuid default null, actor uuid default null,
        settings jsonb default null, restores_id uuid default null, reason text default null, is_validated boolean default null',
        'deployments', 'volatile'),
    ('private.is_for_operators', 'kind text', 'boolean', 'immutable'),
    ('private.take_up_mail', 'mail_id uuid', 'uuid', 'volatile'),
    ('private.user_of_email', 'email text', 'uuid', 'stable definer'),
    ('private.hold_mails_of', 'user_id uuid, mail_id uuid default null', 'uuid[]', 'volatile'),
    ('private.hold_trader', 'trader_id uuid', 'void', 'volatile'),
    ('private.hours_of_trader', 'trader_id uuid', 'bigint[]', 'stable'),
    ('private.incident_card', 'incident trader_incidents', 'jsonb', 'stable'),
    ('private.incident_of', 'trader_id uuid, fingerprint text', 'uuid', 'stable'),
    ('private.ingest_errors',
        'errors trader_error_history[], is_merging boolean default false',
        'table(recorded uuid, recorded_in uuid, is_row boolean)', 'volatile definer'),
    ('private.ingest_load_of', 'caller text', 'private.ingest_load', 'stable definer'),
    ('private.is_admin', '', 'boolean', 'stable'),
    ('private.is_admin_user', 'user_id uuid', 'boolean', 'stable definer'),
    ('private.is_event_fault', 'sqlstate text', 'boolean', 'immutable'),
    ('private.is_time_zone', 'name text', 'boolean', 'stable'),
    ('private.join_systemic_faults', '', 'void', 'volatile definer'),
    ('private.judge_deployments', 'trader_ids uuid[] default null', 'void', 'volatile definer'),
    ('private.judge_opened', 'trader_ids uuid[], opened uuid[]', 'void', 'volatile definer'),
    ('private.own_errors_from', 'version filter_versions', 'timestamptz', 'immutable'),
    ('private.speaks_against', 'incident trader_incidents, deployment deployments', 'boolean', 'stable'),
    ('private.tell_of_incidents', 'incident_ids uuid[], is_judged boolean', 'void', 'volatile definer'),
    ('private.is_taken', 'version_id uuid', 'boolean', 'stable'),
    ('private.keep_edit_marks', '', 'trigger', 'volatile'),
    ('private.keep_errors', 'errors trader_error_history[], is_merging boolean', 'setof trader_error_history', 'stable'),
    ('private.keep_figures', '', 'void', 'volatile definer'),
    ('private.keep_ledger', '', 'trigger', 'volatile'),
    ('private.keep_version_immutable', '', 'trigger', 'volatile'),
    ('private.known_context', 'context jsonb', 'jsonb', 'immutable'),
    ('private.learn_version', 'trader_id uuid, filter_code text', 'text', 'volatile definer'),
    ('private.leave_unknown', '', 'trigger', 'volatile definer'),
    ('private.list_dead_letters', '', 'jsonb', 'stable'),
    ('private.list_faults', 'fault_id uuid', 'jsonb', 'stable'),
    ('private.list_names', 'names text[]', 'text', 'immutable'),
    ('private.local_time', 'user_id uuid, at timestamptz', 'text', 'stable definer'),
    ('private.lock_traders_first', '', 'void', 'volatile'),
    ('private.mail_content', 'mail_id uuid', 'jsonb', 'stable'),
    ('private.mail_due', 'notification notifications, preferences notification_preferences', 'timestamptz', 'stable definer'),
    ('private.mail_obstacle', 'user_id uuid', 'text', 'stable'),
    ('private.make_up_mail', 'user_id uuid, held uuid[]', 'uuid', 'volatile'),
    ('private.mark_failing', 'incident_ids uuid[]', 'void', 'volatile definer'),
    ('private.merge_errors', 'errors trader_error_history[], kept trader_error_history[]', 'void', 'volatile'),
    ('private.misfit', 'event jsonb, field text, rule text', 'text', 'immutable'),
    ('private.missing_secrets', '', 'setof text', 'stable'),
    ('private.next_digest', 'after timestamptz, time_zone text, digest_hour integer', 'timestamptz', 'stable'),
    ('private.next_utc_day', '', 'timestamptz', 'stable'),
    ('private.normalise_message', 'message text', 'text', 'immutable'),
    ('private.note_feedback', '', 'trigger', 'volatile definer'),
    ('private.note_rollback_feedback', '', 'trigger', 'volatile definer'),
    ('private.note_running_code', 'errors trader_error_history[], naming uuid[]', 'void', 'volatile definer'),
    ('private.notify_of_changed_incidents', '', 'trigger', 'volatile definer'),
    ('private.notify_of_deployments', '', 'trigger', 'volatile definer'),
    ('private.notify_of_ended_faults', '', 'trigger', 'volatile definer'),
    ('private.notify_of_escalations', '', 'trigger', 'volatile definer'),
    ('private.notify_of_fixes', '', 'trigger', 'volatile definer'),
    ('private.notify_of_incidents', '', 'trigger', 'volatile definer'),
    ('private.notify_of_systemic_faults', '', 'trigger', 'volatile definer'),
    ('private.open_incidents', 'errors trader_error_history[]', 'uuid[]', 'volatile'),
    ('private.operators', '', 'setof uuid', 'stable definer'),
    ('private.page_of', 'rows jsonb, size integer', 'jsonb', 'immutable'),
    ('private.page_size', 'wanted integer', 'integer', 'immutable'),
    ('private.presume_lost_calls', 'fix_lease interval', 'void', 'volatile definer'),
    ('private.profile_key', '', 'name', 'stable'),
    ('private.proof_sentence', 'validated boolean, validation jsonb', 'text', 'immutable'),
    ('private.prune', '', 'void', 'volatile definer'),
    ('private.prune_alerts', '', 'void', 'volatile definer'),
    ('private.prune_attempts', '', 'void', 'volatile definer'),
    ('private.prune_audit', '', 'void', 'volatile definer'),
    ('private.prune_logs', 'retention interval, batch integer', 'void', 'volatile definer'),
    ('private.queue_ages', '', 'table(function_name text, due bigint, oldest_s bigint)', 'stable'),
    ('private.queue_fixes', 'incident_ids uuid[]', 'void', 'volatile definer'),
    ('private.read_event', 'event jsonb', 'private.event_reading', 'stable'),
    ('private.reads_as', 'value text, type text', 'boolean', 'stable'),
    ('private.reconsider_health', '', 'trigger', 'volatile definer'),
    ('private.record_answer', 'events jsonb, readings private.event_reading[], recorded jsonb', 'jsonb', 'stable'),
    ('private.recovery_problems', '', 'table(code text, place integer)', 'stable'),
    ('private.refuse_unknown_trader', '', 'trigger', 'volatile definer'),
    ('private.refused_before', 'incident trader_incidents', 'jsonb', 'stable'),
    ('private.reject_offenders', 'readings private.event_reading[], is_merging boolean', 'private.event_reading[]', 'volatile'),
    ('private.release_systemic_fixes', '', 'void', 'volatile definer'),
    ('private.report_dead_letters', '', 'void', 'volatile definer'),
    ('private.report_return', '', 'void', 'volatile definer'),
    ('private.report_step', 'fix proposed_fixes, step text, step_done integer, step_total integer', 'void', 'volatile definer'),
    ('private.reported_as', 'error_type text, message text, stack_trace text', 'text', 'immutable'),
    ('private.resolve_left_behind', 'target filter_versions, version_id uuid', 'void', 'volatile'),
    ('private.resolve_recovered', '', 'void', 'volatile definer'),
    ('private.respect_changed_preferences', '', 'trigger', 'volatile definer'),
    ('private.respect_preferences', '', 'trigger', 'volatile definer'),
    ('private.retry_dead_fix', 'letter proposed_fixes, actor uuid', 'void', 'volatile'),
    ('private.retry_dead_mail', 'letter notifications', 'void', 'volatile'),
    ('private.count_attempt', '', 'trigger', 'volatile definer'),
    ('private.count_call', '', 'trigger', 'volatile definer'),
    ('private.count_decision', '', 'trigger', 'volatile definer'),
    ('private.count_deployment', '', 'trigger', 'volatile definer'),
    ('private.count_incident', '', 'trigger', 'volatile definer'),
    ('private.count_mail', '', 'trigger', 'volatile definer'),
    ('private.count_notifications', '', 'trigger', 'volatile definer'),
    ('private.count_up', 'name text, labels jsonb, value numeric', 'void', 'volatile definer'),
    ('private.catalogue', '', 'table(kind text, name text, state text, mend text)', 'stable definer'),
    ('private.failed_jobs', '', 'jsonb', 'stable'),
    ('private.form_of', 'secret text', 'text', 'immutable'),
    ('private.jobs', '', 'table(kind text, name text, state text, mend text)', 'stable'),
    ('private.migrations_applied', '', 'jsonb', 'stable'),
    ('private.gauges', '', 'table(name text, labels jsonb, value numeric)', 'stable'),
    ('private.keep_counts', '', 'void', 'volatile definer'),
    ('private.delete_user_rows', 'owner uuid, traders uuid[]', 'void', 'volatile'),
    ('private.return_target', 'deployment deployments', 'table(version_id uuid, obstacle text)', 'stable definer'),
    ('private.ring', 'function_name text, row_id uuid', 'void', 'volatile definer'),
    ('private.ring_again', '', 'void', 'volatile definer'),
    ('private.ring_for_feedback', '', 'trigger', 'volatile definer'),
    ('private.ring_for_fixes', '', 'trigger', 'volatile definer'),
    ('private.ring_for_next_mail', '', 'void', 'volatile'),
    ('private.ring_for_notifications', '', 'trigger', 'volatile definer'),
    ('private.ring_for_returns', '', 'trigger', 'volatile definer'),
    ('private.secret', 'name text', 'text', 'stable definer'),
    ('private.set_updated_at', '', 'trigger', 'volatile'),
    ('private.settings_of', 'filter jsonb', 'jsonb', 'immutable'),
    ('private.settle_attribution', 'incident_id uuid, outcome jsonb', 'void', 'volatile'),
    ('private.settle_fault', 'deployment deployments, incident trader_incidents', 'void', 'volatile definer'),
    ('private.settle_health', '', 'void', 'volatile definer'),
    ('private.shared_fingerprint', 'trader_id uuid', 'text', 'immutable'),
    ('private.sign_webhook', 'secret text, id text, sent_at bigint, body text', 'text', 'immutable'),
    ('private.stamp_read_mark', '', 'trigger', 'volatile'),
    ('private.stays_live', 'reason text', 'boolean', 'immutable'),
    ('private.strip_wrappers', 'message text', 'text', 'immutable'),
    ('private.supersede_fixes', '', 'trigger', 'volatile definer'),
    ('private.sweep', '', 'void', 'volatile definer'),
    ('private.tell_operators', '', 'trigger', 'volatile definer'),
    ('private.told_how', 'user_id uuid', 'notification_preferences', 'stable definer'),
    ('private.touch_systemic_faults', 'incident_ids uuid[]', 'void', 'volatile definer'),
    ('private.track_filter_version', '', 'trigger', 'volatile definer'),
    ('private.trader_card', 'trader traders', 'jsonb', 'stable'),
    ('private.trader_state', 'enabled boolean, open_incidents bigint, is_uncompiled boolean', 'text', 'immutable'),
    ('private.tried_before', 'incident trader_incidents', 'jsonb', 'stable'),
    ('private.truncate_bytes', 'value text, bytes integer', 'text', 'immutable'),
    ('private.utc_day', '', 'date', 'stable'),
    ('private.verify_deployments', '', 'void', 'volatile definer'),
    ('private.waiting_work', '', 'table(name text, function_name text, waiting bigint, since timestamptz)', 'stable'),
    ('private.watch_again', '', 'trigger', 'volatile definer'),
    ('private.watch_length', 'filter jsonb', 'interval', 'stable'),
    ('private.watch_sweeper', '', 'trigger', 'volatile definer'),
    ('private.watched_deployment', 'trader_id uuid', 'deployments', 'stable'),
    ('private.what_broke', 'version filter_versions', 'jsonb', 'stable'),
    ('private.why_it_stays', 'reason text', 'text', 'immutable'),
    ('private.with_code', 'filter jsonb, code text, series_code text, settings jsonb default null', 'jsonb', 'immutable'),
    ('private.with_symbols', 'known text[], seen text[]', 'text[]', 'immutable'),
    ('private.wrapper_of', 'message text', 'text', 'immutable');
select set_eq(
    $$ select p.pronamespace::regnamespace || '.' || p.proname as name,
           pg_temp.short(pg_get_function_arguments(p.oid)) as arguments, pg_temp.short(pg_get_function_result(p.oid)) as result,
           case p.provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end
               || case when p.prosecdef then ' definer' else '' end as kind
       from pg_proc as p where pg_temp.is_ours(p.oid, p.pronamespace) $$,
    $$ select e.name, regexp_replace(btrim(e.arguments, E' \n'), '\s+', ' ', 'g') as arguments, e.result, e.kind from expected_functions as e $$,
    'functions: arguments by name, result, volatility, whose rights'
);
select set_eq(
    $$ select p.oid::regprocedure::text, array_to_string(p.proconfig, ' ') from pg_proc as p
       where pg_temp.is_ours(p.oid, p.pronamespace) and p.proconfig is distinct from array['search_path=""'] $$,
    $$ values
        ('private.broadcast(uuid,text,jsonb)', 'search_path="" lock_timeout=50ms'),
        ('private.ingest_errors(trader_error_history[],boolean)', 'search_path="" plan_cache_mode=force_generic_plan enable_seqscan=off jit=off'),
        ('record_errors(jsonb,text)', 'search_path="" plan_cache_mode=force_generic_plan enable_seqscan=off jit=off') $$,
    'every function sets an empty search path, those that take errors in keep their plans, and a broadcast does not wait'
);


select is_empty(
    $$ select n.conrelid::regclass, n.conname
       from pg_constraint as n join pg_class as c on c.oid = n.conrelid
       where pg_temp.is_ours(c.oid, c.relnamespace) and n.contype in ('c', 'u', 'x') and n.conname ~ '_(check|key|excl)[0-9]*$' $$,
    'every constraint says in its name what it demands'
);

-- An index over the rows that have a reference is as good as one over all.
create function pg_temp.has_index(relation oid, attribute smallint) returns boolean language sql as $$
    select exists (
        select
        from pg_index as x
        join pg_attribute as a on a.attrelid = x.indrelid and a.attnum = attribute
        join pg_am as m on m.amname = 'btree'
        join pg_class as i on i.oid = x.indexrelid and i.relam = m.oid
        where x.indrelid = relation and x.indkey[0] = attribute
            and (x.indpred is null or pg_get_expr(x.indpred, relation) = format('(%I IS NOT NULL)', a.attname))
    );
$$;
select is_empty(
    $$ select n.conrelid::regclass, n.conname
       from pg_constraint as n join pg_class as c on c.oid = n.conrelid
       where pg_temp.is_ours(c.oid, c.relnamespace) and n.contype = 'f' and not pg_temp.has_index(n.conrelid, n.conkey[1]) $$,
    'every foreign key has an index that begins with it'
);
select is_empty(
    $$ select distinct p.polrelid::regclass, a.attname
       from pg_policy as p
       join pg_class as c on c.oid = p.polrelid
       join pg_depend as d on d.classid = 'pg_policy'::regclass and d.objid = p.oid and d.refobjid = p.polrelid and d.refobjsubid > 0
       join pg_attribute as a on a.attrelid = p.polrelid and a.attnum = d.refobjsubid
       where pg_temp.is_ours(c.oid, c.relnamespace) and not pg_temp.has_index(p.polrelid, a.attnum) $$,
    'every column that a policy reads has an index that begins with it'
);

select is_empty(
    $$ select p.oid::regprocedure::text from pg_proc as p
       where pg_temp.is_ours(p.oid, p.pronamespace) and obj_description(p.oid, 'pg_proc') is null
       union all
       select c.oid::regclass::text from pg_class as c
       where pg_temp.is_ours(c.oid, c.relnamespace)
           and c.relkind in ('r', 'p', 'v', 'm', 'f') and obj_description(c.oid, 'pg_class') is null
       union all
       select c.oid::regclass || '.' || a.attname
       from pg_class as c join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
       where pg_temp.is_ours(c.oid, c.relnamespace)
           and c.relkind in ('r', 'p', 'v', 'm', 'f') and col_description(c.oid, a.attnum) is null
       union all
       select t.oid::regtype::text from pg_type as t join pg_class as c on c.oid = t.typrelid and c.relkind = 'c'
       where pg_temp.is_ours(c.oid, c.relnamespace) and obj_description(t.oid, 'pg_type') is null $$,
    'every table, view, column, type and function says what it is'
);

select results_eq(
    $$ select a.grantee::regrole::text, string_agg(lower(a.privilege_type), ', ' order by a.privilege_type)
       from pg_namespace as n cross join lateral aclexplode(n.nspacl) as a
       where n.nspname = 'private' and a.grantee <> n.nspowner group by 1 order by 1 $$,
    $$ values ('authenticated', 'usage'), ('service_role', 'usage') $$,
    'the private schema can be used, never created in'
);

select * from finish();
rollback;

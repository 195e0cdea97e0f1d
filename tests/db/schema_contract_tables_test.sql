-- The contract of the tables: all that there is, compared both ways. What exists and is not named here fails, by name.
begin;
set local search_path = public, extensions;
select plan(7);

-- What extensions bring is not ours.
create function pg_temp.is_ours(object oid, namespace oid) returns boolean language sql as $$
    select namespace in ('public'::regnamespace, 'private'::regnamespace)
        and not exists (select from pg_depend as d where d.objid = object and d.deptype = 'e');
$$;
create function pg_temp.name_of(relation oid) returns text language sql as $$
    select c.relnamespace::regnamespace || '.' || c.relname from pg_class as c where c.oid = relation;
$$;
-- One row per item of the lists below.
create function pg_temp.items(list text) returns setof text language sql as $$
    select regexp_split_to_table(btrim(list, E' \n'), ',\s+');
$$;


create temporary table expected_columns (relation text, columns text);
insert into expected_columns values
    ('public.audit_log', '
        id bigint!, trader_id uuid!, user_id uuid, actor_id uuid, is_system boolean!, action text!, from_version_id uuid,
        to_version_id uuid, fix_id uuid, incident_id uuid, deployment_id uuid, reason text, details jsonb!,
        created_at timestamptz!'),
    ('public.daily_spend', '
        id bigint!, user_id uuid, day date!, spent_usd numeric(12,6)!, reserved_usd numeric(12,6)!, calls integer!'),
    ('public.dead_letters', 'kind text, id uuid, trader_id uuid, user_id uuid, attempts integer, reason text, since timestamptz, code text'),
    ('public.deployments', '
        id uuid!, trader_id uuid!, user_id uuid, version_id uuid!, fix_id uuid, status text!, attempts smallint!,
        lease_until timestamptz, next_attempt_at timestamptz!, watch_until timestamptz, error text, deployed_at timestamptz,
        created_at timestamptz!, updated_at timestamptz!, reason text, confirmed_at timestamptz, requested_by uuid,
        is_automatic boolean!, request_reason text, ended_by uuid, is_validated boolean'),
    ('public.filter_versions', '
        id uuid!, trader_id uuid!, user_id uuid, version integer!, code text!, series_code text!, code_sha256 text!,
        source text!, parent_id uuid, fix_id uuid, author_id uuid, health text!, is_running boolean!,
        created_at timestamptz!, settings jsonb, started_at timestamptz, stopped_at timestamptz, live_since timestamptz,
        restores_id uuid, judged_at timestamptz!'),
    ('public.fix_attempts', '
        fix_id uuid!, attempt smallint!, trader_id uuid!, user_id uuid, incident_id uuid!, status text!, step text!,
        step_done integer, step_total integer, origin text, code text, series_code text, syntax_hash text,
        validated boolean!, validation jsonb, model text, prompt_version text, trace_id text, trace_url text,
        tokens integer!, cost_usd numeric(12,6)!, reason text, reason_detail text, started_at timestamptz!,
        ended_at timestamptz'),
    ('public.incident_hours', 'incident_id uuid!, hour timestamptz!, trader_id uuid!, user_id uuid, occurrences bigint!'),
    ('public.llm_usage', '
        id uuid!, fix_id uuid, attempt smallint!, call smallint!, trader_id uuid, user_id uuid, day date!, model text!,
        status text!, reserved_usd numeric(12,6)!, settled_usd numeric(12,6), input_tokens integer, output_tokens integer,
        created_at timestamptz!, settled_at timestamptz'),
    ('public.notification_preferences', '
        user_id uuid!, in_app boolean!, email boolean!, email_frequency text!, updated_at timestamptz!, time_zone text!,
        digest_hour smallint!'),
    ('public.notifications', '
        id uuid!, user_id uuid!, trader_id uuid, incident_id uuid, kind text!, subject_id uuid!, title text!, body text!,
        link text!, read_at timestamptz, email_status text!, email_attempts smallint!, email_lease_until timestamptz,
        email_next_attempt_at timestamptz!, email_sent_at timestamptz, email_error text, created_at timestamptz!,
        updated_at timestamptz!, occasion text!, in_app boolean!, mail_id uuid, email_claimed_at timestamptz,
        email_failures smallint!, email_bounces smallint!'),
    ('public.proposed_fixes', '
        id uuid!, trader_id uuid!, user_id uuid, incident_id uuid!, base_version_id uuid!, status text!, attempt smallint!,
        origin text, code text, series_code text, code_sha256 text, explanation text, root_cause text, what_changed jsonb!,
        diff text, validated boolean!, validation jsonb, model text, prompt_version text, trace_url text, tokens integer!,
        cost_usd numeric(12,6)!, reason text, reason_detail text, lease_until timestamptz, next_attempt_at timestamptz!,
        decided_by uuid, decided_at timestamptz, decision_reason text, created_at timestamptz!, updated_at timestamptz!,
        refunded smallint!, base_syntax_hash text, syntax_hash text, trace_id text, hint text'),
    ('public.recovery_preferences', '
        user_id uuid!, auto_regenerate boolean!, auto_rollback boolean!, daily_cost_cap_usd numeric(12,6),
        updated_at timestamptz!'),
    ('public.systemic_faults', '
        id uuid!, fingerprint text!, error_type text!, error_message text!, status text!, first_seen timestamptz!,
        last_seen timestamptz!, resolved_at timestamptz, resolved_by uuid, decision text, decision_reason text'),
    ('public.trader_error_history', '
        id bigint!, event_id uuid!, trader_id uuid!, user_id uuid, incident_id uuid, component text!, error_type text,
        error_message text!, stack_trace text, fingerprint text, filter_version_id uuid, code_sha256 text, symbol text,
        trigger_interval text, context jsonb!, market_data jsonb, occurrences bigint!, stale boolean!,
        occurred_at timestamptz!, received_at timestamptz!'),
    ('public.trader_incidents', '
        id uuid!, trader_id uuid!, user_id uuid, fingerprint text!, component text!, error_type text!, attribution text!,
        summary text!, error_message text!, status text!, filter_version_id uuid, first_seen timestamptz!,
        last_seen timestamptz!, occurrences bigint!, stale_occurrences bigint!, symbols text[]!, regression_of uuid,
        resolved_by_version_id uuid, resolved_at timestamptz, created_at timestamptz!, updated_at timestamptz!,
        minute_at timestamptz, minute_rows integer!, latest_error_id bigint, latest_stale_error_id bigint,
        announced_at timestamptz, ignored_at timestamptz, ignored_symbols text[], ignored_hourly bigint, escalation text,
        systemic_fault_id uuid, attribution_assumed boolean!, code_line integer, code_column integer, recovered_at timestamptz,
        watched_since timestamptz, after_deployment_id uuid, ignored_until timestamptz, decided_by uuid, decided_at timestamptz,
        decision_reason text'),
    ('public.traders', '
        id uuid!, user_id uuid, name text!, description text!, enabled boolean!, filter jsonb!, strategy jsonb!,
        language text!, is_built_in boolean!, created_at timestamptz!, updated_at timestamptz!, error_message text,
        error_type text, stack_trace text, error_count bigint!, last_error_at timestamptz'),
    ('public.undeliverable_addresses', 'user_id uuid!, email text!, reason text!, since timestamptz!'),
    ('private.attempt_inputs', 'fix_id uuid!, attempt smallint!, inputs bytea!, created_at timestamptz!'),
    ('private.count_changes', 'id bigint!, name text!, labels jsonb!, value numeric!'),
    ('private.counts', 'name text!, labels jsonb!, value numeric!'),
    ('private.due_work', 'function_name text, row_id uuid, due_at timestamptz'),
    ('private.email_pause', 'singleton boolean!, until timestamptz!, reason text!'),
    ('private.error_event_ids', 'event_id uuid!, received_at timestamptz!'),
    ('private.error_rules', '
        rank smallint!, pattern text!, error_type text!, attribution text!, summary text!, reported_as text,
        is_assumed boolean!'),
    ('private.event_reading', 'error trader_error_history, filter_code text, code text, message text'),
    ('private.heartbeats', 'job text!, beat_at timestamptz!, runs bigint!, failing text'),
    ('private.ingest_load', 'caller text!, minute timestamptz!, slot smallint!, events integer!, rows integer!, is_counted boolean!'),
    ('private.lost_bells', 'hour timestamptz!, function_name text!, bells bigint!'),
    ('private.model_answers', 'fix_id uuid!, attempt smallint!, answer jsonb!, created_at timestamptz!'),
    ('private.operator_alerts', '
        id uuid!, kind text!, subject text!, title text!, body text!, link text!, status text!, attempts smallint!,
        next_attempt_at timestamptz!, lease_until timestamptz, error text, created_at timestamptz!'),
    ('private.platform_figures', 'singleton boolean!, made_at timestamptz!, took interval!, figures jsonb!, missing_secrets text[]!'),
    ('private.preview_load', 'user_id uuid!, minute timestamptz!, previews integer!'),
    ('private.settings', '
        singleton boolean!, max_attempts smallint!, fix_lease interval!, delivery_lease interval!, max_deliveries smallint!,
        bells_per_sweep smallint!, event_id_retention interval!, retry_delays interval[]!,
        trader_attempts_per_day smallint!, daily_cost_cap_usd numeric(12,6)!, max_daily_cost_cap_usd numeric(12,6)!,
        platform_daily_cost_cap_usd numeric(12,6)!, storm_rows_per_minute smallint!, announce_interval interval!,
        systemic_traders smallint!, systemic_owners smallint!, systemic_window interval!, escalation_factor numeric(6,2)!,
        escalation_floor integer!, history_retention interval!, ledger_retention interval!,
        notification_retention interval!, log_retention interval!, prune_batch integer!, late_after interval!,
        silence_after interval!, max_live_incidents smallint!, ingest_rows_per_minute integer!,
        ingest_events_per_minute integer!, external_versions_per_day smallint!, model_calls_on boolean!,
        trader_daily_cost_cap_usd numeric(12,6)!, incident_cost_cap_usd numeric(12,6)!, inputs_retention interval!,
        email_gather interval!, emails_per_hour smallint!, quiet_after_read interval!, max_mail_failures smallint!,
        recovered_after interval!, previews_per_minute integer!, max_deployment_tries integer!, watch_candles integer!,
        watch_minimum interval!, watch_maximum interval!, model_calls_set_by uuid, model_calls_set_at timestamptz, versions_per_day integer!'),
    ('private.trace_feedback', '
        id uuid!, fix_id uuid!, trace_id text!, verdict text!, reason text, edited boolean!, status text!,
        attempts smallint!, next_attempt_at timestamptz!, lease_until timestamptz, error text, created_at timestamptz!'),
    ('private.trader_attempts', 'trader_id uuid!, day date!, attempts smallint!, committed_usd numeric(12,6)!');
select set_eq(
    $$ select pg_temp.name_of(c.oid),
           concat_ws(' ', a.attname, replace(format_type(a.atttypid, a.atttypmod), 'timestamp with time zone', 'timestamptz'))
               || case when a.attnotnull then '!' else '' end
       from pg_class as c join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
       where c.relkind in ('r', 'p', 'v', 'm', 'f', 'c') and pg_temp.is_ours(c.oid, c.relnamespace) $$,
    'select e.relation, pg_temp.items(e.columns) from expected_columns as e',
    'columns and their types, those that are never null with a !'
);


select set_eq(
    $$ select pg_temp.name_of(c.oid) from pg_class as c
       where pg_temp.is_ours(c.oid, c.relnamespace)
           and (c.relkind in ('r', 'p') and c.relrowsecurity or c.relkind = 'v' and 'security_invoker=true' = any (c.reloptions)) $$,
    $$ select e.relation from expected_columns as e where e.relation <> 'private.event_reading' $$,
    'every table has row security, every view that of its caller'
);

create temporary table expected_policies (relation text, policy text, command text, roles text);
insert into expected_policies values
    ('realtime.messages', 'Users listen on their own channel', 'select', 'authenticated'),
    ('public.audit_log', 'Owners see what was done to their traders', 'select', 'authenticated'),
    ('public.daily_spend', 'Users see their spend', 'select', 'authenticated'),
    ('public.deployments', 'Owners see their deployments', 'select', 'authenticated'),
    ('public.filter_versions', 'Owners see their versions', 'select', 'authenticated'),
    ('public.fix_attempts', 'Owners see the attempts at their fixes', 'select', 'authenticated'),
    ('public.incident_hours', 'Owners see the counts of their incidents', 'select', 'authenticated'),
    ('public.llm_usage', 'Users see the calls made for them', 'select', 'authenticated'),
    ('public.notification_preferences', 'Users set their notification preferences', 'insert', 'authenticated'),
    ('public.notification_preferences', 'Users see their notification preferences', 'select', 'authenticated'),
    ('public.notification_preferences', 'Users change their notification preferences', 'update', 'authenticated'),
    ('public.notifications', 'Recipients see their notifications', 'select', 'authenticated'),
    ('public.notifications', 'Recipients mark their notifications read', 'update', 'authenticated'),
    ('public.proposed_fixes', 'Owners see their fixes', 'select', 'authenticated'),
    ('public.recovery_preferences', 'Users set their recovery preferences', 'insert', 'authenticated'),
    ('public.recovery_preferences', 'Users see their recovery preferences', 'select', 'authenticated'),
    ('public.recovery_preferences', 'Users change their recovery preferences', 'update', 'authenticated'),
    ('public.systemic_faults', 'Operators see systemic faults', 'select', 'authenticated'),
    ('public.trader_error_history', 'Owners see their errors', 'select', 'authenticated'),
    ('public.trader_incidents', 'Owners see their incidents', 'select', 'authenticated'),
    ('public.traders', 'Owners delete their traders', 'delete', 'authenticated'),
    ('public.traders', 'Owners create their traders', 'insert', 'authenticated'),
    ('public.traders', 'Owners see their traders, everybody the built-in ones', 'select', 'authenticated'),
    ('public.traders', 'Owners change their traders', 'update', 'authenticated'),
    ('public.undeliverable_addresses', 'Users see that mail to them came back', 'select', 'authenticated'),
    ('private.email_pause', 'Operators see the pause', 'select', 'authenticated'),
    ('private.heartbeats', 'Operators see the heartbeats', 'select', 'authenticated'),
    ('private.lost_bells', 'Operators see the lost bells', 'select', 'authenticated'),
    ('private.operator_alerts', 'Operators see what they were told', 'select', 'authenticated'),
    ('private.ingest_load', 'Operators see what is reported', 'select', 'authenticated'),
    ('private.platform_figures', 'Operators see the figures', 'select', 'authenticated'),
    ('private.trace_feedback', 'Operators see what waits', 'select', 'authenticated'),
    ('private.settings', 'Users see what bounds them', 'select', 'authenticated');
select set_eq(
    $$ select p.schemaname || '.' || p.tablename as relation, p.policyname::text, lower(p.cmd) || case when p.permissive = 'RESTRICTIVE' then ' restrictive' else '' end as command,
           array_to_string(p.roles, ', ') as roles
       from pg_policies as p where p.schemaname in ('public', 'private', 'realtime') $$,
    'table expected_policies',
    'policies'
);


create temporary table expected_grants (object text, grantee text, privileges text);
insert into expected_grants values
    ('public.audit_log', 'authenticated', 'select'),
    ('public.audit_log', 'service_role', 'select'),
    ('public.daily_spend', 'authenticated', 'select'),
    ('public.daily_spend', 'service_role', 'select'),
    ('public.dead_letters', 'authenticated', 'select'),
    ('public.dead_letters', 'service_role', 'select'),
    ('public.deployments', 'authenticated', 'select'),
    ('public.deployments', 'service_role', 'insert, select, update'),
    ('public.filter_versions', 'authenticated', 'select'),
    ('public.filter_versions', 'service_role', 'insert, select, update'),
    ('public.fix_attempts', 'authenticated', 'select'),
    ('public.fix_attempts', 'service_role', 'insert, select, update'),
    ('public.incident_hours', 'authenticated', 'select'),
    ('public.incident_hours', 'service_role', 'select'),
    ('public.llm_usage', 'authenticated', 'select'),
    ('public.llm_usage', 'service_role', 'select'),
    ('public.notification_preferences', 'authenticated', 'insert, select, update'),
    ('public.notification_preferences', 'service_role', 'select'),
    ('public.notifications', 'authenticated', 'select, update (read_at)'),
    ('public.notifications', 'service_role', 'insert, select, update'),
    ('public.proposed_fixes', 'authenticated', 'select'),
    ('public.proposed_fixes', 'service_role', 'insert, select, update'),
    ('public.recovery_preferences', 'authenticated', 'insert, select, update'),
    ('public.recovery_preferences', 'service_role', 'select'),
    ('public.systemic_faults', 'authenticated', 'select'),
    ('public.systemic_faults', 'service_role', 'select, update'),
    ('public.trader_error_history', 'authenticated', 'select'),
    ('public.trader_error_history', 'service_role', '
        select, insert (code_sha256), insert (component), insert (context), insert (error_message), insert (error_type),
        insert (event_id), insert (market_data), insert (occurred_at), insert (occurrences), insert (stack_trace),
        insert (symbol), insert (trader_id), insert (trigger_interval), insert (user_id)'),
    ('public.trader_error_history_id_seq', 'service_role', 'usage'),
    ('public.trader_incidents', 'authenticated', 'select'),
    ('public.trader_incidents', 'service_role', 'insert, select, update'),
    ('public.traders', 'authenticated', 'delete, insert, select, update'),
    ('public.traders', 'service_role', 'delete, insert, select, update'),
    ('public.undeliverable_addresses', 'authenticated', 'select'),
    ('public.undeliverable_addresses', 'service_role', 'insert, select, update'),
    ('private.attempt_inputs', 'service_role', 'delete, insert, select'),
    ('private.due_work', 'authenticated', 'select'),
    ('private.due_work', 'service_role', 'select'),
    ('private.email_pause', 'authenticated', 'select'),
    ('private.email_pause', 'service_role', 'insert, select, update'),
    ('private.error_event_ids', 'service_role', 'insert, select'),
    ('private.error_rules', 'service_role', 'select'),
    ('private.heartbeats', 'authenticated', 'select'),
    ('private.heartbeats', 'service_role', 'select'),
    ('private.lost_bells', 'authenticated', 'select'),
    ('private.lost_bells', 'service_role', 'select'),
    ('private.model_answers', 'service_role', 'delete, insert, select, update'),
    ('private.operator_alerts', 'authenticated', 'select'),
    ('private.operator_alerts', 'service_role', 'delete, insert, select, update'),
    ('private.ingest_load', 'authenticated', 'select (events), select (minute)'),
    ('private.platform_figures', 'authenticated', 'select'),
    ('private.platform_figures', 'service_role', 'select'),
    ('private.preview_load', 'service_role', 'delete, insert, select, update'),
    ('private.settings', 'authenticated', '
        select (daily_cost_cap_usd), select (max_daily_cost_cap_usd), select (platform_daily_cost_cap_usd), select (late_after), select (silence_after),
        select (model_calls_on), select (model_calls_set_at), select (model_calls_set_by), select (max_attempts)'),
    ('private.settings', 'service_role', 'select, update'),
    ('private.trace_feedback', 'authenticated', 'select (id), select (lease_until), select (next_attempt_at), select (status)'),
    ('private.trace_feedback', 'service_role', 'delete, insert, select, update'),
    ('private.trader_attempts', 'service_role', 'insert, select, update');
select set_eq(
    $$ select pg_temp.name_of(c.oid), a.grantee::regrole::text, lower(a.privilege_type)
       from pg_class as c cross join lateral aclexplode(c.relacl) as a
       where pg_temp.is_ours(c.oid, c.relnamespace) and a.grantee <> c.relowner
       union all
       select pg_temp.name_of(c.oid), a.grantee::regrole::text, format('%s (%s)', lower(a.privilege_type), t.attname)
       from pg_class as c join pg_attribute as t on t.attrelid = c.oid cross join lateral aclexplode(t.attacl) as a
       where pg_temp.is_ours(c.oid, c.relnamespace) $$,
    'select e.object, e.grantee, pg_temp.items(e.privileges) from expected_grants as e',
    'grants on tables, views, columns and sequences; all others are the owner''s alone'
);


create temporary table expected_triggers (relation text, triggers text);
insert into expected_triggers values
    ('public.deployments', '
        count_deployment after update row count_deployment,
        audit_deployment after insert row audit_deployment, audit_deployment_state after update row audit_deployment_state,
        broadcast_changed_rows after update statement broadcast_rows,
        broadcast_new_rows after insert statement broadcast_rows,
        enforce_initial_state before insert row enforce_initial_state,
        enforce_transition before update row enforce_transition, leave_unknown after update row leave_unknown,
        note_feedback after update statement note_rollback_feedback,
        notify_of_deployments after update statement notify_of_deployments, ring_for_returns after insert row ring_for_returns,
        set_updated_at before update row set_updated_at'),
    ('public.filter_versions', '
        audit_code_change after insert row audit_code_change, end_deployments after insert row end_deployments,
        enforce_health_transition before update row enforce_transition,
        enforce_initial_health before insert row enforce_initial_state,
        keep_version_immutable before update row keep_version_immutable, supersede_fixes after insert row supersede_fixes'),
    ('public.fix_attempts', '
        count_attempt after update row count_attempt,
        enforce_initial_state before insert row enforce_initial_state,
        enforce_transition before update row enforce_transition'),
    ('public.llm_usage', '
        count_call after update row count_call,
        enforce_initial_state before insert row enforce_initial_state,
        enforce_transition before update row enforce_transition, keep_ledger before update delete row keep_ledger'),
    ('public.notification_preferences', '
        check_notification_preferences before insert update row check_notification_preferences,
        respect_changed_preferences after insert update row respect_changed_preferences,
        set_updated_at before update row set_updated_at'),
    ('public.notifications', '
        broadcast_new_rows after insert statement broadcast_rows,
        broadcast_read_marks after update statement broadcast_read_marks,
        count_mail after update row count_mail, count_notifications after insert statement count_notifications,
        count_unwanted_mail after insert row count_mail,
        enforce_email_transition before update row enforce_transition,
        enforce_initial_email_state before insert row enforce_initial_state,
        respect_preferences before insert row respect_preferences,
        ring_for_notifications after insert statement ring_for_notifications,
        set_updated_at before update row set_updated_at, stamp_read_mark before update row stamp_read_mark'),
    ('public.proposed_fixes', '
        count_decision after update row count_decision,
        audit_rejection after update row audit_rejection,
        broadcast_changed_rows after update statement broadcast_rows,
        broadcast_new_rows after insert statement broadcast_rows,
        end_left_attempts after update statement end_left_attempts,
        enforce_initial_state before insert row enforce_initial_state,
        enforce_transition before update row enforce_transition, note_feedback after update statement note_feedback,
        notify_of_fixes after update statement notify_of_fixes,
        ring_for_changed_fixes after update statement ring_for_fixes,
        ring_for_new_fixes after insert statement ring_for_fixes, set_updated_at before update row set_updated_at'),
    ('public.recovery_preferences', '
        apply_recovery_preferences after insert update row apply_recovery_preferences,
        check_recovery_preferences before insert update row check_recovery_preferences,
        set_updated_at before update row set_updated_at'),
    ('public.systemic_faults', '
        enforce_initial_state before insert row enforce_initial_state,
        enforce_transition before update row enforce_transition,
        notify_of_ended_faults after update statement notify_of_ended_faults,
        notify_of_systemic_faults after insert statement notify_of_systemic_faults'),
    ('public.trader_error_history', '
        adopt_errors after insert statement adopt_errors, refuse_unknown_trader before insert row refuse_unknown_trader,
        watch_sweeper after insert statement watch_sweeper'),
    ('public.trader_incidents', '
        count_incident after insert statement count_incident,
        audit_incident after update row audit_incident,
        broadcast_changed_rows after update statement broadcast_incidents,
        enforce_initial_state before insert row enforce_initial_state,
        enforce_transition before update row enforce_transition,
        notify_of_changed_incidents after update statement notify_of_changed_incidents,
        notify_of_escalations after update statement notify_of_escalations,
        notify_of_incidents after insert statement notify_of_incidents, reconsider_health after update row reconsider_health,
        set_updated_at before update row set_updated_at'),
    ('public.traders', '
        follow_owner after update row follow_owner, track_filter_version after insert update row track_filter_version,
        hold_notifications before delete row hold_notifications_of_trader, watch_again after update row watch_again,
        zz_keep_edit_marks before update row keep_edit_marks'),
    ('private.operator_alerts', '
        enforce_initial_state before insert row enforce_initial_state,
        enforce_transition before update row enforce_transition, tell_operators after insert statement tell_operators'),
    ('private.trace_feedback', 'ring_for_feedback after insert statement ring_for_feedback');
select set_eq(
    $$ select pg_temp.name_of(t.tgrelid), concat_ws(' ',
           t.tgname,
           case when t.tgtype & 2 > 0 then 'before' else 'after' end,
           case when t.tgtype & 4 > 0 then 'insert' end,
           case when t.tgtype & 16 > 0 then 'update' end,
           case when t.tgtype & 8 > 0 then 'delete' end,
           case when t.tgtype & 1 > 0 then 'row' else 'statement' end,
           p.proname,
           case when t.tgenabled <> 'O' then 'disabled' end)
       from pg_trigger as t join pg_class as c on c.oid = t.tgrelid join pg_proc as p on p.oid = t.tgfoid
       where not t.tgisinternal and pg_temp.is_ours(c.oid, c.relnamespace) $$,
    'select e.relation, pg_temp.items(e.triggers) from expected_triggers as e',
    'triggers: name, when, the function'
);


create temporary table expected_constraints (relation text, constraints text);
insert into expected_constraints values
    ('public.audit_log', '
        audit_log_action_is_known, audit_log_actor_id_fkey, audit_log_details_are_an_object, audit_log_pkey,
        audit_log_system_has_no_actor, audit_log_trader_id_fkey'),
    ('public.daily_spend', 'daily_spend_is_natural, daily_spend_one_row_a_day, daily_spend_pkey, daily_spend_user_id_fkey'),
    ('public.deployments', '
        deployments_attempts_are_natural, deployments_confirmed_are_live, deployments_ended_by_fkey,
        deployments_failure_has_error, deployments_fix_id_fkey, deployments_lease_only_while_pending, deployments_live_has_time,
        deployments_pkey, deployments_reason_is_a_code, deployments_requested_by_fkey, deployments_status_is_known,
        deployments_trader_id_fkey, deployments_version_id_fkey, deployments_watched_are_live, deployments_words_fit'),
    ('public.filter_versions', '
        filter_versions_author_id_fkey, filter_versions_fix_id_fkey, filter_versions_health_is_known,
        filter_versions_number_is_positive, filter_versions_number_is_unique, filter_versions_parent_id_fkey,
        filter_versions_pkey, filter_versions_restore_only_by_rollback, filter_versions_restores_id_fkey,
        filter_versions_run_in_order, filter_versions_settings_are_an_object, filter_versions_source_is_known,
        filter_versions_trader_id_fkey'),
    ('public.fix_attempts', '
        fix_attempts_ended_when_over, fix_attempts_failure_has_reason, fix_attempts_fix_id_fkey,
        fix_attempts_incident_id_fkey, fix_attempts_numbers_are_natural, fix_attempts_origin_is_known, fix_attempts_pkey,
        fix_attempts_progress_is_part, fix_attempts_proof_has_candidate, fix_attempts_status_is_known,
        fix_attempts_step_is_known, fix_attempts_trader_id_fkey'),
    ('public.incident_hours', '
        incident_hours_counts_something, incident_hours_incident_id_fkey, incident_hours_pkey, incident_hours_trader_id_fkey'),
    ('public.llm_usage', '
        llm_usage_fix_id_fkey, llm_usage_numbers_are_natural, llm_usage_once_per_call, llm_usage_pkey,
        llm_usage_settled_when_over, llm_usage_status_is_known, llm_usage_trader_id_fkey, llm_usage_within_reservation'),
    ('public.notification_preferences', '
        notification_preferences_frequency_is_known, notification_preferences_hour_is_of_a_day,
        notification_preferences_pkey, notification_preferences_user_id_fkey'),
    ('public.notifications', '
        notifications_are_about_a_trader, notifications_email_counts_are_natural,
        notifications_email_lease_is_held_while_sending, notifications_email_sent_has_time,
        notifications_email_status_is_known, notifications_incident_id_fkey, notifications_kind_is_known,
        notifications_link_is_a_path, notifications_mailed_are_claimed, notifications_once_per_change, notifications_pkey,
        notifications_trader_id_fkey, notifications_user_id_fkey'),
    ('public.proposed_fixes', '
        proposed_fixes_base_version_id_fkey, proposed_fixes_decided_by_fkey, proposed_fixes_decision_has_time,
        proposed_fixes_failure_has_reason, proposed_fixes_hint_is_short, proposed_fixes_incident_id_fkey,
        proposed_fixes_lease_is_held_while_generating, proposed_fixes_numbers_are_natural, proposed_fixes_offer_has_code,
        proposed_fixes_origin_is_known, proposed_fixes_pkey, proposed_fixes_refunds_are_attempts,
        proposed_fixes_status_is_known, proposed_fixes_trader_id_fkey'),
    ('public.recovery_preferences', '
        recovery_preferences_cap_is_natural, recovery_preferences_pkey, recovery_preferences_user_id_fkey'),
    ('public.systemic_faults', '
        systemic_faults_decision_ends_it, systemic_faults_decision_is_known, systemic_faults_pkey, systemic_faults_resolved_by_fkey,
        systemic_faults_resolved_has_time, systemic_faults_status_is_known, systemic_faults_type_is_known, systemic_faults_words_fit'),
    ('public.trader_error_history', '
        trader_error_history_component_is_known, trader_error_history_context_is_object,
        trader_error_history_filter_version_id_fkey, trader_error_history_hash_is_sha256,
        trader_error_history_incident_id_fkey, trader_error_history_is_complete,
        trader_error_history_occurrences_are_positive, trader_error_history_pkey, trader_error_history_trader_id_fkey,
        trader_error_history_type_is_known'),
    ('public.trader_incidents', '
        trader_incidents_after_deployment_id_fkey, trader_incidents_attribution_is_known, trader_incidents_component_is_known,
        trader_incidents_counts_are_natural, trader_incidents_decided_by_fkey,
        trader_incidents_escalation_is_known, trader_incidents_filter_version_id_fkey,
        trader_incidents_ignored_is_remembered, trader_incidents_pkey, trader_incidents_place_is_natural,
        trader_incidents_place_is_whole, trader_incidents_recovered_is_resolved, trader_incidents_regression_of_fkey,
        trader_incidents_resolved_by_version_id_fkey, trader_incidents_resolved_has_time, trader_incidents_seen_in_order, trader_incidents_status_is_known,
        trader_incidents_systemic_fault_id_fkey, trader_incidents_trader_id_fkey, trader_incidents_type_is_known,
        trader_incidents_words_fit'),
    ('public.traders', 'traders_built_in_has_no_owner, traders_language_is_known, traders_pkey, traders_user_id_fkey'),
    ('public.undeliverable_addresses', '
        undeliverable_addresses_pkey, undeliverable_addresses_reason_is_known, undeliverable_addresses_user_id_fkey'),
    ('private.attempt_inputs', 'attempt_inputs_are_bounded, attempt_inputs_fix_id_fkey, attempt_inputs_pkey'),
    ('private.count_changes', 'count_changes_only_grow, count_changes_pkey'),
    ('private.counts', 'counts_are_natural, counts_pkey'),
    ('private.email_pause', 'email_pause_is_one_row, email_pause_pkey'),
    ('private.error_event_ids', 'error_event_ids_pkey'),
    ('private.error_rules', '
        error_rules_attribution_is_known, error_rules_pkey, error_rules_report_is_known, error_rules_type_is_known'),
    ('private.heartbeats', 'heartbeats_job_is_known, heartbeats_pkey'),
    ('private.ingest_load', 'ingest_load_is_natural, ingest_load_pkey'),
    ('private.lost_bells', 'lost_bells_pkey'),
    ('private.model_answers', 'model_answers_fix_id_fkey, model_answers_pkey'),
    ('private.operator_alerts', '
        operator_alerts_attempts_are_natural, operator_alerts_kind_is_known, operator_alerts_lease_only_while_pending,
        operator_alerts_link_is_a_path, operator_alerts_once, operator_alerts_pkey, operator_alerts_status_is_known'),
    ('private.platform_figures', 'platform_figures_are_one_row, platform_figures_pkey'),
    ('private.preview_load', 'preview_load_counts_something, preview_load_pkey, preview_load_user_id_fkey'),
    ('private.settings', '
        settings_attempts_are_positive, settings_bells_are_positive, settings_caps_are_natural, settings_delays_are_given,
        settings_deployments_are_tried,
        settings_emails_are_bounded, settings_escalation_is_positive, settings_event_ids_live_a_day, settings_external_versions_are_natural,
        settings_has_one_row, settings_ingest_merges_before_it_refuses, settings_inputs_retention_is_positive,
        settings_leases_are_positive, settings_live_incidents_are_positive, settings_model_caps_are_natural, settings_pkey, settings_previews_are_positive,
        settings_recovery_is_positive, settings_retention_is_a_day, settings_storm_keeps_a_row, settings_sweeps_are_positive, settings_systemic_is_positive,
        settings_versions_are_positive, settings_watch_is_bounded'),
    ('private.trace_feedback', '
        trace_feedback_attempts_are_natural, trace_feedback_fix_id_fkey, trace_feedback_once, trace_feedback_pkey,
        trace_feedback_status_is_known, trace_feedback_verdict_is_known'),
    ('private.trader_attempts', 'trader_attempts_are_natural, trader_attempts_pkey, trader_attempts_trader_id_fkey');
select set_eq(
    $$ select pg_temp.name_of(n.conrelid), n.conname::text
       from pg_constraint as n join pg_class as c on c.oid = n.conrelid
       where n.contype in ('c', 'f', 'p', 'u', 'x') and pg_temp.is_ours(c.oid, c.relnamespace) $$,
    'select e.relation, pg_temp.items(e.constraints) from expected_constraints as e',
    'constraints'
);

create temporary table expected_indexes (relation text, indexes text);
insert into expected_indexes values
    ('public.audit_log', 'audit_log_by_actor, audit_log_by_age, audit_log_by_owner, audit_log_by_trader, audit_log_pkey'),
    ('public.daily_spend', 'daily_spend_by_day, daily_spend_one_row_a_day, daily_spend_pkey'),
    ('public.deployments', '
        deployments_by_ender, deployments_by_fix, deployments_by_owner, deployments_by_requester, deployments_by_trader,
        deployments_by_version, deployments_dead, deployments_due, deployments_one_pending, deployments_pkey,
        deployments_unconfirmed, deployments_watched'),
    ('public.filter_versions', '
        filter_versions_by_author, filter_versions_by_fix, filter_versions_by_hash, filter_versions_by_owner,
        filter_versions_by_parent, filter_versions_by_restored, filter_versions_number_is_unique, filter_versions_on_probation,
        filter_versions_one_running, filter_versions_pkey'),
    ('public.fix_attempts', 'fix_attempts_by_age, fix_attempts_by_incident, fix_attempts_by_owner, fix_attempts_by_trader, fix_attempts_pkey'),
    ('public.incident_hours', 'incident_hours_by_age, incident_hours_by_owner, incident_hours_by_trader, incident_hours_pkey'),
    ('public.llm_usage', '
        llm_usage_by_age, llm_usage_by_trader, llm_usage_by_user, llm_usage_once_per_call, llm_usage_open, llm_usage_pkey'),
    ('public.notification_preferences', 'notification_preferences_pkey'),
    ('public.notifications', '
        notifications_by_age, notifications_by_incident, notifications_by_mail, notifications_by_trader, notifications_by_user,
        notifications_dead, notifications_email_due, notifications_mailed, notifications_not_configured,
        notifications_once_per_change, notifications_pkey, notifications_read, notifications_retried, notifications_sent, notifications_unread,
        notifications_waiting'),
    ('public.proposed_fixes', '
        proposed_fixes_by_age, proposed_fixes_by_base, proposed_fixes_by_decider, proposed_fixes_by_incident, proposed_fixes_by_owner,
        proposed_fixes_by_trader, proposed_fixes_dead, proposed_fixes_due, proposed_fixes_held, proposed_fixes_leased,
        proposed_fixes_library, proposed_fixes_one_live, proposed_fixes_pkey, proposed_fixes_waiting, proposed_fixes_working'),
    ('public.recovery_preferences', 'recovery_preferences_pkey'),
    ('public.systemic_faults', '
        systemic_faults_by_age, systemic_faults_by_resolver, systemic_faults_one_open, systemic_faults_pkey'),
    ('public.trader_error_history', '
        trader_error_history_by_incident, trader_error_history_by_owner, trader_error_history_by_trader,
        trader_error_history_by_version, trader_error_history_captured, trader_error_history_pkey'),
    ('public.trader_incidents', '
        trader_incidents_after_deployment, trader_incidents_by_decider, trader_incidents_by_fault, trader_incidents_by_owner, trader_incidents_by_regression,
        trader_incidents_by_resolving_version, trader_incidents_by_systemic_fault, trader_incidents_by_trader,
        trader_incidents_by_version, trader_incidents_live_by_fingerprint, trader_incidents_may_recover,
        trader_incidents_one_live, trader_incidents_pkey'),
    ('public.traders', 'traders_by_owner, traders_pkey'),
    ('public.undeliverable_addresses', 'undeliverable_addresses_pkey'),
    ('private.attempt_inputs', 'attempt_inputs_by_age, attempt_inputs_pkey'),
    ('private.count_changes', 'count_changes_pkey'),
    ('private.counts', 'counts_pkey'),
    ('private.email_pause', 'email_pause_pkey'),
    ('private.error_event_ids', 'error_event_ids_by_age, error_event_ids_pkey'),
    ('private.error_rules', 'error_rules_pkey'),
    ('private.heartbeats', 'heartbeats_pkey'),
    ('private.ingest_load', 'ingest_load_pkey'),
    ('private.lost_bells', 'lost_bells_pkey'),
    ('private.model_answers', 'model_answers_pkey'),
    ('private.operator_alerts', 'operator_alerts_by_kind, operator_alerts_due, operator_alerts_once, operator_alerts_pkey'),
    ('private.platform_figures', 'platform_figures_pkey'),
    ('private.preview_load', 'preview_load_pkey'),
    ('private.settings', 'settings_pkey'),
    ('private.trace_feedback', 'trace_feedback_by_age, trace_feedback_due, trace_feedback_once, trace_feedback_pkey'),
    ('private.trader_attempts', 'trader_attempts_pkey');
select set_eq(
    $$ select pg_temp.name_of(x.indrelid), i.relname::text
       from pg_index as x join pg_class as i on i.oid = x.indexrelid
       where pg_temp.is_ours(i.oid, i.relnamespace) and x.indisvalid $$,
    'select e.relation, pg_temp.items(e.indexes) from expected_indexes as e',
    'indexes'
);

select * from finish();
rollback;

-- The private schema: helpers that the API does not expose, opened object by object.
-- Postgres lets everybody execute a new function and has no default per schema that says otherwise, so each
-- migration ends by closing what it created.
--
-- Error codes raised by this project (message: what is wrong and what to do; detail: the machine code):
--   TE400 malformed argument   TE404 not there, or not the actor's   TE409 conflict   TE422 refused transition

-- A name that is taken would stop a later file and leave the installation half done, so it is said here, before anything.
do $$
declare
    v_taken text;
begin
    select string_agg(format('%I.%I', n.nspname, c.relname), ', ' order by n.nspname, c.relname) into v_taken
    from pg_catalog.pg_class as c
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where (n.nspname = 'public' and c.relname in (
            'audit_log', 'daily_spend', 'dead_letters', 'deployments', 'filter_versions', 'fix_attempts', 'incident_hours', 'llm_usage',
            'notification_preferences', 'notifications', 'proposed_fixes', 'recovery_preferences', 'systemic_faults', 'trader_error_history', 'trader_incidents',
            'undeliverable_addresses'
        ))
        or (n.nspname = 'private' and c.relname in (
            'attempt_inputs', 'count_changes', 'counts', 'due_work', 'email_pause', 'error_event_ids', 'error_rules', 'heartbeats', 'ingest_load', 'lost_bells', 'model_answers',
            'operator_alerts', 'platform_figures', 'preview_load', 'settings', 'trace_feedback', 'trader_attempts'
        ));
    if v_taken is not null then
        raise exception 'Cannot install: the project already has %. Rename or move them first; nothing was changed', v_taken
            using errcode = 'TE409', detail = 'name_taken';
    end if;
end
$$;

create schema if not exists private;
comment on schema private is 'Error recovery: helpers and bookkeeping that the API does not expose';

grant usage on schema private to authenticated, service_role;

create extension if not exists pgcrypto with schema extensions;

-- pg_net and pg_cron are part of every hosted project; a plain Postgres has neither.
do $$
begin
    if exists (select from pg_catalog.pg_available_extensions where name = 'pg_net') then
        create extension if not exists pg_net with schema extensions;
    end if;
    if exists (select from pg_catalog.pg_available_extensions where name = 'pg_cron') then
        create extension if not exists pg_cron;
    end if;
end
$$;


create table private.settings (
    singleton boolean primary key default true,
    max_attempts smallint not null default 3,
    fix_lease interval not null default '3 minutes',
    delivery_lease interval not null default '1 minute',
    max_deliveries smallint not null default 8,
    bells_per_sweep smallint not null default 20,
    event_id_retention interval not null default '7 days',
    constraint settings_has_one_row check (singleton),
    constraint settings_attempts_are_positive check (max_attempts > 0 and max_deliveries > 0),
    constraint settings_leases_are_positive check (fix_lease > '0' and delivery_lease > '0'),
    constraint settings_bells_are_positive check (bells_per_sweep > 0),
    constraint settings_event_ids_live_a_day check (event_id_retention >= '24 hours')
);
comment on table private.settings is 'The numbers an operator may change; one row';
comment on column private.settings.singleton is 'Always true: the table has one row';
comment on column private.settings.max_attempts is 'Repair attempts per fix before it ends as failed';
comment on column private.settings.fix_lease is 'How long a function may hold a fix before the sweeper gives it to another';
comment on column private.settings.delivery_lease is 'The same for an e-mail or a deployment';
comment on column private.settings.max_deliveries is 'Tries of an e-mail or a deployment before it is a dead letter';
comment on column private.settings.bells_per_sweep is 'Most function calls one sweep makes per kind of work';
comment on column private.settings.event_id_retention is 'How long an event id is remembered against redelivery';
alter table private.settings enable row level security;
grant select, update on private.settings to service_role;
insert into private.settings default values;


create function private.is_admin()
returns boolean
language sql
stable
set search_path = ''
as $$
    select coalesce((select auth.jwt()) -> 'app_metadata' ->> 'role' = 'admin', false);
$$;
comment on function private.is_admin() is 'Whether the calling user is an operator: app_metadata.role is admin';
grant execute on function private.is_admin() to authenticated, service_role;


-- auth.users is closed to service_role, hence the definer.
create function private.is_admin_user(user_id uuid)
returns boolean
language sql
stable
security definer
set search_path = ''
as $$
    select coalesce(
        (
            select u.raw_app_meta_data ->> 'role' = 'admin'
            from auth.users as u
            where u.id = is_admin_user.user_id
        ),
        false
    );
$$;
comment on function private.is_admin_user(uuid) is 'Whether the given user is an operator, read from auth.users';
grant execute on function private.is_admin_user(uuid) to service_role;


create function private.set_updated_at()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
    new.updated_at := pg_catalog.now();
    return new;
end
$$;
comment on function private.set_updated_at() is 'Keeps updated_at true';


-- One mechanism for every state machine. Arguments of the trigger: the column, then the allowed steps as "from>to".
create function private.enforce_transition()
returns trigger
language plpgsql
set search_path = ''
as $$
declare
    v_from text := to_jsonb(old) ->> tg_argv[0];
    v_to text := to_jsonb(new) ->> tg_argv[0];
begin
    if v_from is distinct from v_to and not (v_from || '>' || v_to = any (tg_argv)) then
        raise exception 'Cannot move % % from % to %', tg_table_name, old.id, v_from, v_to
            using errcode = 'TE422', detail = 'transition_refused';
    end if;
    return new;
end
$$;
comment on function private.enforce_transition() is
    'Refuses a change of state that is not among the trigger arguments, whoever asks';


revoke execute on function
    private.is_admin(),
    private.is_admin_user(uuid),
    private.set_updated_at(),
    private.enforce_transition()
from public;

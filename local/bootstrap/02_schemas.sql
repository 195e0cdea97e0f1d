-- New tables in public get no grants: since 2026 the platform leaves that to each migration, role by role.
grant usage on schema public to anon, authenticated, service_role;

create schema extensions;
grant usage on schema extensions to anon, authenticated, service_role;
grant all on schema extensions to postgres;
create extension pgcrypto with schema extensions;
create extension "uuid-ossp" with schema extensions;

create schema auth authorization supabase_auth_admin;
grant usage on schema auth to anon, authenticated, service_role;
grant all on schema auth to postgres;

create extension supabase_vault;

-- PostgREST's way to hear of a changed schema, which `notify pgrst, 'reload schema'` also uses.
create function extensions.pgrst_ddl_watch()
returns event_trigger
set search_path = ''
language plpgsql
as $$
begin
    perform pg_catalog.pg_notify('pgrst', 'reload schema');
end
$$;

create event trigger pgrst_ddl_watch
    on ddl_command_end
    when tag in (
        'CREATE SCHEMA', 'CREATE TABLE', 'CREATE TABLE AS', 'ALTER TABLE', 'CREATE VIEW', 'ALTER VIEW',
        'CREATE FUNCTION', 'ALTER FUNCTION', 'CREATE TYPE', 'ALTER TYPE', 'COMMENT'
    )
    execute function extensions.pgrst_ddl_watch();

create event trigger pgrst_drop_watch
    on sql_drop
    execute function extensions.pgrst_ddl_watch();

-- catalogue: what a project holds of ours, each object with the state that matters and, where one statement does, what restores it.
-- npm run doctor compares it with what the migrations make.

-- The extension may be missing, and then there is no table to read.
create function private.jobs()
returns table (kind text, name text, state text, mend text)
language plpgsql
stable
set search_path = ''
as $$
begin
    if to_regclass('cron.job') is null then
        return;
    end if;
    return query execute $query$
        select 'job', j.jobname::text, concat_ws(' ', j.schedule, j.command, case when not j.active then 'inactive' end),
            case
                when j.active then format('select cron.schedule(%L, %L, %L)', j.jobname, j.schedule, j.command)
                else format('select cron.alter_job(%s, active := true)', j.jobid)
            end
        from cron.job as j
        where j.jobname like 'recovery-%'
    $query$;
end
$$;
comment on function private.jobs() is 'The jobs of pg_cron that are ours, as private.catalogue() has them';
revoke execute on function private.jobs() from public;


create function private.catalogue()
returns table (kind text, name text, state text, mend text)
language sql
stable
-- As the owner, or policies and definitions would be those that the caller may see.
security definer
set search_path = ''
as $$
    with roles (role) as (
        values ('anon'), ('authenticated'), ('service_role'), ('public')
    ),
    tables as (
        select c.oid, c.oid::regclass::text as name, c.relkind, c.relrowsecurity, c.reloptions
        from pg_catalog.pg_class as c
        where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and c.relkind in ('r', 'p', 'v')
            and c.oid <> 'public.traders'::regclass
    ),
    functions as (
        select p.oid, p.oid::regprocedure::text as name, p.prosrc, p.prosecdef, p.proconfig, p.provolatile
        from pg_catalog.pg_proc as p
        where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace) and p.prokind in ('f', 'p')
    )
    select 'table', t.name, case when t.relrowsecurity then 'row security' else 'open' end,
        format('alter table %s enable row level security', t.name)
    from tables as t
    where t.relkind <> 'v'
    union all
    select 'view', t.name, coalesce(array_to_string(t.reloptions, ' '), ''),
        format('create or replace view %s%s as %s', t.name, ' with (' || array_to_string(t.reloptions, ', ') || ')',
            rtrim(pg_catalog.pg_get_viewdef(t.oid), ';'))
    from tables as t
    where t.relkind = 'v'
    union all
    select 'column', t.name || '.' || a.attname,
        concat_ws(' ', pg_catalog.format_type(a.atttypid, a.atttypmod), case when a.attnotnull then 'not null' end,
            'default ' || pg_catalog.pg_get_expr(d.adbin, d.adrelid), l.granted),
        case when t.relkind <> 'v' and a.attidentity = '' and a.attgenerated = '' then
            concat_ws(' ', format('alter table %s add column %I', t.name, a.attname), pg_catalog.format_type(a.atttypid, a.atttypmod),
                'default ' || pg_catalog.pg_get_expr(d.adbin, d.adrelid), case when a.attnotnull then 'not null' end)
        end
    from tables as t
    join pg_catalog.pg_attribute as a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
    left join pg_catalog.pg_attrdef as d on d.adrelid = t.oid and d.adnum = a.attnum
    cross join lateral (
        select string_agg(concat_ws(' to ', lower(x.privilege_type), coalesce(r.rolname, 'public')), ', ' order by r.rolname, x.privilege_type) as granted
        from pg_catalog.aclexplode(a.attacl) as x
        left join pg_catalog.pg_roles as r on r.oid = x.grantee
    ) as l
    union all
    select 'column', 'public.traders.' || a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), null
    from pg_catalog.pg_attribute as a
    where a.attrelid = 'public.traders'::regclass and not a.attisdropped
        and a.attname in ('error_message', 'error_type', 'stack_trace', 'error_count', 'last_error_at')
    union all
    select 'grant', format('%s on %s to %s', g.privilege, t.name, r.role), 'granted', format('grant %s on %s to %s', g.privilege, t.name, r.role)
    from tables as t
    cross join roles as r
    cross join (values ('select'), ('insert'), ('update'), ('delete'), ('truncate')) as g (privilege)
    where pg_catalog.has_table_privilege(r.role, t.oid, g.privilege)
    union all
    select 'grant', format('execute on %s to %s', f.name, r.role), 'granted', format('grant execute on function %s to %s', f.name, r.role)
    from functions as f
    cross join roles as r
    where pg_catalog.has_function_privilege(r.role, f.oid, 'execute')
    union all
    select 'grant', format('usage on schema private to %s', r.role), 'granted', format('grant usage on schema private to %s', r.role)
    from roles as r
    where pg_catalog.has_schema_privilege(r.role, 'private', 'usage')
    union all
    select 'function', f.name,
        concat_ws(' ', pg_catalog.md5(f.prosrc), f.provolatile, case when f.prosecdef then 'security definer' end, array_to_string(f.proconfig, ' ')),
        pg_catalog.pg_get_functiondef(f.oid)
    from functions as f
    union all
    select 'constraint', format('%s on %s', c.conname, t.name),
        concat_ws(' ', pg_catalog.pg_get_constraintdef(c.oid), case when not c.convalidated then 'not validated' end),
        format('alter table %s add constraint %I %s', t.name, c.conname, pg_catalog.pg_get_constraintdef(c.oid))
            -- Validated apart, which keeps no writer waiting.
            || case when c.contype in ('c', 'f') then format(E' not valid;\nalter table %s validate constraint %I', t.name, c.conname) else '' end
    from tables as t
    join pg_catalog.pg_constraint as c on c.conrelid = t.oid and c.contype in ('c', 'f', 'p', 'u', 'x')
    union all
    select 'index', i.indexrelid::regclass::text, concat_ws(' ', pg_catalog.pg_get_indexdef(i.indexrelid), case when not i.indisvalid then 'invalid' end),
        replace(pg_catalog.pg_get_indexdef(i.indexrelid), ' INDEX ', ' INDEX CONCURRENTLY ')
    from tables as t
    join pg_catalog.pg_index as i on i.indrelid = t.oid
    where not exists (select from pg_catalog.pg_constraint as c where c.conindid = i.indexrelid)
    union all
    select 'trigger', format('%s on %s', g.tgname, g.tgrelid::regclass), case g.tgenabled when 'D' then 'disabled' else 'enabled' end,
        case g.tgenabled
            when 'D' then format('alter table %s enable trigger %I', g.tgrelid::regclass, g.tgname)
            else pg_catalog.pg_get_triggerdef(g.oid)
        end
    from pg_catalog.pg_trigger as g
    join functions as f on f.oid = g.tgfoid
    where not g.tgisinternal
    union all
    select 'policy', format('%s on %s', p.polname, p.polrelid::regclass),
        concat_ws(' ', p.polcmd, case when p.polpermissive then 'permissive' else 'restrictive' end, l.roles, u.expression, 'check ' || w.expression),
        format('create policy %I on %s for %s to %s%s%s', p.polname, p.polrelid::regclass,
            case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
            l.roles, ' using (' || u.expression || ')', ' with check (' || w.expression || ')')
    from pg_catalog.pg_policy as p
    join pg_catalog.pg_class as c on c.oid = p.polrelid
    cross join lateral (
        select coalesce(string_agg(quote_ident(r.rolname), ', ' order by r.rolname), 'public') as roles
        from pg_catalog.pg_roles as r
        where r.oid = any (p.polroles)
    ) as l
    cross join lateral (select pg_catalog.pg_get_expr(p.polqual, p.polrelid) as expression) as u
    cross join lateral (select pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) as expression) as w
    where exists (select from tables as t where t.oid = p.polrelid) or c.relnamespace = 'realtime'::regnamespace
    union all
    select j.kind, j.name, j.state, j.mend from private.jobs() as j;
$$;
comment on function private.catalogue() is
    'Every object of ours with the state that matters, and the statement that restores it where there is one; of traders only what is ours';
revoke execute on function private.catalogue() from public;

-- Every object of the project as a key and all that defines it, grants in no order of their own. Keys begin with the relation or
-- function they belong to.
with namespaces as (
    select n.* from pg_namespace as n
    where n.nspname !~ '^(pg_|information_schema$|supabase_migrations$)'
), relations as (
    select c.*, n.nspname || '.' || c.relname as label
    from pg_class as c join namespaces as n on n.oid = c.relnamespace
    where c.relkind in ('r', 'v', 'm', 'S', 'p')
)
select 'schema ' || n.nspname as key, concat_ws(' ', n.nspowner::regrole, array(select g::text from unnest(n.nspacl) as g order by 1)) as definition from namespaces as n
union all
select 'default privileges ' || concat_ws(' ', d.defaclrole::regrole, d.defaclnamespace::regnamespace, d.defaclobjtype), concat_ws(' ', d.defaclacl is null,
        (select array_agg(g::text order by g::text) from unnest(d.defaclacl) as g))
from pg_default_acl as d
union all
select 'relation ' || r.label,
    concat_ws(' ', r.relkind, r.relowner::regrole, array(select g::text from unnest(r.relacl) as g order by 1), r.relrowsecurity, r.relforcerowsecurity, r.reloptions, r.relreplident,
        obj_description(r.oid, 'pg_class'))
from relations as r
union all
select 'relation ' || r.label || ' view', pg_get_viewdef(r.oid) from relations as r where r.relkind in ('v', 'm')
union all
select 'relation ' || r.label || ' column ' || a.attname,
    concat_ws(' ', a.attnum, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated,
        pg_get_expr(d.adbin, d.adrelid), array(select g::text from unnest(a.attacl) as g order by 1), col_description(r.oid, a.attnum))
from relations as r
join pg_attribute as a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
left join pg_attrdef as d on d.adrelid = r.oid and d.adnum = a.attnum
union all
select 'relation ' || r.label || ' constraint ' || k.conname, concat_ws(' ', pg_get_constraintdef(k.oid), k.convalidated)
from relations as r join pg_constraint as k on k.conrelid = r.oid
union all
select 'relation ' || r.label || ' index ' || i.indexrelid::regclass, concat_ws(' ', pg_get_indexdef(i.indexrelid), i.indisvalid)
from relations as r join pg_index as i on i.indrelid = r.oid
union all
select 'relation ' || r.label || ' policy ' || p.polname,
    concat_ws(' ', p.polcmd, p.polpermissive, p.polroles::regrole[], pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
from relations as r join pg_policy as p on p.polrelid = r.oid
union all
select 'relation ' || r.label || ' trigger ' || t.tgname, concat_ws(' ', pg_get_triggerdef(t.oid), t.tgenabled)
from relations as r join pg_trigger as t on t.tgrelid = r.oid and not t.tgisinternal
union all
select 'function ' || p.oid::regprocedure,
    concat_ws(' ', pg_get_functiondef(p.oid), p.proowner::regrole, array(select g::text from unnest(p.proacl) as g order by 1), obj_description(p.oid, 'pg_proc'))
from pg_proc as p join namespaces as n on n.oid = p.pronamespace
where p.prokind in ('f', 'p')
union all
select 'event trigger ' || e.evtname, concat_ws(' ', e.evtevent, e.evtenabled, e.evttags, e.evtfoid::regproc) from pg_event_trigger as e
union all
select 'extension ' || e.extname, concat_ws(' ', e.extversion, e.extnamespace::regnamespace) from pg_extension as e
order by key

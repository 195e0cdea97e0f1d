-- Operators: users whose app_metadata.role is admin, or whose user_profiles.is_admin is true where the project has that
-- table. It may come after these migrations, hence the look at the catalogue.

create function private.profile_key()
returns name
language sql
stable
set search_path = ''
as $$
    select k.attname
    from pg_catalog.pg_attribute as k
    where k.attrelid = to_regclass('public.user_profiles')
        and k.attname in ('user_id', 'id')
        and not k.attisdropped
        and exists (
            select
            from pg_catalog.pg_attribute as a
            where a.attrelid = k.attrelid and a.attname = 'is_admin' and a.atttypid = 'boolean'::regtype and not a.attisdropped
        )
    order by k.attname = 'user_id' desc
    limit 1;
$$;
comment on function private.profile_key() is
    'The column of public.user_profiles that holds a user''s id; null when there is no such table or it has no is_admin';
grant execute on function private.profile_key() to authenticated, service_role;


create function private.has_admin_profile(user_id uuid)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
declare
    v_key name := private.profile_key();
    v_admin boolean;
begin
    if v_key is null then
        return false;
    end if;
    execute format('select bool_or(p.is_admin) from public.user_profiles as p where p.%I = $1', v_key) into v_admin using user_id;
    return coalesce(v_admin, false);
exception
    -- A caller who may not read profiles is no operator by them.
    when insufficient_privilege then
        return false;
end
$$;
comment on function private.has_admin_profile(uuid) is 'Whether user_profiles calls the user an operator, as far as the caller may see';
grant execute on function private.has_admin_profile(uuid) to authenticated, service_role;


create or replace function private.is_admin()
returns boolean
language sql
stable
set search_path = ''
as $$
    select coalesce((select auth.jwt()) -> 'app_metadata' ->> 'role' = 'admin', false)
        or private.has_admin_profile((select auth.uid()));
$$;
comment on function private.is_admin() is
    'Whether the calling user is an operator: app_metadata.role is admin, or user_profiles.is_admin is true';


create or replace function private.is_admin_user(user_id uuid)
returns boolean
language sql
stable
security definer
set search_path = ''
as $$
    select exists (
        select from auth.users as u where u.id = is_admin_user.user_id and u.raw_app_meta_data ->> 'role' = 'admin'
    )
    or private.has_admin_profile(is_admin_user.user_id);
$$;
comment on function private.is_admin_user(uuid) is 'Whether the given user is an operator';


create function private.operators()
returns setof uuid
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_key name := private.profile_key();
begin
    return query select u.id from auth.users as u where u.raw_app_meta_data ->> 'role' = 'admin';
    if v_key is not null then
        return query execute format(
            'select u.id from public.user_profiles as p join auth.users as u on u.id = p.%I
             where p.is_admin and u.raw_app_meta_data ->> ''role'' is distinct from ''admin''',
            v_key
        );
    end if;
end
$$;
comment on function private.operators() is 'Every operator';


-- A trader whose owner is unknown, as old projects have them, is looked after like one without an owner.
create or replace function private.audience(owner_id uuid)
returns setof uuid
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
    if exists (select from auth.users as u where u.id = owner_id) then
        return next owner_id;
    else
        return query select o.user_id from private.operators() as o (user_id);
    end if;
end
$$;
comment on function private.audience(uuid) is 'Who is told about a trader: its owner, or the operators when it has none';


revoke execute on function
    private.profile_key(),
    private.has_admin_profile(uuid),
    private.operators()
from public;

-- filter_versions: every code a trader ever had, immutable, with the running one marked.

create function private.filter_object(filter jsonb)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
    -- Some writers stored the object as a JSON string that holds JSON.
    if jsonb_typeof(filter) = 'string' then
        filter := (filter #>> '{}')::jsonb;
    end if;
    return case when jsonb_typeof(filter) = 'object' then filter else '{}'::jsonb end;
exception
    when invalid_text_representation or untranslatable_character or statement_too_complex then
        return '{}'::jsonb;
end
$$;
comment on function private.filter_object(jsonb) is
    'A trader''s filter as an object, whether stored as one or double-encoded; {} when it is neither';
grant execute on function private.filter_object(jsonb) to service_role;


create function private.code_sha256(code text, series_code text)
returns text
language sql
immutable
set search_path = ''
as $$
    select encode(
        sha256(convert_to(code, 'UTF8') || '\x00'::bytea || convert_to(coalesce(series_code, ''), 'UTF8')),
        'hex'
    );
$$;
comment on function private.code_sha256(text, text) is
    'Lower-case hex SHA-256 of the UTF-8 bytes of code, one NUL byte, series code';
grant execute on function private.code_sha256(text, text) to service_role;


create table public.filter_versions (
    id uuid primary key default gen_random_uuid(),
    trader_id uuid not null references public.traders (id) on delete cascade,
    user_id uuid,
    version integer not null,
    code text not null,
    series_code text not null default '',
    code_sha256 text not null generated always as (private.code_sha256(code, series_code)) stored,
    source text not null,
    parent_id uuid references public.filter_versions (id) on delete set null,
    fix_id uuid,
    author_id uuid references auth.users (id) on delete set null,
    health text not null default 'unknown',
    is_running boolean not null default false,
    created_at timestamptz not null default now(),
    constraint filter_versions_number_is_unique unique (trader_id, version),
    constraint filter_versions_number_is_positive check (version > 0),
    constraint filter_versions_source_is_known check (source in ('original', 'fix', 'edit', 'rollback', 'external')),
    constraint filter_versions_health_is_known check (health in ('unknown', 'probation', 'healthy', 'failing'))
);
comment on table public.filter_versions is 'Immutable versions of a trader''s code';
comment on column public.filter_versions.id is 'Identity';
comment on column public.filter_versions.trader_id is 'The trader';
comment on column public.filter_versions.user_id is 'Its owner, kept here for row security';
comment on column public.filter_versions.version is 'Counts from 1 per trader';
comment on column public.filter_versions.code is 'Body of evaluate()';
comment on column public.filter_versions.series_code is 'Body of calculateSeries(), or empty';
comment on column public.filter_versions.code_sha256 is 'Hash of both, as in every message about code';
comment on column public.filter_versions.source is 'original, fix, edit, rollback, or external: changed or reported from outside this system';
comment on column public.filter_versions.parent_id is 'The version it replaced';
comment on column public.filter_versions.fix_id is 'The fix it came from';
comment on column public.filter_versions.author_id is 'Who accepted or wrote it';
comment on column public.filter_versions.health is 'What has been seen of it in production';
comment on column public.filter_versions.is_running is 'Whether traders.filter holds this code';
comment on column public.filter_versions.created_at is 'When it was first seen';

create unique index filter_versions_one_running on public.filter_versions (trader_id) where is_running;
create index filter_versions_by_hash on public.filter_versions (trader_id, code_sha256);
create index filter_versions_by_owner on public.filter_versions (user_id);
create index filter_versions_by_parent on public.filter_versions (parent_id) where parent_id is not null;
create index filter_versions_by_author on public.filter_versions (author_id) where author_id is not null;

alter table public.filter_versions enable row level security;
revoke all on public.filter_versions from anon, authenticated;
grant select on public.filter_versions to authenticated;
grant select, insert, update on public.filter_versions to service_role;

create policy "Owners see their versions" on public.filter_versions
    for select to authenticated
    using (user_id = (select auth.uid()) or (select private.is_admin()));


create function private.keep_version_immutable()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
    if (new.id, new.trader_id, new.version, new.code, new.series_code, new.source, new.created_at)
        is distinct from (old.id, old.trader_id, old.version, old.code, old.series_code, old.source, old.created_at) then
        raise exception 'Cannot change version % of trader %: versions are immutable, write a new one', old.version, old.trader_id
            using errcode = 'TE422', detail = 'version_immutable';
    end if;
    return new;
end
$$;
comment on function private.keep_version_immutable() is 'Only health, the running mark and emptied references may change';

create trigger keep_version_immutable
    before update on public.filter_versions
    for each row execute function private.keep_version_immutable();


create function private.add_version(
    trader_id uuid,
    code text,
    series_code text,
    source text,
    is_running boolean,
    fix_id uuid default null,
    author_id uuid default null
)
returns uuid
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_parent_id uuid;
    v_version_id uuid;
begin
    -- The trader's row lock makes the numbering and the running mark single-file.
    perform from public.traders as t where t.id = add_version.trader_id for no key update;

    select v.id into v_parent_id
    from public.filter_versions as v
    where v.trader_id = add_version.trader_id and v.is_running;

    if add_version.is_running then
        update public.filter_versions as v set is_running = false where v.id = v_parent_id;
    end if;

    insert into public.filter_versions (trader_id, user_id, version, code, series_code, source, parent_id, fix_id, author_id, is_running)
    select
        t.id,
        t.user_id,
        1 + coalesce((select max(v.version) from public.filter_versions as v where v.trader_id = t.id), 0),
        add_version.code,
        coalesce(add_version.series_code, ''),
        add_version.source,
        v_parent_id,
        add_version.fix_id,
        add_version.author_id,
        add_version.is_running
    from public.traders as t
    where t.id = add_version.trader_id
    returning id into v_version_id;

    return v_version_id;
end
$$;
comment on function private.add_version(uuid, text, text, text, boolean, uuid, uuid) is
    'Adds a version of a trader''s code, as the running one or beside it, and returns its id';
grant execute on function private.add_version(uuid, text, text, text, boolean, uuid, uuid) to service_role;


-- Whoever changes traders.filter, the change becomes a version. A writer that has added the version itself is recognised
-- by its hash. Definer: an owner may change a trader but not write versions.
create function private.track_filter_version()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_filter jsonb := private.filter_object(new.filter);
    v_code text := coalesce(v_filter ->> 'code', '');
    v_series_code text := coalesce(v_filter ->> 'seriesCode', '');
begin
    if exists (
        select
        from public.filter_versions as v
        where v.trader_id = new.id
            and v.is_running
            and v.code_sha256 = private.code_sha256(v_code, v_series_code)
    ) then
        return null;
    end if;

    perform private.add_version(
        new.id,
        v_code,
        v_series_code,
        case when tg_op = 'INSERT' then 'original' else 'external' end,
        true
    );
    if tg_op = 'UPDATE' then
        update public.traders as t
        set error_message = null, error_type = null, stack_trace = null, error_count = 0, last_error_at = null
        where t.id = new.id and t.last_error_at is not null;
    end if;
    return null;
end
$$;
comment on function private.track_filter_version() is 'Records the code of a new or changed trader as its running version';

create trigger track_filter_version
    after insert or update of filter on public.traders
    for each row execute function private.track_filter_version();


revoke execute on function
    private.filter_object(jsonb),
    private.code_sha256(text, text),
    private.keep_version_immutable(),
    private.add_version(uuid, text, text, text, boolean, uuid, uuid),
    private.track_filter_version()
from public;

-- What a version remembers beside its code: the rest of the filter, when it ran and since when the executor has it, what it restores.

select private.lock_traders_first();

alter table public.filter_versions
    add column settings jsonb,
    add column started_at timestamptz,
    add column stopped_at timestamptz,
    add column live_since timestamptz,
    add column restores_id uuid references public.filter_versions (id) on delete set null,
    add column judged_at timestamptz not null default now(),
    add constraint filter_versions_settings_are_an_object check (jsonb_typeof(settings) = 'object'),
    add constraint filter_versions_run_in_order check (stopped_at >= started_at),
    add constraint filter_versions_restore_only_by_rollback check (restores_id is null or source = 'rollback');
comment on column public.filter_versions.settings is 'The rest of the filter as it was with this code: timeframes, indicators, description; null where that is not known';
comment on column public.filter_versions.started_at is 'When it became the trader''s code; null when it is only known from reports';
comment on column public.filter_versions.stopped_at is 'When other code took its place';
comment on column public.filter_versions.live_since is 'From when on errors that name no code are its own: the executor has it, or, for code that others brought there, may have it; -infinity for the first version';
comment on column public.filter_versions.restores_id is 'The earlier version whose code it is, after a rollback';
comment on column public.filter_versions.judged_at is 'When its health last changed; probation counts from there';
create index filter_versions_by_restored on public.filter_versions (restores_id) where restores_id is not null;
create index filter_versions_on_probation on public.filter_versions (judged_at) where is_running and health in ('unknown', 'probation');


create or replace function private.keep_version_immutable()
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
    if new.health <> old.health then
        new.judged_at := pg_catalog.now();
    end if;
    return new;
end
$$;
comment on function private.keep_version_immutable() is 'Only the running mark, what was seen of it and emptied references may change';


drop function private.with_code(jsonb, text, text);

create function private.with_code(filter jsonb, code text, series_code text, settings jsonb default null)
returns jsonb
language sql
immutable
set search_path = ''
as $$
    select case when jsonb_typeof(with_code.filter) = 'string' then to_jsonb(changed.filter::text) else changed.filter end
    from (
        select kept.filter
            || jsonb_build_object('code', with_code.code)
            -- A filter that never had series code is not given an empty one.
            || case when coalesce(with_code.series_code, '') <> '' or kept.filter ? 'seriesCode'
                then jsonb_build_object('seriesCode', coalesce(with_code.series_code, ''))
                else '{}'
            end as filter
        from (
            select case
                when with_code.settings is null then found.filter
                -- Which keys code stands under is the filter's own affair.
                else with_code.settings || (select coalesce(jsonb_object_agg(e.key, e.value), '{}') from jsonb_each(found.filter) as e where e.key = 'seriesCode')
            end as filter
            from (select private.filter_object(with_code.filter) as filter) as found
        ) as kept
    ) as changed;
$$;
comment on function private.with_code(jsonb, text, text, jsonb) is
    'A trader''s filter with other code, and other settings where they are given, in the encoding it was found in';
revoke execute on function private.with_code(jsonb, text, text, jsonb) from public;
grant execute on function private.with_code(jsonb, text, text, jsonb) to service_role;


create function private.settings_of(filter jsonb)
returns jsonb
language sql
immutable
set search_path = ''
as $$
    select private.filter_object(settings_of.filter) - '{code,seriesCode}'::text[];
$$;
comment on function private.settings_of(jsonb) is 'What a trader''s filter holds beside code';
revoke execute on function private.settings_of(jsonb) from public;
grant execute on function private.settings_of(jsonb) to service_role;


drop function private.add_version(uuid, text, text, text, boolean, uuid, uuid);

create function private.add_version(
    trader_id uuid,
    code text,
    series_code text,
    source text,
    is_running boolean,
    fix_id uuid default null,
    author_id uuid default null,
    restores_id uuid default null
)
returns uuid
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_filter jsonb;
    v_parent_id uuid;
    v_version_id uuid;
begin
    -- The trader's row lock makes the numbering and the running mark single-file.
    select t.filter into v_filter from public.traders as t where t.id = add_version.trader_id for no key update;

    select v.id into v_parent_id
    from public.filter_versions as v
    where v.trader_id = add_version.trader_id and v.is_running;

    if add_version.is_running then
        update public.filter_versions as v set is_running = false, stopped_at = greatest(pg_catalog.now(), v.started_at) where v.id = v_parent_id;
    end if;

    insert into public.filter_versions (
        trader_id, user_id, version, code, series_code, source, parent_id, fix_id, author_id, is_running, restores_id, settings, started_at, live_since
    )
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
        add_version.is_running,
        add_version.restores_id,
        case when add_version.is_running then private.settings_of(v_filter) end,
        case when add_version.is_running then pg_catalog.now() end,
        case when add_version.is_running then
            case add_version.source when 'original' then '-infinity'::timestamptz when 'external' then pg_catalog.now() end
        end
    from public.traders as t
    where t.id = add_version.trader_id
    returning id into v_version_id;

    return v_version_id;
end
$$;
comment on function private.add_version(uuid, text, text, text, boolean, uuid, uuid, uuid) is
    'Adds a version of a trader''s code, as the running one or beside it, and returns its id';
revoke execute on function private.add_version(uuid, text, text, text, boolean, uuid, uuid, uuid) from public;
grant execute on function private.add_version(uuid, text, text, text, boolean, uuid, uuid, uuid) to service_role;


create or replace function private.track_filter_version()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_filter jsonb := private.filter_object(new.filter);
    v_code text := coalesce(v_filter ->> 'code', '');
    v_series_code text := coalesce(v_filter ->> 'seriesCode', '');
    v_running public.filter_versions;
begin
    select v.* into v_running from public.filter_versions as v where v.trader_id = new.id and v.is_running;
    if v_running.code_sha256 = private.code_sha256(v_code, v_series_code) then
        -- The same code: what else has changed belongs to this version from now on.
        update public.filter_versions as v
        set settings = private.settings_of(v_filter)
        where v.id = v_running.id and v.settings is distinct from private.settings_of(v_filter);
        return null;
    end if;

    perform private.add_version(
        new.id,
        v_code,
        v_series_code,
        case when tg_op = 'INSERT' then 'original' else 'external' end,
        true,
        -- Who is signed in where the trader was changed, if anybody is.
        author_id => (select u.id from auth.users as u where u.id = auth.uid())
    );
    if tg_op = 'UPDATE' then
        update public.traders as t
        set error_message = null, error_type = null, stack_trace = null, error_count = 0, last_error_at = null
        where t.id = new.id and t.last_error_at is not null;
    end if;
    return null;
end
$$;

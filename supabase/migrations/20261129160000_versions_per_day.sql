-- Versions are kept for good: how many a trader may get in a day is bounded, wherever they come from.

alter table private.settings
    add column versions_per_day integer not null default 200,
    add constraint settings_versions_are_positive check (versions_per_day > 0);
comment on column private.settings.versions_per_day is
    'Versions that may become a trader''s code in a UTC day, whoever makes them; a return to code that works counts and is never refused';


create or replace function private.add_version(
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
    v_limit integer := (select s.versions_per_day from private.settings as s);
    v_day timestamptz := date_trunc('day', pg_catalog.now(), 'utc');
begin
    -- The trader's row lock makes the numbering, the running mark and the limit single-file.
    select t.filter into v_filter from public.traders as t where t.id = add_version.trader_id for no key update;

    -- A trader's first code is not refused, nor is a return to code that works; what is only reported has a limit of its own.
    if add_version.is_running and add_version.source <> 'original' and not (add_version.source = 'rollback' and add_version.author_id is null) and (
        select v.started_at
        from public.filter_versions as v
        where v.trader_id = add_version.trader_id and v.started_at is not null
        order by v.version desc
        offset v_limit - 1
        limit 1
    ) >= v_day then
        raise exception 'Cannot change the code of this trader again today: % versions a day are the limit. Wait for the next day in UTC', v_limit
            using errcode = 'TE429', detail = 'too_many_versions',
                hint = ceil(extract(epoch from v_day + interval '1 day' - pg_catalog.now()))::text;
    end if;

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
    'Adds a version of a trader''s code, as the running one or beside it, and returns its id; raises TE429, with the seconds to wait as its hint, when the trader has got too many today';

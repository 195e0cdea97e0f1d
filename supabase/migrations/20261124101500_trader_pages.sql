-- What the web app's pages of traders need, one call each, as the user: row security decides what is there.
-- Lists answer {items, next}; next is the argument `after` of the next page, null on the last one.

create index proposed_fixes_waiting on public.proposed_fixes (trader_id) where status = 'proposed';


create function private.page_size(wanted integer)
returns integer
language plpgsql
immutable
set search_path = ''
as $$
begin
    if wanted is null or wanted not between 1 and 100 then
        raise exception 'Cannot list so many: page_size must be from 1 to 100, not %', coalesce(wanted::text, 'null')
            using errcode = 'TE400', detail = 'invalid_page_size';
    end if;
    return wanted;
end
$$;
comment on function private.page_size(integer) is 'The page size, within its limits';
grant execute on function private.page_size(integer) to authenticated, service_role;


create function private.reads_as(value text, type text)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
    case type
        when 'timestamptz' then return value::timestamptz is not null;
        when 'uuid' then return value::uuid is not null;
        when 'integer' then return value::integer is not null;
        when 'bigint' then return value::bigint is not null;
    end case;
end
$$;
comment on function private.reads_as(text, text) is 'True; fails with a data exception when the text is no value of the type';
grant execute on function private.reads_as(text, text) to authenticated, service_role;


-- types: the fields and what each must read as, {"id": "uuid"}.
create function private.cursor_of(after jsonb, types jsonb)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
    if after is not null then
        if jsonb_typeof(after) <> 'object' or not after ?& array(select k from jsonb_object_keys(types) as k) then
            raise invalid_text_representation;
        end if;
        perform private.reads_as(after ->> t.key, t.value) from jsonb_each_text(types) as t;
    end if;
    return after;
exception
    when data_exception then
        raise exception 'Cannot go on from there: after must be what the page before gave as next, or null'
            using errcode = 'TE400', detail = 'invalid_after';
end
$$;
comment on function private.cursor_of(jsonb, jsonb) is 'A cursor whose fields are there and read as their types, or null for the first page';
grant execute on function private.cursor_of(jsonb, jsonb) to authenticated, service_role;


create function private.hours_of_trader(trader_id uuid)
returns bigint[]
language sql
stable
set search_path = ''
as $$
    select array_agg(coalesce(c.occurrences, 0)::bigint order by g.hour)
    from generate_series(
        date_trunc('hour', pg_catalog.now()) - interval '23 hours', date_trunc('hour', pg_catalog.now()), interval '1 hour'
    ) as g (hour)
    left join (
        select h.hour, sum(h.occurrences) as occurrences
        from public.incident_hours as h
        where h.trader_id = hours_of_trader.trader_id and h.hour > pg_catalog.now() - interval '24 hours'
        group by h.hour
    ) as c on c.hour = g.hour;
$$;
comment on function private.hours_of_trader(uuid) is 'Errors of the last 24 hours, oldest first, the current one last';
grant execute on function private.hours_of_trader(uuid) to authenticated, service_role;


-- Stopped: code that does not compile runs nowhere. Degraded: it fails somewhere.
create function private.trader_card(trader public.traders)
returns jsonb
language sql
stable
set search_path = ''
as $$
    select jsonb_build_object(
        'id', trader.id,
        'name', trader.name,
        'language', trader.language,
        'enabled', trader.enabled,
        'is_built_in', trader.user_id is null,
        'state', case
            when not trader.enabled then 'disabled'
            when i.stopped then 'stopped'
            when i.open > 0 then 'degraded'
            else 'running'
        end,
        'since', i.since,
        'open_incidents', i.open,
        'error_type', trader.error_type,
        'error_message', left(trader.error_message, 500),
        'error_count', trader.error_count,
        'last_error_at', trader.last_error_at,
        'waiting_fixes', (
            select count(*) from public.proposed_fixes as f where f.trader_id = trader.id and f.status = 'proposed'
        ),
        'hours', private.hours_of_trader(trader.id)
    )
    from (
        select
            count(*) as open,
            coalesce(bool_or(n.error_type = 'compile' and n.component = 'filter'), false) as stopped,
            min(n.first_seen) as since
        from public.trader_incidents as n
        where n.trader_id = trader.id and n.status = 'open'
    ) as i;
$$;
comment on function private.trader_card(public.traders) is 'A trader as lists show it: state, badges, the last 24 hours';
grant execute on function private.trader_card(public.traders) to authenticated, service_role;


create function private.page_of(rows jsonb, size integer)
returns jsonb
language sql
immutable
set search_path = ''
as $$
    select jsonb_build_object(
        'items', coalesce(jsonb_agg(r.value -> 'item' order by r.place) filter (where r.place <= size), '[]'),
        'next', case when count(*) > size then rows -> (size - 1) -> 'cursor' end
    )
    from jsonb_array_elements(coalesce(rows, '[]')) with ordinality as r (value, place);
$$;
comment on function private.page_of(jsonb, integer) is
    'A page {items, next} from rows {item, cursor} of which one more than its size was asked for';
grant execute on function private.page_of(jsonb, integer) to authenticated, service_role;


create function public.list_traders(
    search text default null, failing boolean default null, built_in boolean default false, after jsonb default null, page_size integer default 50
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
    v_size integer := private.page_size(page_size);
    v_after jsonb := private.cursor_of(after, '{"at": "timestamptz", "id": "uuid"}');
begin
    return (
        select private.page_of(jsonb_agg(jsonb_build_object(
            'item', private.trader_card(x.trader),
            'cursor', jsonb_build_object('at', x.at, 'id', (x.trader).id)
        ) order by x.at desc, (x.trader).id desc), v_size)
        from (
            select t as trader, coalesce(t.last_error_at, '-infinity') as at
            from public.traders as t
            where ((not built_in and t.user_id = (select auth.uid())) or (built_in and t.user_id is null))
                and (search is null or strpos(lower(t.name), lower(search)) > 0)
                and (failing is null or failing = (t.error_count > 0))
                and (
                    v_after is null
                    or (coalesce(t.last_error_at, '-infinity'), t.id) < ((v_after ->> 'at')::timestamptz, (v_after ->> 'id')::uuid)
                )
            order by coalesce(t.last_error_at, '-infinity') desc, t.id desc
            limit v_size + 1
        ) as x
    );
end
$$;
comment on function public.list_traders(text, boolean, boolean, jsonb, integer) is
    'A page of the caller''s traders, or of the built-in ones, the latest failing first: {items: [{id, name, language, enabled, is_built_in, state, since, open_incidents, error_type, error_message, error_count, last_error_at, waiting_fixes, hours}], next}';
revoke execute on function public.list_traders(text, boolean, boolean, jsonb, integer) from public, anon;
grant execute on function public.list_traders(text, boolean, boolean, jsonb, integer) to authenticated, service_role;


create function public.list_versions(trader_id uuid, after jsonb default null, page_size integer default 20)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
    v_size integer := private.page_size(page_size);
    v_after jsonb := private.cursor_of(after, '{"version": "integer"}');
begin
    return (
        select private.page_of(jsonb_agg(jsonb_build_object(
            'item', to_jsonb(x) - 'user_id',
            'cursor', jsonb_build_object('version', x.version)
        ) order by x.version desc), v_size)
        from (
            select v.*
            from public.filter_versions as v
            where v.trader_id = list_versions.trader_id and (v_after is null or v.version < (v_after ->> 'version')::integer)
            order by v.version desc
            limit v_size + 1
        ) as x
    );
end
$$;
comment on function public.list_versions(uuid, jsonb, integer) is
    'A page of a trader''s versions with their code, newest first: {items: [version without its owner], next}';
revoke execute on function public.list_versions(uuid, jsonb, integer) from public, anon;
grant execute on function public.list_versions(uuid, jsonb, integer) to authenticated, service_role;


revoke execute on function
    private.page_size(integer),
    private.reads_as(text, text),
    private.cursor_of(jsonb, jsonb),
    private.hours_of_trader(uuid),
    private.trader_card(public.traders),
    private.page_of(jsonb, integer)
from public;

-- open_preview: what a preview needs to know, for whoever may act on the trader, so many times a minute.

select private.lock_traders_first();

alter table private.settings
    add column previews_per_minute integer not null default 20,
    add constraint settings_previews_are_positive check (previews_per_minute > 0);
comment on column private.settings.previews_per_minute is 'Previews a user may ask for per minute';

create table private.preview_load (
    user_id uuid not null references auth.users (id) on delete cascade,
    minute timestamptz not null,
    previews integer not null,
    constraint preview_load_pkey primary key (user_id, minute),
    constraint preview_load_counts_something check (previews > 0)
);
comment on table private.preview_load is 'Previews per user and minute: what keeps one user from taking all the time there is';
comment on column private.preview_load.user_id is 'Who asked';
comment on column private.preview_load.minute is 'Beginning of the minute';
comment on column private.preview_load.previews is 'How many';
alter table private.preview_load enable row level security;
grant select, insert, update, delete on private.preview_load to service_role;


create function private.admit_preview(actor uuid)
returns void
language plpgsql
set search_path = ''
as $$
declare
    v_minute timestamptz := date_trunc('minute', pg_catalog.now());
    v_limit integer := (select s.previews_per_minute from private.settings as s);
begin
    delete from private.preview_load as l where l.user_id = actor and l.minute < v_minute;
    insert into private.preview_load as l (user_id, minute, previews)
    values (actor, v_minute, 1)
    on conflict on constraint preview_load_pkey do update set previews = l.previews + 1 where l.previews < v_limit;
    if not found then
        raise exception 'Cannot run another preview now: % a minute is the limit. Wait for the next minute', v_limit
            using errcode = 'TE429', detail = 'too_many_previews',
                hint = ceil(extract(epoch from v_minute + interval '1 minute' - pg_catalog.now()))::text;
    end if;
end
$$;
comment on function private.admit_preview(uuid) is 'Counts a preview of this user, or refuses it';
revoke execute on function private.admit_preview(uuid) from public;
grant execute on function private.admit_preview(uuid) to service_role;


create function public.open_preview(actor uuid, fix_id uuid default null, trader_id uuid default null)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    v_fix public.proposed_fixes;
    v_trader public.traders;
    v_incident public.trader_incidents;
begin
    select f.* into v_fix from public.proposed_fixes as f where f.id = open_preview.fix_id;
    select t.* into v_trader from public.traders as t where t.id = coalesce(v_fix.trader_id, open_preview.trader_id);
    if v_trader.id is null or (open_preview.fix_id is not null and v_fix.id is null) then
        raise exception 'Cannot find the % among yours', case when open_preview.fix_id is null then 'trader' else 'fix' end
            using errcode = 'TE404', detail = case when open_preview.fix_id is null then 'trader_not_found' else 'fix_not_found' end;
    end if;
    perform private.assert_may_act(actor, v_trader.user_id, case when open_preview.fix_id is null then 'trader' else 'fix' end);
    if v_trader.language <> 'go' then
        raise exception 'Cannot preview this trader: only Go filters can be run here, not %', v_trader.language
            using errcode = 'TE422', detail = 'not_go';
    end if;
    perform private.admit_preview(actor);

    -- What a preview without a fix is about is what fails now.
    select i.* into v_incident
    from public.trader_incidents as i
    where case
        when v_fix.id is null then i.trader_id = v_trader.id and i.status = 'open' and i.attribution = 'code'
        else i.id = v_fix.incident_id
    end
    order by i.last_seen desc
    limit 1;
    return (
        select jsonb_build_object(
            'trader', jsonb_build_object('id', v_trader.id, 'name', v_trader.name, 'fly_app', private.fly_app_of(v_trader.user_id)),
            'fix', case when v_fix.id is not null then jsonb_build_object(
                'id', v_fix.id, 'status', v_fix.status, 'code', v_fix.code, 'series_code', v_fix.series_code,
                'code_sha256', v_fix.code_sha256, 'base_version_id', v_fix.base_version_id
            ) end,
            'incident', case when v_incident.id is not null then jsonb_build_object(
                'id', v_incident.id, 'component', v_incident.component, 'error_type', v_incident.error_type, 'status', v_incident.status,
                'symbols', v_incident.symbols, 'first_seen', v_incident.first_seen, 'last_seen', v_incident.last_seen,
                'resolved_at', v_incident.resolved_at
            ) end,
            'running', jsonb_build_object(
                'version_id', v.id, 'version', v.version, 'code', v.code, 'series_code', v.series_code, 'code_sha256', v.code_sha256
            ),
            'captured', case when v_incident.id is null then '[]' else private.captured_inputs(v_incident.id) end
        )
        from public.filter_versions as v
        where v.trader_id = v_trader.id and v.is_running
    );
end
$$;
comment on function public.open_preview(uuid, uuid, uuid) is
    'What a preview of a fix, or of other code for a trader, needs: {trader, fix, incident, running, captured}; counts against the caller''s limit';
revoke execute on function public.open_preview(uuid, uuid, uuid) from public, anon, authenticated;
grant execute on function public.open_preview(uuid, uuid, uuid) to service_role;

-- What follows an error, and the answer, by functions that keep their plans, too; those that mostly find nothing to do see that first.

create or replace function private.queue_fixes(incident_ids uuid[])
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_waiting uuid[];
begin
    -- Mostly there is none, and an insert of no rows would still run its triggers.
    v_waiting := array(
        select i.id
        from public.trader_incidents as i
        join public.filter_versions as v on v.trader_id = i.trader_id and v.is_running
        where i.id = any (queue_fixes.incident_ids)
            and i.status = 'open'
            and i.attribution = 'code'
            and not exists (
                select
                from public.proposed_fixes as f
                where f.incident_id = i.id
                    and f.base_version_id = v.id
                    and f.reason is distinct from 'incident_closed'
            )
    );
    if cardinality(v_waiting) = 0 then
        return;
    end if;
    insert into public.proposed_fixes (trader_id, user_id, incident_id, base_version_id, status, reason, reason_detail)
    select
        i.trader_id, i.user_id, i.id, v.id,
        case when h.reason is null then 'queued' else 'held' end,
        h.reason, h.detail
    from public.trader_incidents as i
    join public.traders as t on t.id = i.trader_id
    join public.filter_versions as v on v.trader_id = i.trader_id and v.is_running
    left join public.systemic_faults as s on s.id = i.systemic_fault_id and s.status = 'open'
    left join public.recovery_preferences as p on p.user_id = i.user_id
    left join lateral (
        select 'systemic_fault', 'Many traders fail in the same way, so the platform is looked at first. The repair goes on when that is over.'
        where s.id is not null
        union all
        select 'auto_regenerate_off', 'Automatic repair is switched off in your settings. Ask for a repair to have one made.'
        where not p.auto_regenerate
        limit 1
    ) as h (reason, detail) on true
    where i.id = any (v_waiting) and t.language = 'go'
    order by i.id
    on conflict do nothing;
end
$$;


create or replace function private.touch_systemic_faults(incident_ids uuid[])
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- To the nearest ten seconds, and never waiting: many batches touch the same row.
    update public.systemic_faults as s
    set last_seen = pg_catalog.now()
    where s.id in (
        select t.id
        from public.systemic_faults as t
        where t.id in (select i.systemic_fault_id from public.trader_incidents as i where i.id = any (incident_ids))
            and t.status = 'open'
            and t.last_seen < pg_catalog.now() - interval '10 seconds'
        for no key update skip locked
    );
end
$$;


create or replace function private.record_answer(events jsonb, readings private.event_reading[], recorded jsonb)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        with stored as (
            select r.recorded as event_id, r.recorded_in as incident_id
            from jsonb_to_recordset(record_answer.recorded) as r (recorded uuid, recorded_in uuid)
        ),
        results as (
            select
                r.place - 1 as index,
                record_answer.events -> (r.place::integer - 1) -> 'event_id' as event_id,
                r.code,
                r.message,
                s.incident_id,
                case
                    when r.code is not null then 'rejected'
                    when s.event_id is not null and row_number() over (partition by (r.error).event_id, r.code is null order by r.place) = 1 then 'accepted'
                    else 'duplicate'
                end as status
            from unnest(record_answer.readings) with ordinality as r (error, filter_code, code, message, place)
            left join stored as s on r.code is null and s.event_id = (r.error).event_id
        )
        select jsonb_build_object(
            'accepted', count(*) filter (where x.status = 'accepted'),
            'duplicates', count(*) filter (where x.status = 'duplicate'),
            'rejected', coalesce(jsonb_agg(
                jsonb_build_object('index', x.index, 'event_id', x.event_id, 'code', x.code, 'message', x.message) order by x.index
            ) filter (where x.status = 'rejected'), '[]'),
            'incidents', (
                select coalesce(jsonb_agg(jsonb_build_object(
                    'incident_id', i.id, 'trader_id', i.trader_id, 'is_new', i.created_at = pg_catalog.now()
                )), '[]')
                from public.trader_incidents as i
                where i.id in (select s.incident_id from stored as s)
            ),
            'results', coalesce(jsonb_agg(
                jsonb_build_object('index', x.index, 'event_id', x.event_id, 'status', x.status, 'incident_id', x.incident_id) order by x.index
            ), '[]')
        )
        from results as x
    );
end
$$;

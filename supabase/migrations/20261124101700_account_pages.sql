-- What the notification centre, the spending page and the operators' page need, one call each, as the user.

create function public.list_notifications(unread_only boolean default false, after jsonb default null, page_size integer default 20)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
    v_size integer := private.page_size(page_size);
    v_after jsonb := private.cursor_of(after, '{"created_at": "timestamptz", "id": "uuid"}');
begin
    return (
        select private.page_of(jsonb_agg(jsonb_build_object(
            'item', jsonb_build_object(
                'id', x.id, 'kind', x.kind, 'trader_id', x.trader_id, 'incident_id', x.incident_id, 'title', x.title, 'body', x.body,
                'link', x.link, 'read_at', x.read_at, 'created_at', x.created_at
            ),
            'cursor', jsonb_build_object('created_at', x.created_at, 'id', x.id)
        ) order by x.created_at desc, x.id desc), v_size)
        from (
            select n.*
            from public.notifications as n
            where n.user_id = (select auth.uid())
                and n.in_app
                and (not unread_only or n.read_at is null)
                and (v_after is null or (n.created_at, n.id) < ((v_after ->> 'created_at')::timestamptz, (v_after ->> 'id')::uuid))
            order by n.created_at desc, n.id desc
            limit v_size + 1
        ) as x
    ) || jsonb_build_object('unread', (
        -- More than a badge can show need not be counted.
        select count(*)
        from (
            select from public.notifications as n where n.user_id = (select auth.uid()) and n.in_app and n.read_at is null limit 100
        ) as u
    ));
end
$$;
comment on function public.list_notifications(boolean, jsonb, integer) is
    'A page of the caller''s notifications, newest first: {items, next, unread: how many are unread, at most 100}';
revoke execute on function public.list_notifications(boolean, jsonb, integer) from public, anon;
grant execute on function public.list_notifications(boolean, jsonb, integer) to authenticated, service_role;


create function public.spend_by_day(days integer default 30)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
    v_today date := (pg_catalog.now() at time zone 'UTC')::date;
begin
    if days is null or days not between 1 and 366 then
        raise exception 'Cannot show the spend of so many days: days must be from 1 to 366, not %', coalesce(days::text, 'null')
            using errcode = 'TE400', detail = 'invalid_days';
    end if;
    return jsonb_build_object(
        'cap_usd', private.daily_cost_cap((select auth.uid())),
        'days', (
            select jsonb_agg(jsonb_build_object(
                'day', g.day::date, 'spent_usd', coalesce(d.spent_usd, 0), 'reserved_usd', coalesce(d.reserved_usd, 0), 'calls', coalesce(d.calls, 0)
            ) order by g.day)
            from generate_series(v_today - (days - 1), v_today, interval '1 day') as g (day)
            left join public.daily_spend as d on d.user_id = (select auth.uid()) and d.day = g.day::date
        )
    );
end
$$;
comment on function public.spend_by_day(integer) is
    'What repairs cost the caller per UTC day, oldest first, today last: {cap_usd, days: [{day, spent_usd, reserved_usd, calls}]}';
revoke execute on function public.spend_by_day(integer) from public, anon;
grant execute on function public.spend_by_day(integer) to authenticated, service_role;


create function public.operator_overview()
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
    if not private.is_admin() then
        raise exception 'Cannot show the operators'' page: it is for operators' using errcode = 'TE403', detail = 'not_an_operator';
    end if;
    return jsonb_build_object(
        'systemic_faults', (
            select coalesce(jsonb_agg(to_jsonb(s) || jsonb_build_object(
                'incidents', (select count(*) from public.trader_incidents as i where i.systemic_fault_id = s.id),
                'held_fixes', case
                    when s.status = 'open' then (
                        select count(*)
                        from public.trader_incidents as i
                        join public.proposed_fixes as f on f.incident_id = i.id and f.status = 'held'
                        where i.systemic_fault_id = s.id
                    )
                    else 0
                end
            ) order by s.first_seen desc), '[]')
            from (select x.* from public.systemic_faults as x order by x.first_seen desc, x.id desc limit 20) as s
        ),
        'dead_letters', (
            select coalesce(jsonb_agg(to_jsonb(l) order by l.since desc), '[]')
            from (select x.* from public.dead_letters as x where x.since > pg_catalog.now() - interval '7 days' order by x.since desc limit 50) as l
        ),
        'queues', jsonb_build_object(
            'fixes', (select count(*) from public.proposed_fixes as f where f.status in ('queued', 'generating')),
            'held', (select count(*) from public.proposed_fixes as f where f.status = 'held'),
            'deployments', (select count(*) from public.deployments as d where d.status = 'pending'),
            'emails', (select count(*) from public.notifications as n where n.email_status in ('pending', 'sending'))
        ),
        'sweeper', (select to_jsonb(h) from private.heartbeats as h where h.job = 'sweep'),
        'lost_bells_last_day', (
            select coalesce(sum(b.bells), 0) from private.lost_bells as b where b.hour > pg_catalog.now() - interval '1 day'
        ),
        'spend_today_usd', (
            select coalesce(sum(d.spent_usd + d.reserved_usd), 0)
            from public.daily_spend as d
            where d.day = (pg_catalog.now() at time zone 'UTC')::date
        )
    );
end
$$;
comment on function public.operator_overview() is
    'The operators'' page: {systemic_faults, dead_letters of a week, queues, sweeper, lost_bells_last_day, spend_today_usd}; TE403 for anybody else';
revoke execute on function public.operator_overview() from public, anon;
grant execute on function public.operator_overview() to authenticated, service_role;

create index proposed_fixes_working on public.proposed_fixes (incident_id) where status in ('queued', 'generating');
create index proposed_fixes_held on public.proposed_fixes (next_attempt_at) where status = 'held';
drop index public.notifications_by_user;
create index notifications_by_user on public.notifications (user_id, created_at desc, id desc);

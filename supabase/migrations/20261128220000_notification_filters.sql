-- The notification centre by what notifications tell and by the trader they are about, so that a page of a filtered list is full.

drop function public.list_notifications(boolean, jsonb, integer);

create function public.list_notifications(
    unread_only boolean default false, after jsonb default null, page_size integer default 20, kinds text[] default null, trader_id uuid default null
)
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
                and (kinds is null or n.kind = any (kinds))
                and (list_notifications.trader_id is null or n.trader_id = list_notifications.trader_id)
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
comment on function public.list_notifications(boolean, jsonb, integer, text[], uuid) is
    'A page of the caller''s notifications, newest first, of the kinds and about the trader that are asked for: {items, next, unread: how many of all are unread, at most 100}';
revoke execute on function public.list_notifications(boolean, jsonb, integer, text[], uuid) from public, anon;
grant execute on function public.list_notifications(boolean, jsonb, integer, text[], uuid) to authenticated, service_role;

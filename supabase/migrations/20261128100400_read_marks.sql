-- What was read in one tab or on one device is read in all: read marks are announced, and one call marks many.

create or replace function private.broadcast(user_id uuid, event text, changes jsonb)
returns void
language plpgsql
security definer
set search_path = ''
set lock_timeout = '50ms'
as $$
begin
    -- Whoever has waited once in this transaction does not wait again.
    if current_setting('recovery.messages_locked', true) = 'yes' then
        return;
    end if;
    -- The lock that sending takes; realtime.send keeps to itself that it could not have it.
    lock table only realtime.messages in row exclusive mode;
    perform realtime.send(jsonb_build_object('changes', changes), event, 'user:' || user_id, true);
exception
    when lock_not_available then
        perform set_config('recovery.messages_locked', 'yes', true);
        raise warning 'Cannot broadcast % to %: %', event, user_id, sqlerrm;
    when others then
        raise warning 'Cannot broadcast % to %: %', event, user_id, sqlerrm;
end
$$;
comment on function private.broadcast(uuid, text, jsonb) is
    'Sends {changes: [...]} on the private channel user:<uid>; can never fail the statement that called it, nor hold it up where the table of messages is locked';


-- When something was read is not for the reader to say: mails are timed by it.
create function private.stamp_read_mark()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
    new.read_at := case when new.read_at is not null then coalesce(old.read_at, pg_catalog.now()) end;
    return new;
end
$$;
comment on function private.stamp_read_mark() is 'A notification is read now, or still since when it was, or not';

create trigger stamp_read_mark
    before update of read_at on public.notifications
    for each row execute function private.stamp_read_mark();


create function private.broadcast_read_marks()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.broadcast(r.user_id, 'notification', r.changes)
    from (
        select n.user_id, jsonb_agg(jsonb_build_object(
            'id', n.id, 'trader_id', n.trader_id, 'incident_id', n.incident_id, 'kind', n.kind, 'read', n.read_at is not null
        )) as changes
        from new_rows as n
        join old_rows as o on o.id = n.id and (o.read_at is null) <> (n.read_at is null)
        where n.in_app
        group by n.user_id
    ) as r;
    return null;
end
$$;
comment on function private.broadcast_read_marks() is 'Tells a user''s other pages what was read or is unread again; once per statement';
revoke execute on function
    private.stamp_read_mark(),
    private.broadcast_read_marks()
from public;

create trigger broadcast_read_marks
    after update on public.notifications
    referencing old table as old_rows new table as new_rows
    for each statement execute function private.broadcast_read_marks();


-- What was given up keeps the time at which it was, whoever reads of it.
create or replace trigger set_updated_at
    before update on public.notifications
    for each row when (old.read_at is not distinct from new.read_at)
    execute function private.set_updated_at();
comment on column public.notifications.updated_at is 'When it last changed, apart from being read';


create function public.mark_notifications_read(
    ids uuid[] default null, incident_id uuid default null, up_to timestamptz default null, read boolean default true
)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    v_marked integer;
begin
    if cardinality(ids) > 500 then
        raise exception 'Cannot mark % notifications at once: ids may hold at most 500', cardinality(ids) using errcode = 'TE400', detail = 'too_many_ids';
    end if;
    perform
    from public.notifications as n
    where n.user_id = (select auth.uid()) and n.in_app
        and (n.read_at is null) = read
        and (ids is null or n.id = any (ids))
        and (mark_notifications_read.incident_id is null or n.incident_id = mark_notifications_read.incident_id)
        and (up_to is null or n.created_at <= up_to)
    order by n.id
    for no key update;
    update public.notifications as n
    set read_at = case when read then pg_catalog.now() end
    where n.user_id = (select auth.uid()) and n.in_app
        and (n.read_at is null) = read
        and (ids is null or n.id = any (ids))
        and (mark_notifications_read.incident_id is null or n.incident_id = mark_notifications_read.incident_id)
        and (up_to is null or n.created_at <= up_to);
    get diagnostics v_marked = row_count;
    return jsonb_build_object('marked', v_marked, 'unread', (
        select count(*)
        from (
            select from public.notifications as n where n.user_id = (select auth.uid()) and n.in_app and n.read_at is null limit 100
        ) as u
    ));
end
$$;
comment on function public.mark_notifications_read(uuid[], uuid, timestamptz, boolean) is
    'Marks the caller''s notifications read, or unread again: those of the ids (at most 500), of the incident, up to a time, or all: {marked, unread: how many are unread then, at most 100}';
revoke execute on function public.mark_notifications_read(uuid[], uuid, timestamptz, boolean) from public, anon;
grant execute on function public.mark_notifications_read(uuid[], uuid, timestamptz, boolean) to authenticated, service_role;

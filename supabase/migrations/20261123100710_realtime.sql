-- Realtime: a hint to the owner's open pages, ids and states only. One message per owner, event and statement.

create function private.broadcast(user_id uuid, event text, changes jsonb)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform realtime.send(jsonb_build_object('changes', changes), event, 'user:' || user_id, true);
exception
    when others then
        raise warning 'Cannot broadcast % to %: %', event, user_id, sqlerrm;
end
$$;
comment on function private.broadcast(uuid, text, jsonb) is
    'Sends {changes: [...]} on the private channel user:<uid>; can never fail the statement that called it';


create policy "Users listen on their own channel" on realtime.messages
    for select to authenticated
    using (extension = 'broadcast' and (select realtime.topic()) = 'user:' || (select auth.uid()));


-- Built-in traders have no owner: what happens to them goes to every operator.
create function private.audience(owner_id uuid)
returns setof uuid
language sql
stable
security definer
set search_path = ''
as $$
    select owner_id where owner_id is not null
    union all
    select u.id from auth.users as u where owner_id is null and u.raw_app_meta_data ->> 'role' = 'admin';
$$;
comment on function private.audience(uuid) is 'Who is told about a trader: its owner, or the operators when it has none';


create function private.broadcast_rows()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.broadcast(a.user_id, tg_argv[0], jsonb_agg(
        (select jsonb_object_agg(c.name, to_jsonb(n) -> c.name) from unnest(tg_argv) with ordinality as c (name, place) where c.place > 1)
    ))
    from new_rows as n
    cross join lateral private.audience(n.user_id) as a (user_id)
    group by a.user_id;
    return null;
end
$$;
comment on function private.broadcast_rows() is
    'Tells owners which rows are new or changed; arguments of the trigger: the event, then the columns to send';

create trigger broadcast_new_rows
    after insert on public.trader_incidents
    referencing new table as new_rows
    for each statement execute function private.broadcast_rows('incident', 'id', 'trader_id', 'status');
create trigger broadcast_changed_rows
    after update on public.trader_incidents
    referencing new table as new_rows
    for each statement execute function private.broadcast_rows('incident', 'id', 'trader_id', 'status');


revoke execute on function
    private.broadcast(uuid, text, jsonb),
    private.audience(uuid),
    private.broadcast_rows()
from public;

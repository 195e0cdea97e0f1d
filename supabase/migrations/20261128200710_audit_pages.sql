-- The audit log as its owner reads it, with whom it goes, and how long it is kept.

select private.lock_traders_first();

create function public.list_audit(trader_id uuid default null, after jsonb default null, page_size integer default 50)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
    v_size integer := private.page_size(page_size);
    v_after jsonb := private.cursor_of(after, '{"id": "bigint"}');
begin
    return (
        select private.page_of(jsonb_agg(jsonb_build_object(
            'item', to_jsonb(x) - '{user_id,is_system}'::text[] || jsonb_build_object('actor', case
                when x.is_system then 'system'
                when x.actor_id is null then 'unknown'
                when x.actor_id = (select auth.uid()) then 'you'
                when x.actor_id = x.user_id then 'owner'
                else 'operator'
            end),
            'cursor', jsonb_build_object('id', x.id)
        ) order by x.id desc), v_size)
        from (
            select l.*
            from public.audit_log as l
            where (l.trader_id = list_audit.trader_id or (list_audit.trader_id is null and l.user_id = (select auth.uid())))
                and (v_after is null or l.id < (v_after ->> 'id')::bigint)
            order by l.id desc
            limit v_size + 1
        ) as x
    );
end
$$;
comment on function public.list_audit(uuid, jsonb, integer) is
    'A page of what was done to a trader, or to all of the caller''s, the latest first, with who did it (you, owner, operator, system or unknown): {items, next}';
revoke execute on function public.list_audit(uuid, jsonb, integer) from public, anon;
grant execute on function public.list_audit(uuid, jsonb, integer) to authenticated, service_role;


create or replace function private.follow_owner()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    update public.filter_versions as c set user_id = new.user_id where c.trader_id = new.id;
    update public.trader_incidents as c set user_id = new.user_id where c.trader_id = new.id;
    update public.incident_hours as c set user_id = new.user_id where c.trader_id = new.id;
    update public.trader_error_history as c set user_id = new.user_id where c.trader_id = new.id;
    update public.proposed_fixes as c set user_id = new.user_id where c.trader_id = new.id;
    update public.fix_attempts as c set user_id = new.user_id where c.trader_id = new.id;
    update public.deployments as c set user_id = new.user_id where c.trader_id = new.id;
    update public.audit_log as c set user_id = new.user_id where c.trader_id = new.id;
    return null;
end
$$;


create function private.prune_audit()
returns void
language sql
security definer
set search_path = ''
as $$
    delete from public.audit_log as l
    where l.id = any (array(
        select o.id from public.audit_log as o cross join private.settings as s
        where o.created_at < pg_catalog.now() - s.ledger_retention
        order by o.id
        limit 50000
    ));
$$;
comment on function private.prune_audit() is 'One round of retention of the audit log, which is kept as long as the ledger; pg_cron runs it every hour';

do $$
begin
    if to_regprocedure('cron.schedule(text, text, text)') is not null then
        perform cron.schedule('recovery-prune-audit', '27 * * * *', 'select private.prune_audit()');
    end if;
end
$$;


revoke execute on function private.prune_audit() from public;

-- Deliveries, to the executor and by mail: extend, finish, fail beside the claims; and whether a user wants to be told.

select private.lock_traders_first();

drop function public.finish_deployment(uuid, integer, text, text);
drop function public.finish_notification(uuid, integer, text, text);


create function private.delivery_wait(attempts integer)
returns interval
language sql
immutable
set search_path = ''
as $$
    select least(interval '5 seconds' * power(2, least(attempts, 20)), interval '1 hour');
$$;
comment on function private.delivery_wait(integer) is 'Wait after the given number of failed deliveries: doubling from 10 seconds to an hour';


create function public.extend_deployment(deployment_id uuid, attempt integer)
returns timestamptz
language sql
set search_path = ''
as $$
    update public.deployments as d
    set lease_until = pg_catalog.now() + (select s.delivery_lease from private.settings as s)
    where d.id = extend_deployment.deployment_id and d.attempts = extend_deployment.attempt
        and d.status = 'pending' and d.lease_until >= pg_catalog.now()
    returning d.lease_until;
$$;
comment on function public.extend_deployment(uuid, integer) is
    'Lengthens the lease of the attempt that holds it and returns its new end; null when the lease was lost';
revoke execute on function public.extend_deployment(uuid, integer) from public, anon, authenticated;
grant execute on function public.extend_deployment(uuid, integer) to service_role;


create function public.finish_deployment(deployment_id uuid, attempt integer)
returns boolean
language plpgsql
set search_path = ''
as $$
begin
    perform private.hold_trader((select d.trader_id from public.deployments as d where d.id = deployment_id));
    update public.deployments as d
    set status = 'deployed', error = null, lease_until = null, deployed_at = pg_catalog.now()
    where d.id = finish_deployment.deployment_id and d.attempts = finish_deployment.attempt
        and d.status = 'pending' and d.lease_until is not null;
    return found;
end
$$;
comment on function public.finish_deployment(uuid, integer) is 'The executor has taken it; false when the lease was lost';
revoke execute on function public.finish_deployment(uuid, integer) from public, anon, authenticated;
grant execute on function public.finish_deployment(uuid, integer) to service_role;


create function public.fail_deployment(deployment_id uuid, attempt integer, error text, retryable boolean)
returns text
language plpgsql
set search_path = ''
as $$
declare
    v_status text;
begin
    perform private.hold_trader((select d.trader_id from public.deployments as d where d.id = deployment_id));
    update public.deployments as d
    set status = case when retryable and d.attempts < s.max_deliveries then 'pending' else 'failed' end,
        error = coalesce(fail_deployment.error, 'unknown'),
        lease_until = null,
        next_attempt_at = pg_catalog.now() + private.delivery_wait(d.attempts)
    from private.settings as s
    where d.id = fail_deployment.deployment_id and d.attempts = fail_deployment.attempt
        and d.status = 'pending' and d.lease_until is not null
    returning d.status into v_status;
    return v_status;
end
$$;
comment on function public.fail_deployment(uuid, integer, text, boolean) is
    'The executor has not taken it: pending, to be tried again later, or failed when it is not retryable or was tried too often; null when the lease was lost';
revoke execute on function public.fail_deployment(uuid, integer, text, boolean) from public, anon, authenticated;
grant execute on function public.fail_deployment(uuid, integer, text, boolean) to service_role;


create function public.extend_notification(notification_id uuid, attempt integer)
returns timestamptz
language sql
set search_path = ''
as $$
    update public.notifications as n
    set email_lease_until = pg_catalog.now() + (select s.delivery_lease from private.settings as s)
    where n.id = extend_notification.notification_id and n.email_attempts = extend_notification.attempt
        and n.email_status = 'sending' and n.email_lease_until >= pg_catalog.now()
    returning n.email_lease_until;
$$;
comment on function public.extend_notification(uuid, integer) is
    'Lengthens the lease of the attempt that holds it and returns its new end; null when the lease was lost';
revoke execute on function public.extend_notification(uuid, integer) from public, anon, authenticated;
grant execute on function public.extend_notification(uuid, integer) to service_role;


create function public.finish_notification(notification_id uuid, attempt integer, status text, reason text default null)
returns boolean
language plpgsql
set search_path = ''
as $$
begin
    if status is null or status not in ('sent', 'skipped') then
        raise exception 'Cannot finish the e-mail as %: status must be sent or skipped', coalesce(quote_literal(status), 'null')
            using errcode = 'TE400', detail = 'invalid_status';
    end if;
    update public.notifications as n
    set email_status = finish_notification.status,
        email_error = finish_notification.reason,
        email_lease_until = null,
        email_sent_at = case when finish_notification.status = 'sent' then pg_catalog.now() end
    where n.id = finish_notification.notification_id and n.email_attempts = finish_notification.attempt and n.email_status = 'sending';
    return found;
end
$$;
comment on function public.finish_notification(uuid, integer, text, text) is
    'The e-mail was sent, or skipped for a reason; false when the lease was lost';
revoke execute on function public.finish_notification(uuid, integer, text, text) from public, anon, authenticated;
grant execute on function public.finish_notification(uuid, integer, text, text) to service_role;


create function public.fail_notification(notification_id uuid, attempt integer, error text, retryable boolean)
returns text
language plpgsql
set search_path = ''
as $$
declare
    v_status text;
begin
    update public.notifications as n
    set email_status = case when retryable and n.email_attempts < s.max_deliveries then 'pending' else 'failed' end,
        email_error = coalesce(fail_notification.error, 'unknown'),
        email_lease_until = null,
        email_next_attempt_at = pg_catalog.now() + private.delivery_wait(n.email_attempts)
    from private.settings as s
    where n.id = fail_notification.notification_id and n.email_attempts = fail_notification.attempt and n.email_status = 'sending'
    returning n.email_status into v_status;
    return v_status;
end
$$;
comment on function public.fail_notification(uuid, integer, text, boolean) is
    'The e-mail was not sent: pending, to be tried again later, or failed when it is not retryable or was tried too often; null when the lease was lost';
revoke execute on function public.fail_notification(uuid, integer, text, boolean) from public, anon, authenticated;
grant execute on function public.fail_notification(uuid, integer, text, boolean) to service_role;


alter table public.notifications add column in_app boolean not null default true;
comment on column public.notifications.in_app is 'Whether the recipient wants it in the app; if not, it is only mailed';

create function private.respect_preferences()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_preferences public.notification_preferences;
begin
    select p.* into v_preferences from public.notification_preferences as p where p.user_id = new.user_id;
    if not found then
        return new;
    end if;
    new.in_app := v_preferences.in_app;
    if not v_preferences.email then
        new.email_status := 'skipped';
        new.email_error := 'preference';
    end if;
    -- Who wants neither is not told, and there is nothing to keep.
    return case when v_preferences.in_app or v_preferences.email then new end;
end
$$;
comment on function private.respect_preferences() is 'Tells a user only in the ways the user wants';

create trigger respect_preferences
    before insert on public.notifications
    for each row execute function private.respect_preferences();


create or replace function private.broadcast_rows()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.broadcast(a.user_id, tg_argv[0], jsonb_agg(
        (select jsonb_object_agg(c.name, r.fields -> c.name) from unnest(tg_argv) with ordinality as c (name, place) where c.place > 1)
    ))
    from new_rows as n
    cross join lateral (select to_jsonb(n) as fields) as r
    cross join lateral private.audience(n.user_id) as a (user_id)
    where r.fields -> 'in_app' is distinct from 'false'
    group by a.user_id;
    return null;
end
$$;


revoke execute on function
    private.delivery_wait(integer),
    private.respect_preferences()
from public;
grant execute on function private.delivery_wait(integer) to service_role;


-- Operators see everybody's rows, as in every other table; the notification centre asks for the caller's own.
alter policy "Recipients see their notifications" on public.notifications
    using (user_id = (select auth.uid()) or (select private.is_admin()));

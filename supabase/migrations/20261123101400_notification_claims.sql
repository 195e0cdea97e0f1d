-- Claiming and finishing the e-mail of a notification: one atomic statement each.

-- auth.users is closed to service_role, hence the definer.
create function private.email_of(user_id uuid)
returns text
language sql
stable
security definer
set search_path = ''
as $$
    select u.email from auth.users as u where u.id = email_of.user_id;
$$;
comment on function private.email_of(uuid) is 'A user''s e-mail address; null if there is none';
grant execute on function private.email_of(uuid) to service_role;


create function public.claim_notification(notification_id uuid)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    v_settings private.settings;
    v_notification public.notifications;
begin
    select s.* into v_settings from private.settings as s;

    update public.notifications as n
    set email_status = 'sending', email_attempts = n.email_attempts + 1, email_lease_until = pg_catalog.now() + v_settings.delivery_lease
    where n.id = claim_notification.notification_id
        and n.email_attempts < v_settings.max_deliveries
        and (
            (n.email_status = 'pending' and n.email_next_attempt_at <= pg_catalog.now())
            or (n.email_status = 'sending' and n.email_lease_until < pg_catalog.now())
        )
    returning * into v_notification;
    if not found then
        return null;
    end if;

    perform private.ring('notify', d.id)
    from (
        select n.id
        from public.notifications as n
        where n.email_status = 'pending' and n.email_next_attempt_at <= pg_catalog.now()
        order by n.email_next_attempt_at, n.id
        limit 1
    ) as d;

    return jsonb_build_object(
        'id', v_notification.id,
        'attempt', v_notification.email_attempts,
        'kind', v_notification.kind,
        'title', v_notification.title,
        'body', v_notification.body,
        'link', v_notification.link,
        'email', private.email_of(v_notification.user_id)
    );
end
$$;
comment on function public.claim_notification(uuid) is
    'Takes a notification whose e-mail is due, under a lease; null when it is not claimable. Rings for the next due one';
revoke execute on function public.claim_notification(uuid) from public, anon, authenticated;
grant execute on function public.claim_notification(uuid) to service_role;


create function public.finish_notification(notification_id uuid, attempt integer, status text, error text default null)
returns boolean
language plpgsql
set search_path = ''
as $$
begin
    update public.notifications as n
    set email_status = finish_notification.status,
        email_error = finish_notification.error,
        email_lease_until = null,
        email_sent_at = case when finish_notification.status = 'sent' then pg_catalog.now() end,
        email_next_attempt_at = case
            when finish_notification.status = 'pending'
                then pg_catalog.now() + least(interval '10 seconds' * power(2, n.email_attempts), interval '1 hour')
            else n.email_next_attempt_at
        end
    where n.id = finish_notification.notification_id
        and n.email_status = 'sending'
        and n.email_attempts = finish_notification.attempt;
    return found;
end
$$;
comment on function public.finish_notification(uuid, integer, text, text) is
    'Ends an attempt: sent, skipped, failed, or pending to try again later; false when the lease was lost';
revoke execute on function public.finish_notification(uuid, integer, text, text) from public, anon, authenticated;
grant execute on function public.finish_notification(uuid, integer, text, text) to service_role;


revoke execute on function
    private.email_of(uuid)
from public;

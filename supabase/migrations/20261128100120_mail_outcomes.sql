-- What becomes of a claimed mail: sent, skipped, failed, or to be tried again.

drop function public.fail_notification(uuid, integer, text, boolean);


create or replace function public.extend_notification(notification_id uuid, attempt integer)
returns timestamptz
language plpgsql
set search_path = ''
as $$
declare
    v_until timestamptz := pg_catalog.now() + (select s.delivery_lease from private.settings as s);
begin
    perform private.hold_mail(notification_id);
    update public.notifications as n
    set email_lease_until = v_until
    where n.mail_id = extend_notification.notification_id and n.email_attempts = extend_notification.attempt
        and n.email_status = 'sending' and n.email_lease_until >= pg_catalog.now();
    return case when found then v_until end;
end
$$;
comment on function public.extend_notification(uuid, integer) is
    'Lengthens the lease of the attempt that holds the mail and returns its new end; null when the lease was lost';


create or replace function public.finish_notification(notification_id uuid, attempt integer, status text, reason text default null)
returns boolean
language plpgsql
set search_path = ''
as $$
begin
    if status is null or status not in ('sent', 'skipped') then
        raise exception 'Cannot finish the e-mail as %: status must be sent or skipped', coalesce(quote_literal(status), 'null')
            using errcode = 'TE400', detail = 'invalid_status';
    end if;
    perform private.hold_mail(notification_id);
    update public.notifications as n
    set email_status = finish_notification.status,
        email_error = finish_notification.reason,
        email_lease_until = null,
        email_sent_at = case when finish_notification.status = 'sent' then pg_catalog.now() end
    where n.mail_id = finish_notification.notification_id and n.email_attempts = finish_notification.attempt and n.email_status = 'sending';
    if not found then
        return false;
    end if;
    -- One after the other, so that as many mails are under way as bells have rung.
    perform private.ring_for_next_mail();
    return true;
end
$$;
comment on function public.finish_notification(uuid, integer, text, text) is
    'The mail was sent, or skipped for a reason; false when the lease was lost';


create function public.fail_notification(notification_id uuid, attempt integer, error text, retryable boolean, pause_s integer default null)
returns text
language plpgsql
set search_path = ''
as $$
declare
    v_until timestamptz := pg_catalog.now() + make_interval(secs => pause_s);
    v_status text;
begin
    perform private.hold_mail(notification_id);
    with failed as (
        update public.notifications as n
        set email_status = case
                when retryable and (v_until is not null or n.email_failures + 1 < s.max_mail_failures) then 'pending'
                else 'failed'
            end,
            email_error = coalesce(fail_notification.error, 'unknown'),
            email_failures = n.email_failures + (v_until is null)::integer,
            -- What was only ever put off has not gone out, so its key is as good as new when the pause is over.
            email_claimed_at = case when v_until is not null and n.email_failures = 0 then v_until else n.email_claimed_at end,
            email_lease_until = null,
            email_next_attempt_at = coalesce(v_until, pg_catalog.now() + private.delivery_wait(n.email_failures + 1))
        from private.settings as s
        where n.mail_id = fail_notification.notification_id and n.email_attempts = fail_notification.attempt and n.email_status = 'sending'
        returning n.email_status
    )
    select f.email_status into v_status from failed as f limit 1;
    if v_status is not null and v_until is not null then
        insert into private.email_pause as p (until, reason) values (v_until, coalesce(fail_notification.error, 'unknown'))
        on conflict (singleton) do update set until = greatest(p.until, excluded.until), reason = excluded.reason;
    elsif v_status is not null then
        perform private.ring_for_next_mail();
    end if;
    return v_status;
end
$$;
comment on function public.fail_notification(uuid, integer, text, boolean, integer) is
    'The mail was not sent: pending, to be tried again later, or failed when it is not retryable or failed too often; null when the lease was lost. With pause_s the provider wants no mail at all for so many seconds, which is no failure';
revoke execute on function public.fail_notification(uuid, integer, text, boolean, integer) from public, anon, authenticated;
grant execute on function public.fail_notification(uuid, integer, text, boolean, integer) to service_role;


create or replace trigger enforce_email_transition
    before update of email_status on public.notifications
    for each row when (old.email_status is distinct from new.email_status)
    execute function private.enforce_transition(
        'email_status', 'pending>sending', 'pending>skipped', 'pending>failed', 'sending>pending', 'sending>sent', 'sending>skipped', 'sending>failed',
        -- Mail that comes back.
        'sent>pending', 'sent>failed'
    );

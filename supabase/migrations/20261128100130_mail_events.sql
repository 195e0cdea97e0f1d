-- What the mail provider tells later: mails that came back, and users who call them spam.

create function private.user_of_email(email text)
returns uuid
language sql
stable
security definer
set search_path = ''
as $$
    select u.id from auth.users as u where lower(u.email) = lower(user_of_email.email) limit 1;
$$;
comment on function private.user_of_email(text) is 'Who has an e-mail address; null if nobody has';
revoke execute on function private.user_of_email(text) from public;
grant execute on function private.user_of_email(text) to service_role;


create function public.record_mail_event(key text, event text, recipient text default null)
returns text
language plpgsql
set search_path = ''
as $$
declare
    v_parts text[] := regexp_match(key, '^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:_(\d{1,4}))?$');
    v_mail uuid := v_parts[1]::uuid;
    v_bounces integer := coalesce(v_parts[2]::integer, 0);
    v_user uuid;
    v_status text;
begin
    if event is null or event not in ('bounced', 'bounced_for_now', 'complained') then
        raise exception 'Cannot record what became of a mail: event must be bounced, bounced_for_now or complained, not %', coalesce(quote_literal(event), 'null')
            using errcode = 'TE400', detail = 'invalid_event';
    end if;
    -- The rows may be gone with their trader; whose mail it was then is who has the address.
    v_user := coalesce(
        (select n.user_id from public.notifications as n where n.mail_id = v_mail limit 1),
        case when v_mail is not null then private.user_of_email(recipient) end
    );
    if v_user is null then
        return 'unknown_mail';
    end if;
    if event = 'complained' then
        perform public.stop_emails(v_user);
        return 'stopped';
    end if;

    perform private.hold_mail(v_mail);
    with back as (
        update public.notifications as n
        -- What comes back now is another mail the next time, thrice at most.
        set email_status = case when event = 'bounced_for_now' and n.email_bounces < 3 then 'pending' else 'failed' end,
            email_error = event,
            email_sent_at = null,
            email_lease_until = null,
            email_claimed_at = pg_catalog.now(),
            email_failures = n.email_failures + 1,
            email_bounces = n.email_bounces + 1,
            email_next_attempt_at = pg_catalog.now() + private.delivery_wait(n.email_failures + 1)
        -- A bounce may be faster than the record that the mail was sent, or tell of one that nobody knows; the same one comes but once.
        where n.mail_id = v_mail and n.email_bounces = v_bounces and n.email_status in ('sending', 'pending', 'sent')
        returning n.email_status
    )
    select b.email_status into v_status from back as b limit 1;
    if event = 'bounced' then
        insert into public.undeliverable_addresses as k (user_id, email, reason)
        select v_user, a.email, 'bounced'
        from private.email_of(v_user) as a (email)
        where lower(a.email) = lower(recipient)
        on conflict (user_id) do update set email = excluded.email, reason = excluded.reason, since = pg_catalog.now() where k.email <> excluded.email;
        v_status := coalesce(v_status, case when found then 'address_noted' end);
    end if;
    return coalesce(v_status, 'unknown_mail');
end
$$;
comment on function public.record_mail_event(text, text, text) is
    'What the provider says became of a mail, by its key: bounced for good (failed, and no further mail to the recipient''s address), bounced_for_now (tried again later), complained (the user gets no more mail); twice is once. Where the rows of the mail are gone, the recipient''s address tells whose it was: address_noted, or unknown_mail';
revoke execute on function public.record_mail_event(text, text, text) from public, anon, authenticated;
grant execute on function public.record_mail_event(text, text, text) to service_role;

-- A mail is made up when it is claimed, of all that is due to its recipient then, and is the same mail until it is sent: its rows
-- share mail_id, which is also the idempotency key. Claims of one recipient stand in single file, so "at most one" holds.

drop function public.fail_notification(uuid, integer, text, boolean);


create table private.email_pause (
    singleton boolean primary key default true,
    until timestamptz not null,
    reason text not null,
    constraint email_pause_is_one_row check (singleton)
);
comment on table private.email_pause is 'Until when the mail provider wants no mail';
comment on column private.email_pause.singleton is 'There is one';
comment on column private.email_pause.until is 'When sending goes on';
comment on column private.email_pause.reason is 'What the provider said, as a code';
alter table private.email_pause enable row level security;
grant select on private.email_pause to authenticated;
grant select, insert, update on private.email_pause to service_role;
create policy "Operators see the pause" on private.email_pause
    for select to authenticated
    using ((select private.is_admin()));


create table public.undeliverable_addresses (
    user_id uuid primary key references auth.users (id) on delete cascade,
    email text not null,
    reason text not null,
    since timestamptz not null default now(),
    constraint undeliverable_addresses_reason_is_known check (reason in ('bounced'))
);
comment on table public.undeliverable_addresses is 'Addresses from which mail came back for good: nothing is sent there until the user has another one';
comment on column public.undeliverable_addresses.user_id is 'The user';
comment on column public.undeliverable_addresses.email is 'The address';
comment on column public.undeliverable_addresses.reason is 'bounced';
comment on column public.undeliverable_addresses.since is 'When it came back';
alter table public.undeliverable_addresses enable row level security;
revoke all on public.undeliverable_addresses from anon, authenticated, service_role;
grant select on public.undeliverable_addresses to authenticated;
grant select, insert, update on public.undeliverable_addresses to service_role;
create policy "Users see that mail to them came back" on public.undeliverable_addresses
    for select to authenticated
    using (user_id = (select auth.uid()) or (select private.is_admin()));


create function private.mail_obstacle(user_id uuid)
returns text
language sql
stable
set search_path = ''
as $$
    select case
        when not (private.told_how(user_id)).email then 'preference'
        when coalesce(a.email, '') = '' then 'no_address'
        when exists (
            select from public.undeliverable_addresses as u where u.user_id = mail_obstacle.user_id and u.email = a.email
        ) then 'address_bounced'
    end
    from private.email_of(user_id) as a (email);
$$;
comment on function private.mail_obstacle(uuid) is 'Why a user gets no mail: preference, no_address or address_bounced; null when the user does';
revoke execute on function private.mail_obstacle(uuid) from public;
grant execute on function private.mail_obstacle(uuid) to service_role;


-- Rows are locked in one order, here and by whoever marks them read.
create function private.hold_mail(mail_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
begin
    perform from public.notifications as n where n.mail_id = hold_mail.mail_id order by n.id for no key update;
end
$$;
comment on function private.hold_mail(uuid) is 'Locks the rows of a mail';
revoke execute on function private.hold_mail(uuid) from public;
grant execute on function private.hold_mail(uuid) to service_role;


create function private.make_up_mail(user_id uuid, held uuid[])
returns uuid
language plpgsql
set search_path = ''
as $$
declare
    v_settings private.settings;
    v_preferences public.notification_preferences := private.told_how(user_id);
    v_obstacle text := private.mail_obstacle(user_id);
    v_oldest_of_hour timestamptz;
    v_mail uuid;
begin
    select s.* into v_settings from private.settings as s;

    update public.notifications as n
    set email_status = case when w.reason is null then 'pending' else 'skipped' end,
        email_error = w.reason,
        email_next_attempt_at = w.due_at
    from (
        select
            x.id,
            coalesce(v_obstacle, case when x.in_app and x.read_at is not null then 'read' end) as reason,
            private.mail_due(x, v_preferences) as due_at
        from public.notifications as x
        where x.id = any (held) and x.email_status = 'pending' and x.mail_id is null
    ) as w
    where n.id = w.id and (w.reason is not null or w.due_at <> n.email_next_attempt_at);

    -- The oldest of the mails that make the hour full.
    select m.at into v_oldest_of_hour
    from (
        select min(n.email_claimed_at) as at
        from public.notifications as n
        where n.user_id = make_up_mail.user_id and n.email_claimed_at > pg_catalog.now() - interval '1 hour'
        group by n.mail_id
    ) as m
    order by m.at desc
    offset v_settings.emails_per_hour - 1
    limit 1;
    if found then
        update public.notifications as n
        set email_next_attempt_at = greatest(n.email_next_attempt_at, v_oldest_of_hour + interval '1 hour')
        where n.id = any (held) and n.email_status = 'pending' and n.mail_id is null;
        return null;
    end if;

    with due as (
        select n.id, first_value(n.id) over (order by n.created_at, n.id) as mail_id
        from public.notifications as n
        where n.id = any (held) and n.email_status = 'pending' and n.mail_id is null
            and n.email_next_attempt_at <= pg_catalog.now()
    ),
    made_up as (
        update public.notifications as n
        set mail_id = d.mail_id, email_claimed_at = pg_catalog.now(), email_next_attempt_at = pg_catalog.now()
        from due as d
        where n.id = d.id
        returning n.mail_id
    )
    select m.mail_id into v_mail from made_up as m limit 1;
    return v_mail;
end
$$;
comment on function private.make_up_mail(uuid, uuid[]) is
    'Makes up a mail of all that is due to a user among the rows that are held, and returns its id; null when nothing is. What need not be mailed is skipped with the reason';
revoke execute on function private.make_up_mail(uuid, uuid[]) from public;
grant execute on function private.make_up_mail(uuid, uuid[]) to service_role;


create function private.mail_content(mail_id uuid)
returns jsonb
language sql
stable
set search_path = ''
as $$
    select jsonb_build_object(
        'id', mail_content.mail_id,
        -- A mail that came back is another mail the next time.
        'key', mail_content.mail_id || case when m.email_bounces > 0 then '_' || m.email_bounces else '' end,
        'attempt', m.email_attempts,
        'user_id', m.user_id,
        'email', private.email_of(m.user_id),
        'frequency', p.email_frequency,
        'time_zone', p.time_zone,
        'total', m.total,
        'entries', e.entries
    )
    from (
        select n.user_id, n.email_attempts, n.email_bounces, count(*) over () as total
        from public.notifications as n
        where n.mail_id = mail_content.mail_id
        limit 1
    ) as m
    cross join lateral private.told_how(m.user_id) as p
    cross join lateral (
        select jsonb_agg(jsonb_build_object(
            'id', x.id, 'kind', x.kind, 'title', x.title, 'body', x.body, 'link', x.link, 'trader_id', x.trader_id, 'trader_name', t.name,
            'incident_id', x.incident_id, 'created_at', x.created_at
        ) order by x.created_at, x.id) as entries
        from (
            select n.* from public.notifications as n where n.mail_id = mail_content.mail_id order by n.created_at desc, n.id desc limit 100
        ) as x
        left join public.traders as t on t.id = x.trader_id
    ) as e;
$$;
comment on function private.mail_content(uuid) is 'What a mail says: recipient, idempotency key, how the recipient wants it, and its entries, oldest first, the latest hundred';
revoke execute on function private.mail_content(uuid) from public;
grant execute on function private.mail_content(uuid) to service_role;


create function private.ring_for_next_mail()
returns void
language plpgsql
set search_path = ''
as $$
begin
    perform private.ring('notify', d.id)
    from (
        select n.id
        from public.notifications as n
        where n.email_status = 'pending' and n.email_next_attempt_at <= pg_catalog.now()
        order by n.email_next_attempt_at, n.id
        -- Who holds one is at it: each bell is for another.
        for no key update skip locked
        limit 1
    ) as d;
end
$$;
comment on function private.ring_for_next_mail() is 'Wakes notify for what has been due longest';
revoke execute on function private.ring_for_next_mail() from public;
grant execute on function private.ring_for_next_mail() to service_role;


create or replace function public.claim_notification(notification_id uuid)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    v_settings private.settings;
    v_row public.notifications;
    v_held uuid[];
    v_mail uuid;
    v_error text;
begin
    select s.* into v_settings from private.settings as s;
    select n.* into v_row from public.notifications as n where n.id = claim_notification.notification_id;
    if not found or exists (select from private.email_pause as p where p.until > pg_catalog.now()) then
        return null;
    end if;
    v_held := private.hold_mails_of(v_row.user_id, v_row.mail_id);

    select coalesce(n.mail_id, private.make_up_mail(n.user_id, v_held)) into v_mail
    from public.notifications as n
    where n.id = v_row.id;
    if v_mail is null then
        -- The bell was for this one alone, and all that was due to its recipient is skipped or due later.
        perform private.ring_for_next_mail();
        return null;
    end if;
    select n.* into v_row
    from public.notifications as n
    where n.mail_id = v_mail
        and n.id = any (v_held)
        and ((n.email_status = 'pending' and n.email_next_attempt_at <= pg_catalog.now())
            or (n.email_status = 'sending' and n.email_lease_until < pg_catalog.now()))
    limit 1;
    if not found then
        perform private.ring_for_next_mail();
        return null;
    end if;

    -- Whoever was at it and went away has failed. What may have gone out a day ago is not sent again.
    v_row.email_failures := v_row.email_failures + (v_row.email_status = 'sending')::integer;
    v_error := private.mail_obstacle(v_row.user_id);
    v_row.email_status := case when v_error is null then 'sending' else 'skipped' end;
    if v_error is null and (v_row.email_failures >= v_settings.max_mail_failures or v_row.email_claimed_at < pg_catalog.now() - interval '23 hours') then
        v_error := coalesce(v_row.email_error, 'attempts_exhausted');
        v_row.email_status := 'failed';
    end if;
    update public.notifications as n
    set email_status = v_row.email_status,
        email_error = coalesce(v_error, n.email_error),
        email_failures = v_row.email_failures,
        email_attempts = n.email_attempts + 1,
        email_lease_until = case when v_row.email_status = 'sending' then pg_catalog.now() + v_settings.delivery_lease end
    where n.mail_id = v_row.mail_id;

    perform private.ring_for_next_mail();
    return case when v_row.email_status = 'sending' then private.mail_content(v_row.mail_id) end;
end
$$;
comment on function public.claim_notification(uuid) is
    'Takes the mail that a notification is part of, made up of all that is due to its recipient, under a lease: {id, key, attempt, user_id, email, frequency, time_zone, total, entries}; null when nothing is due. Rings for the next';


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
    return found;
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
    select n.user_id into v_user from public.notifications as n where n.mail_id = v_mail limit 1;
    if not found then
        return 'unknown_mail';
    end if;
    if event = 'complained' then
        perform public.stop_emails(v_user);
        return 'stopped';
    end if;

    perform private.hold_mail(v_mail);
    with back as (
        update public.notifications as n
        set email_status = case when event = 'bounced_for_now' and n.email_failures + 1 < s.max_mail_failures then 'pending' else 'failed' end,
            email_error = event,
            email_sent_at = null,
            email_lease_until = null,
            email_failures = n.email_failures + 1,
            email_bounces = n.email_bounces + 1,
            email_next_attempt_at = pg_catalog.now() + private.delivery_wait(n.email_failures + 1)
        from private.settings as s
        -- A bounce may be faster than the record that the mail was sent; the same one comes but once.
        where n.mail_id = v_mail and n.email_bounces = v_bounces and n.email_status in ('sending', 'sent')
        returning n.email_status
    )
    select b.email_status into v_status from back as b limit 1;
    if v_status is not null and event = 'bounced' then
        insert into public.undeliverable_addresses (user_id, email, reason)
        select v_user, a.email, 'bounced'
        from private.email_of(v_user) as a (email)
        where lower(a.email) = lower(recipient)
        on conflict (user_id) do update set email = excluded.email, reason = excluded.reason, since = pg_catalog.now();
    end if;
    return coalesce(v_status, 'unknown_mail');
end
$$;
comment on function public.record_mail_event(text, text, text) is
    'What the provider says became of a mail, by its key: bounced for good (failed, and no further mail to the recipient''s address), bounced_for_now (tried again later), complained (the user gets no more mail); twice is once, unknown_mail';
revoke execute on function public.record_mail_event(text, text, text) from public, anon, authenticated;
grant execute on function public.record_mail_event(text, text, text) to service_role;


create function public.stop_emails(user_id uuid)
returns boolean
language plpgsql
security definer
set search_path = ''
as $$
begin
    if not exists (select from auth.users as u where u.id = stop_emails.user_id) then
        return false;
    end if;
    insert into public.notification_preferences as p (user_id, email) values (stop_emails.user_id, false)
    on conflict on constraint notification_preferences_pkey do update set email = false where p.email;
    return true;
end
$$;
comment on function public.stop_emails(uuid) is 'Switches e-mail off for a user who unsubscribed; twice is once; false when there is no such user';
revoke execute on function public.stop_emails(uuid) from public, anon, authenticated;
grant execute on function public.stop_emails(uuid) to service_role;

-- A mail is made up when it is claimed, of all that is due to its recipient then, and is the same mail until it is sent: its rows
-- share mail_id, which is also the idempotency key. Claims of one recipient stand in single file, so "at most one" holds.

-- Rows are locked in one order, here and by whoever marks them read.
create function private.hold_notifications_of_trader()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform from public.notifications as n where n.trader_id = old.id order by n.id for update;
    return old;
end
$$;
comment on function private.hold_notifications_of_trader() is 'Locks what is deleted with a trader in the order that mails are locked in';
revoke execute on function private.hold_notifications_of_trader() from public;

create trigger hold_notifications
    before delete on public.traders
    for each row execute function private.hold_notifications_of_trader();


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
    v_retry_at timestamptz;
    v_not_before timestamptz;
    v_mail uuid;
begin
    select s.* into v_settings from private.settings as s;
    -- While a mail of the user waits to be tried again, what comes is gathered, or the end of an outage would be a flood.
    select min(n.email_next_attempt_at) into v_retry_at
    from public.notifications as n
    where n.user_id = make_up_mail.user_id and n.email_status = 'pending' and n.mail_id is not null;
    select greatest(
        v_retry_at,
        -- The oldest of the mails that make the hour full.
        (
            select min(n.email_claimed_at) + interval '1 hour' as at
            from public.notifications as n
            where n.user_id = make_up_mail.user_id and n.email_claimed_at > pg_catalog.now() - interval '1 hour'
            group by n.mail_id
            order by at desc
            offset v_settings.emails_per_hour - 1
            limit 1
        )
    ) into v_not_before;

    -- In one statement: what is changed twice in a transaction has its foreign keys checked, and so waits for whoever deletes a trader.
    with waiting as (
        select
            x.id, x.created_at,
            coalesce(v_obstacle, case when x.in_app and x.read_at is not null then 'read' end) as reason,
            greatest(private.mail_due(x, v_preferences), v_not_before) as due_at
        from public.notifications as x
        where x.id = any (held) and x.email_status = 'pending' and x.mail_id is null
    ),
    due as (
        select w.id, first_value(w.id) over (order by w.created_at, w.id) as mail_id
        from waiting as w
        where w.reason is null and w.due_at <= pg_catalog.now() and v_retry_at is null
    ),
    made_up as (
        update public.notifications as n
        set email_status = case when w.reason is not null then 'skipped' when d.mail_id is not null then 'sending' else 'pending' end,
            email_error = w.reason,
            mail_id = d.mail_id,
            email_claimed_at = case when d.mail_id is not null then pg_catalog.now() end,
            email_attempts = n.email_attempts + (d.mail_id is not null)::integer,
            email_lease_until = case when d.mail_id is not null then pg_catalog.now() + v_settings.delivery_lease end,
            email_next_attempt_at = w.due_at
        from waiting as w
        left join due as d on d.id = w.id
        where n.id = w.id and (w.reason is not null or d.mail_id is not null or w.due_at <> n.email_next_attempt_at)
        returning n.mail_id
    )
    select m.mail_id into v_mail from made_up as m where m.mail_id is not null limit 1;
    return v_mail;
end
$$;
comment on function private.make_up_mail(uuid, uuid[]) is
    'Makes up a mail of all that is due to a user among the rows that are held, and returns its id; null when nothing is. What need not be mailed is skipped with the reason';
revoke execute on function private.make_up_mail(uuid, uuid[]) from public;
grant execute on function private.make_up_mail(uuid, uuid[]) to service_role;


create function private.take_up_mail(mail_id uuid)
returns uuid
language plpgsql
set search_path = ''
as $$
declare
    v_settings private.settings;
    v_row public.notifications;
    v_error text;
begin
    select s.* into v_settings from private.settings as s;
    select n.* into v_row
    from public.notifications as n
    where n.mail_id = take_up_mail.mail_id
        and ((n.email_status = 'pending' and n.email_next_attempt_at <= pg_catalog.now())
            or (n.email_status = 'sending' and n.email_lease_until < pg_catalog.now()))
    limit 1;
    if not found then
        return null;
    end if;
    -- Whoever was at it and went away has failed. What may have gone out a day ago is not sent again: Resend forgets keys after a day.
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
    where n.mail_id = take_up_mail.mail_id;
    return case when v_row.email_status = 'sending' then take_up_mail.mail_id end;
end
$$;
comment on function private.take_up_mail(uuid) is
    'Takes a mail that was begun, and is due again or was dropped, and returns its id; null when it is neither, or has to end';
revoke execute on function private.take_up_mail(uuid) from public;
grant execute on function private.take_up_mail(uuid) to service_role;


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
    v_user uuid;
    v_mail uuid;
    v_held uuid[];
begin
    -- A mail of the same user that is to be tried again goes first.
    select n.user_id, coalesce(n.mail_id, (
        select m.mail_id
        from public.notifications as m
        where m.user_id = n.user_id and m.email_status = 'pending' and m.mail_id is not null and m.email_next_attempt_at <= pg_catalog.now()
        order by m.email_next_attempt_at, m.mail_id
        limit 1
    ))
    into v_user, v_mail
    from public.notifications as n
    where n.id = claim_notification.notification_id;
    if not found or exists (select from private.email_pause as p where p.until > pg_catalog.now()) then
        return null;
    end if;
    v_held := private.hold_mails_of(v_user, v_mail);
    v_mail := case when v_mail is null then private.make_up_mail(v_user, v_held) else private.take_up_mail(v_mail) end;
    if v_mail is null then
        -- The bell was for this one alone, and what was due to its recipient is skipped, due later, or in other hands.
        perform private.ring_for_next_mail();
        return null;
    end if;
    return private.mail_content(v_mail);
end
$$;
comment on function public.claim_notification(uuid) is
    'Takes the mail that a notification is part of, made up of all that is due to its recipient, under a lease: {id, key, attempt, user_id, email, frequency, time_zone, total, entries}; null when nothing is due, and the bell is for another then';

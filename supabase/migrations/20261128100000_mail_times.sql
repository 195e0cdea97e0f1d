-- When a user's mails leave: at once, at most one an hour and trader, or once a day in the user's time zone.

select private.lock_traders_first();

alter table private.settings
    add column email_gather interval not null default '1 min',
    add column emails_per_hour smallint not null default 30,
    add column quiet_after_read interval not null default '2 min',
    add column max_mail_failures smallint not null default 32,
    add constraint settings_emails_are_bounded check (email_gather >= '0' and emails_per_hour > 0 and quiet_after_read >= '0' and max_mail_failures > 0);
comment on column private.settings.email_gather is 'How long an hourly mail waits for what belongs into it, such as the repair of the failure it tells of';
comment on column private.settings.max_mail_failures is 'How often sending a mail may fail; with the waits between, that is a day';
comment on column private.settings.emails_per_hour is 'Most mails to one user in an hour; further notifications are gathered';
comment on column private.settings.quiet_after_read is 'How long a mail about an incident waits after its recipient read of it in the app; it is skipped if it is read there, too';

alter table public.notification_preferences
    add column time_zone text not null default 'UTC',
    add column digest_hour smallint not null default 8,
    add constraint notification_preferences_hour_is_of_a_day check (digest_hour between 0 and 23);
comment on column public.notification_preferences.time_zone is 'IANA name of the time zone in which times are told and the daily mail is due';
comment on column public.notification_preferences.digest_hour is 'Local hour of the daily mail, 0 to 23';


create function private.is_time_zone(name text)
returns boolean
language sql
stable
set search_path = ''
as $$
    -- The view lists more than IANA's names.
    select is_time_zone.name !~ '^(posix|right)/|^(posixrules|localtime|Factory)$'
        and exists (select from pg_catalog.pg_timezone_names as z where z.name = is_time_zone.name);
$$;
comment on function private.is_time_zone(text) is 'Whether it is the IANA name of a time zone, in its own case';
revoke execute on function private.is_time_zone(text) from public;
grant execute on function private.is_time_zone(text) to authenticated;

create or replace function private.check_notification_preferences()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
    if new.email_frequency is null or new.email_frequency not in ('immediate', 'hourly', 'daily') then
        raise exception 'Cannot set email_frequency to %: it must be immediate, hourly or daily',
            coalesce(left(new.email_frequency, 60), 'null')
            using errcode = 'TE422', detail = 'unknown_frequency';
    end if;
    if new.digest_hour is null or new.digest_hour not between 0 and 23 then
        raise exception 'Cannot set digest_hour to %: it must be a whole number from 0 to 23', coalesce(new.digest_hour::text, 'null')
            using errcode = 'TE422', detail = 'hour_out_of_range';
    end if;
    -- Looking through all the names takes a while, so only for a new one.
    if tg_op = 'INSERT' and new.time_zone = 'UTC' or tg_op = 'UPDATE' and new.time_zone = old.time_zone then
        return new;
    end if;
    if new.time_zone is null or not private.is_time_zone(new.time_zone) then
        raise exception 'Cannot set time_zone to %: it must be the IANA name of a time zone, such as Europe/Berlin',
            coalesce(left(new.time_zone, 60), 'null')
            using errcode = 'TE422', detail = 'unknown_time_zone';
    end if;
    return new;
end
$$;
comment on function private.check_notification_preferences() is 'Refuses a frequency, an hour or a time zone that does not exist';


create function private.told_how(user_id uuid)
returns public.notification_preferences
language sql
stable
security definer
set search_path = ''
as $$
    select coalesce(
        (select p from public.notification_preferences as p where p.user_id = told_how.user_id),
        row(told_how.user_id, true, true, 'hourly', pg_catalog.now(), 'UTC', 8)::public.notification_preferences
    );
$$;
comment on function private.told_how(uuid) is 'How a user wants to be told; the defaults where the user has set nothing';
grant execute on function private.told_how(uuid) to service_role;


create function private.local_time(user_id uuid, at timestamptz)
returns text
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_zone text := (private.told_how(user_id)).time_zone;
    v_format text := 'FMDD Mon YYYY HH24:MI';
begin
    if v_zone = 'UTC' then
        return to_char(at at time zone 'UTC', v_format) || ' UTC';
    end if;
    return to_char(at at time zone v_zone, v_format) || format(' (%s)', v_zone);
exception
    -- Names of time zones go with new versions of the server.
    when invalid_parameter_value then
        return to_char(at at time zone 'UTC', v_format) || ' UTC';
end
$$;
comment on function private.local_time(uuid, timestamptz) is 'A time as its reader''s clock shows it, with the time zone';


create function private.next_digest(after timestamptz, time_zone text, digest_hour integer)
returns timestamptz
language plpgsql
stable
set search_path = ''
as $$
begin
    -- Where the clock skips the hour it is the first moment behind the gap, where it comes twice the second one, and the day
    -- before and after have theirs at their own offset.
    return (
        select min(d.due_at)
        from generate_series(-1, 2) as n (days)
        cross join lateral (
            select ((after at time zone time_zone)::date + n.days + make_time(digest_hour, 0, 0)) at time zone time_zone as due_at
        ) as d
        where d.due_at > after
    );
exception
    when invalid_parameter_value then
        return private.next_digest(after, 'UTC', digest_hour);
end
$$;
comment on function private.next_digest(timestamptz, text, integer) is 'The first time after the given one that the clock of the time zone shows the hour';
grant execute on function private.next_digest(timestamptz, text, integer) to service_role;


-- The state of a mail stands in each of its rows.
alter table public.notifications
    add column mail_id uuid,
    add column email_claimed_at timestamptz,
    add column email_failures smallint not null default 0,
    add column email_bounces smallint not null default 0,
    add constraint notifications_mailed_are_claimed check ((mail_id is null) = (email_claimed_at is null)),
    add constraint notifications_email_counts_are_natural check (email_failures >= 0 and email_bounces >= 0);
comment on column public.notifications.mail_id is 'The mail it is part of: all rows of one mail have the same, and share its state; null until one is made up';
comment on column public.notifications.email_attempts is 'How often sending its mail was begun; fences off a worker that lost its lease';
comment on column public.notifications.email_claimed_at is 'When its mail was made up, or may be sent for the first time after a pause';
comment on column public.notifications.email_failures is 'How often sending its mail failed; being told to slow down is no failure';
comment on column public.notifications.email_bounces is 'How often its mail came back';

create function private.is_for_operators(kind text)
returns boolean
language sql
immutable
set search_path = ''
as $$
    select kind in ('systemic_fault', 'systemic_fault_over', 'dead_letters', 'sweeper_silent', 'sweeper_back');
$$;
comment on function private.is_for_operators(text) is 'Whether a notification is an alert for operators';
grant execute on function private.is_for_operators(text) to service_role;


create function private.mail_due(notification public.notifications, preferences public.notification_preferences)
returns timestamptz
language sql
stable
security definer
set search_path = ''
as $$
    select greatest(
        case
            -- Nobody may be there to ring for it later: the sweeper may be what it is about.
            when preferences.email_frequency = 'immediate' or private.is_for_operators(notification.kind) then notification.created_at
            when preferences.email_frequency = 'hourly' then greatest(notification.created_at + s.email_gather, (
                -- A mail may leave long after it was made up, a day at most.
                select max(greatest(m.email_claimed_at, m.email_sent_at)) + interval '1 hour'
                from public.notifications as m
                where m.user_id = notification.user_id
                    and m.email_claimed_at > pg_catalog.now() - interval '1 day'
                    and m.trader_id is not distinct from notification.trader_id
            ))
            else private.next_digest(
                -- What commits late belongs to the next one.
                greatest(notification.created_at, (
                    select max(m.email_claimed_at) from public.notifications as m where m.user_id = notification.user_id and m.email_claimed_at is not null
                )),
                preferences.time_zone, preferences.digest_hour
            )
        end,
        -- Who reads of it in the app need not be mailed as well; if the next thing is not read there, it is.
        (
            select max(r.read_at) + s.quiet_after_read
            from public.notifications as r
            where preferences.email_frequency <> 'daily'
                and r.user_id = notification.user_id
                and r.read_at between pg_catalog.now() - s.quiet_after_read and pg_catalog.now()
                and r.incident_id = notification.incident_id
        )
    )
    from private.settings as s;
$$;
comment on function private.mail_due(public.notifications, public.notification_preferences) is
    'When the mail about a notification may leave, as the recipient wants it; what else is due then goes with it';
grant execute on function private.mail_due(public.notifications, public.notification_preferences) to service_role;


create or replace function private.respect_preferences()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_preferences public.notification_preferences := private.told_how(new.user_id);
begin
    new.in_app := v_preferences.in_app;
    if not v_preferences.email then
        new.email_status := 'skipped';
        new.email_error := 'preference';
    elsif new.email_status = 'pending' then
        new.email_next_attempt_at := private.mail_due(new, v_preferences);
    end if;
    -- Who wants neither is not told, and there is nothing to keep.
    return case when v_preferences.in_app or v_preferences.email then new end;
end
$$;


-- Mails of one user stand in single file, which makes "at most one" hold; their rows are locked in one order, here and by whoever marks
-- them read.
create function private.hold_mails_of(user_id uuid, mail_id uuid default null)
returns uuid[]
language plpgsql
set search_path = ''
as $$
begin
    perform pg_advisory_xact_lock(hashtextextended('mail to ' || user_id, 0));
    return array(
        select n.id
        from public.notifications as n
        where n.user_id = hold_mails_of.user_id
            and ((n.email_status = 'pending' and n.mail_id is null) or n.mail_id = hold_mails_of.mail_id)
        order by n.id
        for no key update
    );
end
$$;
comment on function private.hold_mails_of(uuid, uuid) is
    'Keeps others from making up mails to the user, locks what waits to be mailed and the mail, and returns their ids: what comes later is not held';
grant execute on function private.hold_mails_of(uuid, uuid) to service_role;


create function private.respect_changed_preferences()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_held uuid[] := private.hold_mails_of(new.user_id);
begin
    update public.notifications as n
    set email_status = case when new.email then 'pending' else 'skipped' end,
        email_error = case when not new.email then 'preference' end,
        email_next_attempt_at = private.mail_due(n, new)
    where n.id = any (v_held) and n.email_status = 'pending' and n.mail_id is null;
    perform private.ring('notify', d.id)
    from (
        select n.id
        from public.notifications as n
        where n.user_id = new.user_id and n.email_status = 'pending' and n.mail_id is null and n.email_next_attempt_at <= pg_catalog.now()
        limit 1
    ) as d;
    return null;
end
$$;
comment on function private.respect_changed_preferences() is 'What waits to be mailed follows a change of its recipient''s preferences';

create trigger respect_changed_preferences
    after insert or update on public.notification_preferences
    for each row execute function private.respect_changed_preferences();


revoke execute on function
    private.told_how(uuid),
    private.local_time(uuid, timestamptz),
    private.next_digest(timestamptz, text, integer),
    private.is_for_operators(text),
    private.mail_due(public.notifications, public.notification_preferences),
    private.hold_mails_of(uuid, uuid),
    private.respect_changed_preferences()
from public;

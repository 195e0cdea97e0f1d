-- Counters of notifications and of what became of their mails.

create function private.count_notifications()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    insert into private.count_changes (name, labels, value)
    select 'trader_notifications_total', jsonb_build_object('kind', n.kind), count(*)
    from new_notifications as n
    group by n.kind;
    return null;
end
$$;
comment on function private.count_notifications() is 'Counts new notifications';
create trigger count_notifications
    after insert on public.notifications
    referencing new table as new_notifications
    for each statement
    execute function private.count_notifications();


create function private.count_mail()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- The mail function may be the project's own: what it calls a reason is counted only where it is a code.
    perform private.count_up('trader_notification_mails_total', jsonb_build_object(
        'outcome', new.email_status,
        'reason', case when new.email_status <> 'sent' and new.email_error ~ '^[a-z_]{1,40}$' then new.email_error end
    ), 1);
    return null;
end
$$;
comment on function private.count_mail() is 'Counts a notification whose mail was sent, failed or is not wanted';
create trigger count_mail
    after update of email_status on public.notifications
    for each row when (old.email_status is distinct from new.email_status and new.email_status in ('sent', 'skipped', 'failed'))
    execute function private.count_mail();
create trigger count_unwanted_mail
    after insert on public.notifications
    for each row when (new.email_status = 'skipped')
    execute function private.count_mail();


revoke execute on function
    private.count_notifications(),
    private.count_mail()
from public;

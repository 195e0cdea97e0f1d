-- notifications: one per change of state and recipient, never one per occurrence; each is also the queue entry of its e-mail.

create table public.notifications (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null references auth.users (id) on delete cascade,
    trader_id uuid not null references public.traders (id) on delete cascade,
    incident_id uuid references public.trader_incidents (id) on delete cascade,
    kind text not null,
    subject_id uuid not null,
    title text not null,
    body text not null,
    link text not null,
    read_at timestamptz,
    email_status text not null default 'pending',
    email_attempts smallint not null default 0,
    email_lease_until timestamptz,
    email_next_attempt_at timestamptz not null default now(),
    email_sent_at timestamptz,
    email_error text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint notifications_once_per_change unique (user_id, subject_id, kind),
    constraint notifications_kind_is_known check (kind in (
        'incident_detected', 'fix_proposed', 'fix_held', 'fix_failed', 'fix_deployed', 'deployment_failed'
    )),
    constraint notifications_email_status_is_known check (email_status in ('pending', 'sending', 'sent', 'skipped', 'failed')),
    constraint notifications_email_lease_is_held_while_sending check ((email_status = 'sending') = (email_lease_until is not null)),
    constraint notifications_email_sent_has_time check ((email_status = 'sent') = (email_sent_at is not null)),
    constraint notifications_link_is_a_path check (link like '/%')
);
comment on table public.notifications is 'What users were told: one row per change of state and recipient';
comment on column public.notifications.id is 'Identity';
comment on column public.notifications.user_id is 'The recipient';
comment on column public.notifications.trader_id is 'The trader it is about';
comment on column public.notifications.incident_id is 'The incident it is about';
comment on column public.notifications.kind is 'Which change of state';
comment on column public.notifications.subject_id is 'The incident, fix or deployment that changed';
comment on column public.notifications.title is 'One line';
comment on column public.notifications.body is 'What happened and what to do, in plain words';
comment on column public.notifications.link is 'Path of the page that shows it';
comment on column public.notifications.read_at is 'When the recipient read it';
comment on column public.notifications.email_status is 'pending, sending, sent, skipped, or failed: a dead letter';
comment on column public.notifications.email_attempts is 'How often sending was tried; also fences off a worker that lost its lease';
comment on column public.notifications.email_lease_until is 'Until when a function may send it';
comment on column public.notifications.email_next_attempt_at is 'When the e-mail is due';
comment on column public.notifications.email_sent_at is 'When the provider took it';
comment on column public.notifications.email_error is 'Why it was skipped or failed';
comment on column public.notifications.created_at is 'When it was made';
comment on column public.notifications.updated_at is 'When it last changed';

create index notifications_by_user on public.notifications (user_id, created_at desc);
create index notifications_unread on public.notifications (user_id) where read_at is null;
create index notifications_by_trader on public.notifications (trader_id);
create index notifications_by_incident on public.notifications (incident_id) where incident_id is not null;
create index notifications_email_due on public.notifications (email_next_attempt_at) where email_status in ('pending', 'sending');

alter table public.notifications enable row level security;
revoke all on public.notifications from anon, authenticated;
grant select, update (read_at) on public.notifications to authenticated;
grant select, insert, update on public.notifications to service_role;

create policy "Recipients see their notifications" on public.notifications
    for select to authenticated
    using (user_id = (select auth.uid()));
create policy "Recipients mark their notifications read" on public.notifications
    for update to authenticated
    using (user_id = (select auth.uid()))
    with check (user_id = (select auth.uid()));

create trigger enforce_email_transition
    before update of email_status on public.notifications
    for each row execute function private.enforce_transition(
        'email_status', 'pending>sending', 'pending>skipped', 'pending>failed', 'sending>pending', 'sending>sent', 'sending>skipped', 'sending>failed'
    );
create trigger set_updated_at
    before update on public.notifications
    for each row execute function private.set_updated_at();


create function private.ring_for_notifications()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- One bell: the claim of this row rings for the next.
    perform private.ring('notify', n.id)
    from new_rows as n
    where n.email_status = 'pending' and n.email_next_attempt_at <= pg_catalog.now()
    limit 1;
    return null;
end
$$;
comment on function private.ring_for_notifications() is 'Wakes notify for new notifications';

create trigger ring_for_notifications
    after insert on public.notifications
    referencing new table as new_rows
    for each statement execute function private.ring_for_notifications();
create trigger broadcast_new_rows
    after insert on public.notifications
    referencing new table as new_rows
    for each statement execute function private.broadcast_rows('notification', 'id', 'trader_id', 'incident_id', 'kind');


revoke execute on function
    private.ring_for_notifications()
from public;

-- operator_alerts: what operators must know of. Each goes to every operator as a notification, and once to the operators' webhook.

select private.lock_traders_first();

create table private.operator_alerts (
    id uuid primary key default gen_random_uuid(),
    kind text not null,
    subject text not null,
    title text not null,
    body text not null,
    link text not null,
    status text not null default 'pending',
    attempts smallint not null default 0,
    next_attempt_at timestamptz not null default now(),
    lease_until timestamptz,
    error text,
    created_at timestamptz not null default now(),
    constraint operator_alerts_once unique (kind, subject),
    constraint operator_alerts_kind_is_known check (kind in (
        'systemic_fault', 'systemic_fault_over', 'dead_letters', 'sweeper_silent', 'sweeper_back'
    )),
    constraint operator_alerts_status_is_known check (status in ('pending', 'sent', 'skipped', 'failed')),
    constraint operator_alerts_lease_only_while_pending check (lease_until is null or status = 'pending'),
    constraint operator_alerts_attempts_are_natural check (attempts >= 0),
    constraint operator_alerts_link_is_a_path check (link like '/%')
);
comment on table private.operator_alerts is 'What operators were told, each also the queue entry of the call of their webhook';
comment on column private.operator_alerts.id is 'Identity; also the webhook''s id, so that a receiver can tell a repetition';
comment on column private.operator_alerts.kind is 'What happened; also the kind of the operators'' notifications';
comment on column private.operator_alerts.subject is 'What it happened to, so that it is told once';
comment on column private.operator_alerts.title is 'One line';
comment on column private.operator_alerts.body is 'What happened and what to do';
comment on column private.operator_alerts.link is 'Path of the page that shows it';
comment on column private.operator_alerts.status is 'Of the webhook: pending, sent, skipped (there is none), or failed: a dead letter';
comment on column private.operator_alerts.attempts is 'How often it was tried';
comment on column private.operator_alerts.next_attempt_at is 'When it is due';
comment on column private.operator_alerts.lease_until is 'Until when a function is at it';
comment on column private.operator_alerts.error is 'What went wrong last';
comment on column private.operator_alerts.created_at is 'When it was noticed';
create index operator_alerts_due on private.operator_alerts (next_attempt_at) where status = 'pending';
create index operator_alerts_by_kind on private.operator_alerts (kind, created_at desc);
alter table private.operator_alerts enable row level security;
grant select on private.operator_alerts to authenticated;
grant select, insert, update, delete on private.operator_alerts to service_role;
create policy "Operators see what they were told" on private.operator_alerts
    for select to authenticated
    using ((select private.is_admin()));
create trigger enforce_initial_state
    before insert on private.operator_alerts
    for each row execute function private.enforce_initial_state('status', 'pending');
create trigger enforce_transition
    before update of status on private.operator_alerts
    for each row when (old.status is distinct from new.status)
    execute function private.enforce_transition('status', 'pending>sent', 'pending>skipped', 'pending>failed');


create function private.tell_operators()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    insert into public.notifications (user_id, kind, subject_id, title, body, link)
    select o.user_id, n.kind, n.id, n.title, n.body, n.link
    from new_rows as n
    cross join lateral private.operators() as o (user_id)
    on conflict do nothing;
    perform private.ring('alert-operators', n.id) from new_rows as n;
    return null;
end
$$;
comment on function private.tell_operators() is 'Notifies every operator of new alerts and wakes alert-operators';

create trigger tell_operators
    after insert on private.operator_alerts
    referencing new table as new_rows
    for each statement execute function private.tell_operators();


create function public.claim_alert(alert_id uuid)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    v_settings private.settings;
    v_alert private.operator_alerts;
begin
    select s.* into v_settings from private.settings as s;
    update private.operator_alerts as a
    set attempts = a.attempts + 1, lease_until = pg_catalog.now() + v_settings.delivery_lease
    where a.id = claim_alert.alert_id
        and a.status = 'pending'
        and a.next_attempt_at <= pg_catalog.now()
        and a.attempts < v_settings.max_deliveries
        and (a.lease_until is null or a.lease_until < pg_catalog.now())
    returning * into v_alert;
    if not found then
        return null;
    end if;
    return jsonb_build_object(
        'id', v_alert.id, 'attempt', v_alert.attempts, 'kind', v_alert.kind, 'title', v_alert.title, 'body', v_alert.body,
        'link', v_alert.link, 'created_at', v_alert.created_at
    );
end
$$;
comment on function public.claim_alert(uuid) is
    'Takes a due alert under a lease: {id, attempt, kind, title, body, link, created_at}; null when it is not claimable';
revoke execute on function public.claim_alert(uuid) from public, anon, authenticated;
grant execute on function public.claim_alert(uuid) to service_role;


create function public.finish_alert(alert_id uuid, attempt integer, error text default null, retryable boolean default false)
returns text
language plpgsql
set search_path = ''
as $$
declare
    v_status text;
begin
    update private.operator_alerts as a
    set status = case
            when finish_alert.error is null then 'sent'
            when finish_alert.error = 'not_configured' then 'skipped'
            when retryable and a.attempts < s.max_deliveries then 'pending'
            else 'failed'
        end,
        error = finish_alert.error,
        lease_until = null,
        next_attempt_at = pg_catalog.now() + private.delivery_wait(a.attempts)
    from private.settings as s
    where a.id = finish_alert.alert_id and a.attempts = finish_alert.attempt and a.status = 'pending' and a.lease_until is not null
    returning a.status into v_status;
    return v_status;
end
$$;
comment on function public.finish_alert(uuid, integer, text, boolean) is
    'The webhook took the alert, or not for the reason given: skipped when it is not_configured, else tried again later if retryable, and failed in the end; null when the lease was lost';
revoke execute on function public.finish_alert(uuid, integer, text, boolean) from public, anon, authenticated;
grant execute on function public.finish_alert(uuid, integer, text, boolean) to service_role;


revoke execute on function private.tell_operators() from public;

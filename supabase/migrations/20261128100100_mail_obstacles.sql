-- Who gets no mail, and when nobody does: the provider's pauses, addresses from which mail came back, users who want none.

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

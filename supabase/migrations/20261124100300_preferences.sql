-- What a user may set: how to be told, and what may be done and spent without asking.

create table public.notification_preferences (
    user_id uuid primary key references auth.users (id) on delete cascade,
    in_app boolean not null default true,
    email boolean not null default true,
    email_frequency text not null default 'hourly',
    updated_at timestamptz not null default now(),
    constraint notification_preferences_frequency_is_known check (email_frequency in ('immediate', 'hourly', 'daily'))
);
comment on table public.notification_preferences is 'How a user is told; no row means the defaults';
comment on column public.notification_preferences.user_id is 'The user';
comment on column public.notification_preferences.in_app is 'Whether notifications are listed and announced in the app';
comment on column public.notification_preferences.email is 'Whether they are mailed';
comment on column public.notification_preferences.email_frequency is 'immediate, hourly or daily';
comment on column public.notification_preferences.updated_at is 'When it last changed';


create table public.recovery_preferences (
    user_id uuid primary key references auth.users (id) on delete cascade,
    auto_regenerate boolean not null default true,
    auto_rollback boolean not null default true,
    daily_cost_cap_usd numeric(12, 6),
    updated_at timestamptz not null default now(),
    constraint recovery_preferences_cap_is_natural check (daily_cost_cap_usd >= 0)
);
comment on table public.recovery_preferences is 'What may be done for a user without asking; no row means the defaults';
comment on column public.recovery_preferences.user_id is 'The user';
comment on column public.recovery_preferences.auto_regenerate is 'Whether a failing filter is repaired at once; if not, the fix is held until the user asks for it';
comment on column public.recovery_preferences.auto_rollback is 'Whether a version that turns out bad is taken back';
comment on column public.recovery_preferences.daily_cost_cap_usd is 'Most spend per UTC day, in US dollars; null for the platform''s default';
comment on column public.recovery_preferences.updated_at is 'When it last changed';


alter table public.notification_preferences enable row level security;
revoke all on public.notification_preferences from anon, authenticated, service_role;
grant select, insert, update on public.notification_preferences to authenticated;
grant select on public.notification_preferences to service_role;
create policy "Users see their notification preferences" on public.notification_preferences
    for select to authenticated
    using (user_id = (select auth.uid()) or (select private.is_admin()));
create policy "Users set their notification preferences" on public.notification_preferences
    for insert to authenticated
    with check (user_id = (select auth.uid()));
create policy "Users change their notification preferences" on public.notification_preferences
    for update to authenticated
    using (user_id = (select auth.uid()))
    with check (user_id = (select auth.uid()));

alter table public.recovery_preferences enable row level security;
revoke all on public.recovery_preferences from anon, authenticated, service_role;
grant select, insert, update on public.recovery_preferences to authenticated;
grant select on public.recovery_preferences to service_role;
create policy "Users see their recovery preferences" on public.recovery_preferences
    for select to authenticated
    using (user_id = (select auth.uid()) or (select private.is_admin()));
create policy "Users set their recovery preferences" on public.recovery_preferences
    for insert to authenticated
    with check (user_id = (select auth.uid()));
create policy "Users change their recovery preferences" on public.recovery_preferences
    for update to authenticated
    using (user_id = (select auth.uid()))
    with check (user_id = (select auth.uid()));


create trigger set_updated_at
    before update on public.notification_preferences
    for each row execute function private.set_updated_at();
create trigger set_updated_at
    before update on public.recovery_preferences
    for each row execute function private.set_updated_at();


-- Users write these two tables themselves, so what is wrong is said in a sentence before a constraint says it otherwise.
create function private.check_recovery_preferences()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_most numeric := (select s.max_daily_cost_cap_usd from private.settings as s);
begin
    if not new.daily_cost_cap_usd between 0 and v_most then
        raise exception 'Cannot set daily_cost_cap_usd to %: it must be from 0 to %, the most the platform allows, or null',
            new.daily_cost_cap_usd, trim_scale(v_most)
            using errcode = 'TE422', detail = 'cap_out_of_range';
    end if;
    return new;
end
$$;
comment on function private.check_recovery_preferences() is 'Refuses a spending cap outside the operator''s limit';

create function private.check_notification_preferences()
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
    return new;
end
$$;
comment on function private.check_notification_preferences() is 'Refuses a frequency that is not known';

create trigger check_recovery_preferences
    before insert or update on public.recovery_preferences
    for each row execute function private.check_recovery_preferences();
create trigger check_notification_preferences
    before insert or update on public.notification_preferences
    for each row execute function private.check_notification_preferences();

revoke execute on function
    private.check_recovery_preferences(),
    private.check_notification_preferences()
from public;


create function private.daily_cost_cap(user_id uuid)
returns numeric
language sql
stable
set search_path = ''
as $$
    select case
        when daily_cost_cap.user_id is null then s.platform_daily_cost_cap_usd
        -- An operator may lower the limit after a user has set the cap.
        else least(coalesce(p.daily_cost_cap_usd, s.daily_cost_cap_usd), s.max_daily_cost_cap_usd)
    end
    from private.settings as s
    left join public.recovery_preferences as p on p.user_id = daily_cost_cap.user_id;
$$;
comment on function private.daily_cost_cap(uuid) is 'What may be spent on a user''s traders per UTC day, in US dollars; null for traders without an owner';
revoke execute on function private.daily_cost_cap(uuid) from public;
grant execute on function private.daily_cost_cap(uuid) to authenticated, service_role;

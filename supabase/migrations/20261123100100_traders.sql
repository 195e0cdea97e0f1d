-- traders: created when the project has none, otherwise only given the error columns.

do $$
begin
    if to_regclass('public.traders') is not null then
        return;
    end if;

    create table public.traders (
        id uuid primary key default gen_random_uuid(),
        user_id uuid references auth.users (id) on delete cascade,
        name text not null,
        description text not null default '',
        enabled boolean not null default true,
        filter jsonb not null,
        strategy jsonb not null default '{}',
        language text not null default 'go',
        is_built_in boolean not null default false,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint traders_language_is_known check (language in ('go', 'javascript')),
        constraint traders_built_in_has_no_owner check (not is_built_in or user_id is null)
    );
    comment on table public.traders is 'Traders: filters their owners run on every candle';
    comment on column public.traders.id is 'Identity';
    comment on column public.traders.user_id is 'Owner; null for a built-in trader';
    comment on column public.traders.name is 'What the owner calls it';
    comment on column public.traders.description is 'What it is for';
    comment on column public.traders.enabled is 'Whether the executor runs it';
    comment on column public.traders.filter is '{code, seriesCode, requiredTimeframes, indicators, description}, or that as a JSON string';
    comment on column public.traders.strategy is 'What the owner asked for, in words';
    comment on column public.traders.language is 'go, or javascript (legacy: recorded, never repaired)';
    comment on column public.traders.is_built_in is 'Offered to every user by the platform';
    comment on column public.traders.created_at is 'When it was made';
    comment on column public.traders.updated_at is 'When it last changed';

    create index traders_by_owner on public.traders (user_id);

    alter table public.traders enable row level security;
    grant select, insert, update, delete on public.traders to authenticated;
    grant select, insert, update, delete on public.traders to service_role;

    create policy "Owners see their traders, everybody the built-in ones" on public.traders
        for select to authenticated
        using (user_id = (select auth.uid()) or user_id is null or (select private.is_admin()));
    create policy "Owners create their traders" on public.traders
        for insert to authenticated
        with check (user_id = (select auth.uid()));
    create policy "Owners change their traders" on public.traders
        for update to authenticated
        using (user_id = (select auth.uid()))
        with check (user_id = (select auth.uid()));
    create policy "Owners delete their traders" on public.traders
        for delete to authenticated
        using (user_id = (select auth.uid()));
end
$$;


alter table public.traders
    add column if not exists error_message text,
    add column if not exists error_type text,
    add column if not exists stack_trace text,
    add column if not exists error_count bigint not null default 0,
    add column if not exists last_error_at timestamptz;

comment on column public.traders.error_message is 'Latest error of the running code; null when there is none';
comment on column public.traders.error_type is 'Its type: compile, runtime, timeout or infrastructure';
comment on column public.traders.stack_trace is 'Its stack trace';
comment on column public.traders.error_count is 'Errors since the running code was deployed';
comment on column public.traders.last_error_at is 'When the running code last failed';

-- Accepting a fix changes the trader's code; tables made before may have been given no such grant.
grant select, update on public.traders to service_role;

-- trader_incidents: one fault of one trader, with at most one that is not resolved.

create table public.trader_incidents (
    id uuid primary key default gen_random_uuid(),
    trader_id uuid not null references public.traders (id) on delete cascade,
    user_id uuid references auth.users (id) on delete cascade,
    fingerprint text not null,
    component text not null,
    error_type text not null,
    attribution text not null,
    summary text not null,
    error_message text not null,
    status text not null default 'open',
    filter_version_id uuid references public.filter_versions (id) on delete set null,
    first_seen timestamptz not null,
    last_seen timestamptz not null,
    occurrences bigint not null default 0,
    stale_occurrences bigint not null default 0,
    symbols text[] not null default '{}',
    regression_of uuid references public.trader_incidents (id) on delete set null,
    resolved_by_version_id uuid references public.filter_versions (id) on delete set null,
    resolved_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint trader_incidents_component_is_known check (component in ('filter', 'series')),
    constraint trader_incidents_type_is_known check (error_type in ('compile', 'runtime', 'timeout', 'infrastructure')),
    constraint trader_incidents_attribution_is_known check (attribution in ('code', 'data', 'executor')),
    constraint trader_incidents_status_is_known check (status in ('open', 'ignored', 'resolved')),
    constraint trader_incidents_resolved_has_time check ((status = 'resolved') = (resolved_at is not null)),
    constraint trader_incidents_counts_are_natural check (occurrences >= 0 and stale_occurrences >= 0),
    constraint trader_incidents_seen_in_order check (first_seen <= last_seen)
);
comment on table public.trader_incidents is 'Faults: all occurrences of one error of one trader until it is resolved';
comment on column public.trader_incidents.id is 'Identity';
comment on column public.trader_incidents.trader_id is 'The trader';
comment on column public.trader_incidents.user_id is 'Its owner; null for a built-in trader, whose incidents belong to operators';
comment on column public.trader_incidents.fingerprint is 'Identity of the fault within the trader, with the algorithm''s version';
comment on column public.trader_incidents.component is 'filter or series';
comment on column public.trader_incidents.error_type is 'compile, runtime, timeout or infrastructure';
comment on column public.trader_incidents.attribution is 'Whose fault it is: code, data or executor';
comment on column public.trader_incidents.summary is 'What happened, in a sentence for a trader';
comment on column public.trader_incidents.error_message is 'The message that opened it';
comment on column public.trader_incidents.status is 'open, ignored or resolved';
comment on column public.trader_incidents.filter_version_id is 'The version that failed first';
comment on column public.trader_incidents.first_seen is 'First occurrence';
comment on column public.trader_incidents.last_seen is 'Latest occurrence';
comment on column public.trader_incidents.occurrences is 'How often, exactly';
comment on column public.trader_incidents.stale_occurrences is 'How often code that was no longer running still failed so';
comment on column public.trader_incidents.symbols is 'Symbols it was seen on, the first 200';
comment on column public.trader_incidents.regression_of is 'The resolved incident that came back as this one';
comment on column public.trader_incidents.resolved_by_version_id is 'The version that resolved it';
comment on column public.trader_incidents.resolved_at is 'When it was resolved';
comment on column public.trader_incidents.created_at is 'When it was recorded';
comment on column public.trader_incidents.updated_at is 'When it last changed';

create unique index trader_incidents_one_live on public.trader_incidents (trader_id, fingerprint) where status <> 'resolved';
create index trader_incidents_by_trader on public.trader_incidents (trader_id, last_seen desc);
create index trader_incidents_by_owner on public.trader_incidents (user_id, last_seen desc);
create index trader_incidents_by_version on public.trader_incidents (filter_version_id) where filter_version_id is not null;
create index trader_incidents_by_resolving_version on public.trader_incidents (resolved_by_version_id)
    where resolved_by_version_id is not null;
create index trader_incidents_by_regression on public.trader_incidents (regression_of) where regression_of is not null;

alter table public.trader_incidents enable row level security;
revoke all on public.trader_incidents from anon, authenticated;
grant select on public.trader_incidents to authenticated;
grant select, insert, update on public.trader_incidents to service_role;

create policy "Owners see their incidents" on public.trader_incidents
    for select to authenticated
    using (user_id = (select auth.uid()) or (select private.is_admin()));

create trigger enforce_transition
    before update of status on public.trader_incidents
    for each row execute function private.enforce_transition(
        'status', 'open>ignored', 'open>resolved', 'ignored>open', 'ignored>resolved'
    );
create trigger set_updated_at
    before update on public.trader_incidents
    for each row execute function private.set_updated_at();

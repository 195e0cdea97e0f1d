-- deployments: bringing a version to the executor; and the acceptance that creates them, in one transaction.

create table public.deployments (
    id uuid primary key default gen_random_uuid(),
    trader_id uuid not null references public.traders (id) on delete cascade,
    user_id uuid references auth.users (id) on delete cascade,
    version_id uuid not null references public.filter_versions (id) on delete cascade,
    fix_id uuid references public.proposed_fixes (id) on delete set null,
    status text not null default 'pending',
    attempts smallint not null default 0,
    lease_until timestamptz,
    next_attempt_at timestamptz not null default now(),
    watch_until timestamptz,
    error text,
    deployed_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint deployments_status_is_known check (status in ('pending', 'deployed', 'verified', 'rolled_back', 'failed')),
    constraint deployments_lease_only_while_pending check (lease_until is null or status = 'pending'),
    constraint deployments_live_has_time check (status not in ('deployed', 'verified') or deployed_at is not null),
    constraint deployments_failure_has_error check (status <> 'failed' or error is not null),
    constraint deployments_attempts_are_natural check (attempts >= 0)
);
comment on table public.deployments is 'Versions on their way to the executor';
comment on column public.deployments.id is 'Identity';
comment on column public.deployments.trader_id is 'The trader';
comment on column public.deployments.user_id is 'Its owner, kept here for row security';
comment on column public.deployments.version_id is 'The version to run';
comment on column public.deployments.fix_id is 'The fix it came from';
comment on column public.deployments.status is 'pending, deployed, verified, rolled_back or failed';
comment on column public.deployments.attempts is 'How often the executor was asked; also fences off a worker that lost its lease';
comment on column public.deployments.lease_until is 'Until when a function may work on it';
comment on column public.deployments.next_attempt_at is 'When it is due';
comment on column public.deployments.watch_until is 'End of the probation after it went live';
comment on column public.deployments.error is 'What the executor last answered, if it did not take it';
comment on column public.deployments.deployed_at is 'When the executor took it';
comment on column public.deployments.created_at is 'When it was accepted';
comment on column public.deployments.updated_at is 'When it last changed';

create unique index deployments_one_pending on public.deployments (trader_id) where status = 'pending';
create index deployments_due on public.deployments (next_attempt_at) where status = 'pending';
create index deployments_by_trader on public.deployments (trader_id, created_at desc);
create index deployments_by_owner on public.deployments (user_id, created_at desc);
create index deployments_by_version on public.deployments (version_id);
create index deployments_by_fix on public.deployments (fix_id) where fix_id is not null;

alter table public.deployments enable row level security;
revoke all on public.deployments from anon, authenticated;
grant select on public.deployments to authenticated;
grant select, insert, update on public.deployments to service_role;

create policy "Owners see their deployments" on public.deployments
    for select to authenticated
    using (user_id = (select auth.uid()) or (select private.is_admin()));

create trigger enforce_transition
    before update of status on public.deployments
    for each row execute function private.enforce_transition(
        'status', 'pending>deployed', 'pending>failed', 'deployed>verified', 'deployed>rolled_back', 'verified>rolled_back'
    );
create trigger set_updated_at
    before update on public.deployments
    for each row execute function private.set_updated_at();


create trigger broadcast_new_rows
    after insert on public.deployments
    referencing new table as new_rows
    for each statement execute function private.broadcast_rows('deployment', 'id', 'trader_id', 'version_id', 'status');
create trigger broadcast_changed_rows
    after update on public.deployments
    referencing new table as new_rows
    for each statement execute function private.broadcast_rows('deployment', 'id', 'trader_id', 'version_id', 'status');


create function private.with_code(filter jsonb, code text, series_code text)
returns jsonb
language sql
immutable
set search_path = ''
as $$
    select case when jsonb_typeof(with_code.filter) = 'string' then to_jsonb(changed.filter::text) else changed.filter end
    from (
        select private.filter_object(with_code.filter)
            || jsonb_build_object('code', with_code.code)
            || case when coalesce(with_code.series_code, '') <> ''
                then jsonb_build_object('seriesCode', with_code.series_code)
                else '{}'
            end as filter
    ) as changed;
$$;
comment on function private.with_code(jsonb, text, text) is
    'A trader''s filter with other code, in the encoding it was found in';
grant execute on function private.with_code(jsonb, text, text) to service_role;


create function private.assert_may_act(actor uuid, owner_id uuid, subject text)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
    -- What the caller does not own does not exist for it: no other answer may tell an id that exists from one that does not.
    if actor is null or actor is distinct from owner_id and not (owner_id is null and private.is_admin_user(actor)) then
        raise exception 'Cannot find the % among yours', subject using errcode = 'TE404', detail = subject || '_not_found';
    end if;
end
$$;
comment on function private.assert_may_act(uuid, uuid, text) is
    'Refuses an actor that is neither the owner nor, for a built-in trader, an operator';
grant execute on function private.assert_may_act(uuid, uuid, text) to service_role;


revoke execute on function
    private.with_code(jsonb, text, text),
    private.assert_may_act(uuid, uuid, text)
from public;

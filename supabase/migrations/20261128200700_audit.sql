-- audit_log: who did what to a trader, when, and from which version to which. Written by triggers, so that no way past it exists.

select private.lock_traders_first();

create table public.audit_log (
    id bigint generated always as identity,
    trader_id uuid not null references public.traders (id) on delete cascade,
    user_id uuid,
    actor_id uuid references auth.users (id) on delete set null,
    is_system boolean not null,
    action text not null,
    from_version_id uuid,
    to_version_id uuid,
    fix_id uuid,
    incident_id uuid,
    deployment_id uuid,
    reason text,
    details jsonb not null default '{}',
    created_at timestamptz not null default now(),
    constraint audit_log_pkey primary key (id),
    constraint audit_log_action_is_known check (action in (
        'code_changed', 'fix_accepted', 'fix_rejected', 'rolled_back', 'returned', 'deployed_again', 'went_live', 'sent_again', 'not_deployed',
        'verified', 'failed_on_probation', 'incident_resolved', 'incident_ignored', 'incident_reopened'
    )),
    constraint audit_log_system_has_no_actor check (not is_system or actor_id is null),
    constraint audit_log_details_are_an_object check (jsonb_typeof(details) = 'object')
);
comment on table public.audit_log is 'Who did what to a trader, when, and from which version to which; append-only';
comment on column public.audit_log.id is 'Identity, in the order of what happened';
comment on column public.audit_log.trader_id is 'The trader';
comment on column public.audit_log.user_id is 'Its owner, kept here for row security';
comment on column public.audit_log.actor_id is 'Who did it; null for the system, for code that came from outside, or when the user is gone';
comment on column public.audit_log.is_system is 'Whether it happened by itself';
comment on column public.audit_log.action is 'What was done';
comment on column public.audit_log.from_version_id is 'The version that ran before';
comment on column public.audit_log.to_version_id is 'The version that it is about, or that took its place';
comment on column public.audit_log.fix_id is 'The fix it is about';
comment on column public.audit_log.incident_id is 'The incident it is about';
comment on column public.audit_log.deployment_id is 'The deployment it is about';
comment on column public.audit_log.reason is 'Why: the user''s words, the executor''s, or what was seen';
comment on column public.audit_log.details is 'Numbers and codes that go with it: versions, hashes, whether it was proven, edited, confirmed';
comment on column public.audit_log.created_at is 'When';
create index audit_log_by_trader on public.audit_log (trader_id, id desc);
create index audit_log_by_owner on public.audit_log (user_id, id desc);
create index audit_log_by_actor on public.audit_log (actor_id) where actor_id is not null;
create index audit_log_by_age on public.audit_log using brin (created_at);

alter table public.audit_log enable row level security;
revoke all on public.audit_log from anon, authenticated, service_role;
revoke all on sequence public.audit_log_id_seq from anon, authenticated, service_role;
grant select on public.audit_log to authenticated;
grant select on public.audit_log to service_role;

create policy "Owners see what was done to their traders" on public.audit_log
    for select to authenticated
    using (user_id = (select auth.uid()) or (select private.is_admin()));


create function private.audit_code_change()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    insert into public.audit_log (trader_id, user_id, actor_id, is_system, action, from_version_id, to_version_id, details)
    select
        new.trader_id, new.user_id, new.author_id, false, 'code_changed', new.parent_id, new.id,
        jsonb_build_object('from_version', p.version, 'to_version', new.version, 'from_sha256', p.code_sha256, 'to_sha256', new.code_sha256)
    from (select new.parent_id as id) as x
    left join public.filter_versions as p on p.id = x.id;
    return null;
end
$$;
comment on function private.audit_code_change() is 'Notes code that was changed past this project: by the owner, signed in, or by somebody nobody knows';

create trigger audit_code_change
    after insert on public.filter_versions
    for each row when (new.is_running and new.source = 'external')
    execute function private.audit_code_change();


create function private.audit_deployment()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    insert into public.audit_log (
        trader_id, user_id, actor_id, is_system, action, from_version_id, to_version_id, fix_id, incident_id, deployment_id, reason, details
    )
    select
        new.trader_id, new.user_id, new.requested_by, new.is_automatic,
        case
            when v.source in ('original', 'external') or exists (select from public.deployments as e where e.version_id = new.version_id and e.id <> new.id)
                then 'deployed_again'
            when v.source = 'rollback' then case when new.is_automatic then 'returned' else 'rolled_back' end
            else 'fix_accepted'
        end,
        p.id, v.id, new.fix_id, f.incident_id, new.id, new.request_reason,
        jsonb_strip_nulls(jsonb_build_object(
            'from_version', p.version, 'to_version', v.version, 'restores_version', r.version, 'from_sha256', p.code_sha256, 'to_sha256', v.code_sha256,
            'is_edited', case when f.id is not null then v.source = 'edit' end,
            'is_validated', new.is_validated
        ))
    from public.filter_versions as v
    left join public.filter_versions as p on p.id = v.parent_id
    left join public.filter_versions as r on r.id = v.restores_id
    left join public.proposed_fixes as f on f.id = new.fix_id
    where v.id = new.version_id;
    return null;
end
$$;
comment on function private.audit_deployment() is 'Notes who put which version in the place of which';

create trigger audit_deployment
    after insert on public.deployments
    for each row execute function private.audit_deployment();


create function private.audit_deployment_state()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    insert into public.audit_log (trader_id, user_id, is_system, action, to_version_id, fix_id, incident_id, deployment_id, reason, details)
    select
        new.trader_id, new.user_id, true, a.action, new.version_id, new.fix_id, i.id, new.id, new.error,
        jsonb_strip_nulls(jsonb_build_object(
            'version', v.version, 'code', new.reason, 'attempts', new.attempts,
            'is_confirmed', case when new.status = 'deployed' then new.confirmed_at is not null end,
            'watch_until', case when new.status = 'deployed' then new.watch_until end
        ))
    from (
        select case
            when new.status = 'deployed' then 'went_live'
            when new.status = 'verified' then 'verified'
            when new.status = 'pending' then 'sent_again'
            when new.status = 'rolled_back' and new.ended_by is null or private.stays_live(new.reason) then 'failed_on_probation'
            when new.status = 'failed' and new.reason is distinct from 'replaced' then 'not_deployed'
        end as action
    ) as a
    join public.filter_versions as v on v.id = new.version_id
    left join lateral (
        select x.id from public.trader_incidents as x where x.after_deployment_id = new.id order by x.created_at limit 1
    ) as i on true
    where a.action is not null;
    return null;
end
$$;
comment on function private.audit_deployment_state() is 'Notes what became of a deployment';

create trigger audit_deployment_state
    after update of status on public.deployments
    for each row when (old.status is distinct from new.status)
    execute function private.audit_deployment_state();


create function private.audit_rejection()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    insert into public.audit_log (trader_id, user_id, actor_id, is_system, action, from_version_id, fix_id, incident_id, reason, details)
    values (
        new.trader_id, new.user_id, new.decided_by, false, 'fix_rejected', new.base_version_id, new.id, new.incident_id, new.decision_reason,
        jsonb_build_object('sha256', new.code_sha256, 'is_validated', new.validated)
    );
    return null;
end
$$;
comment on function private.audit_rejection() is 'Notes a rejected fix';

create trigger audit_rejection
    after update of status on public.proposed_fixes
    for each row when (old.status is distinct from new.status and new.status = 'rejected')
    execute function private.audit_rejection();


create function private.audit_incident()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    insert into public.audit_log (trader_id, user_id, actor_id, is_system, action, to_version_id, incident_id, reason, details)
    select
        new.trader_id, new.user_id, case when d.by_hand then new.decided_by end, not d.by_hand,
        case new.status when 'open' then 'incident_reopened' when 'ignored' then 'incident_ignored' else 'incident_resolved' end,
        new.resolved_by_version_id, new.id, case when d.by_hand then new.decision_reason end,
        jsonb_strip_nulls(jsonb_build_object(
            'summary', new.summary, 'ignored_until', case when new.status = 'ignored' then new.ignored_until end,
            'escalation', case when new.status = 'open' and not d.by_hand then new.escalation end,
            'has_recovered', case when new.recovered_at is not null then true end
        ))
    from (select new.decided_at is distinct from old.decided_at as by_hand) as d;
    return null;
end
$$;
comment on function private.audit_incident() is 'Notes an incident that was resolved, ignored or reopened, by hand or by itself';

create trigger audit_incident
    after update of status, ignored_until on public.trader_incidents
    for each row when (old.status is distinct from new.status or (new.status = 'ignored' and old.ignored_until is distinct from new.ignored_until))
    execute function private.audit_incident();


revoke execute on function
    private.audit_code_change(),
    private.audit_deployment(),
    private.audit_deployment_state(),
    private.audit_rejection(),
    private.audit_incident()
from public;

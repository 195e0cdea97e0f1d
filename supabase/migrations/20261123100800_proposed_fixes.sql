-- proposed_fixes: repairs, from the queue to the owner's decision. A row is the unit of work: claimed under a lease,
-- finished by the attempt that claimed it.

create table public.proposed_fixes (
    id uuid primary key default gen_random_uuid(),
    trader_id uuid not null references public.traders (id) on delete cascade,
    user_id uuid references auth.users (id) on delete cascade,
    incident_id uuid not null references public.trader_incidents (id) on delete cascade,
    base_version_id uuid not null references public.filter_versions (id) on delete cascade,
    status text not null default 'queued',
    attempt smallint not null default 0,
    origin text,
    code text,
    series_code text,
    code_sha256 text generated always as (
        case when code is not null then private.code_sha256(code, series_code) end
    ) stored,
    explanation text,
    root_cause text,
    what_changed jsonb not null default '[]',
    diff text,
    validated boolean not null default false,
    validation jsonb,
    model text,
    prompt_version text,
    trace_url text,
    tokens integer not null default 0,
    cost_usd numeric(12, 6) not null default 0,
    reason text,
    reason_detail text,
    lease_until timestamptz,
    next_attempt_at timestamptz not null default now(),
    decided_by uuid references auth.users (id) on delete set null,
    decided_at timestamptz,
    decision_reason text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint proposed_fixes_status_is_known check (status in (
        'queued', 'generating', 'proposed', 'accepted', 'rejected', 'superseded', 'failed', 'held', 'unfixable'
    )),
    constraint proposed_fixes_origin_is_known check (origin in ('rules', 'llm', 'user')),
    constraint proposed_fixes_lease_is_held_while_generating check ((status = 'generating') = (lease_until is not null)),
    constraint proposed_fixes_offer_has_code check (
        status not in ('proposed', 'accepted') or (code is not null and origin is not null and validation is not null)
    ),
    constraint proposed_fixes_failure_has_reason check (status not in ('failed', 'held', 'unfixable') or reason is not null),
    constraint proposed_fixes_decision_has_time check ((status in ('accepted', 'rejected')) = (decided_at is not null)),
    constraint proposed_fixes_numbers_are_natural check (attempt >= 0 and tokens >= 0 and cost_usd >= 0)
);
comment on table public.proposed_fixes is 'Repairs of incidents: queued, generated, proven, offered, decided';
comment on column public.proposed_fixes.id is 'Identity';
comment on column public.proposed_fixes.trader_id is 'The trader';
comment on column public.proposed_fixes.user_id is 'Its owner, kept here for row security';
comment on column public.proposed_fixes.incident_id is 'The fault it repairs';
comment on column public.proposed_fixes.base_version_id is 'The version it changes; it can be accepted only while that one runs';
comment on column public.proposed_fixes.status is 'State; see docs/data-model.md';
comment on column public.proposed_fixes.attempt is 'How often it was claimed; also fences off a worker that lost its lease';
comment on column public.proposed_fixes.origin is 'Who wrote the code: rules, llm or user';
comment on column public.proposed_fixes.code is 'Proposed body of evaluate(), whole';
comment on column public.proposed_fixes.series_code is 'Proposed body of calculateSeries(), whole';
comment on column public.proposed_fixes.code_sha256 is 'Hash of both: what an accepting user must have been shown';
comment on column public.proposed_fixes.explanation is 'What was done, for the owner';
comment on column public.proposed_fixes.root_cause is 'Why it failed, for the owner';
comment on column public.proposed_fixes.what_changed is 'The changes, one sentence each';
comment on column public.proposed_fixes.diff is 'Unified diff against the base version, computed here';
comment on column public.proposed_fixes.validated is 'Whether the proof holds in full';
comment on column public.proposed_fixes.validation is 'The proof: what was compiled, replayed and compared, with the outcome';
comment on column public.proposed_fixes.model is 'Language model, if one was asked';
comment on column public.proposed_fixes.prompt_version is 'Version of the prompt it was asked with';
comment on column public.proposed_fixes.trace_url is 'Trace of the attempt';
comment on column public.proposed_fixes.tokens is 'Tokens used so far';
comment on column public.proposed_fixes.cost_usd is 'Cost so far, in US dollars';
comment on column public.proposed_fixes.reason is 'Machine code of why it is not a success';
comment on column public.proposed_fixes.reason_detail is 'The same in a sentence for the owner';
comment on column public.proposed_fixes.lease_until is 'Until when the claiming function may work on it';
comment on column public.proposed_fixes.next_attempt_at is 'When it is due';
comment on column public.proposed_fixes.decided_by is 'Who accepted or rejected it';
comment on column public.proposed_fixes.decided_at is 'When';
comment on column public.proposed_fixes.decision_reason is 'Why, in the owner''s words';
comment on column public.proposed_fixes.created_at is 'When it was queued';
comment on column public.proposed_fixes.updated_at is 'When it last changed';

create unique index proposed_fixes_one_live on public.proposed_fixes (incident_id)
    where status in ('queued', 'generating', 'proposed', 'held');
create index proposed_fixes_due on public.proposed_fixes (next_attempt_at) where status = 'queued';
create index proposed_fixes_leased on public.proposed_fixes (lease_until) where status = 'generating';
create index proposed_fixes_by_incident on public.proposed_fixes (incident_id, created_at desc);
create index proposed_fixes_by_trader on public.proposed_fixes (trader_id, created_at desc);
create index proposed_fixes_by_owner on public.proposed_fixes (user_id, created_at desc);
create index proposed_fixes_by_base on public.proposed_fixes (base_version_id);
create index proposed_fixes_by_decider on public.proposed_fixes (decided_by) where decided_by is not null;

alter table public.filter_versions
    add constraint filter_versions_fix_id_fkey foreign key (fix_id) references public.proposed_fixes (id) on delete set null;
create index filter_versions_by_fix on public.filter_versions (fix_id) where fix_id is not null;

alter table public.proposed_fixes enable row level security;
revoke all on public.proposed_fixes from anon, authenticated;
grant select on public.proposed_fixes to authenticated;
grant select, insert, update on public.proposed_fixes to service_role;

create policy "Owners see their fixes" on public.proposed_fixes
    for select to authenticated
    using (user_id = (select auth.uid()) or (select private.is_admin()));

create trigger enforce_transition
    before update of status on public.proposed_fixes
    for each row execute function private.enforce_transition(
        'status', 'queued>generating', 'queued>held', 'queued>failed', 'queued>superseded',
        'generating>proposed', 'generating>queued', 'generating>failed', 'generating>held', 'generating>unfixable', 'generating>superseded',
        'proposed>accepted', 'proposed>rejected', 'proposed>superseded',
        'held>queued', 'held>superseded', 'held>failed'
    );
create trigger set_updated_at
    before update on public.proposed_fixes
    for each row execute function private.set_updated_at();


-- An incident that the code is to blame for gets a fix, once per version that fails so. What is not the code's fault is
-- shown, never regenerated.
create function private.queue_fixes()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    insert into public.proposed_fixes (trader_id, user_id, incident_id, base_version_id)
    select i.trader_id, i.user_id, i.id, v.id
    from public.trader_incidents as i
    join public.traders as t on t.id = i.trader_id
    join public.filter_versions as v on v.trader_id = i.trader_id and v.is_running
    where i.id in (select n.incident_id from new_rows as n where not n.stale)
        and i.status = 'open'
        and i.attribution = 'code'
        and t.language = 'go'
        and not exists (
            select from public.proposed_fixes as f where f.incident_id = i.id and f.base_version_id = v.id
        )
    order by i.id
    on conflict do nothing;
    return null;
end
$$;
comment on function private.queue_fixes() is 'Queues a fix for each open incident of Go code that has none for the running version';

create trigger queue_fixes
    after insert on public.trader_error_history
    referencing new table as new_rows
    for each statement execute function private.queue_fixes();


create function private.ring_for_fixes()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- One bell: the claim of this row rings for the next.
    perform private.ring('regenerate-filter', n.id)
    from new_rows as n
    where n.status = 'queued' and n.next_attempt_at <= pg_catalog.now()
    limit 1;
    return null;
end
$$;
comment on function private.ring_for_fixes() is 'Wakes regenerate-filter for what is due';

create trigger ring_for_new_fixes
    after insert on public.proposed_fixes
    referencing new table as new_rows
    for each statement execute function private.ring_for_fixes();
create trigger ring_for_changed_fixes
    after update on public.proposed_fixes
    referencing new table as new_rows
    for each statement execute function private.ring_for_fixes();


create trigger broadcast_new_rows
    after insert on public.proposed_fixes
    referencing new table as new_rows
    for each statement execute function private.broadcast_rows('fix', 'id', 'trader_id', 'incident_id', 'status', 'attempt');
create trigger broadcast_changed_rows
    after update on public.proposed_fixes
    referencing new table as new_rows
    for each statement execute function private.broadcast_rows('fix', 'id', 'trader_id', 'incident_id', 'status', 'attempt');


-- When other code starts to run, what was made for the old code is no longer an offer.
create function private.supersede_fixes()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    update public.proposed_fixes as f
    set status = 'superseded', reason = 'base_moved', lease_until = null
    where f.trader_id = new.trader_id
        and f.base_version_id <> new.id
        and f.status in ('queued', 'generating', 'proposed', 'held')
        and f.id is distinct from new.fix_id;
    return null;
end
$$;
comment on function private.supersede_fixes() is 'Supersedes the open fixes of a trader whose running version changed';

create trigger supersede_fixes
    after insert on public.filter_versions
    for each row when (new.is_running)
    execute function private.supersede_fixes();


revoke execute on function
    private.queue_fixes(),
    private.ring_for_fixes(),
    private.supersede_fixes()
from public;

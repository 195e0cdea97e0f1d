-- fix_attempts: the record of each attempt at a fix: how far it is while it runs, and what came of it: the candidate, its proof, its
-- cost. A fix shows its latest candidate; what was tried before stays here.

select private.lock_traders_first();

-- Also for tables whose rows have no id of their own.
create or replace function private.enforce_transition()
returns trigger
language plpgsql
set search_path = ''
as $$
declare
    v_from text := to_jsonb(old) ->> tg_argv[0];
    v_to text := to_jsonb(new) ->> tg_argv[0];
begin
    if v_from is distinct from v_to and not (v_from || '>' || v_to = any (tg_argv)) then
        raise exception 'Cannot move % % from % to %', tg_table_name, coalesce(to_jsonb(old) ->> 'id', ''), v_from, v_to
            using errcode = 'TE422', detail = 'transition_refused';
    end if;
    return new;
end
$$;


create table public.fix_attempts (
    fix_id uuid not null references public.proposed_fixes (id) on delete cascade,
    attempt smallint not null,
    trader_id uuid not null references public.traders (id) on delete cascade,
    -- Not a foreign key: an owner may be gone where the project's traders do not say so.
    user_id uuid,
    incident_id uuid not null references public.trader_incidents (id) on delete cascade,
    status text not null default 'running',
    step text not null default 'claim',
    step_done integer,
    step_total integer,
    origin text,
    code text,
    series_code text,
    syntax_hash text,
    validated boolean not null default false,
    validation jsonb,
    model text,
    prompt_version text,
    trace_id text,
    trace_url text,
    tokens integer not null default 0,
    cost_usd numeric(12, 6) not null default 0,
    reason text,
    reason_detail text,
    started_at timestamptz not null default now(),
    ended_at timestamptz,
    constraint fix_attempts_pkey primary key (fix_id, attempt),
    constraint fix_attempts_status_is_known check (status in ('running', 'proposed', 'retry', 'failed', 'held', 'unfixable', 'lost')),
    constraint fix_attempts_step_is_known check (step in ('claim', 'reproduce', 'rules', 'library', 'model', 'validate', 'store')),
    constraint fix_attempts_progress_is_part check (step_done between 0 and step_total),
    constraint fix_attempts_origin_is_known check (origin in ('rules', 'library', 'llm')),
    constraint fix_attempts_ended_when_over check ((status = 'running') = (ended_at is null)),
    constraint fix_attempts_proof_has_candidate check (not validated or (code is not null and validation is not null)),
    constraint fix_attempts_failure_has_reason check (status not in ('retry', 'failed', 'held', 'unfixable', 'lost') or reason is not null),
    constraint fix_attempts_numbers_are_natural check (attempt > 0 and tokens >= 0 and cost_usd >= 0)
);
comment on table public.fix_attempts is 'Attempts at a fix, one row each: how far it is, what it led to, what it cost';
comment on column public.fix_attempts.fix_id is 'The fix';
comment on column public.fix_attempts.attempt is 'Which attempt at it, from 1';
comment on column public.fix_attempts.trader_id is 'The trader';
comment on column public.fix_attempts.user_id is 'Its owner, kept here for row security';
comment on column public.fix_attempts.incident_id is 'The fault';
comment on column public.fix_attempts.status is 'running; proposed; retry: another follows; failed; held; unfixable; lost: its worker went away';
comment on column public.fix_attempts.step is 'claim, reproduce, rules, library, model, validate or store: where it is, or where it ended';
comment on column public.fix_attempts.step_done is 'Markets tried so far in that step';
comment on column public.fix_attempts.step_total is 'Of so many';
comment on column public.fix_attempts.origin is 'Who wrote the candidate: rules, library or llm';
comment on column public.fix_attempts.code is 'The candidate';
comment on column public.fix_attempts.series_code is 'The candidate''s series code';
comment on column public.fix_attempts.syntax_hash is 'Of the failing component of the candidate; formatting, comments and local names make no difference';
comment on column public.fix_attempts.validated is 'Whether the proof holds in full';
comment on column public.fix_attempts.validation is 'The proof';
comment on column public.fix_attempts.model is 'Language model, if one was asked';
comment on column public.fix_attempts.prompt_version is 'Version of the prompt it was asked with';
comment on column public.fix_attempts.trace_id is 'Row of the trace, which feedback goes to';
comment on column public.fix_attempts.trace_url is 'The trace, for people';
comment on column public.fix_attempts.tokens is 'Tokens used';
comment on column public.fix_attempts.cost_usd is 'Cost in US dollars, as the ledger has it';
comment on column public.fix_attempts.reason is 'Machine code of why it is not a success';
comment on column public.fix_attempts.reason_detail is 'The same in a sentence for the owner';
comment on column public.fix_attempts.started_at is 'When it was claimed';
comment on column public.fix_attempts.ended_at is 'When it ended';

create index fix_attempts_by_incident on public.fix_attempts (incident_id, started_at desc);
create index fix_attempts_by_trader on public.fix_attempts (trader_id, started_at desc);
create index fix_attempts_by_owner on public.fix_attempts (user_id, started_at desc);

alter table public.fix_attempts enable row level security;
revoke all on public.fix_attempts from anon, authenticated, service_role;
grant select on public.fix_attempts to authenticated;
grant select, insert, update on public.fix_attempts to service_role;
create policy "Owners see the attempts at their fixes" on public.fix_attempts
    for select to authenticated
    using (user_id = (select auth.uid()) or (select private.is_admin()));

create trigger enforce_initial_state
    before insert on public.fix_attempts
    for each row execute function private.enforce_initial_state('status', 'running');
create trigger enforce_transition
    before update of status on public.fix_attempts
    for each row when (old.status is distinct from new.status)
    execute function private.enforce_transition(
        'status', 'running>proposed', 'running>retry', 'running>failed', 'running>held', 'running>unfixable', 'running>lost'
    );


create or replace function private.follow_owner()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    update public.filter_versions as c set user_id = new.user_id where c.trader_id = new.id;
    update public.trader_incidents as c set user_id = new.user_id where c.trader_id = new.id;
    update public.incident_hours as c set user_id = new.user_id where c.trader_id = new.id;
    update public.trader_error_history as c set user_id = new.user_id where c.trader_id = new.id;
    update public.proposed_fixes as c set user_id = new.user_id where c.trader_id = new.id;
    update public.fix_attempts as c set user_id = new.user_id where c.trader_id = new.id;
    update public.deployments as c set user_id = new.user_id where c.trader_id = new.id;
    return null;
end
$$;


alter table public.proposed_fixes
    add column base_syntax_hash text,
    add column syntax_hash text,
    add column trace_id text,
    add column hint text,
    drop constraint proposed_fixes_origin_is_known,
    add constraint proposed_fixes_origin_is_known check (origin in ('rules', 'library', 'llm', 'user')),
    add constraint proposed_fixes_hint_is_short check (char_length(hint) between 1 and 2000);
comment on column public.proposed_fixes.origin is 'Who wrote the code: rules, library: a repair proven elsewhere, llm or user';
comment on column public.proposed_fixes.base_syntax_hash is 'Of the failing component of the base version; formatting, comments and local names make no difference';
comment on column public.proposed_fixes.syntax_hash is 'The same of the proposed code';
comment on column public.proposed_fixes.trace_id is 'Row of the trace of the attempt, which feedback goes to';
comment on column public.proposed_fixes.hint is 'What the owner asked to be heeded, in the owner''s words';


create function private.report_step(fix public.proposed_fixes, step text, step_done integer, step_total integer)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.broadcast(a.user_id, 'fix', jsonb_build_array(jsonb_build_object(
        'id', fix.id, 'trader_id', fix.trader_id, 'incident_id', fix.incident_id, 'status', fix.status, 'attempt', fix.attempt,
        'step', report_step.step, 'step_done', report_step.step_done, 'step_total', report_step.step_total
    )))
    from private.audience(fix.user_id) as a (user_id);
end
$$;
comment on function private.report_step(public.proposed_fixes, text, integer, integer) is
    'Tells the owner''s open pages how far an attempt is';
grant execute on function private.report_step(public.proposed_fixes, text, integer, integer) to service_role;


create function public.report_fix_step(fix_id uuid, attempt integer, step text, step_done integer default null, step_total integer default null)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
    v_fix public.proposed_fixes;
begin
    -- Read without a lock: a report that comes too late only shows an old step.
    select f.* into v_fix
    from public.proposed_fixes as f
    where f.id = report_fix_step.fix_id and f.attempt = report_fix_step.attempt and f.status = 'generating';
    if not found then
        return false;
    end if;
    update public.fix_attempts as a
    set step = report_fix_step.step, step_done = report_fix_step.step_done, step_total = report_fix_step.step_total
    where a.fix_id = v_fix.id and a.attempt = v_fix.attempt and a.status = 'running';
    perform private.report_step(v_fix, step, step_done, step_total);
    return true;
end
$$;
comment on function public.report_fix_step(uuid, integer, text, integer, integer) is
    'Notes how far an attempt is and broadcasts it as a fix event {id, status, attempt, step, step_done, step_total}; false when the lease was lost';
revoke execute on function public.report_fix_step(uuid, integer, text, integer, integer) from public, anon, authenticated;
grant execute on function public.report_fix_step(uuid, integer, text, integer, integer) to service_role;


create function public.request_fix(incident_id uuid, actor uuid, hint text default null)
returns uuid
language plpgsql
set search_path = ''
as $$
declare
    v_incident public.trader_incidents;
    v_language text;
    v_max_attempts smallint := (select s.max_attempts from private.settings as s);
    v_fix_id uuid;
begin
    select i.* into v_incident from public.trader_incidents as i where i.id = request_fix.incident_id;
    if not found then
        raise exception 'Cannot find the incident among yours' using errcode = 'TE404', detail = 'incident_not_found';
    end if;
    perform private.assert_may_act(actor, (select t.user_id from public.traders as t where t.id = v_incident.trader_id), 'incident');
    if char_length(hint) not between 1 and 2000 then
        raise exception 'Cannot use the hint: it must have 1 to 2000 characters, not %', char_length(hint)
            using errcode = 'TE400', detail = 'invalid_hint';
    end if;
    -- Same order of locks as the ingest path: trader first.
    select t.language into v_language from public.traders as t where t.id = v_incident.trader_id for no key update;
    select i.* into v_incident from public.trader_incidents as i where i.id = request_fix.incident_id for no key update;

    if v_incident.status <> 'open' or v_incident.attribution <> 'code' or v_language <> 'go' then
        raise exception 'Cannot repair this incident: it must be open and the fault of Go code; it is %, of %, in %',
            v_incident.status, v_incident.attribution, v_language
            using errcode = 'TE409', detail = 'not_repairable';
    end if;
    if private.attempts_of(v_incident.id) >= v_max_attempts then
        raise exception 'Cannot try again: % attempts is the limit for one incident. Edit the code yourself, or resolve the incident', v_max_attempts
            using errcode = 'TE409', detail = 'attempts_exhausted';
    end if;
    insert into public.proposed_fixes (trader_id, user_id, incident_id, base_version_id, hint)
    select v_incident.trader_id, v_incident.user_id, v_incident.id, v.id, request_fix.hint
    from public.filter_versions as v
    where v.trader_id = v_incident.trader_id and v.is_running
    on conflict do nothing
    returning id into v_fix_id;
    if v_fix_id is null then
        raise exception 'Cannot ask again: a repair is already being made, or waits for your decision'
            using errcode = 'TE409', detail = 'fix_in_progress';
    end if;
    return v_fix_id;
end
$$;
comment on function public.request_fix(uuid, uuid, text) is
    'Queues another repair of an open incident on its owner''s word, with a hint for it; within the attempts of the incident';
revoke execute on function public.request_fix(uuid, uuid, text) from public, anon, authenticated;
grant execute on function public.request_fix(uuid, uuid, text) to service_role;


revoke execute on function private.report_step(public.proposed_fixes, text, integer, integer) from public;

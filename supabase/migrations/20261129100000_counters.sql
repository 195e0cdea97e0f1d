-- What has happened so far, counted as it happens: counters of the metrics must not go down when retention deletes the rows. Each
-- change adds a row of its own, which no other waits for; a minute later it is added to the sum.

select private.lock_traders_first();

create table private.count_changes (
    id bigint generated always as identity,
    name text not null,
    labels jsonb not null,
    value numeric not null,
    constraint count_changes_pkey primary key (id),
    constraint count_changes_only_grow check (value >= 0)
);
comment on table private.count_changes is 'What was counted and is not part of the sums yet';
comment on column private.count_changes.id is 'Identity';
comment on column private.count_changes.name is 'The metric';
comment on column private.count_changes.labels is 'Its labels and their values';
comment on column private.count_changes.value is 'How much is added';
alter table private.count_changes enable row level security;
revoke all on private.count_changes from public, anon, authenticated, service_role;
revoke all on sequence private.count_changes_id_seq from public, anon, authenticated, service_role;

create table private.counts (
    name text not null,
    labels jsonb not null,
    value numeric not null,
    constraint counts_pkey primary key (name, labels),
    constraint counts_are_natural check (value >= 0)
);
comment on table private.counts is 'Sums of what was counted since the installation';
comment on column private.counts.name is 'The metric';
comment on column private.counts.labels is 'Its labels and their values';
comment on column private.counts.value is 'The sum';
alter table private.counts enable row level security;
revoke all on private.counts from public, anon, authenticated, service_role;

alter table private.ingest_load add column is_counted boolean not null default false;
comment on column private.ingest_load.is_counted is 'Whether the sums have it';


create function private.count_up(name text, labels jsonb, value numeric)
returns void
language sql
security definer
set search_path = ''
as $$
    insert into private.count_changes (name, labels, value) values (count_up.name, jsonb_strip_nulls(count_up.labels), count_up.value);
$$;
comment on function private.count_up(text, jsonb, numeric) is 'Adds to a counter of the metrics';


create function private.count_attempt()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_error_type text;
    v_seconds numeric := extract(epoch from new.ended_at - new.started_at);
    v_bucket text;
begin
    select i.error_type into v_error_type from public.trader_incidents as i where i.id = new.incident_id;
    select b.le::text into v_bucket
    from unnest(array[0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120]) as b (le)
    where v_seconds <= b.le order by b.le limit 1;
    perform private.count_up('filter_regeneration_attempts_total', jsonb_build_object('error_type', v_error_type), 1);
    if new.status = 'proposed' then
        perform private.count_up(
            'filter_regeneration_success_total', jsonb_build_object('error_type', v_error_type, 'origin', new.origin, 'validated', new.validated::text), 1
        );
    else
        perform private.count_up('filter_regeneration_failures_total', jsonb_build_object('error_type', v_error_type, 'reason', new.reason), 1);
    end if;
    perform private.count_up('filter_regeneration_duration_seconds', jsonb_build_object('le', coalesce(v_bucket, '+Inf')), 1);
    perform private.count_up('filter_regeneration_duration_seconds_sum', '{}', greatest(v_seconds, 0));
    return null;
end
$$;
comment on function private.count_attempt() is 'Counts an attempt at a fix that has ended';
create trigger count_attempt
    after update of status on public.fix_attempts
    for each row when (old.ended_at is null and new.ended_at is not null)
    execute function private.count_attempt();


create function private.count_call()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.count_up('filter_regeneration_llm_calls_total', jsonb_build_object('model', new.model, 'status', new.status), 1);
    perform private.count_up('filter_regeneration_llm_cost_usd', jsonb_build_object('model', new.model), coalesce(new.settled_usd, 0));
    return null;
end
$$;
comment on function private.count_call() is 'Counts a call of a language model that has ended, and what it cost';
create trigger count_call
    after update of status on public.llm_usage
    for each row when (old.status = 'reserved' and new.status <> 'reserved')
    execute function private.count_call();


create function private.count_deployment()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.count_up('trader_deployments_total', jsonb_build_object('outcome', new.status, 'reason', new.reason), 1);
    return null;
end
$$;
comment on function private.count_deployment() is 'Counts a change of state of a deployment';
create trigger count_deployment
    after update of status on public.deployments
    for each row when (old.status is distinct from new.status)
    execute function private.count_deployment();


create function private.count_decision()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.count_up('trader_fix_decisions_total', jsonb_build_object('decision', new.status, 'validated', new.validated::text), 1);
    return null;
end
$$;
comment on function private.count_decision() is 'Counts what owners decide on fixes';
create trigger count_decision
    after update of status on public.proposed_fixes
    for each row when (old.status is distinct from new.status and new.status in ('accepted', 'rejected'))
    execute function private.count_decision();


create function private.count_incident()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    insert into private.count_changes (name, labels, value)
    select 'trader_incidents_total', jsonb_build_object('error_type', n.error_type, 'attribution', n.attribution), count(*)
    from new_incidents as n
    group by n.error_type, n.attribution;
    return null;
end
$$;
comment on function private.count_incident() is 'Counts new incidents';
create trigger count_incident
    after insert on public.trader_incidents
    referencing new table as new_incidents
    for each statement
    execute function private.count_incident();


alter table private.heartbeats drop constraint heartbeats_job_is_known;
alter table private.heartbeats add constraint heartbeats_job_is_known check (job in ('sweep', 'prune', 'counts'));
comment on column private.heartbeats.job is 'sweep, prune or counts';

create function private.keep_counts()
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    if not pg_try_advisory_xact_lock(hashtextextended('recovery-counts', 0)) then
        return;
    end if;
    with taken as (
        delete from private.count_changes returning name, labels, value
    ),
    -- No report of a minute is under way two minutes later.
    reported as (
        update private.ingest_load as l set is_counted = true
        where not l.is_counted and l.minute < pg_catalog.now() - interval '2 minutes'
        returning l.events, l.rows
    ),
    counted as (
        select t.name, t.labels, t.value from taken as t
        union all
        select 'trader_error_persist_events_total', '{}'::jsonb, r.events from reported as r
        union all
        select 'trader_error_persist_rows_total', '{}'::jsonb, r.rows from reported as r
    )
    insert into private.counts as c (name, labels, value)
    select n.name, n.labels, sum(n.value) from counted as n group by n.name, n.labels
    on conflict on constraint counts_pkey do update set value = c.value + excluded.value;
    perform private.beat('counts');
end
$$;
comment on function private.keep_counts() is 'Adds what was counted to the sums; pg_cron runs it every minute';

do $$
begin
    if to_regprocedure('cron.schedule(text, text, text)') is not null then
        perform cron.schedule('recovery-counts', '* * * * *', 'select private.keep_counts()');
    end if;
end
$$;


revoke execute on function
    private.count_up(text, jsonb, numeric),
    private.count_attempt(),
    private.count_call(),
    private.count_deployment(),
    private.count_decision(),
    private.count_incident(),
    private.keep_counts()
from public;

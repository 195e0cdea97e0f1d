-- The watch over new code: what fails within its probation is taken back where healthy code is known and its owner allows it; what does
-- not fail is verified. Each step is one transaction, in the one that records the error, or in the next sweep.

select private.lock_traders_first();

alter table public.trader_incidents
    add column after_deployment_id uuid references public.deployments (id) on delete set null;
comment on column public.trader_incidents.after_deployment_id is 'The deployment within whose probation it came up: the evidence against it, and the fix that did not hold';
create index trader_incidents_after_deployment on public.trader_incidents (after_deployment_id) where after_deployment_id is not null;


create function private.speaks_against(incident public.trader_incidents, deployment public.deployments)
returns boolean
language sql
stable
set search_path = ''
as $$
    select incident.filter_version_id = deployment.version_id and incident.status = 'open' and incident.attribution = 'code'
        -- What fails on many traders at once is nobody's code, also when that is over.
        and incident.systemic_fault_id is null
        -- Its version ties it to the code. When it began live is no bound: an error may be recorded while the executor's answer is.
        and incident.created_at between deployment.created_at and deployment.watch_until
        -- What was open before, and was called resolved meanwhile, is not the new code's.
        and not exists (
            select from public.trader_incidents as r
            where r.id = incident.regression_of and r.created_at < deployment.created_at and r.resolved_at > deployment.created_at
        );
$$;
comment on function private.speaks_against(public.trader_incidents, public.deployments) is
    'Whether an incident is held against the deployment on whose probation it came up';


create function private.return_target(deployment public.deployments)
returns table (version_id uuid, obstacle text)
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
    -- One step back, never a walk through history: code that was healthy once and fails now says that something else has changed.
    if deployment.is_automatic then
        return query select null::uuid, 'returned_already';
        return;
    end if;
    if exists (select from public.recovery_preferences as p where p.user_id = deployment.user_id and not p.auto_rollback) then
        return query select null::uuid, 'auto_rollback_off';
        return;
    end if;
    return query
    select h.id, case when h.id is null then 'no_healthy_version' end
    from public.filter_versions as b
    left join lateral (
        select v.id
        from public.filter_versions as v
        where v.trader_id = b.trader_id and v.health = 'healthy' and v.code_sha256 <> b.code_sha256
            -- What its owner took back by hand, and has not wanted again since, is not brought back.
            and not exists (
                select
                from public.filter_versions as r
                join public.filter_versions as p on p.id = r.parent_id and p.code_sha256 = v.code_sha256
                join public.deployments as d on d.version_id = r.id and not d.is_automatic
                where r.trader_id = v.trader_id and r.source = 'rollback'
                    and p.version = (select max(l.version) from public.filter_versions as l where l.trader_id = v.trader_id and l.code_sha256 = v.code_sha256)
            )
        order by v.version desc
        limit 1
    ) as h on true
    where b.id = deployment.version_id;
end
$$;
comment on function private.return_target(public.deployments) is
    'The last healthy version to which a deployment that turns out bad is taken back, or the code of why it is not';


create function private.watched_deployment(trader_id uuid)
returns public.deployments
language sql
stable
set search_path = ''
as $$
    select d
    from public.deployments as d
    join public.filter_versions as v on v.id = d.version_id and v.is_running
    where d.trader_id = watched_deployment.trader_id and d.status = 'deployed' and d.watch_until > pg_catalog.now();
$$;
comment on function private.watched_deployment(uuid) is 'The deployment of a trader''s running code while it is on probation';


create function private.in_words(length interval)
returns text
language sql
immutable
set search_path = ''
as $$
    select case
        when x.seconds < 120 then format('%s seconds', greatest(x.seconds, 0))
        when x.seconds < 7200 then format('%s minutes', x.seconds / 60)
        else format('%s hours', x.seconds / 3600)
    end
    from (select floor(extract(epoch from length))::bigint as seconds) as x;
$$;
comment on function private.in_words(interval) is 'A length of time for a sentence, in whole seconds, minutes or hours';


create function private.settle_fault(deployment public.deployments, incident public.trader_incidents)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_return record;
    v_target public.filter_versions;
    v_seen text := format('It failed %s after it went live. %s', private.in_words(incident.created_at - deployment.deployed_at), incident.summary);
    v_version_id uuid;
begin
    perform private.mark_failing(array[incident.id]);
    select r.* into v_return from private.return_target(deployment) as r;
    select v.* into v_target from public.filter_versions as v where v.id = v_return.version_id;

    update public.trader_incidents as i
    set after_deployment_id = deployment.id
    where i.filter_version_id = deployment.version_id and i.after_deployment_id is null and private.speaks_against(i, deployment);
    -- One error may show that it is live and that it fails: then that it runs is no news.
    delete from public.notifications as n
    where n.subject_id = deployment.id and n.kind = 'fix_deployed' and n.created_at = pg_catalog.now();
    update public.deployments as d
    set status = case when v_target.id is null then 'failed' else 'rolled_back' end,
        reason = coalesce(v_return.obstacle, 'fault_on_probation'), error = v_seen, watch_until = null
    where d.id = deployment.id;

    if v_target.id is not null then
        v_version_id := (private.install_version(
            deployment.trader_id, v_target.code, v_target.series_code, 'rollback',
            settings => v_target.settings, restores_id => v_target.id, reason => v_seen
        )).version_id;
        perform private.resolve_left_behind(v_target, v_version_id);
    end if;
end
$$;
comment on function private.settle_fault(public.deployments, public.trader_incidents) is
    'Takes a deployment back because of an incident on its probation, or notes why it stays; either way its probation is over';


create function private.judge_deployments(trader_ids uuid[] default null)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_due record;
    v_deployment public.deployments;
    v_incident public.trader_incidents;
begin
    for v_due in
        select d.id as deployment_id, i.id as incident_id
        from public.deployments as d
        join public.traders as t on t.id = d.trader_id
        cross join lateral (
            select x.id
            from public.trader_incidents as x
            where x.filter_version_id = d.version_id and private.speaks_against(x, d)
            order by x.created_at, x.id
            limit 1
        ) as i
        where d.status = 'deployed' and d.watch_until is not null and (judge_deployments.trader_ids is null or d.trader_id = any (judge_deployments.trader_ids))
        order by t.id
        limit 200
        for no key update of t skip locked
    loop
        -- Looked at again now that the trader is held: somebody may have been here before.
        select d.* into v_deployment
        from public.deployments as d
        where d.id = v_due.deployment_id and d.status = 'deployed' and d.watch_until is not null;
        select i.* into v_incident from public.trader_incidents as i where i.id = v_due.incident_id;
        if private.speaks_against(v_incident, v_deployment) then
            -- What stands in the way of one return must not stand in the way of others, or of the error that is recorded.
            begin
                perform private.settle_fault(v_deployment, v_incident);
            exception
                when others then
                    raise warning 'Cannot settle the fault of deployment %: %', v_deployment.id, sqlerrm;
                    perform private.tell_of_incidents(array[v_incident.id], true);
                    perform set_config('recovery.step_failing', sqlstate, true);
            end;
        end if;
    end loop;
end
$$;
comment on function private.judge_deployments(uuid[]) is
    'Settles the faults that new code has shown on probation, of these traders or of all';


create function private.verify_deployments()
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    with due as (
        select d.id, t.enabled, pg_catalog.now() + private.watch_length(t.filter) as watch_until
        from public.deployments as d
        join public.traders as t on t.id = d.trader_id
        where d.status = 'deployed' and d.watch_until <= pg_catalog.now()
            and not exists (
                select from public.trader_incidents as x where x.filter_version_id = d.version_id and private.speaks_against(x, d)
            )
        order by d.watch_until
        limit 500
        for no key update of t skip locked
    ),
    verified as (
        update public.deployments as d
        set status = case when u.enabled then 'verified' else 'deployed' end,
            -- A trader that is switched off proves nothing.
            watch_until = case when u.enabled then d.watch_until else u.watch_until end
        from due as u
        where d.id = u.id and d.status = 'deployed' and d.watch_until <= pg_catalog.now()
        returning d.version_id, d.status
    )
    update public.filter_versions as v
    set health = 'healthy'
    from verified as d
    where v.id = d.version_id and d.status = 'verified' and v.health in ('unknown', 'probation')
        and not exists (
            select from public.trader_incidents as i where i.filter_version_id = v.id and i.status = 'open' and i.attribution = 'code'
        );
end
$$;
comment on function private.verify_deployments() is 'Ends the probation of deployments that have shown no fault: verified, and their code healthy unless another fault goes on';


-- Nobody waits for the answer of a return, so the executor is told by a bell.
create function private.ring_for_returns()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.ring('deploy-filter', new.id);
    return null;
end
$$;
comment on function private.ring_for_returns() is 'Has a return to earlier code brought to the executor at once';

create trigger ring_for_returns
    after insert on public.deployments
    for each row when (new.is_automatic)
    execute function private.ring_for_returns();


revoke execute on function
    private.speaks_against(public.trader_incidents, public.deployments),
    private.return_target(public.deployments),
    private.watched_deployment(uuid),
    private.in_words(interval),
    private.settle_fault(public.deployments, public.trader_incidents),
    private.judge_deployments(uuid[]),
    private.verify_deployments(),
    private.ring_for_returns()
from public;
grant execute on function
    private.speaks_against(public.trader_incidents, public.deployments),
    private.return_target(public.deployments),
    private.watched_deployment(uuid),
    private.in_words(interval)
to service_role;

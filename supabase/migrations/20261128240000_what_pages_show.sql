-- What pages show of incidents and deployments: what the caller may do, how often it may still be tried, which code a deployment is of and
-- whether that was proven; and no reason for a return that is over.

select private.lock_traders_first();

create or replace function public.rollback_filter(trader_id uuid, version_id uuid, actor uuid, reason text default null)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    v_target public.filter_versions;
    v_running public.filter_versions;
    v_deployment public.deployments;
begin
    perform from public.traders as t where t.id = rollback_filter.trader_id for no key update;
    if not found then
        raise exception 'Cannot find the trader among yours' using errcode = 'TE404', detail = 'trader_not_found';
    end if;
    perform private.assert_may_act(actor, (select t.user_id from public.traders as t where t.id = rollback_filter.trader_id), 'trader');
    select v.* into v_target from public.filter_versions as v where v.id = rollback_filter.version_id and v.trader_id = rollback_filter.trader_id;
    if not found then
        raise exception 'Cannot find the version among those of this trader' using errcode = 'TE404', detail = 'version_not_found';
    end if;
    select v.* into v_running from public.filter_versions as v where v.trader_id = rollback_filter.trader_id and v.is_running;

    if v_target.code_sha256 = v_running.code_sha256 then
        -- A double click, a retry, or a deployment that failed and is wanted once more.
        select d.* into v_deployment from public.deployments as d where d.version_id = v_running.id order by d.created_at desc limit 1;
        if v_deployment.id is null or (v_deployment.status = 'failed' and not coalesce(private.stays_live(v_deployment.reason), false)) then
            insert into public.deployments (trader_id, user_id, version_id, fix_id, is_validated, requested_by, request_reason)
            select t.id, t.user_id, v_running.id, v_deployment.fix_id, v_deployment.is_validated, rollback_filter.actor, rollback_filter.reason
            from public.traders as t
            where t.id = rollback_filter.trader_id
            returning * into v_deployment;
        elsif v_deployment.status = 'pending' and v_deployment.lease_until is null then
            update public.deployments as d set next_attempt_at = pg_catalog.now() where d.id = v_deployment.id returning * into v_deployment;
        end if;
        return private.deployment_card(v_deployment) || jsonb_build_object('changed', false);
    end if;

    update public.deployments as d
    set status = 'rolled_back', reason = 'taken_back', error = coalesce(rollback_filter.reason, 'Taken back by hand'), ended_by = actor, watch_until = null
    where d.version_id = v_running.id and d.status in ('deployed', 'verified');
    v_deployment := private.install_version(
        rollback_filter.trader_id, v_target.code, v_target.series_code, 'rollback',
        actor => rollback_filter.actor, settings => v_target.settings, restores_id => v_target.id, reason => rollback_filter.reason
    );
    perform private.resolve_left_behind(v_target, v_deployment.version_id);
    return private.deployment_card(v_deployment) || jsonb_build_object('changed', true);
end
$$;


-- What was sent again before knew its fix, but not whether that was proven.
update public.deployments as d
set is_validated = e.is_validated
from (
    select distinct on (x.id) x.id, y.is_validated
    from public.deployments as x
    join public.deployments as y on y.version_id = x.version_id and y.created_at < x.created_at and y.is_validated is not null
    where x.fix_id is not null and x.is_validated is null
    order by x.id, y.created_at desc
) as e
where d.id = e.id;


create or replace function private.deployment_card(deployment public.deployments)
returns jsonb
language sql
stable
set search_path = ''
as $$
    select jsonb_build_object(
        'id', deployment.id, 'trader_id', deployment.trader_id, 'version_id', deployment.version_id, 'version', v.version,
        'code_sha256', v.code_sha256,
        'fix_id', deployment.fix_id, 'status', deployment.status, 'reason', deployment.reason, 'error', deployment.error,
        'next', case
            when deployment.status = 'pending' then case when deployment.attempts = 0 or deployment.lease_until is not null then 'ask_executor' else 'retry' end
            when deployment.status = 'deployed' and deployment.watch_until is not null then 'watch'
            when deployment.status = 'failed' and v.is_running then 'decide'
            else 'none'
        end,
        'attempts', deployment.attempts, 'next_attempt_at', deployment.next_attempt_at, 'live_since', deployment.deployed_at,
        'confirmed_at', deployment.confirmed_at, 'watch_until', deployment.watch_until, 'is_automatic', deployment.is_automatic,
        'is_validated', deployment.is_validated, 'request_reason', deployment.request_reason, 'created_at', deployment.created_at
    )
    from public.filter_versions as v
    where v.id = deployment.version_id;
$$;
comment on function private.deployment_card(public.deployments) is
    'A deployment as its owner sees it: of which code, where it stands, since when, and what happens next (ask_executor, retry, watch, decide or none)';


-- Row security decides: whoever sees an incident sees its fixes.
grant execute on function private.attempts_of(uuid) to authenticated;
grant select (max_attempts) on private.settings to authenticated;

create or replace function public.incident_page(incident_id uuid)
returns jsonb
language sql
stable
set search_path = ''
as $$
    select jsonb_build_object(
        'incident', private.incident_card(i),
        'trader', jsonb_build_object('id', t.id, 'name', t.name, 'language', t.language, 'enabled', t.enabled, 'strategy', t.strategy),
        -- As private.assert_may_act has it.
        'may_act', coalesce(t.user_id = (select auth.uid()), (select private.is_admin())),
        'max_attempts', s.max_attempts,
        -- What public.request_fix() would still allow.
        'attempts_left', greatest(s.max_attempts - private.attempts_of(i.id), 0),
        'failing', (select to_jsonb(v) - '{user_id,judged_at}'::text[] from public.filter_versions as v where v.id = i.filter_version_id),
        'running', (
            select to_jsonb(v) - '{user_id,judged_at}'::text[] from public.filter_versions as v where v.trader_id = i.trader_id and v.is_running
        ),
        'fixes', (
            select coalesce(jsonb_agg(to_jsonb(f) - '{user_id,lease_until,trace_id,base_syntax_hash}'::text[] order by f.created_at desc), '[]')
            from (
                select x.* from public.proposed_fixes as x where x.incident_id = i.id order by x.created_at desc limit 10
            ) as f
        ),
        'attempts', (
            select coalesce(jsonb_agg(to_jsonb(a) - '{user_id,trader_id,incident_id,trace_id}'::text[] order by a.started_at desc), '[]')
            from (
                select x.*
                from public.fix_attempts as x
                where x.incident_id = i.id and x.reason is distinct from 'budget_reserved'
                order by x.started_at desc
                limit 10
            ) as a
        ),
        'deployments', (
            select coalesce(jsonb_agg(private.deployment_card(d) order by d.created_at desc), '[]')
            from public.deployments as d
            join public.proposed_fixes as f on f.id = d.fix_id
            where f.incident_id = i.id
        ),
        -- The deployment, and with it the fix, that did not hold.
        'after', (
            select private.deployment_card(d) || jsonb_build_object('incident_id', f.incident_id)
            from public.deployments as d
            left join public.proposed_fixes as f on f.id = d.fix_id
            where d.id = i.after_deployment_id
        ),
        'current', (
            select private.deployment_card(d) from public.deployments as d where d.trader_id = i.trader_id order by d.created_at desc limit 1
        ),
        'hours', (
            select coalesce(jsonb_agg(jsonb_build_object('hour', h.hour, 'occurrences', h.occurrences) order by h.hour), '[]')
            from public.incident_hours as h
            where h.incident_id = i.id and h.hour > pg_catalog.now() - interval '7 days'
        ),
        'errors', public.list_errors(i.id, null, 10)
    )
    from public.trader_incidents as i
    join public.traders as t on t.id = i.trader_id
    cross join private.settings as s
    where i.id = incident_page.incident_id;
$$;
comment on function public.incident_page(uuid) is
    'All that the page of an incident shows: {incident, trader, may_act: whether the caller may decide, max_attempts, attempts_left, failing, running, fixes, attempts, deployments of its fixes, after: the deployment that did not hold, current: the trader''s latest deployment, hours of a week, errors: {items, next}}; null when it is not the caller''s';


create or replace function public.set_incident_status(
    incident_id uuid, actor uuid, status text, reason text default null, ignored_until timestamptz default null
)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    v_incident public.trader_incidents;
begin
    select i.* into v_incident from public.trader_incidents as i where i.id = set_incident_status.incident_id;
    if not found then
        raise exception 'Cannot find the incident among yours' using errcode = 'TE404', detail = 'incident_not_found';
    end if;
    perform private.assert_may_act(actor, (select t.user_id from public.traders as t where t.id = v_incident.trader_id), 'incident');
    if set_incident_status.status is null or set_incident_status.status not in ('open', 'ignored', 'resolved') then
        raise exception 'Cannot set the incident to %: status must be open, ignored or resolved', coalesce(quote_literal(set_incident_status.status), 'null')
            using errcode = 'TE400', detail = 'invalid_status';
    end if;
    if set_incident_status.ignored_until is not null
        and (set_incident_status.status <> 'ignored' or set_incident_status.ignored_until not between pg_catalog.now() and pg_catalog.now() + interval '1 year') then
        raise exception 'Cannot ignore the incident until %: it must be a time within the next year, and goes with the status ignored only', set_incident_status.ignored_until
            using errcode = 'TE400', detail = 'invalid_until';
    end if;
    -- Same order of locks as the ingest path: trader first.
    perform from public.traders as t where t.id = v_incident.trader_id for no key update;
    select i.* into v_incident from public.trader_incidents as i where i.id = v_incident.id for no key update;
    if v_incident.status = 'resolved' and set_incident_status.status = 'ignored' then
        raise exception 'Cannot ignore the incident: it is resolved; reopen it first' using errcode = 'TE409', detail = 'incident_resolved';
    end if;
    if v_incident.status = 'resolved' and set_incident_status.status = 'open' and exists (
        select from public.trader_incidents as i
        where i.trader_id = v_incident.trader_id and i.fingerprint = v_incident.fingerprint and i.status <> 'resolved'
    ) then
        raise exception 'Cannot reopen the incident: the same fault has come back as another one, which is not resolved; look at that'
            using errcode = 'TE409', detail = 'fault_is_live';
    end if;

    update public.trader_incidents as i
    set status = set_incident_status.status,
        resolved_at = case when set_incident_status.status = 'resolved' then pg_catalog.now() end,
        resolved_by_version_id = null,
        recovered_at = null,
        ignored_at = case when set_incident_status.status = 'ignored' then pg_catalog.now() else i.ignored_at end,
        ignored_until = set_incident_status.ignored_until,
        ignored_symbols = case when set_incident_status.status = 'ignored' then i.symbols else i.ignored_symbols end,
        ignored_hourly = case
            when set_incident_status.status = 'ignored' then (
                select coalesce(max(h.occurrences), 0)
                from public.incident_hours as h
                where h.incident_id = i.id and h.hour > pg_catalog.now() - interval '25 hours'
            )
            else i.ignored_hourly
        end,
        -- What is ignored or reopened by hand did not come back by itself.
        escalation = case when set_incident_status.status = 'resolved' then i.escalation end,
        decided_by = actor, decided_at = clock_timestamp(), decision_reason = set_incident_status.reason
    where i.id = v_incident.id
        -- Twice is once; what is ignored can be so for another time.
        and (i.status <> set_incident_status.status or (i.status = 'ignored' and i.ignored_until is distinct from set_incident_status.ignored_until));

    if set_incident_status.status = 'open' and v_incident.status = 'ignored' then
        perform private.queue_fixes(array[v_incident.id]);
    elsif set_incident_status.status <> 'open' then
        update public.proposed_fixes as f
        set status = 'superseded', lease_until = null, reason = 'incident_closed'
        where f.incident_id = v_incident.id and f.status in ('queued', 'generating', 'proposed', 'held');
    end if;
    return (
        select jsonb_build_object('id', i.id, 'status', i.status, 'ignored_until', i.ignored_until, 'decided_at', i.decided_at)
        from public.trader_incidents as i
        where i.id = v_incident.id
    );
end
$$;

-- How other code becomes a trader's: accepted, restored by hand or returned to, always in one transaction with its deployment.

select private.lock_traders_first();

create function private.install_version(
    trader_id uuid,
    code text,
    series_code text,
    source text,
    fix_id uuid default null,
    actor uuid default null,
    settings jsonb default null,
    restores_id uuid default null,
    reason text default null,
    is_validated boolean default null
)
returns public.deployments
language plpgsql
set search_path = ''
as $$
declare
    v_deployment public.deployments;
    v_version_id uuid := private.add_version(
        install_version.trader_id, install_version.code, install_version.series_code, install_version.source, true,
        install_version.fix_id, actor, install_version.restores_id
    );
begin
    update public.traders as t
    set filter = private.with_code(t.filter, install_version.code, install_version.series_code, install_version.settings),
        error_message = null, error_type = null, stack_trace = null, error_count = 0, last_error_at = null
    where t.id = install_version.trader_id;

    insert into public.deployments (trader_id, user_id, version_id, fix_id, requested_by, is_automatic, request_reason, is_validated)
    select
        t.id, t.user_id, v_version_id, install_version.fix_id, install_version.actor, install_version.actor is null, left(install_version.reason, 2000),
        install_version.is_validated
    from public.traders as t
    where t.id = install_version.trader_id
    returning * into v_deployment;
    return v_deployment;
end
$$;
comment on function private.install_version(uuid, text, text, text, uuid, uuid, jsonb, uuid, text, boolean) is
    'Makes code the trader''s, as a new version on its way to the executor, and clears the error columns; without an actor it is automatic. The trader must be locked';


create function private.resolve_left_behind(target public.filter_versions, version_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
begin
    -- What began with later code ended with it; what the restored code fails with goes on.
    update public.trader_incidents as i
    set status = 'resolved', resolved_at = pg_catalog.now(), resolved_by_version_id = resolve_left_behind.version_id
    from public.filter_versions as v
    where i.trader_id = target.trader_id and i.status = 'open' and i.attribution = 'code'
        and v.id = i.filter_version_id and v.version > target.version and v.code_sha256 <> target.code_sha256;
end
$$;
comment on function private.resolve_left_behind(public.filter_versions, uuid) is
    'Resolves the code''s faults that began after the version which is restored; the second argument is the version that restores it';


create or replace function private.decide_fix(fix_id uuid, actor uuid, code_sha256 text)
returns public.proposed_fixes
language plpgsql
set search_path = ''
as $$
declare
    v_fix public.proposed_fixes;
begin
    select f.* into v_fix from public.proposed_fixes as f where f.id = decide_fix.fix_id;
    if not found then
        raise exception 'Cannot find the fix among yours' using errcode = 'TE404', detail = 'fix_not_found';
    end if;
    perform private.assert_may_act(actor, (select t.user_id from public.traders as t where t.id = v_fix.trader_id), 'fix');

    -- Same order of locks as the ingest path: trader first.
    perform from public.traders as t where t.id = v_fix.trader_id for no key update;
    select f.* into v_fix from public.proposed_fixes as f where f.id = decide_fix.fix_id for update;

    -- Where there is no candidate, what was shown is the code that runs.
    if decide_fix.code_sha256 is distinct from (
        select case when v_fix.code_sha256 is null or v_fix.origin = 'user' then v.code_sha256 else v_fix.code_sha256 end
        from public.filter_versions as v
        where v.id = v_fix.base_version_id
    ) then
        raise exception 'Cannot decide on this fix: it is not the code you were shown; reload and look at it again'
            using errcode = 'TE409', detail = 'code_mismatch';
    end if;
    return v_fix;
end
$$;


create or replace trigger enforce_transition
    before update of status on public.proposed_fixes
    for each row when (old.status is distinct from new.status)
    execute function private.enforce_transition(
        'status', 'queued>generating', 'queued>held', 'queued>failed', 'queued>superseded',
        'generating>proposed', 'generating>queued', 'generating>failed', 'generating>held', 'generating>unfixable', 'generating>superseded',
        'proposed>accepted', 'proposed>rejected', 'proposed>superseded',
        'held>queued', 'held>superseded', 'held>failed', 'held>accepted', 'failed>accepted', 'unfixable>accepted'
    );


drop function public.accept_fix(uuid, uuid, text);

create function public.accept_fix(
    fix_id uuid, actor uuid, code_sha256 text, edit jsonb default null, acknowledge_unvalidated boolean default false, reason text default null
)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    v_fix public.proposed_fixes := private.decide_fix(fix_id, actor, code_sha256);
    v_code text := coalesce(edit ->> 'code', v_fix.code);
    -- A component that nobody speaks of stays as it is.
    v_series_code text := coalesce(
        case when edit is null then v_fix.series_code else edit ->> 'series_code' end,
        (select v.series_code from public.filter_versions as v where v.id = v_fix.base_version_id)
    );
    v_sha256 text := private.code_sha256(v_code, v_series_code);
    v_is_own boolean := edit is not null and v_sha256 is distinct from v_fix.code_sha256;
    v_is_validated boolean := case when v_is_own then coalesce((edit ->> 'validated')::boolean, false) else v_fix.validated end;
    v_running public.filter_versions;
    v_deployment public.deployments;
begin
    if v_fix.status = 'accepted' then
        select d.* into v_deployment
        from public.deployments as d
        join public.filter_versions as v on v.id = d.version_id
        where d.fix_id = v_fix.id and v.code_sha256 = v_sha256
        order by d.created_at desc
        limit 1;
        if found then
            -- A double click or a retry: the first one counts.
            return private.deployment_card(v_deployment) || jsonb_build_object('already_accepted', true);
        end if;
        raise exception 'Cannot accept this code: the fix was accepted already, with other code; reload to see what runs now'
            using errcode = 'TE409', detail = 'already_accepted';
    end if;
    if v_fix.reason = 'base_moved' then
        raise exception 'Cannot accept this fix: the trader''s code has changed since it was made; reload to see the code that runs now'
            using errcode = 'TE409', detail = 'base_moved';
    end if;
    if v_fix.status not in ('proposed', 'held', 'failed', 'unfixable') then
        raise exception 'Cannot accept this fix: it is %, not proposed; reload to see what happened', v_fix.status
            using errcode = 'TE409', detail = 'fix_not_proposed';
    end if;
    if v_code is null then
        raise exception 'Cannot accept this fix: no code was found for it; send your own as code'
            using errcode = 'TE422', detail = 'no_candidate';
    end if;
    select v.* into v_running from public.filter_versions as v where v.trader_id = v_fix.trader_id and v.is_running;
    if v_running.id is distinct from v_fix.base_version_id then
        raise exception 'Cannot accept this fix: the trader''s code has changed since it was made; reload to see the code that runs now'
            using errcode = 'TE409', detail = 'base_moved';
    end if;
    if v_running.code_sha256 = v_sha256 then
        raise exception 'Cannot accept this code: it is the code that runs already'
            using errcode = 'TE422', detail = 'code_unchanged';
    end if;
    if not v_is_validated and acknowledge_unvalidated is not true then
        raise exception 'Cannot accept this code without a proof: %. Send acknowledge_unvalidated: true if you want it all the same',
            coalesce(nullif(rtrim(edit ->> 'failure', '.'), ''), nullif(rtrim(v_fix.validation ->> 'failure', '.'), ''), 'nothing shows that it holds')
            using errcode = 'TE422', detail = 'not_validated';
    end if;

    v_deployment := private.install_version(
        v_fix.trader_id, v_code, v_series_code, case when v_is_own then 'edit' else 'fix' end, v_fix.id, actor, reason => accept_fix.reason,
        is_validated => v_is_validated
    );
    update public.proposed_fixes as f
    set status = 'accepted', decided_by = actor, decided_at = pg_catalog.now(), decision_reason = accept_fix.reason,
        -- A fix that had no candidate is the user's own; one that had keeps what was offered, beside the version that was accepted.
        code = coalesce(f.code, v_code), series_code = case when f.code is null then v_series_code else f.series_code end,
        origin = case when f.code is null then 'user' else coalesce(f.origin, 'user') end,
        validated = case when f.code is null then v_is_validated else f.validated end,
        validation = coalesce(f.validation, edit -> 'validation', '{}')
    where f.id = v_fix.id;
    update public.trader_incidents as i
    set status = 'resolved', resolved_at = pg_catalog.now(), resolved_by_version_id = v_deployment.version_id
    where i.id = v_fix.incident_id and i.status <> 'resolved';
    return private.deployment_card(v_deployment) || jsonb_build_object('already_accepted', false);
end
$$;
comment on function public.accept_fix(uuid, uuid, text, jsonb, boolean, text) is
    'Accepts a fix for an actor who was shown the code with this hash, or the actor''s edit of it ({code, series_code, validated, validation, failure}), and returns the deployment; twice is once. What is not validated must be acknowledged';
revoke execute on function public.accept_fix(uuid, uuid, text, jsonb, boolean, text) from public, anon, authenticated;
grant execute on function public.accept_fix(uuid, uuid, text, jsonb, boolean, text) to service_role;


create function public.rollback_filter(trader_id uuid, version_id uuid, actor uuid, reason text default null)
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
            insert into public.deployments (trader_id, user_id, version_id, fix_id, requested_by, request_reason)
            select t.id, t.user_id, v_running.id, v_deployment.fix_id, rollback_filter.actor, rollback_filter.reason
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
comment on function public.rollback_filter(uuid, uuid, uuid, text) is
    'Makes the code of an earlier version the trader''s again, as a new version on its way to the executor, and returns the deployment; twice is once. For the code that runs already it brings that to the executor, if it is not there';
revoke execute on function public.rollback_filter(uuid, uuid, uuid, text) from public, anon, authenticated;
grant execute on function public.rollback_filter(uuid, uuid, uuid, text) to service_role;


revoke execute on function
    private.install_version(uuid, text, text, text, uuid, uuid, jsonb, uuid, text, boolean),
    private.resolve_left_behind(public.filter_versions, uuid)
from public;
grant execute on function
    private.install_version(uuid, text, text, text, uuid, uuid, jsonb, uuid, text, boolean),
    private.resolve_left_behind(public.filter_versions, uuid)
to service_role;

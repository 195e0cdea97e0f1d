-- apply_fix: a user's decision. Accepting writes the version, makes it the trader's code, clears the error columns,
-- resolves the incident and creates the deployment, or changes nothing.

create function private.decide_fix(fix_id uuid, actor uuid, code_sha256 text)
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

    if v_fix.code_sha256 is distinct from decide_fix.code_sha256 then
        raise exception 'Cannot decide on this fix: it is not the code you were shown; reload and look at it again'
            using errcode = 'TE409', detail = 'code_mismatch';
    end if;
    return v_fix;
end
$$;
comment on function private.decide_fix(uuid, uuid, text) is
    'The fix, locked, after checking that the actor may decide on it and was shown its code';
grant execute on function private.decide_fix(uuid, uuid, text) to service_role;


create function public.accept_fix(fix_id uuid, actor uuid, code_sha256 text)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    v_fix public.proposed_fixes := private.decide_fix(fix_id, actor, code_sha256);
    v_deployment public.deployments;
    v_version_id uuid;
begin
    if v_fix.status = 'accepted' then
        -- A double click or a retry: the first one counts.
        select d.* into v_deployment from public.deployments as d where d.fix_id = v_fix.id order by d.created_at limit 1;
        return to_jsonb(v_deployment) || jsonb_build_object('already_accepted', true);
    end if;
    if v_fix.status <> 'proposed' then
        raise exception 'Cannot accept this fix: it is %, not proposed; reload to see what happened', v_fix.status
            using errcode = 'TE409', detail = 'fix_not_proposed';
    end if;
    if not exists (select from public.filter_versions as v where v.id = v_fix.base_version_id and v.is_running) then
        raise exception 'Cannot accept this fix: the trader''s code has changed since it was made; reload to see the code that runs now'
            using errcode = 'TE409', detail = 'base_moved';
    end if;

    -- A trader runs one version, so only the newest deployment counts.
    update public.deployments as d
    set status = 'failed', lease_until = null, error = 'Replaced by a newer version before it was deployed'
    where d.trader_id = v_fix.trader_id and d.status = 'pending';

    v_version_id := private.add_version(v_fix.trader_id, v_fix.code, v_fix.series_code, 'fix', true, v_fix.id, actor);

    update public.proposed_fixes as f
    set status = 'accepted', decided_by = actor, decided_at = pg_catalog.now()
    where f.id = v_fix.id;

    update public.traders as t
    set filter = private.with_code(t.filter, v_fix.code, v_fix.series_code),
        error_message = null, error_type = null, stack_trace = null, error_count = 0, last_error_at = null
    where t.id = v_fix.trader_id;

    update public.trader_incidents as i
    set status = 'resolved', resolved_at = pg_catalog.now(), resolved_by_version_id = v_version_id
    where i.id = v_fix.incident_id and i.status <> 'resolved';

    insert into public.deployments (trader_id, user_id, version_id, fix_id)
    values (v_fix.trader_id, v_fix.user_id, v_version_id, v_fix.id)
    returning * into v_deployment;
    return to_jsonb(v_deployment) || jsonb_build_object('already_accepted', false);
end
$$;
comment on function public.accept_fix(uuid, uuid, text) is
    'Accepts a proposed fix for an actor who was shown the code with this hash, and returns the deployment; twice is once';
revoke execute on function public.accept_fix(uuid, uuid, text) from public, anon, authenticated;
grant execute on function public.accept_fix(uuid, uuid, text) to service_role;


create function public.reject_fix(fix_id uuid, actor uuid, code_sha256 text, reason text default null)
returns void
language plpgsql
set search_path = ''
as $$
declare
    v_fix public.proposed_fixes := private.decide_fix(fix_id, actor, code_sha256);
begin
    if v_fix.status = 'rejected' then
        return;
    end if;
    if v_fix.status <> 'proposed' then
        raise exception 'Cannot reject this fix: it is %, not proposed; reload to see what happened', v_fix.status
            using errcode = 'TE409', detail = 'fix_not_proposed';
    end if;
    update public.proposed_fixes as f
    set status = 'rejected', decided_by = actor, decided_at = pg_catalog.now(), decision_reason = reject_fix.reason
    where f.id = v_fix.id;
end
$$;
comment on function public.reject_fix(uuid, uuid, text, text) is 'Rejects a proposed fix, with the actor''s reason; twice is once';
revoke execute on function public.reject_fix(uuid, uuid, text, text) from public, anon, authenticated;
grant execute on function public.reject_fix(uuid, uuid, text, text) to service_role;


create function public.claim_deployment(deployment_id uuid)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    v_settings private.settings;
    v_deployment public.deployments;
begin
    select s.* into v_settings from private.settings as s;

    update public.deployments as d
    set attempts = d.attempts + 1, lease_until = pg_catalog.now() + v_settings.delivery_lease
    where d.id = claim_deployment.deployment_id
        and d.status = 'pending'
        and d.next_attempt_at <= pg_catalog.now()
        and d.attempts < v_settings.max_deliveries
        and (d.lease_until is null or d.lease_until < pg_catalog.now())
    returning * into v_deployment;
    if not found then
        return null;
    end if;
    return (
        select to_jsonb(v_deployment) || jsonb_build_object('code_sha256', v.code_sha256)
        from public.filter_versions as v
        where v.id = v_deployment.version_id
    );
end
$$;
comment on function public.claim_deployment(uuid) is 'Takes a due deployment under a lease; null when it is not claimable';
revoke execute on function public.claim_deployment(uuid) from public, anon, authenticated;
grant execute on function public.claim_deployment(uuid) to service_role;


create function public.finish_deployment(deployment_id uuid, attempt integer, status text, error text default null)
returns boolean
language plpgsql
set search_path = ''
as $$
begin
    update public.deployments as d
    set status = finish_deployment.status,
        error = finish_deployment.error,
        lease_until = null,
        deployed_at = case when finish_deployment.status = 'deployed' then pg_catalog.now() end,
        next_attempt_at = case
            when finish_deployment.status = 'pending' then pg_catalog.now() + least(interval '5 seconds' * power(2, d.attempts), interval '10 minutes')
            else d.next_attempt_at
        end
    where d.id = finish_deployment.deployment_id
        and d.status = 'pending'
        and d.lease_until is not null
        and d.attempts = finish_deployment.attempt;
    return found;
end
$$;
comment on function public.finish_deployment(uuid, integer, text, text) is
    'Ends an attempt: deployed, failed, or pending to try again later; false when the lease was lost';
revoke execute on function public.finish_deployment(uuid, integer, text, text) from public, anon, authenticated;
grant execute on function public.finish_deployment(uuid, integer, text, text) to service_role;


revoke execute on function
    private.decide_fix(uuid, uuid, text)
from public;

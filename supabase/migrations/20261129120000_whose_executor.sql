-- A claim says whose the trader is: the token of another user, such as of who owned it before, must not reach that user's executor.

create or replace function public.claim_deployment(deployment_id uuid)
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
        and d.attempts < v_settings.max_deployment_tries
        and (d.lease_until is null or d.lease_until < pg_catalog.now())
    returning * into v_deployment;
    if not found then
        return null;
    end if;
    return (
        select jsonb_build_object(
            'id', v_deployment.id, 'trader_id', v_deployment.trader_id, 'attempts', v_deployment.attempts, 'code_sha256', v.code_sha256,
            'user_id', v_deployment.user_id, 'fly_app', private.fly_app_of(v_deployment.user_id)
        )
        from public.filter_versions as v
        where v.id = v_deployment.version_id
    );
end
$$;
comment on function public.claim_deployment(uuid) is
    'Takes a deployment that is due under a lease: {id, trader_id, attempts, code_sha256, user_id, fly_app}; null when it is not due, is over, or is in other hands';

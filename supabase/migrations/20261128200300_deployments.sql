-- Deployments: why one is not live, whether the executor said that it runs the code, and who wanted it. A deployment that the executor
-- does not take is tried for about a day.

select private.lock_traders_first();

alter table private.settings
    add column max_deployment_tries integer not null default 32,
    add column watch_candles integer not null default 3,
    add column watch_minimum interval not null default '15 minutes',
    add column watch_maximum interval not null default '1 day',
    add constraint settings_deployments_are_tried check (max_deployment_tries > 0),
    add constraint settings_watch_is_bounded check (
        watch_candles >= 0 and watch_minimum > '0' and watch_maximum >= watch_minimum
    );
comment on column private.settings.max_deployment_tries is 'Times the executor is asked to take a deployment: with the waits between, about a day';
comment on column private.settings.watch_candles is 'Probation of new code: so many candles of its shortest timeframe';
comment on column private.settings.watch_minimum is 'Probation at least';
comment on column private.settings.watch_maximum is 'Probation at most';

alter table public.deployments
    add column reason text,
    add column confirmed_at timestamptz,
    add column requested_by uuid references auth.users (id) on delete set null,
    add column is_automatic boolean not null default false,
    add column request_reason text,
    add column ended_by uuid references auth.users (id) on delete set null,
    add column is_validated boolean,
    add constraint deployments_reason_is_a_code check (reason ~ '^[a-z][a-z_]{0,59}$'),
    add constraint deployments_words_fit check (char_length(request_reason) <= 2000),
    add constraint deployments_watched_are_live check (watch_until is null or status in ('deployed', 'verified')),
    add constraint deployments_confirmed_are_live check (confirmed_at is null or deployed_at is not null);
comment on column public.deployments.reason is 'Machine code for why it is not live, or no longer; see docs/errors.md';
comment on column public.deployments.error is 'The same in words, the executor''s own where it gave some';
comment on column public.deployments.confirmed_at is 'When the executor said, by hash, that it runs this code: in its answer, or with an error';
comment on column public.deployments.requested_by is 'Who wanted it; null when it was made automatically, or the user is gone';
comment on column public.deployments.is_automatic is 'Whether it is a return to healthy code that nobody asked for';
comment on column public.deployments.request_reason is 'Why they wanted it, in their words; for a return, what spoke against the code before';
comment on column public.deployments.is_validated is 'Whether the accepted code was proven; null for what was not accepted from a fix';
comment on column public.deployments.ended_by is 'Who took it back by hand';
create index deployments_by_requester on public.deployments (requested_by) where requested_by is not null;
create index deployments_by_ender on public.deployments (ended_by) where ended_by is not null;
create index deployments_watched on public.deployments (watch_until) where status = 'deployed' and watch_until is not null;
create index deployments_unconfirmed on public.deployments (trader_id) where confirmed_at is null and status in ('pending', 'deployed', 'failed');

create or replace trigger enforce_transition
    before update of status on public.deployments
    for each row when (old.status is distinct from new.status)
    execute function private.enforce_transition(
        'status', 'pending>deployed', 'pending>failed', 'deployed>pending', 'deployed>verified', 'deployed>rolled_back', 'deployed>failed',
        'verified>rolled_back', 'failed>deployed'
    );


create function private.watch_length(filter jsonb)
returns interval
language sql
stable
set search_path = ''
as $$
    select least(greatest(s.watch_minimum, s.watch_candles * coalesce(c.shortest, interval '5 minutes')), s.watch_maximum)
    from private.settings as s
    cross join lateral (
        select min(private.candle_length(n.name)) as shortest
        from jsonb_path_query(private.filter_object(watch_length.filter), '$.requiredTimeframes[*] ? (@.type() == "string")') as f (name)
        cross join lateral (select f.name #>> '{}' as name) as n
    ) as c;
$$;
comment on function private.watch_length(jsonb) is 'How long new code of a trader with this filter is on probation';
revoke execute on function private.watch_length(jsonb) from public;


create function private.deployment_card(deployment public.deployments)
returns jsonb
language sql
stable
set search_path = ''
as $$
    select jsonb_build_object(
        'id', deployment.id, 'trader_id', deployment.trader_id, 'version_id', deployment.version_id, 'version', v.version,
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
    'A deployment as its owner sees it: where it stands, since when, and what happens next (ask_executor, retry, watch, decide or none)';
revoke execute on function private.deployment_card(public.deployments) from public;
grant execute on function private.deployment_card(public.deployments) to authenticated, service_role;


-- A trader runs one version, so what was under way for another one ends with it.
create function private.end_deployments()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    update public.deployments as d
    set status = 'failed', lease_until = null, reason = 'replaced', error = 'Replaced by a newer version before it was deployed'
    where d.trader_id = new.trader_id and d.status = 'pending';
    update public.deployments as d
    set watch_until = null
    where d.trader_id = new.trader_id and d.status = 'deployed' and d.watch_until is not null;
    return null;
end
$$;
comment on function private.end_deployments() is 'Ends the deployments of a trader that runs other code from now on';
revoke execute on function private.end_deployments() from public;

create trigger end_deployments
    after insert on public.filter_versions
    for each row when (new.is_running)
    execute function private.end_deployments();


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
            'fly_app', private.fly_app_of(v_deployment.user_id)
        )
        from public.filter_versions as v
        where v.id = v_deployment.version_id
    );
end
$$;


drop function public.finish_deployment(uuid, integer);
drop function public.fail_deployment(uuid, integer, text, boolean);

-- The same order of locks as where code is changed and errors arrive: the trader, its versions, its deployments.
create function private.hold_deployment(deployment_id uuid)
returns public.deployments
language plpgsql
set search_path = ''
as $$
declare
    v_deployment public.deployments;
begin
    perform
    from public.traders as t
    where t.id = (select d.trader_id from public.deployments as d where d.id = hold_deployment.deployment_id)
    for no key update;
    select d.* into v_deployment from public.deployments as d where d.id = hold_deployment.deployment_id for no key update;
    return v_deployment;
end
$$;
comment on function private.hold_deployment(uuid) is 'A deployment, locked after its trader; no row when it is gone';
revoke execute on function private.hold_deployment(uuid) from public;
grant execute on function private.hold_deployment(uuid) to service_role;


create function private.go_live(deployment_ids uuid[], confirmed boolean)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    update public.filter_versions as v
    set live_since = coalesce(v.live_since, pg_catalog.now()), health = case v.health when 'unknown' then 'probation' else v.health end
    where v.id in (
        select d.version_id from public.deployments as d where d.id = any (deployment_ids) and d.status in ('pending', 'failed')
    );
    update public.deployments as d
    set status = 'deployed', reason = null, error = null, lease_until = null, deployed_at = pg_catalog.now(),
        confirmed_at = case when go_live.confirmed then pg_catalog.now() end,
        watch_until = pg_catalog.now() + private.watch_length(t.filter)
    from public.traders as t
    where d.id = any (go_live.deployment_ids) and d.status in ('pending', 'failed') and t.id = d.trader_id;
    update public.deployments as d
    set confirmed_at = pg_catalog.now()
    where confirmed and d.id = any (deployment_ids) and d.status = 'deployed' and d.confirmed_at is null;
end
$$;
comment on function private.go_live(uuid[], boolean) is
    'The executor has these deployments, as it said by hash or not: they are live, and watched from now on';
revoke execute on function private.go_live(uuid[], boolean) from public;
grant execute on function private.go_live(uuid[], boolean) to service_role;


create function public.finish_deployment(deployment_id uuid, attempt integer, confirmed boolean default false)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    v_deployment public.deployments := private.hold_deployment(deployment_id);
begin
    if v_deployment.status = 'pending' and v_deployment.attempts = attempt and v_deployment.lease_until is not null then
        perform private.go_live(array[deployment_id], confirmed);
    end if;
    return (select private.deployment_card(d) from public.deployments as d where d.id = finish_deployment.deployment_id);
end
$$;
comment on function public.finish_deployment(uuid, integer, boolean) is
    'The executor has taken it, and said so by hash or not; answers how the deployment stands, which is as others left it where the lease was lost';
revoke execute on function public.finish_deployment(uuid, integer, boolean) from public, anon, authenticated;
grant execute on function public.finish_deployment(uuid, integer, boolean) to service_role;


create function public.fail_deployment(deployment_id uuid, attempt integer, reason text, error text, retryable boolean)
returns jsonb
language plpgsql
set search_path = ''
as $$
begin
    perform private.hold_deployment(deployment_id);
    update public.deployments as d
    set status = case when retryable and d.attempts < s.max_deployment_tries then 'pending' else 'failed' end,
        reason = coalesce(fail_deployment.reason, 'unknown'),
        error = coalesce(fail_deployment.error, 'unknown'),
        lease_until = null,
        next_attempt_at = pg_catalog.now() + private.delivery_wait(d.attempts)
    from private.settings as s
    where d.id = fail_deployment.deployment_id and d.attempts = fail_deployment.attempt
        and d.status = 'pending' and d.lease_until is not null;
    return (select private.deployment_card(d) from public.deployments as d where d.id = fail_deployment.deployment_id);
end
$$;
comment on function public.fail_deployment(uuid, integer, text, text, boolean) is
    'The executor has not taken it: pending, to be tried again later, or failed when it is not retryable or was tried too often; answers how the deployment stands';
revoke execute on function public.fail_deployment(uuid, integer, text, text, boolean) from public, anon, authenticated;
grant execute on function public.fail_deployment(uuid, integer, text, text, boolean) to service_role;


-- When nobody tries any more, nobody knows either which code the errors are of that name none.
create function private.leave_unknown()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    update public.filter_versions as v
    set live_since = pg_catalog.now()
    where v.id = new.version_id and v.is_running and v.live_since is null;
    return null;
end
$$;
comment on function private.leave_unknown() is 'Errors that name no code count for the running version once its deployment was given up';
revoke execute on function private.leave_unknown() from public;

create trigger leave_unknown
    after update of status on public.deployments
    for each row when (new.status = 'failed' and old.status = 'pending')
    execute function private.leave_unknown();

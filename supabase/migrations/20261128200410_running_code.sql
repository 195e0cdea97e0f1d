-- What errors tell about the code that runs: one that names the new code confirms its deployment, one that names earlier code, long after the
-- executor took the new, says that it did not; and one that names none counts for what was live when it happened.

select private.lock_traders_first();

create function private.note_running_code(errors public.trader_error_history[], naming uuid[])
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_traders uuid[] := array(select distinct e.trader_id from unnest(errors) as e where e.event_id = any (naming));
    v_confirmed uuid[];
begin
    -- Mostly nothing is under way.
    if not exists (
        select
        from public.deployments as d
        where d.trader_id = any (v_traders) and d.status in ('pending', 'deployed', 'failed')
            and (d.confirmed_at is null or d.watch_until is not null)
    ) then
        return;
    end if;
    v_confirmed := array(
        select d.id
        from public.deployments as d
        join public.filter_versions as v on v.id = d.version_id and v.is_running
        where d.trader_id in (select e.trader_id from unnest(errors) as e where not e.stale and e.event_id = any (naming))
            and d.confirmed_at is null and (d.status in ('pending', 'deployed') or (d.status = 'failed' and d.deployed_at is null))
            -- Code that was sent again has several, of which the last counts.
            and not exists (select from public.deployments as n where n.version_id = d.version_id and n.created_at > d.created_at)
    );
    if cardinality(v_confirmed) > 0 then
        perform private.go_live(v_confirmed, true);
    end if;

    with late as (
        select d.id, d.version_id
        from public.deployments as d
        join public.filter_versions as v on v.id = d.version_id and v.is_running
        -- An executor that has named the new code runs it, whatever another machine of it still does.
        where d.status = 'deployed' and d.confirmed_at is null and d.trader_id = any (v_traders)
            and exists (
                select
                from unnest(errors) as e
                where e.trader_id = d.trader_id and e.stale and e.event_id = any (naming) and e.filter_version_id is not null
                    -- A run that had begun before may take its time.
                    and e.occurred_at > d.deployed_at + interval '1 minute'
            )
    ),
    gone as (
        update public.filter_versions as v set live_since = null from late as l where v.id = l.version_id
    )
    update public.deployments as d
    set status = 'pending', reason = 'stale_code', error = 'The executor took it, but still runs earlier code', watch_until = null,
        next_attempt_at = pg_catalog.now() + private.delivery_wait(d.attempts)
    from late as l
    where d.id = l.id;
end
$$;
comment on function private.note_running_code(public.trader_error_history[], uuid[]) is
    'Confirms deployments, or sends them again, by the code that errors name; the second argument says which event ids named any';
revoke execute on function private.note_running_code(public.trader_error_history[], uuid[]) from public;


create function private.own_errors_from(version public.filter_versions)
returns timestamptz
language sql
immutable
set search_path = ''
as $$
    select case
        -- On its way: for an hour what names no code is taken for the code before, so that nothing stays unseen for longer.
        when version.live_since is null then version.started_at + interval '1 hour'
        -- A run that had begun before may take its time.
        when version.source in ('fix', 'edit', 'rollback') then version.live_since + interval '1 minute'
        else version.live_since
    end;
$$;
comment on function private.own_errors_from(public.filter_versions) is 'From when on errors that name no code are taken for those of the running version';
revoke execute on function private.own_errors_from(public.filter_versions) from public;


create or replace function private.complete_errors(errors public.trader_error_history[])
returns setof public.trader_error_history
language plpgsql
stable
set search_path = ''
as $$
begin
    return query
    with messages as materialized (
        select m.error_message, private.normalise_message(m.error_message) as normal
        from (select distinct e.error_message from unnest(complete_errors.errors) as e) as m
    ),
    fitted as materialized (
        select
            e.*,
            nullif(e.error_type, 'unknown') as given_type,
            m.normal,
            private.failing_place(e.stack_trace, e.context) as place,
            -- Reading costs, and what the executor says is not doubted.
            case when nullif(e.error_type, 'unknown') is null then private.reported_as(null, e.error_message, e.stack_trace) end as reported_as
        from unnest(complete_errors.errors) as e
        join messages as m on m.error_message = e.error_message
    ),
    -- Read once per fault: that is the costly part.
    faults as materialized (
        select g.*, c.known_type, private.error_fingerprint(c.known_type, g.component, g.normal, g.place) as fingerprint
        from (
            select f.given_type, f.component, f.normal, f.place, f.reported_as, min(f.error_message) as sample, min(f.stack_trace) as stack
            from fitted as f
            group by f.given_type, f.component, f.normal, f.place, f.reported_as
        ) as g
        cross join lateral (
            select coalesce(g.given_type, (private.classify_error(g.reported_as, g.sample, g.stack)).error_type) as known_type offset 0
        ) as c
    )
    select
        f.id, f.event_id, f.trader_id, t.user_id, i.id, f.component, g.known_type, f.error_message, f.stack_trace,
        g.fingerprint,
        case when s.stale then k.id else r.id end,
        coalesce(f.code_sha256, case when s.stale then k.code_sha256 else r.code_sha256 end),
        f.symbol, f.trigger_interval, f.context, f.market_data, f.occurrences,
        s.stale,
        -- A clock that is ahead must not make an error the newest for ever.
        least(f.occurred_at, pg_catalog.now()), pg_catalog.now()
    from fitted as f
    join faults as g
        on (g.given_type, g.component, g.normal, g.place, g.reported_as)
            is not distinct from (f.given_type, f.component, f.normal, f.place, f.reported_as)
    join public.traders as t on t.id = f.trader_id
    left join public.filter_versions as r on r.trader_id = f.trader_id and r.is_running
    cross join lateral (
        select case
            -- One that names no code is of what was live then; one that names code which was restored may be of its earlier run.
            when f.code_sha256 is null then r.id is not null and f.occurred_at < private.own_errors_from(r)
            when f.code_sha256 is distinct from r.code_sha256 then true
            else r.restores_id is not null and exists (
                select from public.filter_versions as e
                where e.trader_id = r.trader_id and e.code_sha256 = r.code_sha256 and e.id <> r.id and f.occurred_at <= e.stopped_at
            )
        end as stale
    ) as s
    left join lateral (
        select v.id, v.code_sha256
        from public.filter_versions as v
        where s.stale and v.trader_id = f.trader_id
            and case when f.code_sha256 is null then v.live_since <= f.occurred_at else v.code_sha256 = f.code_sha256 end
            and not v.is_running
        order by v.version desc
        limit 1
    ) as k on true
    -- A fault that was resolved and happens on running code is a new incident; one of replaced code adds to what is known.
    left join lateral (
        select n.id
        from public.trader_incidents as n
        where n.trader_id = f.trader_id and n.fingerprint = g.fingerprint
            and (n.status <> 'resolved' or s.stale)
        order by n.resolved_at desc nulls first
        limit 1
    ) as i on true
    order by f.id;
end
$$;


create or replace function private.ingest_errors(errors public.trader_error_history[], is_merging boolean default false)
returns table (recorded uuid, recorded_in uuid, is_row boolean)
language plpgsql
security definer
set search_path = ''
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set jit = off
as $$
declare
    v_errors public.trader_error_history[];
    v_naming uuid[];
    v_kept public.trader_error_history[];
    v_opened uuid[];
    v_seen uuid[];
begin
    -- Writers of one trader queue here, in one order for all.
    perform
    from public.traders as t
    where t.id in (select e.trader_id from unnest(errors) as e)
    order by t.id
    for no key update;

    with fresh as (
        insert into private.error_event_ids (event_id)
        select distinct e.event_id from unnest(errors) as e order by e.event_id
        on conflict do nothing
        returning event_id
    ),
    first as (
        select d.error
        from (select e as error, row_number() over (partition by e.event_id order by e.id) as place from unnest(errors) as e) as d
        where d.place = 1 and (d.error).event_id in (select f.event_id from fresh as f)
    )
    select array_agg(f.error) into v_errors from first as f;
    if v_errors is null then
        return;
    end if;

    for i in 1..cardinality(v_errors) loop
        v_errors[i] := private.fit_error(v_errors[i]);
    end loop;
    v_naming := array(select e.event_id from unnest(v_errors) as e where e.code_sha256 is not null);
    v_errors := array(select c from private.complete_errors(v_errors) as c);
    if cardinality(v_naming) > 0 then
        perform private.note_running_code(v_errors, v_naming);
    end if;
    if exists (select from unnest(v_errors) as e where e.incident_id is null) then
        v_errors := array(select c from private.crowd_faults(v_errors) as c);
        v_opened := private.open_incidents(v_errors);
        for i in 1..cardinality(v_errors) loop
            v_errors[i].incident_id := coalesce(
                v_errors[i].incident_id, private.incident_of(v_errors[i].trader_id, v_errors[i].fingerprint)
            );
        end loop;
    end if;

    v_kept := array(select k from private.keep_errors(v_errors, is_merging) as k);
    insert into public.trader_error_history overriding system value select k.* from unnest(v_kept) as k;
    if cardinality(v_kept) < cardinality(v_errors) then
        perform private.merge_errors(v_errors, v_kept);
    end if;
    perform private.count_incidents(v_errors, v_kept);
    perform private.count_hours(v_errors);
    perform private.count_traders(v_errors);
    if cardinality(v_opened) > 0 then
        perform private.detect_systemic_faults(v_opened);
    end if;
    v_seen := array(select distinct e.incident_id from unnest(v_errors) as e where not e.stale);
    perform private.touch_systemic_faults(v_seen);
    perform private.mark_failing(v_seen);
    if cardinality(v_opened) > 0 then
        perform private.judge_opened(array(select distinct e.trader_id from unnest(v_errors) as e where e.incident_id = any (v_opened)), v_opened);
    end if;
    perform private.queue_fixes(v_seen);

    return query
    select e.event_id, e.incident_id, e.id in (select k.id from unnest(v_kept) as k) from unnest(v_errors) as e;
end
$$;


create function private.judge_opened(trader_ids uuid[], opened uuid[])
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    begin
        perform private.judge_deployments(trader_ids);
    exception
        -- Whatever stands in the way of a return must not cost the error that is recorded; the next sweep tries again.
        when others then
            raise warning 'Cannot judge the new code of %: %', trader_ids, sqlerrm;
    end;
    -- What was to be told of as a return and is not.
    perform private.tell_of_incidents(opened, true);
end
$$;
comment on function private.judge_opened(uuid[], uuid[]) is
    'Judges the new code of traders whose errors have just opened incidents, without ever failing, and tells of those that are not answered by a return';
revoke execute on function private.judge_opened(uuid[], uuid[]) from public;


create or replace function public.finish_fix(fix_id uuid, attempt integer, outcome jsonb)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
    v_incident_id uuid;
    v_trader_id uuid;
    -- What could not try anything is no attempt.
    v_refund smallint := case when outcome ->> 'status' = 'held' or outcome ->> 'reason' = 'budget_reserved' then 1 else 0 end;
begin
    select f.incident_id, f.trader_id into v_incident_id, v_trader_id from public.proposed_fixes as f where f.id = fix_id;
    if outcome ->> 'reason' = 'not_reproduced' then
        -- What is no longer the code's fault changes what is thought of its version, too: alone with the trader, as others take them the other way round.
        perform from public.traders as t where t.id = v_trader_id for no key update;
    else
        perform private.hold_trader(v_trader_id);
    end if;
    -- Before the fix, as errors that arrive take an incident before its fixes.
    perform
    from public.trader_incidents as i
    where i.id = v_incident_id and (i.attribution_assumed or outcome ->> 'reason' = 'not_reproduced')
    for no key update;
    perform
    from public.proposed_fixes as f
    where f.id = finish_fix.fix_id and f.status = 'generating' and f.attempt = finish_fix.attempt
    for no key update;
    if not found then
        return false;
    end if;
    perform private.end_attempt(fix_id, attempt, outcome);
    update public.proposed_fixes as f
    set status = o.status,
        lease_until = null,
        next_attempt_at = case
            when o.reason in ('daily_cost_cap', 'trader_cost_cap') then private.next_utc_day()
            else coalesce(o.next_attempt_at, f.next_attempt_at)
        end,
        refunded = f.refunded + v_refund,
        origin = coalesce(o.origin, f.origin),
        code = coalesce(o.code, f.code),
        series_code = coalesce(o.series_code, f.series_code),
        base_syntax_hash = coalesce(o.base_syntax_hash, f.base_syntax_hash),
        syntax_hash = coalesce(o.syntax_hash, f.syntax_hash),
        explanation = coalesce(o.explanation, f.explanation),
        root_cause = coalesce(o.root_cause, f.root_cause),
        what_changed = coalesce(o.what_changed, f.what_changed),
        diff = coalesce(o.diff, f.diff),
        validated = coalesce(o.validated, f.validated),
        validation = coalesce(o.validation, f.validation),
        prompt_version = coalesce(o.prompt_version, f.prompt_version),
        trace_id = coalesce(o.trace_id, f.trace_id),
        trace_url = coalesce(o.trace_url, f.trace_url),
        reason = o.reason,
        reason_detail = o.reason_detail
    from jsonb_to_record(finish_fix.outcome) as o (
        status text, next_attempt_at timestamptz, origin text, code text, series_code text, base_syntax_hash text, syntax_hash text,
        explanation text, root_cause text, what_changed jsonb, diff text, validated boolean, validation jsonb, prompt_version text,
        trace_id text, trace_url text, reason text, reason_detail text
    )
    where f.id = finish_fix.fix_id;
    update private.trader_attempts as a
    set attempts = a.attempts - 1
    where v_refund > 0 and a.trader_id = v_trader_id and a.attempts > 0
        and a.day = (
            select (x.started_at at time zone 'UTC')::date
            from public.fix_attempts as x
            where x.fix_id = finish_fix.fix_id and x.attempt = finish_fix.attempt
        );
    perform private.settle_attribution(v_incident_id, outcome);
    return true;
end
$$;


-- Code is one thing and its series code another: where a code was run with several, it alone does not say which version it is.
create or replace function private.learn_version(trader_id uuid, filter_code text)
returns text
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_hashes text[] := array(
        select distinct v.code_sha256 from public.filter_versions as v where v.trader_id = learn_version.trader_id and v.code = learn_version.filter_code
    );
begin
    if cardinality(v_hashes) > 0 then
        return case when cardinality(v_hashes) = 1 then v_hashes[1] end;
    end if;
    if (
        select count(*)
        from public.filter_versions as v
        where v.trader_id = learn_version.trader_id and v.source = 'external' and v.created_at > pg_catalog.now() - interval '1 day'
    ) < (select s.external_versions_per_day from private.settings as s) then
        perform private.add_version(learn_version.trader_id, learn_version.filter_code, '', 'external', false);
    end if;
    return private.code_sha256(learn_version.filter_code, '');
end
$$;
comment on function private.learn_version(uuid, text) is
    'Hash of the version with the code an executor reports; code that was not seen before becomes a version from outside, and what may be of several versions is of none';

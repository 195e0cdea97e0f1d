-- What is recorded is judged at once: which code it is of, whether that fails, and whether it is taken back.

select private.lock_traders_first();

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

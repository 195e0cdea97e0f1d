-- Attempts that will not end themselves, and calls whose outcome was lost, are ended by what finds them.

select private.lock_traders_first();

-- A fix that leaves its attempt behind, because a lease ran out or somebody decided otherwise, ends the record of it. A call of a
-- lost worker that nobody settled counts in full, for it may have been made; one that is still at it settles by itself.
create function private.end_left_attempts()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    update public.fix_attempts as a
    set status = 'lost', ended_at = pg_catalog.now(), step_done = null, step_total = null,
        reason = coalesce(n.reason, 'worker_lost'),
        reason_detail = coalesce(n.reason_detail, 'The attempt was cut off. What it had paid for serves the next one.')
    from new_rows as n
    join old_rows as o on o.id = n.id and o.status = 'generating' and (n.status <> 'generating' or n.attempt > o.attempt)
    where a.fix_id = o.id and a.attempt = o.attempt and a.status = 'running';
    if not found then
        return null;
    end if;
    perform private.close_llm_call(c.id, 'presumed', c.reserved_usd, null, null)
    from (
        select u.id, u.reserved_usd
        from old_rows as o
        join new_rows as n on n.id = o.id and (n.status <> 'generating' or n.attempt > o.attempt)
        join public.llm_usage as u on u.fix_id = o.id and u.attempt = o.attempt and u.status = 'reserved'
        where o.status = 'generating' and o.lease_until < pg_catalog.now()
        order by u.user_id, u.day, u.trader_id, u.id
    ) as c;
    return null;
end
$$;
comment on function private.end_left_attempts() is 'Ends the records of attempts that will not end themselves';

create trigger end_left_attempts
    after update on public.proposed_fixes
    referencing old table as old_rows new table as new_rows
    for each statement execute function private.end_left_attempts();


-- In one order of days and traders, as a reservation locks them.
create or replace function private.presume_lost_calls(fix_lease interval)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_fixes uuid[];
begin
    -- The fixes first, as a reservation does.
    v_fixes := array(
        select f.id
        from public.proposed_fixes as f
        where f.id in (
            select u.fix_id from public.llm_usage as u where u.status = 'reserved' and u.created_at < pg_catalog.now() - 4 * fix_lease
        )
        for no key update skip locked
    );
    perform private.close_llm_call(c.id, 'presumed', c.reserved_usd, null, null)
    from (
        select u.id, u.reserved_usd
        from public.llm_usage as u
        where u.status = 'reserved'
            and u.created_at < pg_catalog.now() - 4 * fix_lease
            and (u.fix_id is null or u.fix_id = any (v_fixes))
        order by u.user_id, u.day, u.trader_id, u.id
    ) as c;
end
$$;


revoke execute on function private.end_left_attempts() from public;

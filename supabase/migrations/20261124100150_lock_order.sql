-- The order of locks: traders first, then what belongs to them. Writers keep it, and so does every migration that locks
-- several tables, which could otherwise deadlock with a writer of the platform.

create function private.lock_traders_first()
returns void
language plpgsql
set search_path = ''
as $$
begin
    -- Who waits for this lock holds everybody up who comes after, so it is given up soon: the file is pushed again.
    set local lock_timeout = '5 s';
    -- In a function, because the CLI runs a file as one transaction without saying so, which a bare LOCK TABLE refuses.
    lock table public.traders in exclusive mode;
end
$$;
comment on function private.lock_traders_first() is
    'For migrations: keeps writers of traders and of what belongs to them out until the transaction ends, or fails after five seconds';
revoke execute on function private.lock_traders_first() from public;

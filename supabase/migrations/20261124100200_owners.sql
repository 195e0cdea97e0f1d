-- Copies of a trader's owner, which row security reads: they follow the trader, and need not be a user that still exists.

select private.lock_traders_first();

alter table public.filter_versions drop constraint if exists filter_versions_user_id_fkey;
alter table public.trader_incidents drop constraint if exists trader_incidents_user_id_fkey;
alter table public.trader_error_history drop constraint if exists trader_error_history_user_id_fkey;
alter table public.proposed_fixes drop constraint if exists proposed_fixes_user_id_fkey;
alter table public.deployments drop constraint if exists deployments_user_id_fkey;


create function private.follow_owner()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    update public.filter_versions as c set user_id = new.user_id where c.trader_id = new.id;
    update public.trader_incidents as c set user_id = new.user_id where c.trader_id = new.id;
    update public.incident_hours as c set user_id = new.user_id where c.trader_id = new.id;
    update public.trader_error_history as c set user_id = new.user_id where c.trader_id = new.id;
    update public.proposed_fixes as c set user_id = new.user_id where c.trader_id = new.id;
    update public.deployments as c set user_id = new.user_id where c.trader_id = new.id;
    return null;
end
$$;
comment on function private.follow_owner() is
    'Gives a trader''s errors, incidents, versions, fixes and deployments to its new owner; what the old one was told or charged stays his';
revoke execute on function private.follow_owner() from public;

create trigger follow_owner
    after update of user_id on public.traders
    for each row when (old.user_id is distinct from new.user_id)
    execute function private.follow_owner();

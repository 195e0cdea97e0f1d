-- The state machines, complete: where a row may begin, and every step it may take. See docs/data-model.md.

select private.lock_traders_first();

-- Arguments of the trigger: the column, then the states a new row may have.
create function private.enforce_initial_state()
returns trigger
language plpgsql
set search_path = ''
as $$
declare
    v_state text := to_jsonb(new) ->> tg_argv[0];
begin
    if not v_state = any (tg_argv[1:]) then
        raise exception 'Cannot create a row of % with % %: it begins as %',
            tg_table_name, tg_argv[0], v_state, array_to_string(tg_argv[1:], ' or ')
            using errcode = 'TE422', detail = 'initial_state_refused';
    end if;
    return new;
end
$$;
comment on function private.enforce_initial_state() is
    'Refuses a new row whose state is not among the trigger arguments, whoever asks';
revoke execute on function private.enforce_initial_state() from public;


-- An incident that only replaced code ever caused is born resolved.
create trigger enforce_initial_state
    before insert on public.trader_incidents
    for each row execute function private.enforce_initial_state('status', 'open', 'resolved');

create trigger enforce_initial_state
    before insert on public.proposed_fixes
    for each row execute function private.enforce_initial_state('status', 'queued', 'held');

create trigger enforce_initial_state
    before insert on public.deployments
    for each row execute function private.enforce_initial_state('status', 'pending');
create trigger enforce_initial_email_state
    before insert on public.notifications
    for each row execute function private.enforce_initial_state('email_status', 'pending', 'skipped');

create trigger enforce_initial_health
    before insert on public.filter_versions
    for each row execute function private.enforce_initial_state('health', 'unknown', 'probation');
create trigger enforce_health_transition
    before update of health on public.filter_versions
    for each row execute function private.enforce_transition(
        'health', 'unknown>probation', 'unknown>healthy', 'unknown>failing', 'probation>healthy', 'probation>failing',
        'healthy>failing', 'failing>healthy'
    );


-- Asked only where the state changes: most updates of an incident only count.
create or replace trigger enforce_transition
    before update of status on public.trader_incidents
    for each row when (old.status is distinct from new.status)
    execute function private.enforce_transition(
        'status', 'open>ignored', 'open>resolved', 'ignored>open', 'ignored>resolved'
    );
create or replace trigger enforce_transition
    before update of status on public.proposed_fixes
    for each row when (old.status is distinct from new.status)
    execute function private.enforce_transition(
        'status', 'queued>generating', 'queued>held', 'queued>failed', 'queued>superseded',
        'generating>proposed', 'generating>queued', 'generating>failed', 'generating>held', 'generating>unfixable', 'generating>superseded',
        'proposed>accepted', 'proposed>rejected', 'proposed>superseded',
        'held>queued', 'held>superseded', 'held>failed'
    );
create or replace trigger enforce_transition
    before update of status on public.deployments
    for each row when (old.status is distinct from new.status)
    execute function private.enforce_transition(
        'status', 'pending>deployed', 'pending>failed', 'deployed>verified', 'deployed>rolled_back', 'deployed>failed',
        'verified>rolled_back'
    );

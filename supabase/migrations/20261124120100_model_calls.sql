-- Money: more bounds of a call of the language model (the trader's day, the incident, a switch that stops all of them), and the
-- answer that was paid for, kept until it was judged: an attempt that goes on for a worker that died does not pay again.

select private.lock_traders_first();

alter table private.settings
    add column model_calls_on boolean not null default true,
    add column trader_daily_cost_cap_usd numeric(12, 6) not null default 5,
    add column incident_cost_cap_usd numeric(12, 6) not null default 2,
    add constraint settings_model_caps_are_natural check (trader_daily_cost_cap_usd >= 0 and incident_cost_cap_usd >= 0);
comment on column private.settings.model_calls_on is 'Whether language models may be asked at all; see set_model_calls';
comment on column private.settings.trader_daily_cost_cap_usd is 'Spend per trader and UTC day';
comment on column private.settings.incident_cost_cap_usd is 'Spend per incident, over all its fixes';

alter table private.trader_attempts
    add column committed_usd numeric(12, 6) not null default 0,
    drop constraint trader_attempts_count_something,
    add constraint trader_attempts_are_natural check (attempts >= 0 and committed_usd >= 0);
comment on table private.trader_attempts is 'Repair attempts and spend per trader and UTC day';
comment on column private.trader_attempts.committed_usd is 'Reserved and settled for the trader''s calls, in US dollars';

create table private.model_answers (
    fix_id uuid not null references public.proposed_fixes (id) on delete cascade,
    attempt smallint not null,
    answer jsonb not null,
    created_at timestamptz not null default now(),
    constraint model_answers_pkey primary key (fix_id)
);
comment on table private.model_answers is 'Answers that were paid for and not judged yet';
comment on column private.model_answers.fix_id is 'The fix it was asked for';
comment on column private.model_answers.attempt is 'In which attempt';
comment on column private.model_answers.answer is 'The answer as the function read it';
comment on column private.model_answers.created_at is 'When it came';
alter table private.model_answers enable row level security;
grant select, insert, update, delete on private.model_answers to service_role;


create function private.committed_to_incident(incident_id uuid)
returns numeric
language sql
stable
set search_path = ''
as $$
    select coalesce(sum(coalesce(u.settled_usd, u.reserved_usd)), 0)
    from public.llm_usage as u
    join public.proposed_fixes as f on f.id = u.fix_id
    where f.incident_id = committed_to_incident.incident_id;
$$;
comment on function private.committed_to_incident(uuid) is 'What the calls for an incident have cost or may cost, in US dollars';


create or replace function public.reserve_llm_call(fix_id uuid, attempt integer, call integer, model text, usd numeric)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_settings private.settings;
    v_fix public.proposed_fixes;
    v_payer uuid;
    v_cap numeric;
    v_spend public.daily_spend;
    v_day date := (pg_catalog.now() at time zone 'UTC')::date;
begin
    if usd is null or usd <= 0 or call is null or call <= 0 or coalesce(model, '') = '' then
        raise exception 'Cannot reserve a call: usd and call must be positive and model named, not %, % and %', usd, call, model
            using errcode = 'TE400', detail = 'invalid_reservation';
    end if;
    select s.* into v_settings from private.settings as s;
    perform private.hold_trader((select f.trader_id from public.proposed_fixes as f where f.id = reserve_llm_call.fix_id));
    select f.* into v_fix
    from public.proposed_fixes as f
    where f.id = reserve_llm_call.fix_id and f.attempt = reserve_llm_call.attempt and f.status = 'generating'
        and f.lease_until > clock_timestamp()
    for no key update;
    if not found then
        return jsonb_build_object('granted', false, 'code', 'lease_lost');
    end if;
    -- The answer of the first call may have been lost on the way.
    if exists (
        select
        from public.llm_usage as u
        where (u.fix_id, u.attempt, u.call) = (reserve_llm_call.fix_id, reserve_llm_call.attempt, reserve_llm_call.call)
    ) then
        return jsonb_build_object('granted', true, 'code', 'already_reserved');
    end if;
    if not v_settings.model_calls_on then
        return jsonb_build_object('granted', false, 'code', 'model_calls_off');
    end if;
    -- An incident has one live fix, and that is locked.
    if private.committed_to_incident(v_fix.incident_id) + usd > v_settings.incident_cost_cap_usd then
        return jsonb_build_object('granted', false, 'code', 'incident_cost_cap', 'cap_usd', v_settings.incident_cost_cap_usd);
    end if;

    -- The day before the trader, as whoever closes a call; both are locked until this one is counted in them.
    v_payer := (select u.id from auth.users as u where u.id = v_fix.user_id);
    v_cap := private.daily_cost_cap(v_payer);
    insert into public.daily_spend (user_id, day) values (v_payer, v_day) on conflict do nothing;
    select d.* into v_spend
    from public.daily_spend as d
    where d.day = v_day and (d.user_id = v_payer or (d.user_id is null and v_payer is null))
    for no key update;
    if v_spend.spent_usd + v_spend.reserved_usd + usd > v_cap then
        -- What others have only set aside they mostly give back in a minute.
        return jsonb_build_object(
            'granted', false,
            'code', case when v_spend.reserved_usd > 0 and v_spend.spent_usd + usd <= v_cap then 'budget_reserved' else 'daily_cost_cap' end,
            'cap_usd', v_cap
        );
    end if;
    insert into private.trader_attempts (trader_id, day, attempts) values (v_fix.trader_id, v_day, 0) on conflict do nothing;
    update private.trader_attempts as a
    set committed_usd = a.committed_usd + usd
    where a.trader_id = v_fix.trader_id and a.day = v_day and a.committed_usd + usd <= v_settings.trader_daily_cost_cap_usd;
    if not found then
        return jsonb_build_object('granted', false, 'code', 'trader_cost_cap', 'cap_usd', v_settings.trader_daily_cost_cap_usd);
    end if;
    update public.daily_spend as d set reserved_usd = d.reserved_usd + usd, calls = d.calls + 1 where d.id = v_spend.id;
    insert into public.llm_usage (fix_id, attempt, call, trader_id, user_id, day, model, reserved_usd)
    values (v_fix.id, v_fix.attempt, call, v_fix.trader_id, v_payer, v_day, model, usd);
    return jsonb_build_object('granted', true, 'code', 'reserved');
end
$$;
comment on function public.reserve_llm_call(uuid, integer, integer, text, numeric) is
    'Sets aside the most a call may cost, in US dollars, and answers {granted, code: reserved | already_reserved | budget_reserved | daily_cost_cap | trader_cost_cap | incident_cost_cap | model_calls_off | lease_lost}; a call not granted must not be made';


create or replace function private.close_llm_call(usage_id uuid, status text, usd numeric, input_tokens integer, output_tokens integer)
returns boolean
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_usage public.llm_usage;
begin
    -- The fix first, as a reservation does.
    perform
    from public.proposed_fixes as f
    where f.id = (select u.fix_id from public.llm_usage as u where u.id = usage_id)
    for no key update;
    update public.llm_usage as u
    set status = close_llm_call.status, settled_usd = usd, settled_at = pg_catalog.now(),
        input_tokens = close_llm_call.input_tokens, output_tokens = close_llm_call.output_tokens
    where u.id = usage_id and u.status = 'reserved'
    returning * into v_usage;
    if not found then
        return false;
    end if;
    update public.daily_spend as d
    set reserved_usd = d.reserved_usd - v_usage.reserved_usd, spent_usd = d.spent_usd + usd
    where d.day = v_usage.day and (d.user_id = v_usage.user_id or (d.user_id is null and v_usage.user_id is null));
    update private.trader_attempts as a
    set committed_usd = greatest(0, a.committed_usd - v_usage.reserved_usd + usd)
    where a.trader_id = v_usage.trader_id and a.day = v_usage.day;
    update public.fix_attempts as a
    set cost_usd = a.cost_usd + usd,
        tokens = a.tokens + coalesce(close_llm_call.input_tokens, 0) + coalesce(close_llm_call.output_tokens, 0),
        model = v_usage.model
    where a.fix_id = v_usage.fix_id and a.attempt = v_usage.attempt;
    update public.proposed_fixes as f
    set cost_usd = f.cost_usd + usd,
        tokens = f.tokens + coalesce(close_llm_call.input_tokens, 0) + coalesce(close_llm_call.output_tokens, 0),
        model = v_usage.model
    where f.id = v_usage.fix_id;
    return true;
end
$$;


drop function public.settle_llm_call(uuid, integer, integer, numeric, integer, integer);

create function public.settle_llm_call(
    fix_id uuid, attempt integer, call integer, usd numeric default null, input_tokens integer default 0, output_tokens integer default 0,
    answer jsonb default null
)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
    v_usage public.llm_usage;
begin
    select u.* into v_usage
    from public.llm_usage as u
    where (u.fix_id, u.attempt, u.call) = (settle_llm_call.fix_id, settle_llm_call.attempt, settle_llm_call.call);
    if not found then
        raise exception 'Cannot settle call % of attempt %: it was never reserved', call, attempt
            using errcode = 'TE404', detail = 'call_not_reserved';
    end if;
    -- The fix first, as whoever ends the attempt does.
    perform from public.proposed_fixes as f where f.id = settle_llm_call.fix_id for no key update;
    if answer is not null then
        insert into private.model_answers as m (fix_id, attempt, answer)
        select f.id, settle_llm_call.attempt, settle_llm_call.answer
        from public.proposed_fixes as f
        where f.id = settle_llm_call.fix_id and f.status in ('queued', 'generating')
        on conflict on constraint model_answers_pkey do update
        set attempt = excluded.attempt, answer = excluded.answer, created_at = excluded.created_at
        where excluded.attempt > m.attempt;
    end if;
    -- A call whose outcome nobody knows may have been made, so it counts in full.
    if usd is null then
        return private.close_llm_call(v_usage.id, 'presumed', v_usage.reserved_usd, null, null);
    end if;
    if usd < 0 or usd > v_usage.reserved_usd then
        raise exception 'Cannot settle the call at % US dollars: it must be from 0 to the % reserved', usd, v_usage.reserved_usd
            using errcode = 'TE422', detail = 'settled_above_reserved';
    end if;
    return private.close_llm_call(v_usage.id, case when usd = 0 then 'released' else 'settled' end, usd, input_tokens, output_tokens);
end
$$;
comment on function public.settle_llm_call(uuid, integer, integer, numeric, integer, integer, jsonb) is
    'Settles a reserved call at what it cost: 0 if it was never sent, null if nobody knows, which counts in full; and keeps the answer until it is judged. False when it was settled before';
revoke execute on function public.settle_llm_call(uuid, integer, integer, numeric, integer, integer, jsonb) from public, anon, authenticated;
grant execute on function public.settle_llm_call(uuid, integer, integer, numeric, integer, integer, jsonb) to service_role;


create function public.set_model_calls(is_on boolean)
returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_queued integer := 0;
begin
    if is_on is null then
        raise exception 'Cannot switch the calls of language models to null: is_on must be true or false'
            using errcode = 'TE400', detail = 'invalid_switch';
    end if;
    update private.settings set model_calls_on = is_on;
    if is_on then
        update public.proposed_fixes as f
        set status = 'queued', reason = null, reason_detail = null, next_attempt_at = pg_catalog.now()
        where f.id in (
            select x.id
            from public.proposed_fixes as x
            join public.traders as t on t.id = x.trader_id
            where x.status = 'held' and x.reason = 'model_calls_off'
            for no key update of x skip locked for key share of t skip locked
        );
        get diagnostics v_queued = row_count;
    end if;
    return v_queued;
end
$$;
comment on function public.set_model_calls(boolean) is
    'The kill switch: false stops every call of a language model from now on, true queues again what waited for it and returns how many';
revoke execute on function public.set_model_calls(boolean) from public, anon, authenticated;
grant execute on function public.set_model_calls(boolean) to service_role;


revoke execute on function private.committed_to_incident(uuid) from public;
grant execute on function private.committed_to_incident(uuid) to service_role;

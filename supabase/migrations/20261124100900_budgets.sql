-- Money: the worst case of a call is reserved before it is made, in one conditional update, and settled after. However
-- many calls ask at once, what is spent and reserved in a day never exceeds the cap.

select private.lock_traders_first();

create table public.daily_spend (
    id bigint generated always as identity primary key,
    user_id uuid references auth.users (id) on delete cascade,
    day date not null,
    spent_usd numeric(12, 6) not null default 0,
    reserved_usd numeric(12, 6) not null default 0,
    calls integer not null default 0,
    constraint daily_spend_one_row_a_day unique nulls not distinct (user_id, day),
    constraint daily_spend_is_natural check (spent_usd >= 0 and reserved_usd >= 0 and calls >= 0)
);
comment on table public.daily_spend is 'What language model calls cost per user and UTC day';
comment on column public.daily_spend.id is 'Identity';
comment on column public.daily_spend.user_id is 'Whose traders it was for; null for traders without an owner';
comment on column public.daily_spend.day is 'UTC day in which the call was reserved';
comment on column public.daily_spend.spent_usd is 'Settled, in US dollars';
comment on column public.daily_spend.reserved_usd is 'Reserved for calls that are not settled yet';
comment on column public.daily_spend.calls is 'Calls reserved';

alter table public.daily_spend enable row level security;
revoke all on public.daily_spend from anon, authenticated, service_role;
grant select on public.daily_spend to authenticated;
grant select on public.daily_spend to service_role;
create policy "Users see their spend" on public.daily_spend
    for select to authenticated
    using (user_id = (select auth.uid()) or (select private.is_admin()));


create table public.llm_usage (
    id uuid primary key default gen_random_uuid(),
    fix_id uuid references public.proposed_fixes (id) on delete set null,
    attempt smallint not null,
    call smallint not null,
    trader_id uuid references public.traders (id) on delete set null,
    -- Not a foreign key: a user who is gone must not turn into the platform, which pays where it is null.
    user_id uuid,
    day date not null,
    model text not null,
    status text not null default 'reserved',
    reserved_usd numeric(12, 6) not null,
    settled_usd numeric(12, 6),
    input_tokens integer,
    output_tokens integer,
    created_at timestamptz not null default now(),
    settled_at timestamptz,
    constraint llm_usage_once_per_call unique (fix_id, attempt, call),
    constraint llm_usage_status_is_known check (status in ('reserved', 'settled', 'released', 'presumed')),
    constraint llm_usage_settled_when_over check (
        (status = 'reserved') = (settled_usd is null) and (status = 'reserved') = (settled_at is null)
    ),
    constraint llm_usage_within_reservation check (reserved_usd > 0 and settled_usd between 0 and reserved_usd),
    constraint llm_usage_numbers_are_natural check (attempt > 0 and call > 0 and input_tokens >= 0 and output_tokens >= 0)
);
comment on table public.llm_usage is 'Ledger of language model calls, append-only: one row per call, reserved and then settled once';
comment on column public.llm_usage.id is 'Identity';
comment on column public.llm_usage.fix_id is 'The fix it was made for';
comment on column public.llm_usage.attempt is 'In which attempt at it';
comment on column public.llm_usage.call is 'Which call of the attempt, from 1';
comment on column public.llm_usage.trader_id is 'The trader';
comment on column public.llm_usage.user_id is 'Who it was for; null for traders without an owner';
comment on column public.llm_usage.day is 'UTC day it counts on';
comment on column public.llm_usage.model is 'The model asked';
comment on column public.llm_usage.status is 'reserved; settled; released: never sent; or presumed: its outcome was lost, so it counts in full';
comment on column public.llm_usage.reserved_usd is 'The most it could cost, in US dollars';
comment on column public.llm_usage.settled_usd is 'What it did cost';
comment on column public.llm_usage.input_tokens is 'Tokens sent';
comment on column public.llm_usage.output_tokens is 'Tokens received';
comment on column public.llm_usage.created_at is 'When it was reserved';
comment on column public.llm_usage.settled_at is 'When it was settled';

create index llm_usage_by_user on public.llm_usage (user_id, created_at desc);
create index llm_usage_by_trader on public.llm_usage (trader_id, created_at desc);
create index llm_usage_open on public.llm_usage (created_at) where status = 'reserved';
create index llm_usage_by_age on public.llm_usage using brin (created_at);

alter table public.llm_usage enable row level security;
revoke all on public.llm_usage from anon, authenticated, service_role;
grant select on public.llm_usage to authenticated;
grant select on public.llm_usage to service_role;
create policy "Users see the calls made for them" on public.llm_usage
    for select to authenticated
    using (user_id = (select auth.uid()) or (select private.is_admin()));

create trigger enforce_initial_state
    before insert on public.llm_usage
    for each row execute function private.enforce_initial_state('status', 'reserved');
create trigger enforce_transition
    before update of status on public.llm_usage
    for each row execute function private.enforce_transition(
        'status', 'reserved>settled', 'reserved>released', 'reserved>presumed'
    );


create function private.keep_ledger()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
    if tg_op = 'DELETE' then
        if old.created_at > pg_catalog.now() - (select s.ledger_retention from private.settings as s) then
            raise exception 'Cannot delete call % of the ledger: it is kept until its retention is over', old.id
                using errcode = 'TE422', detail = 'ledger_append_only';
        end if;
        return old;
    end if;
    if old.status <> 'reserved' and (new.status, new.settled_usd) is distinct from (old.status, old.settled_usd)
        or (new.id, new.attempt, new.call, new.day, new.model, new.reserved_usd, new.created_at)
            is distinct from (old.id, old.attempt, old.call, old.day, old.model, old.reserved_usd, old.created_at) then
        raise exception 'Cannot change call % of the ledger: it is append-only', old.id
            using errcode = 'TE422', detail = 'ledger_append_only';
    end if;
    return new;
end
$$;
comment on function private.keep_ledger() is 'A call may be settled once, lose its references, and go when its retention is over; nothing else';

create trigger keep_ledger
    before update or delete on public.llm_usage
    for each row execute function private.keep_ledger();


create function public.reserve_llm_call(fix_id uuid, attempt integer, call integer, model text, usd numeric)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_fix public.proposed_fixes;
    v_payer uuid;
    v_cap numeric;
    v_day date := (pg_catalog.now() at time zone 'UTC')::date;
begin
    if usd is null or usd <= 0 or call is null or call <= 0 or coalesce(model, '') = '' then
        raise exception 'Cannot reserve a call: usd and call must be positive and model named, not %, % and %', usd, call, model
            using errcode = 'TE400', detail = 'invalid_reservation';
    end if;
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

    v_payer := (select u.id from auth.users as u where u.id = v_fix.user_id);
    v_cap := private.daily_cost_cap(v_payer);
    insert into public.daily_spend as d (user_id, day, reserved_usd, calls)
    select v_payer, v_day, usd, 1 where usd <= v_cap
    on conflict on constraint daily_spend_one_row_a_day do update
    set reserved_usd = d.reserved_usd + excluded.reserved_usd, calls = d.calls + 1
    where d.spent_usd + d.reserved_usd + excluded.reserved_usd <= v_cap;
    if not found then
        return jsonb_build_object('granted', false, 'code', 'daily_cost_cap', 'cap_usd', v_cap);
    end if;
    insert into public.llm_usage (fix_id, attempt, call, trader_id, user_id, day, model, reserved_usd)
    values (v_fix.id, v_fix.attempt, call, v_fix.trader_id, v_payer, v_day, model, usd);
    return jsonb_build_object('granted', true, 'code', 'reserved');
end
$$;
comment on function public.reserve_llm_call(uuid, integer, integer, text, numeric) is
    'Sets aside the most a call may cost, in US dollars, and answers {granted, code: reserved | already_reserved | daily_cost_cap | lease_lost}; a call not granted must not be made';
revoke execute on function public.reserve_llm_call(uuid, integer, integer, text, numeric) from public, anon, authenticated;
grant execute on function public.reserve_llm_call(uuid, integer, integer, text, numeric) to service_role;


create function private.close_llm_call(usage_id uuid, status text, usd numeric, input_tokens integer, output_tokens integer)
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
    update public.proposed_fixes as f
    set cost_usd = f.cost_usd + usd,
        tokens = f.tokens + coalesce(close_llm_call.input_tokens, 0) + coalesce(close_llm_call.output_tokens, 0),
        model = v_usage.model
    where f.id = v_usage.fix_id;
    return true;
end
$$;
comment on function private.close_llm_call(uuid, text, numeric, integer, integer) is
    'Turns a reservation into its final amount, on the ledger, the day and the fix; false when that was done before';
grant execute on function private.close_llm_call(uuid, text, numeric, integer, integer) to service_role;


create function public.settle_llm_call(
    fix_id uuid, attempt integer, call integer, usd numeric default null, input_tokens integer default 0, output_tokens integer default 0
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
comment on function public.settle_llm_call(uuid, integer, integer, numeric, integer, integer) is
    'Settles a reserved call at what it cost: 0 if it was never sent, null if nobody knows, which counts in full; false when it was settled before';
revoke execute on function public.settle_llm_call(uuid, integer, integer, numeric, integer, integer) from public, anon, authenticated;
grant execute on function public.settle_llm_call(uuid, integer, integer, numeric, integer, integer) to service_role;


revoke execute on function
    private.keep_ledger(),
    private.close_llm_call(uuid, text, numeric, integer, integer)
from public;

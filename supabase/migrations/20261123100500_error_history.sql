-- trader_error_history: the audit trail. Whoever inserts here, the loop runs: the row is completed and its incident
-- found before the insert, the counters follow once per statement.

create table private.error_event_ids (
    event_id uuid primary key,
    received_at timestamptz not null default now()
);
comment on table private.error_event_ids is 'Event ids already counted, so that a redelivered event changes nothing';
comment on column private.error_event_ids.event_id is 'The caller''s idempotency key';
comment on column private.error_event_ids.received_at is 'When it first arrived';
create index error_event_ids_by_age on private.error_event_ids (received_at);
alter table private.error_event_ids enable row level security;
grant select, insert on private.error_event_ids to service_role;


create table public.trader_error_history (
    id bigint generated always as identity primary key,
    event_id uuid not null default gen_random_uuid(),
    trader_id uuid not null references public.traders (id) on delete cascade,
    user_id uuid references auth.users (id) on delete cascade,
    incident_id uuid references public.trader_incidents (id) on delete cascade,
    component text not null default 'filter',
    error_type text,
    error_message text not null,
    stack_trace text,
    fingerprint text,
    filter_version_id uuid references public.filter_versions (id) on delete set null,
    code_sha256 text,
    symbol text,
    trigger_interval text,
    context jsonb not null default '{}',
    market_data jsonb,
    occurrences integer not null default 1,
    stale boolean not null default false,
    occurred_at timestamptz not null default now(),
    received_at timestamptz not null default now(),
    constraint trader_error_history_component_is_known check (component in ('filter', 'series')),
    constraint trader_error_history_type_is_known check (error_type in ('compile', 'runtime', 'timeout', 'infrastructure')),
    constraint trader_error_history_is_complete check (error_type is not null and fingerprint is not null and incident_id is not null),
    constraint trader_error_history_hash_is_sha256 check (code_sha256 ~ '^[0-9a-f]{64}$'),
    constraint trader_error_history_occurrences_are_positive check (occurrences > 0),
    constraint trader_error_history_context_is_object check (jsonb_typeof(context) = 'object')
);
comment on table public.trader_error_history is 'Every error as it was reported; a row is one or more identical occurrences';
comment on column public.trader_error_history.id is 'Identity, in order of arrival';
comment on column public.trader_error_history.event_id is 'Idempotency key, from the caller';
comment on column public.trader_error_history.trader_id is 'The trader that failed';
comment on column public.trader_error_history.user_id is 'Its owner, kept here for row security';
comment on column public.trader_error_history.incident_id is 'The incident it belongs to';
comment on column public.trader_error_history.component is 'filter or series';
comment on column public.trader_error_history.error_type is 'compile, runtime, timeout or infrastructure; from the message when not given';
comment on column public.trader_error_history.error_message is 'The message, at most 8 KB';
comment on column public.trader_error_history.stack_trace is 'The stack, at most 32 KB';
comment on column public.trader_error_history.fingerprint is 'Identity of the fault within the trader';
comment on column public.trader_error_history.filter_version_id is 'The version that failed, if known';
comment on column public.trader_error_history.code_sha256 is 'Hash of the code that failed';
comment on column public.trader_error_history.symbol is 'The symbol it failed on';
comment on column public.trader_error_history.trigger_interval is 'The candle interval that started the run';
comment on column public.trader_error_history.context is 'What else the executor said; "truncated" lists what was cut';
comment on column public.trader_error_history.market_data is 'The input it failed on, at most 256 KB';
comment on column public.trader_error_history.occurrences is 'How many identical occurrences the row stands for';
comment on column public.trader_error_history.stale is 'Whether the failing code was no longer the running one: counted, but nothing follows';
comment on column public.trader_error_history.occurred_at is 'When it happened, says the executor';
comment on column public.trader_error_history.received_at is 'When it arrived';

create index trader_error_history_by_incident on public.trader_error_history (incident_id, id desc);
create index trader_error_history_by_trader on public.trader_error_history (trader_id, id desc);
create index trader_error_history_by_owner on public.trader_error_history (user_id, id desc);
create index trader_error_history_by_version on public.trader_error_history (filter_version_id) where filter_version_id is not null;

alter table public.trader_error_history enable row level security;
revoke all on public.trader_error_history from anon, authenticated;
grant select on public.trader_error_history to authenticated;
grant select, insert on public.trader_error_history to service_role;

create policy "Owners see their errors" on public.trader_error_history
    for select to authenticated
    using (user_id = (select auth.uid()) or (select private.is_admin()));


create function private.truncate_bytes(value text, bytes integer)
returns text
language sql
immutable
set search_path = ''
as $$
    -- A character is at most four bytes, so a cut at a quarter of the limit can never exceed it or split one.
    select case when octet_length(value) <= bytes then value else left(value, bytes / 4) end;
$$;
comment on function private.truncate_bytes(text, integer) is 'The text, or its beginning if it is longer than the given bytes';
grant execute on function private.truncate_bytes(text, integer) to service_role;


create function private.fit_error(error public.trader_error_history)
returns public.trader_error_history
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_cut text[] := array_remove(array[
        case when octet_length(error.error_message) > 8192 then 'error_message' end,
        case when octet_length(error.stack_trace) > 32768 then 'stack_trace' end,
        case when octet_length(error.market_data::text) > 262144 then 'market_data' end
    ], null);
begin
    if cardinality(v_cut) > 0 then
        error.error_message := private.truncate_bytes(error.error_message, 8192);
        error.stack_trace := private.truncate_bytes(error.stack_trace, 32768);
        -- Half a market cannot reproduce a failure, so it goes whole.
        error.market_data := case when not 'market_data' = any (v_cut) then error.market_data end;
        error.context := error.context || jsonb_build_object('truncated', v_cut);
    end if;
    return error;
end
$$;
comment on function private.fit_error(public.trader_error_history) is 'The error within its size limits, with what was cut named in its context';
grant execute on function private.fit_error(public.trader_error_history) to service_role;


-- The live incident of a fault, opened if there is none. Definer: the caller may be any writer of the history.
create function private.incident_for(error public.trader_error_history, rule private.error_rules)
returns uuid
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_incident_id uuid;
    v_resolved public.trader_incidents;
begin
    select i.id into v_incident_id
    from public.trader_incidents as i
    where i.trader_id = error.trader_id and i.fingerprint = error.fingerprint and i.status <> 'resolved';
    if found then
        return v_incident_id;
    end if;

    select i.* into v_resolved
    from public.trader_incidents as i
    where i.trader_id = error.trader_id and i.fingerprint = error.fingerprint
    order by i.resolved_at desc
    limit 1;
    -- Code that has been replaced says nothing about the code that runs now.
    if error.stale and v_resolved.id is not null then
        return v_resolved.id;
    end if;

    insert into public.trader_incidents (
        trader_id, user_id, fingerprint, component, error_type, attribution, summary, error_message,
        status, resolved_at, filter_version_id, first_seen, last_seen, regression_of
    )
    values (
        error.trader_id, error.user_id, error.fingerprint, error.component, error.error_type,
        case when error.error_type = 'infrastructure' and rule.attribution = 'code' then 'executor' else rule.attribution end,
        rule.summary, error.error_message,
        case when error.stale then 'resolved' else 'open' end,
        case when error.stale then pg_catalog.now() end,
        error.filter_version_id, error.occurred_at, error.occurred_at,
        -- What only replaced code ever did has not come back.
        case when v_resolved.occurrences > 0 then v_resolved.id end
    )
    returning id into v_incident_id;
    return v_incident_id;
end
$$;
comment on function private.incident_for(public.trader_error_history, private.error_rules) is
    'Id of the incident an error belongs to; opens one when the running code fails in a new way or again after it was resolved';


create function private.prepare_error()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_running public.filter_versions;
    v_rule private.error_rules;
begin
    insert into private.error_event_ids (event_id) values (new.event_id) on conflict do nothing;
    if not found then
        return null;
    end if;

    -- Writers of one trader queue here, which orders every lock taken below.
    select t.user_id into new.user_id from public.traders as t where t.id = new.trader_id for no key update;
    if not found then
        raise exception 'Cannot record an error of trader %: there is no such trader', new.trader_id
            using errcode = 'TE404', detail = 'unknown_trader';
    end if;

    select v.* into v_running from public.filter_versions as v where v.trader_id = new.trader_id and v.is_running;
    new.code_sha256 := coalesce(new.code_sha256, v_running.code_sha256);
    new.stale := new.code_sha256 is distinct from v_running.code_sha256;
    if not new.stale then
        new.filter_version_id := v_running.id;
    elsif new.filter_version_id is null then
        select v.id into new.filter_version_id
        from public.filter_versions as v
        where v.trader_id = new.trader_id and v.code_sha256 = new.code_sha256
        order by v.version desc
        limit 1;
    end if;

    new := private.fit_error(new);
    v_rule := private.classify_error(new.error_message);
    new.error_type := coalesce(nullif(new.error_type, 'unknown'), v_rule.error_type);
    new.fingerprint := private.error_fingerprint(new.error_type, new.component, new.error_message);
    new.incident_id := private.incident_for(new, v_rule);
    return new;
end
$$;
comment on function private.prepare_error() is
    'Completes an error before it is stored: owner, version, type, fingerprint, incident; drops it when its id was seen before';

create trigger prepare_error
    before insert on public.trader_error_history
    for each row execute function private.prepare_error();


create function private.count_errors()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    update public.trader_incidents as i
    set occurrences = i.occurrences + n.occurrences,
        stale_occurrences = i.stale_occurrences + n.stale_occurrences,
        first_seen = least(i.first_seen, n.first_seen),
        last_seen = greatest(i.last_seen, n.last_seen),
        symbols = case
            when n.symbols <@ i.symbols or cardinality(i.symbols) >= 200 then i.symbols
            else (array(
                select s.symbol
                from (
                    select distinct u.symbol, u.symbol <> all (i.symbols) as is_new
                    from unnest(i.symbols || n.symbols) as u (symbol)
                ) as s
                order by s.is_new, s.symbol
            ))[1:200]
        end
    from (
        select
            r.incident_id,
            coalesce(sum(r.occurrences) filter (where not r.stale), 0) as occurrences,
            coalesce(sum(r.occurrences) filter (where r.stale), 0) as stale_occurrences,
            min(r.occurred_at) as first_seen,
            max(r.occurred_at) as last_seen,
            coalesce(array_agg(distinct r.symbol) filter (where r.symbol is not null), '{}') as symbols
        from new_rows as r
        group by r.incident_id
    ) as n
    where i.id = n.incident_id;

    update public.traders as t
    set error_message = n.error_message,
        error_type = n.error_type,
        stack_trace = n.stack_trace,
        error_count = t.error_count + n.occurrences,
        last_error_at = greatest(t.last_error_at, n.occurred_at)
    from (
        select distinct on (r.trader_id)
            r.trader_id,
            r.error_message,
            r.error_type,
            r.stack_trace,
            r.occurred_at,
            sum(r.occurrences) over (partition by r.trader_id) as occurrences
        from new_rows as r
        where not r.stale
        order by r.trader_id, r.occurred_at desc, r.id desc
    ) as n
    where t.id = n.trader_id;
    return null;
end
$$;
comment on function private.count_errors() is 'Brings incidents and traders up to date, once per statement';

create trigger count_errors
    after insert on public.trader_error_history
    referencing new table as new_rows
    for each statement execute function private.count_errors();


revoke execute on function
    private.truncate_bytes(text, integer),
    private.fit_error(public.trader_error_history),
    private.incident_for(public.trader_error_history, private.error_rules),
    private.prepare_error(),
    private.count_errors()
from public;

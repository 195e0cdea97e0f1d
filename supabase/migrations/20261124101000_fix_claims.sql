-- Claims of fixes, within the attempts an incident and a trader may take: claim, extend, finish, fail.

select private.lock_traders_first();

create table private.trader_attempts (
    trader_id uuid not null references public.traders (id) on delete cascade,
    day date not null,
    attempts smallint not null,
    constraint trader_attempts_pkey primary key (trader_id, day),
    constraint trader_attempts_count_something check (attempts > 0)
);
comment on table private.trader_attempts is 'Repair attempts per trader and UTC day, counted when they begin';
comment on column private.trader_attempts.trader_id is 'The trader';
comment on column private.trader_attempts.day is 'The UTC day';
comment on column private.trader_attempts.attempts is 'Attempts begun';
alter table private.trader_attempts enable row level security;
grant select, insert, update on private.trader_attempts to service_role;


alter table public.proposed_fixes
    add column refunded smallint not null default 0,
    add constraint proposed_fixes_refunds_are_attempts check (refunded between 0 and attempt);
comment on column public.proposed_fixes.refunded is 'Attempts that were stopped before they could try anything, so that they do not count';


-- Whoever changes a fix or a deployment ends up at its trader, by what is told of it: held first, so that a trader's
-- deletion, which goes the other way, never waits for somebody who waits for it.
create function private.hold_trader(trader_id uuid)
returns void
language sql
set search_path = ''
as $$
    select from public.traders as t where t.id = hold_trader.trader_id for key share;
$$;
comment on function private.hold_trader(uuid) is 'Keeps a trader from being deleted until the transaction ends';


create function private.attempts_of(incident_id uuid)
returns integer
language sql
stable
set search_path = ''
as $$
    select coalesce(sum(f.attempt - f.refunded), 0)::integer from public.proposed_fixes as f where f.incident_id = attempts_of.incident_id;
$$;
comment on function private.attempts_of(uuid) is 'Repair attempts an incident has taken, over all its fixes';


create function private.count_attempt(trader_id uuid)
returns boolean
language plpgsql
set search_path = ''
as $$
begin
    insert into private.trader_attempts as a (trader_id, day, attempts)
    values (trader_id, (pg_catalog.now() at time zone 'UTC')::date, 1)
    on conflict on constraint trader_attempts_pkey do update set attempts = a.attempts + 1
    where a.attempts < (select s.trader_attempts_per_day from private.settings as s);
    return found;
end
$$;
comment on function private.count_attempt(uuid) is 'Counts an attempt against a trader''s day; false when the day is used up';


create function private.next_utc_day()
returns timestamptz
language sql
stable
set search_path = ''
as $$
    select (date_trunc('day', pg_catalog.now() at time zone 'UTC') + interval '1 day') at time zone 'UTC';
$$;
comment on function private.next_utc_day() is 'When the caps of the day begin anew';


create or replace function public.claim_fix(fix_id uuid)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    v_settings private.settings;
    v_fix public.proposed_fixes;
    v_before integer;
begin
    select s.* into v_settings from private.settings as s;
    perform private.hold_trader((select f.trader_id from public.proposed_fixes as f where f.id = fix_id));

    -- A row that another caller is claiming is not due for this one.
    select f.* into v_fix
    from public.proposed_fixes as f
    where f.id = claim_fix.fix_id
        and (
            (f.status = 'queued' and f.next_attempt_at <= pg_catalog.now())
            or (f.status = 'generating' and f.lease_until < pg_catalog.now())
        )
    for no key update skip locked;
    if not found then
        return null;
    end if;

    v_before := private.attempts_of(v_fix.incident_id);
    if v_before >= v_settings.max_attempts then
        update public.proposed_fixes as f
        set status = 'failed', lease_until = null, reason = 'attempts_exhausted',
            reason_detail = format('Repairing it was tried %s times without a result.', v_before)
        where f.id = v_fix.id;
        return null;
    end if;
    if not private.count_attempt(v_fix.trader_id) then
        update public.proposed_fixes as f
        set status = 'held', lease_until = null, reason = 'trader_attempts_cap', next_attempt_at = private.next_utc_day(),
            reason_detail = format('Repairs of this trader were tried %s times today, which is the limit. It goes on tomorrow.', v_settings.trader_attempts_per_day)
        where f.id = v_fix.id;
        return null;
    end if;

    update public.proposed_fixes as f
    set status = 'generating', attempt = f.attempt + 1, lease_until = pg_catalog.now() + v_settings.fix_lease
    where f.id = v_fix.id
    returning * into v_fix;

    perform private.ring('regenerate-filter', n.id)
    from (
        select f.id
        from public.proposed_fixes as f
        where f.status = 'queued' and f.next_attempt_at <= pg_catalog.now()
        order by f.next_attempt_at, f.id
        limit 1
    ) as n;
    return private.claim_of(v_fix, v_settings.max_attempts - v_before - 1);
end
$$;


create function private.claim_of(fix public.proposed_fixes, attempts_left integer)
returns jsonb
language sql
stable
set search_path = ''
as $$
    select jsonb_build_object(
        'fix', jsonb_build_object('id', fix.id, 'attempt', fix.attempt, 'attempts_left', attempts_left, 'lease_until', fix.lease_until),
        'incident', jsonb_build_object(
            'id', i.id, 'component', i.component, 'error_type', i.error_type, 'fingerprint', i.fingerprint, 'symbols', i.symbols
        ),
        'trader', jsonb_build_object('id', t.id, 'user_id', t.user_id, 'name', t.name, 'strategy', t.strategy),
        'base', jsonb_build_object('code', v.code, 'series_code', v.series_code, 'code_sha256', v.code_sha256),
        'error', jsonb_build_object(
            'message', coalesce(h.error_message, i.error_message), 'stack', h.stack_trace, 'symbol', h.symbol
        ),
        'earlier', case when fix.code is not null then jsonb_build_object(
            'code', case i.component when 'filter' then fix.code else fix.series_code end,
            'failure', coalesce(fix.reason_detail, '')
        ) end,
        'captured', (
            select coalesce(jsonb_agg(c.market_data), '[]')
            from (
                select x.market_data
                from public.trader_error_history as x
                where x.incident_id = i.id and not x.stale and x.market_data is not null
                order by x.id desc
                limit 3
            ) as c
        )
    )
    from public.trader_incidents as i
    join public.traders as t on t.id = i.trader_id
    join public.filter_versions as v on v.id = fix.base_version_id
    left join public.trader_error_history as h on h.id = i.latest_error_id
    where i.id = fix.incident_id;
$$;
comment on function private.claim_of(public.proposed_fixes, integer) is 'All that repairing a claimed fix needs';


create function public.extend_fix(fix_id uuid, attempt integer)
returns timestamptz
language sql
set search_path = ''
as $$
    update public.proposed_fixes as f
    set lease_until = pg_catalog.now() + (select s.fix_lease from private.settings as s)
    where f.id = extend_fix.fix_id and f.attempt = extend_fix.attempt and f.status = 'generating' and f.lease_until >= pg_catalog.now()
    returning f.lease_until;
$$;
comment on function public.extend_fix(uuid, integer) is
    'Lengthens the lease of the attempt that holds it and returns its new end; null when the lease was lost';
revoke execute on function public.extend_fix(uuid, integer) from public, anon, authenticated;
grant execute on function public.extend_fix(uuid, integer) to service_role;


create or replace function public.finish_fix(fix_id uuid, attempt integer, outcome jsonb)
returns boolean
language plpgsql
set search_path = ''
as $$
begin
    perform private.hold_trader((select f.trader_id from public.proposed_fixes as f where f.id = fix_id));
    update public.proposed_fixes as f
    set status = o.status,
        lease_until = null,
        next_attempt_at = case
            when o.reason = 'daily_cost_cap' then private.next_utc_day()
            else coalesce(o.next_attempt_at, f.next_attempt_at)
        end,
        refunded = f.refunded + case when o.status = 'held' then 1 else 0 end,
        origin = coalesce(o.origin, f.origin),
        code = coalesce(o.code, f.code),
        series_code = coalesce(o.series_code, f.series_code),
        explanation = coalesce(o.explanation, f.explanation),
        root_cause = coalesce(o.root_cause, f.root_cause),
        what_changed = coalesce(o.what_changed, f.what_changed),
        diff = coalesce(o.diff, f.diff),
        validated = coalesce(o.validated, f.validated),
        validation = coalesce(o.validation, f.validation),
        prompt_version = coalesce(o.prompt_version, f.prompt_version),
        trace_url = coalesce(o.trace_url, f.trace_url),
        reason = o.reason,
        reason_detail = o.reason_detail
    from jsonb_to_record(finish_fix.outcome) as o (
        status text, next_attempt_at timestamptz, origin text, code text, series_code text, explanation text, root_cause text,
        what_changed jsonb, diff text, validated boolean, validation jsonb, prompt_version text, trace_url text,
        reason text, reason_detail text
    )
    where f.id = finish_fix.fix_id and f.status = 'generating' and f.attempt = finish_fix.attempt;
    return found;
end
$$;
comment on function public.finish_fix(uuid, integer, jsonb) is
    'Ends an attempt with its outcome {status, ...}; false when the lease was lost and another attempt owns the fix. Cost comes from the ledger';


-- wait_seconds: what the provider asked for; null after a failure that waiting does not mend.
create function public.fail_fix(fix_id uuid, attempt integer, outcome jsonb, wait_seconds numeric default null)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
    v_settings private.settings;
    v_attempts integer;
    v_wait interval := '0';
begin
    select s.* into v_settings from private.settings as s;
    select private.attempts_of(f.incident_id) into v_attempts from public.proposed_fixes as f where f.id = fail_fix.fix_id;
    if v_attempts >= v_settings.max_attempts then
        return public.finish_fix(fix_id, attempt, outcome || '{"status": "failed"}');
    end if;
    if wait_seconds is not null then
        v_wait := greatest(
            v_settings.retry_delays[least(fail_fix.attempt, cardinality(v_settings.retry_delays))],
            make_interval(secs => least(wait_seconds, 86400)::double precision)
        );
    end if;
    return public.finish_fix(
        fix_id, attempt, outcome || jsonb_build_object('status', 'queued', 'next_attempt_at', pg_catalog.now() + v_wait)
    );
end
$$;
comment on function public.fail_fix(uuid, integer, jsonb, numeric) is
    'Ends an attempt without a result: queued again, at once or after the wait of its number and at least wait_seconds, or failed when the attempts are used up; false when the lease was lost';
revoke execute on function public.fail_fix(uuid, integer, jsonb, numeric) from public, anon, authenticated;
grant execute on function public.fail_fix(uuid, integer, jsonb, numeric) to service_role;


-- What waited for a user's setting goes on when the setting changes.
create function private.apply_recovery_preferences()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- All traders first: an error that is being recorded may be holding a fix back by the old setting.
    perform
    from public.traders as t
    where t.user_id = new.user_id
    order by t.id
    for no key update;
    update public.proposed_fixes as f
    set status = 'queued', reason = null, reason_detail = null, next_attempt_at = pg_catalog.now()
    where f.user_id = new.user_id
        and f.status = 'held'
        and (f.reason = 'daily_cost_cap' or (f.reason = 'auto_regenerate_off' and new.auto_regenerate));
    return null;
end
$$;
comment on function private.apply_recovery_preferences() is 'Queues again the fixes that the user''s own settings held';

create trigger apply_recovery_preferences
    after insert or update of auto_regenerate, daily_cost_cap_usd on public.recovery_preferences
    for each row execute function private.apply_recovery_preferences();


revoke execute on function
    private.apply_recovery_preferences(),
    private.hold_trader(uuid),
    private.attempts_of(uuid),
    private.count_attempt(uuid),
    private.next_utc_day(),
    private.claim_of(public.proposed_fixes, integer)
from public;
grant execute on function
    private.hold_trader(uuid),
    private.attempts_of(uuid),
    private.count_attempt(uuid),
    private.next_utc_day(),
    private.claim_of(public.proposed_fixes, integer)
to service_role;

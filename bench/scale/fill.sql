-- One data set of the benchmark, in one transaction and without triggers: rows as months of use would leave them.
-- Sizes come from the settings scale.*, the faults from pg_temp.faults. Owner 1, trader 1 and incident 1 are the typical
-- ones that the page queries ask for: what is theirs is the same in every data set.
-- Trader t has the incidents 10t-9 .. 10t; the first two are live if t is odd.

create function pg_temp.n(setting text) returns bigint language sql stable
as $$ select current_setting('scale.' || setting)::bigint $$;
create function pg_temp.id(kind text, number bigint) returns uuid language sql immutable
as $$ select md5(kind || number)::uuid $$;
create function pg_temp.owner_of(trader bigint) returns bigint language sql stable
as $$ select case when trader <= 60 then 1 else 2 + trader % (pg_temp.n('owners') - 1) end $$;
create function pg_temp.code(number bigint) returns text language sql immutable
as $$ select '// ' || number || repeat(E'\nif klines[len(klines)-1].Close > highest[0] * 1.002 && rsi.Values[len(rsi.Values)-1] < 70 { return true }', 12) $$;

begin;
set local session_replication_role = replica;
set local maintenance_work_mem = '512MB';
set local work_mem = '256MB';
-- New files that are made in this transaction need no log.
truncate public.traders, public.daily_spend, public.llm_usage, public.systemic_faults, private.error_event_ids cascade;

create temporary table dropped_indexes on commit drop as
select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
from pg_index as i
where i.indrelid in (
        'public.trader_error_history'::regclass, 'public.trader_incidents'::regclass, 'public.incident_hours'::regclass,
        'public.proposed_fixes'::regclass, 'public.notifications'::regclass
    )
    and not exists (select from pg_constraint as c where c.conindid = i.indexrelid);
do $$
declare
    v_index record;
begin
    for v_index in select * from dropped_indexes loop
        execute 'drop index ' || v_index.name;
    end loop;
end
$$;

insert into auth.users (id, email, raw_app_meta_data)
select pg_temp.id('owner', n), 'owner' || n || '@example.com', case when n = 0 then '{"role": "admin"}' else '{}' end::jsonb
from generate_series(0, pg_temp.n('owners')) as n;
insert into public.notification_preferences (user_id)
select pg_temp.id('owner', n) from generate_series(1, pg_temp.n('owners'), 2) as n;
insert into public.recovery_preferences (user_id)
select pg_temp.id('owner', n) from generate_series(1, pg_temp.n('owners'), 2) as n;

insert into public.traders (id, user_id, name, filter, strategy, error_message, error_type, error_count, last_error_at)
select
    pg_temp.id('trader', t), pg_temp.id('owner', pg_temp.owner_of(t)), 'Trader ' || t, jsonb_build_object('code', pg_temp.code(3)),
    '{"description": "Buys breakouts above the highest high of twenty candles while the RSI is below seventy."}',
    case when t % 2 = 1 then 'runtime error: index out of range [21] with length 20' end, case when t % 2 = 1 then 'runtime' end,
    t % 2 * 5000, case when t % 2 = 1 then now() - (t % 9000) * interval '10 seconds' end
from generate_series(1, pg_temp.n('traders')) as t;

insert into public.filter_versions (id, trader_id, user_id, version, code, source, is_running, created_at)
select
    pg_temp.id('version ' || t || ' ', v.n), pg_temp.id('trader', t), pg_temp.id('owner', pg_temp.owner_of(t)), v.n, pg_temp.code(v.n),
    'edit', v.n = v.of, now() - (v.of - v.n) * interval '1 day'
from generate_series(1, pg_temp.n('traders')) as t
cross join lateral (
    select x.n, x.of from (select case when t = 1 then 30 else 3 end as of) as m cross join lateral (select n, m.of from generate_series(1, m.of) as n) as x
) as v;

create temporary table incidents on commit drop as
select
    x.i, pg_temp.id('incident', x.i) as id, x.t, pg_temp.id('trader', x.t) as trader_id, pg_temp.id('owner', pg_temp.owner_of(x.t)) as user_id,
    pg_temp.id('version ' || x.t || ' ', 3) as version_id, x.t % 2 = 1 and x.i % 10 in (1, 2) as live,
    now() - (1 + x.i * 7919 % 1000 * 0.089) * interval '1 day' as at, f.*
from (select n as i, (n + 9) / 10 as t from generate_series(1, pg_temp.n('incidents')) as n) as x
join pg_temp.faults as f on f.number = (x.t * 7 + x.i) % pg_temp.n('faults');
create unique index on incidents (i);
analyze incidents;

-- In order of arrival, so the rows of an incident lie apart. Only a nested loop keeps that order without sorting it all.
set local enable_hashjoin = off;
set local enable_mergejoin = off;
insert into public.trader_error_history (
    id, trader_id, user_id, incident_id, error_type, error_message, stack_trace, fingerprint, filter_version_id, code_sha256, symbol,
    trigger_interval, context, market_data, occurrences, occurred_at, received_at
) overriding system value
select
    h.g, i.trader_id, i.user_id, i.id, i.error_type, i.message, i.stack, i.fingerprint, i.version_id, repeat('0', 64),
    'S' || h.g % 30 || 'USDT', '5m', '{"price": 42000.5, "attempt": 1}', case when h.captured then m.market_data end, 1 + h.g % 3, h.at, h.at
from (
    select
        g,
        -- Five hundred rows of incident 1 and ten captured ones of incident 21, the same in every data set.
        case
            when g % every.n = 0 then 1
            when g % every.n = 1 and g < every.n * 10 then 21
            else 2 + g * 7919 % (every.incidents - 1)
        end as i,
        g % 200 = 0 or g % every.n = 1 and g < every.n * 10 as captured,
        now() - (1 - g::float / every.history) * interval '90 days' as at
    from (select pg_temp.n('history') as history, pg_temp.n('history') / 500 as n, pg_temp.n('incidents') as incidents) as every
    cross join lateral (select g from generate_series(1, every.history) as g) as s
) as h
join incidents as i on i.i = h.i
cross join pg_temp.market as m;
set local enable_hashjoin = on;
set local enable_mergejoin = on;

create temporary table latest on commit drop as
select h.incident_id, max(h.id) as id, max(h.occurred_at) as at, min(h.occurred_at) as first_at, sum(h.occurrences) as occurrences
from public.trader_error_history as h
group by h.incident_id;

insert into public.systemic_faults (id, fingerprint, error_type, error_message, status, first_seen, last_seen, resolved_at)
select pg_temp.id('fault', n), 'v2:' || md5(n::text), 'infrastructure', 'connection refused', 'resolved', d.day, d.day, d.day
from generate_series(1, 20) as n
cross join lateral (select now() - n * interval '4 days' as day) as d;

insert into public.trader_incidents (
    id, trader_id, user_id, fingerprint, component, error_type, attribution, summary, error_message, status, filter_version_id,
    first_seen, last_seen, occurrences, symbols, resolved_at, created_at, latest_error_id, systemic_fault_id
)
select
    i.id, i.trader_id, i.user_id, i.fingerprint, 'filter', i.error_type, i.attribution, 'The filter asked for candles that are not there.',
    i.message, case when i.live then 'open' else 'resolved' end, i.version_id, coalesce(l.first_at, i.at), coalesce(l.at, i.at),
    coalesce(l.occurrences, 1), s.symbols, case when not i.live then i.at end, i.at, l.id,
    case when not i.live and i.i > 600 and i.i <= 900 then pg_temp.id('fault', 1 + i.i % 20) end
from incidents as i
left join latest as l on l.incident_id = i.id
cross join (select array_agg('S' || n || 'USDT') as symbols from generate_series(0, 29) as n) as s
order by i.i;

insert into public.incident_hours (incident_id, hour, trader_id, user_id, occurrences)
select
    i.id, date_trunc('hour', case when i.status = 'open' then now() else i.last_seen end) - h.n * interval '1 hour', i.trader_id, i.user_id,
    100 + h.n
from public.trader_incidents as i
cross join lateral generate_series(
    0, case when i.id = pg_temp.id('incident', 1) then 167 when i.status = 'open' then 23 else 2 end
) as h (n);

-- Repairs: what is live waits for its owner, ten are due, one in two hundred could not be repaired.
insert into public.proposed_fixes (
    id, trader_id, user_id, incident_id, base_version_id, status, origin, code, explanation, diff, validated, validation, reason,
    reason_detail, attempt, decided_at, next_attempt_at, created_at, updated_at
)
select
    pg_temp.id('fix', f.i), f.trader_id, f.user_id, f.id, case when f.t = 1 then pg_temp.id('version 1 ', 30) else f.version_id end, f.status,
    'llm', pg_temp.code(f.i), 'The filter now checks that there are enough candles.',
    repeat(E'-return klines[-1]\n+return klines[len(klines)-1]\n', 8), true, '{"replayed": 40, "healthy": {"inputs": 30, "equal": 30}}',
    case when f.status in ('failed', 'held') then 'attempts_exhausted' end, null, case f.status when 'queued' then 0 else 1 end,
    case when f.status = 'accepted' then f.at end, case f.status when 'queued' then now() - interval '1 minute' else f.at end, f.at, f.at
from (
    select
        i.*,
        case
            when i.i between 21 and 201 and i.i % 20 = 1 then 'queued'
            when i.i % 2000 = 1002 then 'held'
            when i.live then 'proposed'
            when i.i % 200 = 7 then 'failed'
            else 'accepted'
        end as status
    from incidents as i
    where i.i % 3 > 0 or i.i % 10 in (1, 2)
) as f
order by f.i;

insert into public.deployments (id, trader_id, user_id, version_id, fix_id, status, attempts, deployed_at, created_at, updated_at)
select
    pg_temp.id('deployment for ' || f.id, 0), f.trader_id, f.user_id, f.base_version_id, f.id, 'verified', 1, f.created_at, f.created_at,
    f.created_at
from public.proposed_fixes as f
where f.status = 'accepted';

insert into public.llm_usage (fix_id, attempt, call, trader_id, user_id, day, model, status, reserved_usd, settled_usd, created_at, settled_at)
select f.id, 1, 1, f.trader_id, f.user_id, f.created_at::date, 'model', 'settled', 0.05, 0.01, f.created_at, f.created_at
from public.proposed_fixes as f
where f.status <> 'queued';

insert into public.notifications (
    user_id, trader_id, incident_id, kind, subject_id, title, body, link, read_at, email_status, email_sent_at, email_error,
    created_at, updated_at, email_next_attempt_at
)
select
    s.user_id, s.trader_id, s.incident_id, s.kind, s.id, '"Trader" is failing', repeat('What happened and what to do. ', 6),
    '/traders/' || s.trader_id, case when s.place % 8 > 0 then s.at end, e.status, case when e.status = 'sent' then s.at end,
    case when e.status = 'failed' then 'mailbox full' end, s.at, case when s.place <= 45 then now() - s.place * interval '1 hour' else s.at end, s.at
from (
    select i.user_id, i.trader_id, i.id as incident_id, 'incident_detected' as kind, i.id, i.created_at as at, row_number() over () as place
    from public.trader_incidents as i
    union all
    select f.user_id, f.trader_id, f.incident_id, 'fix_proposed', f.id, f.created_at, row_number() over ()
    from public.proposed_fixes as f
    where f.status in ('proposed', 'accepted')
) as s
cross join lateral (
    -- The operators' page lists its most dead letters in every data set.
    select case when s.place <= 5 then 'pending' when s.place <= 45 or s.place % 500 = 7 then 'failed' else 'sent' end as status
) as e;

-- A day without a repair has no row.
insert into public.daily_spend (user_id, day, spent_usd, calls)
select pg_temp.id('owner', o), (now() at time zone 'UTC')::date - d, 0.25, 12
from generate_series(1, pg_temp.n('owners')) as o
cross join generate_series(0, 59) as d
where o = 1 or (o + d) % 10 = 0;

-- Version 4, as clients make them: the time of arrival does not show in the id.
insert into private.error_event_ids (event_id, received_at)
select gen_random_uuid(), now() - (1 - n::float / pg_temp.n('event_ids')) * interval '7 days'
from generate_series(1, pg_temp.n('event_ids')) as n;

do $$
declare
    v_index record;
begin
    for v_index in select * from dropped_indexes loop
        execute v_index.definition;
    end loop;
end
$$;
select private.beat('sweep');
select setval('public.trader_error_history_id_seq', pg_temp.n('history'));
commit;

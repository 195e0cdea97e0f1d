-- What that platform's tables hold. Of 300 traders, some are built in, some of users that are gone, some double-encoded,
-- some JavaScript.
insert into auth.users (id, email)
select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'user' || n || '@example.com'
from generate_series(1, 20) as n;
update public.user_profiles set is_admin = true where email = 'user20@example.com';
insert into public.user_fly_apps (user_id, fly_app_name)
select u.id, 'vyx-user-' || right(u.id::text, 2) from auth.users as u where u.id::text like '%0000000001';

insert into public.traders (id, user_id, name, description, filter, strategy, is_built_in, ownership_type, language, version, updated_at)
select
    ('10000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid,
    case
        when n % 10 = 0 then null
        when n % 10 = 1 then ('90000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid
        else ('00000000-0000-4000-8000-' || lpad((n % 19 + 1)::text, 12, '0'))::uuid
    end,
    'Trader ' || n,
    'Watches the market',
    case when n % 3 = 0 then to_jsonb(f.filter::text) else f.filter end,
    '{"instructions": "Buy low"}',
    n % 10 = 0,
    case when n % 10 = 0 then 'system' else 'user' end,
    case when n % 7 = 0 then 'javascript' else 'go' end,
    n % 5 + 1,
    timestamptz '2026-01-01 00:00:00+00' + n * interval '1 minute'
from generate_series(1, 300) as n
cross join lateral (
    select jsonb_build_object(
        'code', format(E'return data.Ticker.LastPrice > %s // \u00fc', n),
        'indicators', '["rsi"]'::jsonb, 'requiredTimeframes', '["5m"]'::jsonb
    ) || case when n % 2 = 0 then jsonb_build_object('seriesCode', format('return %s', n)) else '{}' end as filter
) as f;

insert into public.trader_state (trader_id) select t.id from public.traders as t;
insert into public.trader_execution_history (trader_id, execution_time_ms) select t.id, 12 from public.traders as t;
insert into public.notification_queue (user_id, type) select u.id, 'signal' from auth.users as u;

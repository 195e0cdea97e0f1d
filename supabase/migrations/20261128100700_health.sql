-- Health, dead letters and the operators' page: a mail is one dead letter, and where mail or webhook cannot be used it is said.

select private.lock_traders_first();

create function private.delivery_problems()
returns setof text
language sql
stable
set search_path = ''
as $$
    -- Until a mail has gone out after it.
    select 'email_not_configured'
    where (
        select max(n.updated_at)
        from public.notifications as n
        where n.email_status = 'skipped' and n.email_error = 'email_not_configured'
    ) > coalesce((select max(n.email_sent_at) from public.notifications as n where n.email_sent_at is not null), '-infinity')
    union all
    select 'email_paused' from private.email_pause as p where p.until > pg_catalog.now()
    union all
    select case l.status when 'skipped' then 'operator_webhook_not_configured' else 'operator_webhook_failing' end
    from (select a.status from private.operator_alerts as a where a.status <> 'pending' order by a.created_at desc limit 1) as l
    where l.status in ('skipped', 'failed');
$$;
comment on function private.delivery_problems() is
    'Why users or operators are not told by mail or webhook: email_not_configured, email_paused, operator_webhook_not_configured, operator_webhook_failing';
revoke execute on function private.delivery_problems() from public;
grant execute on function private.delivery_problems() to authenticated, service_role;


create or replace function public.recovery_health()
returns jsonb
language sql
stable
set search_path = ''
as $$
    with sweeper as (
        select
            (select h.beat_at from private.heartbeats as h where h.job = 'sweep') as beat_at,
            (select h.beat_at from private.heartbeats as h where h.job = 'prune') as pruned_at,
            s.silence_after
        from private.settings as s
    ),
    queues as (
        select k.function_name, count(w.row_id) as due, extract(epoch from pg_catalog.now() - min(w.due_at))::bigint as oldest_s
        from (values ('regenerate-filter'), ('notify'), ('deploy-filter'), ('send-feedback'), ('alert-operators')) as k (function_name)
        left join private.due_work as w on w.function_name = k.function_name
        group by k.function_name
    ),
    secrets as (
        select n.name
        from (values ('recovery_functions_url'), ('recovery_webhook_secret')) as n (name)
        where not private.has_secret(n.name)
    ),
    problems as (
        select 'sweeper_silent' as code, 1 as place from sweeper as s
        where s.beat_at is null or s.beat_at < clock_timestamp() - s.silence_after
        union all
        select 'secrets_missing', 2 where exists (select from secrets)
        union all
        select 'cron_missing', 3 where not exists (select from pg_catalog.pg_extension as e where e.extname = 'pg_cron')
        union all
        select 'pg_net_missing', 4 where not exists (select from pg_catalog.pg_extension as e where e.extname = 'pg_net')
        union all
        select 'queue_late', 5 from private.settings as s where exists (select from queues as q where q.oldest_s > extract(epoch from s.silence_after))
        union all
        select 'dead_letters', 6 where exists (select from public.dead_letters as l where l.since > pg_catalog.now() - interval '1 day')
        union all
        select 'systemic_fault', 7 where exists (select from public.systemic_faults as f where f.status = 'open')
        union all
        select 'model_calls_off', 8 from private.settings as s where not s.model_calls_on
        union all
        select d.code, 9 from private.delivery_problems() as d (code)
        union all
        select 'sweeper_failing', 10 where exists (select from private.heartbeats as h where h.job = 'sweep' and h.failing is not null)
    )
    select jsonb_build_object(
        'ok', not exists (select from problems),
        'problems', (select coalesce(jsonb_agg(p.code order by p.place), '[]') from problems as p),
        'sweeper', (
            select jsonb_build_object(
                'last_sweep_at', s.beat_at,
                'age_s', extract(epoch from clock_timestamp() - s.beat_at)::bigint,
                'last_prune_at', s.pruned_at
            )
            from sweeper as s
        ),
        'queues', (select jsonb_object_agg(q.function_name, jsonb_build_object('due', q.due, 'oldest_s', q.oldest_s)) from queues as q),
        'dead_letters', (
            select jsonb_object_agg(k.kind, coalesce(l.letters, 0))
            from (values ('fix'), ('deployment'), ('email')) as k (kind)
            left join (
                select d.kind, count(*) as letters from public.dead_letters as d where d.since > pg_catalog.now() - interval '7 days' group by d.kind
            ) as l on l.kind = k.kind
        ),
        'mail', jsonb_build_object(
            'last_sent_at', (select max(n.email_sent_at) from public.notifications as n where n.email_sent_at is not null),
            'paused_until', (select p.until from private.email_pause as p where p.until > pg_catalog.now()),
            'undeliverable_addresses', (select count(*) from public.undeliverable_addresses)
        ),
        'missing_secrets', (select coalesce(jsonb_agg(s.name order by s.name), '[]') from secrets as s),
        'bells', jsonb_build_object(
            'lost_last_day', (select coalesce(sum(b.bells), 0) from private.lost_bells as b where b.hour > pg_catalog.now() - interval '1 day'),
            'pg_net', private.bell_responses()
        ),
        'systemic_faults', (select count(*) from public.systemic_faults as f where f.status = 'open'),
        'spend_today_usd', (
            select coalesce(sum(d.spent_usd + d.reserved_usd), 0)
            from public.daily_spend as d
            where d.day = (pg_catalog.now() at time zone 'UTC')::date
        )
    );
$$;
comment on function public.recovery_health() is
    'Whether the database keeps its part: {ok, problems: [code], sweeper, queues, dead_letters of a week, mail, missing_secrets, bells, systemic_faults, spend_today_usd}; ages in seconds';


-- A mail that many notifications are part of is one dead letter.
create or replace view public.dead_letters with (security_invoker = true) as
select 'fix' as kind, f.id, f.trader_id, f.user_id, f.attempt::integer as attempts, f.reason, f.updated_at as since
from public.proposed_fixes as f
where f.status = 'failed'
union all
select 'deployment', d.id, d.trader_id, d.user_id, d.attempts::integer, d.error, d.updated_at
from public.deployments as d
where d.status = 'failed' and d.attempts > 0
union all
select 'email', n.id, n.trader_id, n.user_id, n.email_failures::integer, n.email_error, n.updated_at
from public.notifications as n
where n.email_status = 'failed'
    and not exists (
        select
        from public.notifications as e
        where e.mail_id = n.mail_id and e.email_status = 'failed' and (e.created_at, e.id) < (n.created_at, n.id)
    );


create or replace function public.operator_overview()
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
    if not private.is_admin() then
        raise exception 'Cannot show the operators'' page: it is for operators' using errcode = 'TE403', detail = 'not_an_operator';
    end if;
    return jsonb_build_object(
        'hints', (select coalesce(jsonb_agg(d.code order by d.code), '[]') from private.delivery_problems() as d (code)),
        'systemic_faults', (
            select coalesce(jsonb_agg(to_jsonb(s) || jsonb_build_object(
                'incidents', (select count(*) from public.trader_incidents as i where i.systemic_fault_id = s.id),
                'held_fixes', case
                    when s.status = 'open' then (
                        select count(*)
                        from public.trader_incidents as i
                        join public.proposed_fixes as f on f.incident_id = i.id and f.status = 'held'
                        where i.systemic_fault_id = s.id
                    )
                    else 0
                end
            ) order by s.first_seen desc), '[]')
            from (select x.* from public.systemic_faults as x order by x.first_seen desc, x.id desc limit 20) as s
        ),
        'dead_letters', (
            select coalesce(jsonb_agg(to_jsonb(l) order by l.since desc), '[]')
            from (select x.* from public.dead_letters as x where x.since > pg_catalog.now() - interval '7 days' order by x.since desc limit 50) as l
        ),
        'queues', jsonb_build_object(
            'fixes', (select count(*) from public.proposed_fixes as f where f.status in ('queued', 'generating')),
            'held', (select count(*) from public.proposed_fixes as f where f.status = 'held'),
            'deployments', (select count(*) from public.deployments as d where d.status = 'pending'),
            'emails', (select count(*) from public.notifications as n where n.email_status in ('pending', 'sending'))
        ),
        'sweeper', (select to_jsonb(h) from private.heartbeats as h where h.job = 'sweep'),
        'lost_bells_last_day', (
            select coalesce(sum(b.bells), 0) from private.lost_bells as b where b.hour > pg_catalog.now() - interval '1 day'
        ),
        'spend_today_usd', (
            select coalesce(sum(d.spent_usd + d.reserved_usd), 0)
            from public.daily_spend as d
            where d.day = (pg_catalog.now() at time zone 'UTC')::date
        )
    );
end
$$;
comment on function public.operator_overview() is
    'The operators'' page: {hints: [code], systemic_faults, dead_letters of a week, queues, sweeper, lost_bells_last_day, spend_today_usd}; TE403 for anybody else';

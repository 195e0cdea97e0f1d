-- Health: one answer to whether the database keeps its part, for operators, `npm run doctor` and alerts.

create view public.dead_letters with (security_invoker = true) as
select 'fix' as kind, f.id, f.trader_id, f.user_id, f.attempt::integer as attempts, f.reason, f.updated_at as since
from public.proposed_fixes as f
where f.status = 'failed'
union all
select 'deployment', d.id, d.trader_id, d.user_id, d.attempts::integer, d.error, d.updated_at
from public.deployments as d
where d.status = 'failed' and d.attempts > 0
union all
select 'email', n.id, n.trader_id, n.user_id, n.email_attempts::integer, n.email_error, n.updated_at
from public.notifications as n
where n.email_status = 'failed';
comment on view public.dead_letters is 'Work that was given up: repairs, deployments and e-mails; users see their own';
comment on column public.dead_letters.kind is 'fix, deployment or email';
comment on column public.dead_letters.id is 'The row in its table';
comment on column public.dead_letters.trader_id is 'The trader';
comment on column public.dead_letters.user_id is 'Whose it is';
comment on column public.dead_letters.attempts is 'How often it was tried';
comment on column public.dead_letters.reason is 'Why it was given up';
comment on column public.dead_letters.since is 'When';
revoke all on public.dead_letters from anon, authenticated, service_role;
grant select on public.dead_letters to authenticated, service_role;

create index proposed_fixes_dead on public.proposed_fixes (updated_at) where status = 'failed';
create index deployments_dead on public.deployments (updated_at) where status = 'failed';
create index notifications_dead on public.notifications (updated_at) where email_status = 'failed';


create function private.has_secret(name text)
returns boolean
language sql
stable
security definer
set search_path = ''
as $$
    select coalesce(private.secret(has_secret.name) <> '', false);
$$;
comment on function private.has_secret(text) is 'Whether a secret is set in Vault; never what it is';
grant execute on function private.has_secret(text) to service_role;


-- pg_net's own tables, where they are: requests that wait, and answers that were no success in the last hour.
create function private.bell_responses()
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_waiting bigint;
    v_failed bigint;
begin
    if to_regclass('net.http_request_queue') is null or to_regclass('net._http_response') is null then
        return null;
    end if;
    execute 'select count(*) from net.http_request_queue' into v_waiting;
    execute 'select count(*) from net._http_response as r
        where r.created > pg_catalog.now() - interval ''1 hour'' and (r.status_code is null or r.status_code >= 400)' into v_failed;
    return jsonb_build_object('waiting', v_waiting, 'failed_last_hour', v_failed);
end
$$;
comment on function private.bell_responses() is 'What pg_net says of the bells; null without it';
grant execute on function private.bell_responses() to service_role;


create function public.recovery_health()
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
        from (values ('regenerate-filter'), ('notify'), ('deploy-filter')) as k (function_name)
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
            select jsonb_object_agg(k.kind, (
                select count(*) from public.dead_letters as l where l.kind = k.kind and l.since > pg_catalog.now() - interval '7 days'
            ))
            from (values ('fix'), ('deployment'), ('email')) as k (kind)
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
    'Whether the database keeps its part: {ok, problems: [code], sweeper, queues, dead_letters of a week, missing_secrets, bells, systemic_faults, spend_today_usd}; ages in seconds';
revoke execute on function public.recovery_health() from public, anon, authenticated;
grant execute on function public.recovery_health() to service_role;

create index daily_spend_by_day on public.daily_spend (day);


revoke execute on function
    private.has_secret(text),
    private.bell_responses()
from public;

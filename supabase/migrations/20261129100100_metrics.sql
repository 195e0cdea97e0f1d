-- recovery_metrics: counters since the installation and how things stand, for the endpoint `metrics`.

-- What is counted over many rows, open incidents and the occurrences of an hour, comes from the figures that are kept each minute: at
-- each scrape it would take half a second on a platform of 200,000 incidents.
create function private.gauges()
returns table (name text, labels jsonb, value numeric)
language sql
stable
set search_path = ''
as $$
    with queues as materialized (
        select q.function_name, q.due, q.oldest_s from private.queue_ages() as q
    )
    select 'recovery_queue_due', jsonb_build_object('queue', q.function_name), q.due::numeric from queues as q
    union all
    select 'recovery_queue_oldest_seconds', jsonb_build_object('queue', q.function_name), greatest(coalesce(q.oldest_s, 0), 0)::numeric from queues as q
    union all
    select 'recovery_dead_letters', jsonb_build_object('kind', k.kind), count(d.id)::numeric
    from (values ('fix'), ('deployment'), ('email')) as k (kind)
    left join public.dead_letters as d on d.kind = k.kind and d.since > pg_catalog.now() - interval '7 days'
    group by k.kind
    union all
    select 'trader_incidents_open', jsonb_build_object('attribution', o.attribution), o.incidents::numeric
    from private.platform_figures as p
    cross join lateral jsonb_each_text(p.figures -> 'open_incidents') as o (attribution, incidents)
    union all
    -- The last of the hours is the one that has not ended.
    select 'trader_error_occurrences_last_hour', '{}', (p.figures #>> '{errors_by_hour,-2,occurrences}')::numeric
    from private.platform_figures as p
    union all
    select 'trader_deployments_pending', '{}', count(*)::numeric from public.deployments as d where d.status = 'pending'
    union all
    select 'recovery_systemic_faults_open', '{}', count(*)::numeric from public.systemic_faults as f where f.status = 'open'
    union all
    select 'filter_regeneration_llm_reserved_usd', '{}', coalesce(sum(s.reserved_usd), 0)
    from public.daily_spend as s
    where s.day >= (pg_catalog.now() at time zone 'UTC')::date - 1
    union all
    select 'recovery_model_calls_on', '{}', s.model_calls_on::integer::numeric from private.settings as s
    union all
    select 'recovery_mail_paused', '{}', count(*)::numeric from private.email_pause as p where p.until > pg_catalog.now()
    union all
    -- Where the job never ran, nothing is shown: the problem says it.
    select 'recovery_job_age_seconds', jsonb_build_object('job', b.job), extract(epoch from clock_timestamp() - b.beat_at)::numeric(12, 1)
    from private.heartbeats as b
    union all
    select 'recovery_problem', jsonb_build_object('code', p.code), 1 from private.recovery_problems() as p
    union all
    select 'recovery_problem', jsonb_build_object('code', 'secrets_missing'), 1
    where exists (select from private.missing_secrets());
$$;
comment on function private.gauges() is 'How things stand now, as the metrics show it';
revoke execute on function private.gauges() from public;


create function public.recovery_metrics(actor uuid default null)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
    if actor is not null and not private.is_admin_user(actor) then
        raise exception 'Cannot show the metrics: they are for operators'
            using errcode = 'TE403', detail = 'not_an_operator';
    end if;
    return (
        with counted as (
            select s.name, s.labels, sum(s.value) as value
            from (
                select c.name, c.labels, c.value from private.counts as c
                union all
                select c.name, c.labels, c.value from private.count_changes as c
            ) as s
            group by s.name, s.labels
            union all
            select g.name, g.labels, g.value from private.gauges() as g
        )
        select coalesce(jsonb_agg(jsonb_build_object('name', c.name, 'labels', c.labels, 'value', c.value) order by c.name, c.labels), '[]')
        from counted as c
    );
end
$$;
comment on function public.recovery_metrics(uuid) is
    'Counters since the installation and how things stand: [{name, labels, value}]; of an actor, only where it is an operator';
revoke execute on function public.recovery_metrics(uuid) from public, anon, authenticated;
grant execute on function public.recovery_metrics(uuid) to service_role;

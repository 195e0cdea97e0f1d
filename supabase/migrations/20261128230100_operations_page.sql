-- The operators' page: who is an operator, how the platform stands, and what it did in the last day and month.

select private.lock_traders_first();

create function public.is_operator()
returns boolean
language sql
stable
set search_path = ''
as $$
    select private.is_admin();
$$;
comment on function public.is_operator() is 'Whether the caller is an operator';
revoke execute on function public.is_operator() from public, anon;
grant execute on function public.is_operator() to authenticated, service_role;


create function private.compute_figures()
returns jsonb
language sql
stable
set search_path = ''
as $$
    with bounds as (
        select date_trunc('hour', pg_catalog.now()) as hour, (pg_catalog.now() at time zone 'UTC')::date as day
    ),
    fixes as (
        select
            (f.created_at at time zone 'UTC')::date as day,
            count(*) as made,
            count(*) filter (where f.validated and f.status in ('proposed', 'accepted', 'rejected', 'superseded')) as proven,
            count(*) filter (where f.status = 'accepted') as accepted,
            count(*) filter (where f.status = 'rejected') as rejected,
            count(*) filter (where f.status = 'failed') as failed,
            count(*) filter (where f.status = 'unfixable') as unfixable,
            count(*) filter (where f.status = 'held') as held
        from public.proposed_fixes as f
        where f.created_at >= ((select b.day from bounds as b) - 29)::timestamp at time zone 'UTC'
        group by 1
    )
    select jsonb_build_object(
        'made_at', pg_catalog.now(),
        'open_incidents', (
            select jsonb_build_object(
                'code', count(*) filter (where i.attribution = 'code'),
                'data', count(*) filter (where i.attribution = 'data'),
                'executor', count(*) filter (where i.attribution = 'executor')
            )
            from public.trader_incidents as i
            where i.status = 'open'
        ),
        'errors_by_hour', (
            select jsonb_agg(jsonb_build_object('hour', g.hour, 'occurrences', coalesce(h.occurrences, 0)) order by g.hour)
            from bounds as b
            cross join lateral generate_series(b.hour - interval '23 hours', b.hour, interval '1 hour') as g (hour)
            left join (
                select x.hour, sum(x.occurrences) as occurrences
                from public.incident_hours as x
                where x.hour >= (select b.hour from bounds as b) - interval '23 hours'
                group by x.hour
            ) as h on h.hour = g.hour
        ),
        'fixes_by_day', (
            select jsonb_agg(jsonb_build_object(
                'day', g.day::date, 'made', coalesce(f.made, 0), 'proven', coalesce(f.proven, 0), 'accepted', coalesce(f.accepted, 0),
                'rejected', coalesce(f.rejected, 0), 'failed', coalesce(f.failed, 0), 'unfixable', coalesce(f.unfixable, 0), 'held', coalesce(f.held, 0)
            ) order by g.day)
            from bounds as b
            cross join lateral generate_series(b.day - 29, b.day, interval '1 day') as g (day)
            left join fixes as f on f.day = g.day::date
        ),
        'spend_by_day', (
            select jsonb_agg(jsonb_build_object('day', g.day::date, 'usd', coalesce(d.usd, 0), 'calls', coalesce(d.calls, 0)) order by g.day)
            from bounds as b
            cross join lateral generate_series(b.day - 29, b.day, interval '1 day') as g (day)
            left join (
                select x.day, sum(x.spent_usd + x.reserved_usd) as usd, sum(x.calls) as calls
                from public.daily_spend as x
                where x.day >= (select b.day from bounds as b) - 29
                group by x.day
            ) as d on d.day = g.day::date
        ),
        'costs', public.repair_costs(30)
    );
$$;
comment on function private.compute_figures() is
    'What the platform did, of the rows the caller may see: {made_at, open_incidents: {code, data, executor}, errors_by_hour of 24 hours, fixes_by_day and spend_by_day of 30 days, costs of 30 days}';


create function private.missing_secrets()
returns setof text
language sql
stable
set search_path = ''
as $$
    select n.name
    from (values ('recovery_functions_url'), ('recovery_webhook_secret')) as n (name)
    where not private.has_secret(n.name);
$$;
comment on function private.missing_secrets() is 'The secrets that are not in Vault, by name';


-- On a large platform the figures take longer than a page that is read every ten seconds may: then those of the last minute are shown,
-- or older ones with their age, as the page must also work when pg_cron does not.
create table private.platform_figures (
    singleton boolean not null default true,
    made_at timestamptz not null,
    took interval not null,
    figures jsonb not null,
    missing_secrets text[] not null,
    constraint platform_figures_pkey primary key (singleton),
    constraint platform_figures_are_one_row check (singleton)
);
comment on table private.platform_figures is 'What the platform did, as of the last minute; one row';
comment on column private.platform_figures.singleton is 'Always true: the table has one row';
comment on column private.platform_figures.made_at is 'As of when';
comment on column private.platform_figures.took is 'How long it took to sum them up';
comment on column private.platform_figures.figures is 'See private.compute_figures()';
comment on column private.platform_figures.missing_secrets is 'Secrets that were not in Vault, which operators cannot look into';
alter table private.platform_figures enable row level security;
revoke all on private.platform_figures from public, anon, authenticated, service_role;
grant select on private.platform_figures to authenticated, service_role;
create policy "Operators see the figures" on private.platform_figures
    for select to authenticated
    using ((select private.is_admin()));


create function private.keep_figures()
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_began timestamptz := clock_timestamp();
    v_figures jsonb := private.compute_figures();
begin
    insert into private.platform_figures as p (made_at, took, figures, missing_secrets)
    values (pg_catalog.now(), clock_timestamp() - v_began, v_figures, array(select m.name from private.missing_secrets() as m (name)))
    on conflict on constraint platform_figures_pkey do update
    set made_at = excluded.made_at, took = excluded.took, figures = excluded.figures, missing_secrets = excluded.missing_secrets;
end
$$;
comment on function private.keep_figures() is 'Sums up what the platform did; pg_cron runs it every minute';

do $$
begin
    if to_regprocedure('cron.schedule(text, text, text)') is not null then
        perform cron.schedule('recovery-figures', '* * * * *', 'select private.keep_figures()');
    end if;
end
$$;


create function private.figures()
returns jsonb
language sql
stable
set search_path = ''
as $$
    select coalesce(
        (
            select p.figures
            from private.platform_figures as p
            where p.took > interval '50 milliseconds'
        ),
        private.compute_figures()
    );
$$;
comment on function private.figures() is 'What the platform did: as of now, or where that takes long as it was last kept, which made_at tells; see private.compute_figures()';


-- What operators see of the platform's own bookkeeping.
grant select on private.due_work to authenticated;
grant select (late_after, silence_after, model_calls_on, model_calls_set_by, model_calls_set_at) on private.settings to authenticated;
grant select (id, status, next_attempt_at, lease_until) on private.trace_feedback to authenticated;
create policy "Operators see what waits" on private.trace_feedback
    for select to authenticated
    using ((select private.is_admin()));
grant select (minute, events) on private.ingest_load to authenticated;
create policy "Operators see what is reported" on private.ingest_load
    for select to authenticated
    using ((select private.is_admin()));


-- In plpgsql, here and below, because planning these takes longer than what they do, and plpgsql keeps the plans.
create function private.queue_ages()
returns table (function_name text, due bigint, oldest_s bigint)
language plpgsql
stable
set search_path = ''
as $$
begin
    return query
    select k.function_name, count(w.row_id), extract(epoch from pg_catalog.now() - min(w.due_at))::bigint
    from (values ('regenerate-filter'), ('notify'), ('deploy-filter'), ('send-feedback'), ('alert-operators')) as k (function_name)
    left join private.due_work as w on w.function_name = k.function_name
    group by k.function_name;
end
$$;
comment on function private.queue_ages() is 'How many rows each function should be working on and is not, and for how many seconds the oldest of them';


create function private.recovery_problems()
returns table (code text, place integer)
language plpgsql
stable
set search_path = ''
as $$
begin
    return query
    select 'sweeper_silent', 1
    from private.settings as s
    where not exists (select from private.heartbeats as h where h.job = 'sweep' and h.beat_at >= clock_timestamp() - s.silence_after)
    union all
    select 'cron_missing', 3 where not exists (select from pg_catalog.pg_extension as e where e.extname = 'pg_cron')
    union all
    select 'pg_net_missing', 4 where not exists (select from pg_catalog.pg_extension as e where e.extname = 'pg_net')
    union all
    select 'queue_late', 5
    from private.settings as s
    where exists (select from private.queue_ages() as q where q.oldest_s > extract(epoch from s.silence_after))
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
    union all
    select 'figures_not_kept', 11
    where not exists (select from private.platform_figures as p where p.made_at > pg_catalog.now() - interval '5 minutes');
end
$$;
comment on function private.recovery_problems() is
    'What is wrong, by code, as far as operators may see; secrets, which nobody may, come second: see docs/errors.md';


create or replace function public.recovery_health()
returns jsonb
language sql
stable
set search_path = ''
as $$
    with sweeper as (
        select
            (select h.beat_at from private.heartbeats as h where h.job = 'sweep') as beat_at,
            (select h.beat_at from private.heartbeats as h where h.job = 'prune') as pruned_at
    ),
    secrets as (
        select m.name from private.missing_secrets() as m (name)
    ),
    problems as (
        select p.code, p.place from private.recovery_problems() as p
        union all
        select 'secrets_missing', 2 where exists (select from secrets)
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
        'queues', (
            select jsonb_object_agg(q.function_name, jsonb_build_object('due', q.due, 'oldest_s', q.oldest_s)) from private.queue_ages() as q
        ),
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


create function private.waiting_work()
returns table (name text, function_name text, waiting bigint, since timestamptz)
language plpgsql
stable
set search_path = ''
as $$
begin
    return query
    select 'fixes', 'regenerate-filter', count(*), null::timestamptz from public.proposed_fixes as f where f.status in ('queued', 'generating')
    union all
    select 'held', null, count(*), min(f.updated_at) from public.proposed_fixes as f where f.status = 'held'
    union all
    select 'deployments', 'deploy-filter', count(*), null from public.deployments as d where d.status = 'pending'
    union all
    select 'emails', 'notify', count(*), null from public.notifications as n where n.email_status in ('pending', 'sending')
    union all
    select 'feedback', 'send-feedback', count(*), null from private.trace_feedback as b where b.status = 'pending'
    union all
    select 'alerts', 'alert-operators', count(*), null from private.operator_alerts as a where a.status = 'pending';
end
$$;
comment on function private.waiting_work() is 'The queues: their function, how much is in them, due or not; of what is held, since when';


create function private.list_faults(fault_id uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        select coalesce(jsonb_agg(
            to_jsonb(s) - '{fingerprint,resolved_by}'::text[] || jsonb_build_object(
                'ended_by', case
                    when s.resolved_by = (select auth.uid()) then 'you' when s.decision is not null then 'operator' when s.status = 'resolved' then 'itself'
                end,
                'incidents', e.incidents,
                'traders', e.traders,
                'owners', e.owners,
                'held_fixes', h.fixes
            )
            order by s.status, s.first_seen desc
        ), '[]')
        from public.systemic_faults as s
        cross join lateral (
            select
                count(*) as incidents, count(distinct i.trader_id) as traders,
                -- Built-in traders are those of one more owner.
                count(distinct coalesce(i.user_id, '00000000-0000-0000-0000-000000000000')) as owners
            from public.trader_incidents as i
            where i.systemic_fault_id = s.id
        ) as e
        cross join lateral (
            select count(*) as fixes
            from public.trader_incidents as i
            join public.proposed_fixes as f on f.incident_id = i.id and f.status = 'held' and f.reason = 'systemic_fault'
            where s.status = 'open' and i.systemic_fault_id = s.id
        ) as h
        where s.id in (select x.id from public.systemic_faults as x order by x.first_seen desc, x.id desc limit 20)
            or s.status = 'open'
            or s.id = list_faults.fault_id
    );
end
$$;
comment on function private.list_faults(uuid) is
    'The latest systemic faults, those that are open, and the given one, with their extent and who ended them: you, operator or itself';


create function private.list_dead_letters()
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        select coalesce(jsonb_agg(
            jsonb_build_object(
                'kind', l.kind, 'id', l.id, 'trader_id', l.trader_id, 'trader_name', t.name, 'attempts', l.attempts, 'since', l.since,
                'incident_id', coalesce(f.incident_id, n.incident_id),
                'code', l.code,
                'detail', case l.kind when 'fix' then f.reason_detail when 'deployment' then d.error else n.title end,
                'can_retry', private.can_be_retried(l.kind, l.code)
            )
            order by l.since desc
        ), '[]')
        from (select y.* from public.dead_letters as y where y.since > pg_catalog.now() - interval '7 days' order by y.since desc limit 50) as l
        left join public.traders as t on t.id = l.trader_id
        left join public.deployments as d on l.kind = 'deployment' and d.id = l.id
        left join public.notifications as n on l.kind = 'email' and n.id = l.id
        left join public.proposed_fixes as f on f.id = case l.kind when 'fix' then l.id when 'deployment' then d.fix_id end
    );
end
$$;
comment on function private.list_dead_letters() is
    'The latest dead letters of a week, with trader, incident, a machine code and words for why (of an email its title), and whether another try may help';


drop function public.operator_overview();

create function public.operator_overview(fault_id uuid default null)
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
        'as_of', pg_catalog.now(),
        'problems', (
            select coalesce(jsonb_agg(p.code order by p.place), '[]')
            from (
                select x.code, x.place from private.recovery_problems() as x
                union all
                select 'secrets_missing', 2 from private.platform_figures as k where k.missing_secrets <> '{}'
            ) as p
        ),
        'hints', (select coalesce(jsonb_agg(d.code order by d.code), '[]') from private.delivery_problems() as d (code)),
        'systemic_faults', private.list_faults(operator_overview.fault_id),
        'dead_letters', private.list_dead_letters(),
        'queues', (
            select jsonb_object_agg(w.name, jsonb_build_object(
                'waiting', w.waiting, 'due', coalesce(q.due, 0), 'oldest_s', coalesce(q.oldest_s, extract(epoch from pg_catalog.now() - w.since)::bigint)
            ))
            from private.waiting_work() as w
            left join private.queue_ages() as q on q.function_name = w.function_name
        ),
        -- Of whole minutes; after five they are forgotten.
        'reported_per_minute', (
            select round(coalesce(sum(l.events), 0) / 4.0, 1)
            from private.ingest_load as l
            where l.minute >= date_trunc('minute', pg_catalog.now()) - interval '4 minutes' and l.minute < date_trunc('minute', pg_catalog.now())
        ),
        'model_calls', (
            select jsonb_build_object(
                'is_on', s.model_calls_on,
                'set_at', s.model_calls_set_at,
                'set_by', case when s.model_calls_set_by = (select auth.uid()) then 'you' when s.model_calls_set_by is not null then 'operator' end,
                'held_fixes', (select count(*) from public.proposed_fixes as f where f.status = 'held' and f.reason = 'model_calls_off')
            )
            from private.settings as s
        ),
        'sweeper', (
            select to_jsonb(h) || jsonb_build_object(
                'age_s', extract(epoch from clock_timestamp() - h.beat_at)::bigint,
                'late_after_s', extract(epoch from s.late_after)::bigint,
                'silent_after_s', extract(epoch from s.silence_after)::bigint
            )
            from private.heartbeats as h
            cross join private.settings as s
            where h.job = 'sweep'
        ),
        'lost_bells_last_day', (
            select coalesce(sum(b.bells), 0) from private.lost_bells as b where b.hour > pg_catalog.now() - interval '1 day'
        ),
        'spend_today_usd', (
            select coalesce(sum(d.spent_usd + d.reserved_usd), 0)
            from public.daily_spend as d
            where d.day = (pg_catalog.now() at time zone 'UTC')::date
        ),
        'figures', private.figures()
    );
end
$$;
comment on function public.operator_overview(uuid) is
    'The operators'' page: {as_of, problems, hints, systemic_faults (the latest, open ones and the given one), dead_letters of a week, queues: {name: {waiting, due, oldest_s}}, reported_per_minute, model_calls, sweeper, lost_bells_last_day, spend_today_usd, figures: see private.compute_figures()}; ages in seconds; TE403 for anybody else';
revoke execute on function public.operator_overview(uuid) from public, anon;
grant execute on function public.operator_overview(uuid) to authenticated, service_role;


revoke execute on function
    private.compute_figures(),
    private.missing_secrets(),
    private.keep_figures(),
    private.figures(),
    private.queue_ages(),
    private.recovery_problems(),
    private.waiting_work(),
    private.list_faults(uuid),
    private.list_dead_letters()
from public;
grant execute on function
    private.compute_figures(),
    private.figures(),
    private.queue_ages(),
    private.recovery_problems(),
    private.waiting_work(),
    private.list_faults(uuid),
    private.list_dead_letters()
to authenticated, service_role;
grant execute on function private.missing_secrets() to service_role;

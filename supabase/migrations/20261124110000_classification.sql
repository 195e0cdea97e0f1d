-- What an error is: read from the type an executor gave, the message with its wrappers, and the stack. Where a message says
-- nothing, the attribution is only assumed, until a replay decides.

select private.lock_traders_first();

alter table private.error_rules
    add column reported_as text,
    add column is_assumed boolean not null default false,
    add constraint error_rules_report_is_known check (reported_as in ('compile', 'timeout', 'infrastructure'));
comment on column private.error_rules.pattern is
    'Regular expression, matched without regard to case against the message without its wrappers; what its first group matches replaces $1 in the summary';
comment on column private.error_rules.reported_as is 'Applies only to errors that were reported as compile, timeout or infrastructure; null applies to all';
comment on column private.error_rules.is_assumed is 'Whether the attribution is only assumed, and a replay has to decide it';

alter table public.trader_incidents
    add column attribution_assumed boolean not null default false,
    add column code_line integer,
    add column code_column integer,
    add constraint trader_incidents_place_is_whole check ((code_line is null) = (code_column is null)),
    add constraint trader_incidents_place_is_natural check (code_line > 0 and code_column > 0);
comment on column public.trader_incidents.attribution_assumed is 'Whether the attribution is only assumed, because the message does not tell; a replay decides it';
comment on column public.trader_incidents.code_line is 'Line of the trader''s own code that the message names, from 1';
comment on column public.trader_incidents.code_column is 'Column in that line, from 1';


create or replace function private.strip_wrappers(message text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
    -- Groups that capture would cost half of the time again.
    return regexp_replace(
        message,
        '^\s*(?:(?:filter execution failed|series execution failed|failed to evaluate series code|series code execution failed|invalid filter code'
        || '|invalid series code|code validation failed|failed to compile (?:filter|series) code'
        || '|panic in trader(?: [0-9a-f-]+)?|panic in series code|recovered panic|panic'
        || '|(?:error|failure) in trader [0-9a-f-]+|trader [0-9a-f-]{36}|error):\s*|(?:_\.go:)?[0-9]+:[0-9]+:\s*)+',
        '',
        'i'
    );
end
$$;


create or replace function private.normalise_message(message text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
    return left(
        regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
            private.strip_wrappers(message),
            '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', '<id>', 'gi'),
            '"[^"]*"|''[^'']*''|`[^`]*`', '<quoted>', 'g'),
            '\m[A-Z0-9]{2,20}(?:USDT|USDC|FDUSD|BUSD|TUSD|BTC|ETH|BNB|EUR|USD)\M', '<symbol>', 'g'),
            '0x[0-9a-f]+', '<address>', 'gi'),
            '\m(?=[0-9a-f]*[0-9])[0-9a-f]{12,}\M', '<id>', 'gi'),
            '-?\m[0-9]+(?:[.][0-9]+)?(?:[eE][-+]?[0-9]+|[smhdw])?\M', '<n>', 'g'),
        500
    );
end
$$;


create function private.wrapper_of(message text)
returns text
language sql
immutable
set search_path = ''
as $$
    select left(message, length(message) - length(private.strip_wrappers(message)));
$$;
comment on function private.wrapper_of(text) is 'The executor''s prefixes and the position before the message itself';


-- A crash of the interpreter while it compiles has the same message as one while it runs; only its wrapper or its stack tells.
create function private.reported_as(error_type text, message text, stack_trace text)
returns text
language sql
immutable
set search_path = ''
as $$
    select case
        when error_type in ('compile', 'timeout', 'infrastructure') then error_type
        when error_type = 'runtime' then null
        when private.wrapper_of(message) ~* '(failed to compile|invalid) (filter|series) code|code validation failed' then 'compile'
        when stack_trace ~ 'interp\.\(\*Interpreter\)\.(ast|cfg|gta\w*|compileSrc|CompileAST)\(' and stack_trace !~ 'interp\.runCfg\(' then 'compile'
    end;
$$;
comment on function private.reported_as(text, text, text) is
    'What the report itself says an error is: compile, timeout or infrastructure; null when only the message can tell';


-- Line 1 of a body is line 10 of the program that executors run.
create function private.code_place(message text)
returns integer[]
language sql
immutable
set search_path = ''
as $$
    select array[p.place[1]::integer - 9, greatest(p.place[2]::integer, 1)]
    from regexp_match(private.wrapper_of(message), '(?:^|[\s:])([0-9]{1,6}):([0-9]{1,6}):\s*$') as p (place)
    where p.place[1]::integer > 9;
$$;
comment on function private.code_place(text) is 'Line and column of the trader''s own code that a message of the compiler names; null when it names none';


create function private.classify_error(error_type text, message text, stack_trace text)
returns private.error_rules
language plpgsql
stable
set search_path = ''
as $$
declare
    v_rule private.error_rules;
    v_message text := private.strip_wrappers(message);
    v_reported_as text := private.reported_as(error_type, message, stack_trace);
begin
    -- One by one, because the first that matches is mostly among the first.
    for v_rule in select r.* from private.error_rules as r order by r.rank loop
        if (v_rule.reported_as is null or v_rule.reported_as = v_reported_as) and v_message ~* v_rule.pattern then
            v_rule.summary := replace(
                v_rule.summary, '$1', coalesce(left((regexp_match(v_message, v_rule.pattern, 'i'))[1], 60), 'something')
            );
            return v_rule;
        end if;
    end loop;
    return null;
end
$$;
comment on function private.classify_error(text, text, text) is 'The rule that an error falls under, with its summary made out';


create or replace function private.complete_errors(errors public.trader_error_history[])
returns setof public.trader_error_history
language plpgsql
stable
set search_path = ''
as $$
begin
    return query
    with messages as materialized (
        select m.error_message, private.normalise_message(m.error_message) as normal
        from (select distinct e.error_message from unnest(complete_errors.errors) as e) as m
    ),
    fitted as materialized (
        select
            e.*,
            nullif(e.error_type, 'unknown') as given_type,
            m.normal,
            private.failing_place(e.stack_trace, e.context) as place,
            -- Reading costs, and what the executor says is not doubted.
            case when nullif(e.error_type, 'unknown') is null then private.reported_as(null, e.error_message, e.stack_trace) end as reported_as
        from unnest(complete_errors.errors) as e
        join messages as m on m.error_message = e.error_message
    ),
    -- Read once per fault: that is the costly part.
    faults as materialized (
        select g.*, c.known_type, private.error_fingerprint(c.known_type, g.component, g.normal, g.place) as fingerprint
        from (
            select f.given_type, f.component, f.normal, f.place, f.reported_as, min(f.error_message) as sample, min(f.stack_trace) as stack
            from fitted as f
            group by f.given_type, f.component, f.normal, f.place, f.reported_as
        ) as g
        cross join lateral (
            select coalesce(g.given_type, (private.classify_error(g.reported_as, g.sample, g.stack)).error_type) as known_type offset 0
        ) as c
    )
    select
        f.id, f.event_id, f.trader_id, t.user_id, i.id, f.component, g.known_type, f.error_message, f.stack_trace,
        g.fingerprint,
        case when f.code_sha256 is null or f.code_sha256 = r.code_sha256 then r.id else k.id end,
        coalesce(f.code_sha256, r.code_sha256), f.symbol, f.trigger_interval, f.context, f.market_data, f.occurrences,
        f.code_sha256 is not null and f.code_sha256 is distinct from r.code_sha256,
        -- A clock that is ahead must not make an error the newest for ever.
        least(f.occurred_at, pg_catalog.now()), pg_catalog.now()
    from fitted as f
    join faults as g
        on (g.given_type, g.component, g.normal, g.place, g.reported_as)
            is not distinct from (f.given_type, f.component, f.normal, f.place, f.reported_as)
    join public.traders as t on t.id = f.trader_id
    left join public.filter_versions as r on r.trader_id = f.trader_id and r.is_running
    left join lateral (
        select v.id
        from public.filter_versions as v
        where v.trader_id = f.trader_id and v.code_sha256 = f.code_sha256 and f.code_sha256 is distinct from r.code_sha256
        order by v.version desc
        limit 1
    ) as k on true
    -- A fault that was resolved and happens on running code is a new incident; one of replaced code adds to what is known.
    left join lateral (
        select n.id
        from public.trader_incidents as n
        where n.trader_id = f.trader_id and n.fingerprint = g.fingerprint
            and (n.status <> 'resolved' or (f.code_sha256 is not null and f.code_sha256 is distinct from r.code_sha256))
        order by n.resolved_at desc nulls first
        limit 1
    ) as i on true
    order by f.id;
end
$$;
comment on function private.complete_errors(public.trader_error_history[]) is
    'Errors, within their size limits, with what is known of them: owner, version, staleness, type, fingerprint, and the incident if there is one';


-- Code that has been replaced says nothing about the code that runs: it opens nothing that anybody is told of.
create or replace function private.open_incidents(errors public.trader_error_history[])
returns uuid[]
language plpgsql
set search_path = ''
as $$
declare
    v_opened uuid[];
begin
    with faults as (
        select distinct on (e.trader_id, e.fingerprint) e.*
        from unnest(open_incidents.errors) as e
        where e.incident_id is null
        order by e.trader_id, e.fingerprint, e.stale, e.occurred_at
    ),
    missing as (
        select f.*, i.id as earlier_id, i.occurrences as earlier_occurrences
        from faults as f
        left join public.trader_incidents as i on i.id = private.incident_of(f.trader_id, f.fingerprint)
        where i.id is null or (i.status = 'resolved' and not f.stale)
    ),
    opened as (
        insert into public.trader_incidents (
            trader_id, user_id, fingerprint, component, error_type, attribution, attribution_assumed, summary, error_message,
            code_line, code_column, status, resolved_at, filter_version_id, first_seen, last_seen, regression_of
        )
        select
            m.trader_id, m.user_id, m.fingerprint, m.component, m.error_type, r.attribution, r.is_assumed, r.summary, m.error_message,
            p.place[1], p.place[2],
            case when m.stale then 'resolved' else 'open' end,
            case when m.stale then pg_catalog.now() end,
            m.filter_version_id, m.occurred_at, m.occurred_at,
            -- What only replaced code ever did has not come back.
            case when m.earlier_occurrences > 0 then m.earlier_id end
        from missing as m
        cross join lateral private.classify_error(m.error_type, m.error_message, m.stack_trace) as r
        left join lateral (select private.code_place(m.error_message) as place where m.error_type = 'compile') as p on true
        returning id
    )
    select coalesce(array_agg(o.id), '{}') into v_opened from opened as o;
    return v_opened;
end
$$;


drop function private.classify_error(text);

revoke execute on function
    private.wrapper_of(text),
    private.reported_as(text, text, text),
    private.code_place(text),
    private.classify_error(text, text, text)
from public;
grant execute on function
    private.wrapper_of(text),
    private.reported_as(text, text, text),
    private.code_place(text),
    private.classify_error(text, text, text)
to service_role;

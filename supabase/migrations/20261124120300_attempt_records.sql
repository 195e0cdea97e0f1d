-- attempt_inputs: the market data that a candidate was judged on, so that the verdicts of an attempt can be had again.

select private.lock_traders_first();

create table private.attempt_inputs (
    fix_id uuid not null,
    attempt smallint not null,
    inputs bytea not null,
    created_at timestamptz not null default now(),
    constraint attempt_inputs_pkey primary key (fix_id, attempt),
    constraint attempt_inputs_fix_id_fkey foreign key (fix_id, attempt) references public.fix_attempts (fix_id, attempt) on delete cascade,
    constraint attempt_inputs_are_bounded check (octet_length(inputs) <= 8 * 1024 * 1024)
);
comment on table private.attempt_inputs is 'Market data that candidates were judged on, for as long as inputs_retention says';
comment on column private.attempt_inputs.fix_id is 'The fix';
comment on column private.attempt_inputs.attempt is 'The attempt';
comment on column private.attempt_inputs.inputs is 'Gzip of the JSON that the attempt worked on';
comment on column private.attempt_inputs.created_at is 'When it was judged';
create index attempt_inputs_by_age on private.attempt_inputs using brin (created_at);
-- It is compressed already.
alter table private.attempt_inputs alter column inputs set storage external;
alter table private.attempt_inputs enable row level security;
grant select, insert, delete on private.attempt_inputs to service_role;

alter table private.settings
    add column inputs_retention interval not null default '14 days',
    add constraint settings_inputs_retention_is_positive check (inputs_retention > '0');
comment on column private.settings.inputs_retention is 'How long the market data of attempts is kept';


create function public.save_attempt_inputs(fix_id uuid, attempt integer, inputs text)
returns void
language plpgsql
set search_path = ''
as $$
begin
    insert into private.attempt_inputs (fix_id, attempt, inputs)
    values (fix_id, attempt, decode(inputs, 'base64'))
    on conflict on constraint attempt_inputs_pkey do nothing;
end
$$;
comment on function public.save_attempt_inputs(uuid, integer, text) is
    'Keeps the market data of an attempt: base64 of the gzip of its JSON, at most 8 MB';
revoke execute on function public.save_attempt_inputs(uuid, integer, text) from public, anon, authenticated;
grant execute on function public.save_attempt_inputs(uuid, integer, text) to service_role;


create function public.attempt_record(fix_id uuid, attempt integer)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        select jsonb_build_object(
            'component', i.component,
            'base', jsonb_build_object('code', v.code, 'series_code', v.series_code),
            'candidate', case when a.code is not null then jsonb_build_object('code', a.code, 'series_code', a.series_code) end,
            'validation', a.validation,
            'inputs', translate(encode(x.inputs, 'base64'), E'\n', '')
        )
        from public.fix_attempts as a
        join public.proposed_fixes as f on f.id = a.fix_id
        join public.trader_incidents as i on i.id = a.incident_id
        join public.filter_versions as v on v.id = f.base_version_id
        left join private.attempt_inputs as x on x.fix_id = a.fix_id and x.attempt = a.attempt
        where a.fix_id = attempt_record.fix_id and a.attempt = attempt_record.attempt
    );
end
$$;
comment on function public.attempt_record(uuid, integer) is
    'All that judging the candidate of an attempt again needs: {component, base, candidate, validation, inputs: base64 of gzip or null}; null when there is no such attempt';
revoke execute on function public.attempt_record(uuid, integer) from public, anon, authenticated;
grant execute on function public.attempt_record(uuid, integer) to service_role;

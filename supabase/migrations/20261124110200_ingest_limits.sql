-- What a caller may report in a minute. Above the first limit its errors become no rows of their own but counts on the rows that
-- are there, above the second it is told to come back: nothing is lost in either case, as what is refused was not acknowledged.

alter table private.settings
    add column ingest_rows_per_minute integer not null default 60000,
    add column ingest_events_per_minute integer not null default 600000,
    add column external_versions_per_day smallint not null default 20,
    add constraint settings_external_versions_are_natural check (external_versions_per_day >= 0),
    add constraint settings_ingest_merges_before_it_refuses check (
        ingest_rows_per_minute > 0 and ingest_events_per_minute >= greatest(ingest_rows_per_minute, 500)
    );
comment on column private.settings.ingest_rows_per_minute is 'Rows one caller may add to the history in a minute; its further errors are counted on rows that are there';
comment on column private.settings.ingest_events_per_minute is 'Events one caller may report in a minute; further ones are refused with 429 until the minute is over';

comment on column private.settings.external_versions_per_day is 'Versions of a trader that executors may make known in a day by reporting code that is not stored';


-- Unlogged: what is lost with a crash is the load of a minute. A caller has several rows a minute, by connection, because all its
-- reports would wait for one.
create unlogged table private.ingest_load (
    caller text not null,
    minute timestamptz not null,
    slot smallint not null,
    events integer not null,
    rows integer not null,
    constraint ingest_load_pkey primary key (caller, minute, slot),
    constraint ingest_load_is_natural check (events >= 0 and rows >= 0)
) with (fillfactor = 50);
comment on table private.ingest_load is 'What callers reported in a minute';
comment on column private.ingest_load.caller is 'The key or secret that admitted the caller, by name';
comment on column private.ingest_load.minute is 'The minute';
comment on column private.ingest_load.slot is 'Part of the caller''s reports, by connection';
comment on column private.ingest_load.events is 'Events reported';
comment on column private.ingest_load.rows is 'Rows added to the history';
alter table private.ingest_load enable row level security;


create function private.ingest_load_of(caller text)
returns private.ingest_load
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_load private.ingest_load;
begin
    select
        ingest_load_of.caller, date_trunc('minute', pg_catalog.now()), 0::smallint,
        coalesce(sum(l.events), 0)::integer, coalesce(sum(l.rows), 0)::integer
    into v_load
    from private.ingest_load as l
    where l.caller = ingest_load_of.caller and l.minute = date_trunc('minute', pg_catalog.now());
    return v_load;
end
$$;
comment on function private.ingest_load_of(text) is 'What a caller reported in this minute, over all its connections';
grant execute on function private.ingest_load_of(text) to service_role;


create function private.add_ingest_load(caller text, events integer, rows integer)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
    insert into private.ingest_load as l (caller, minute, slot, events, rows)
    values (
        add_ingest_load.caller, date_trunc('minute', pg_catalog.now()), pg_backend_pid() % 32, add_ingest_load.events, add_ingest_load.rows
    )
    on conflict on constraint ingest_load_pkey do update set events = l.events + excluded.events, rows = l.rows + excluded.rows;
end
$$;
comment on function private.add_ingest_load(text, integer, integer) is 'Counts a report for its caller and this minute';
grant execute on function private.add_ingest_load(text, integer, integer) to service_role;


-- Callers arrive in bursts, so those that are refused come back spread over ten seconds.
create function private.admit_events(caller text, events integer)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
declare
    v_settings private.settings;
    v_load private.ingest_load := private.ingest_load_of(caller);
begin
    select s.* into v_settings from private.settings as s;
    if v_load.events + events > v_settings.ingest_events_per_minute then
        raise exception 'Cannot take % more events: % were reported in this minute, and % are the most. Send the same call again later',
            events, v_load.events, v_settings.ingest_events_per_minute
            using errcode = 'TE429', detail = 'too_many_events',
            hint = ceil(extract(epoch from v_load.minute + interval '1 minute' - pg_catalog.now()) + random() * 10)::text;
    end if;
    return v_load.rows >= v_settings.ingest_rows_per_minute;
end
$$;
comment on function private.admit_events(text, integer) is
    'Whether a caller''s events have to be merged into rows that are there; raises TE429, with the seconds to wait as its hint, when it reports too many';
grant execute on function private.admit_events(text, integer) to service_role;


revoke execute on function
    private.ingest_load_of(text),
    private.add_ingest_load(text, integer, integer),
    private.admit_events(text, integer)
from public;

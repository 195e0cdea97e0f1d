-- What a caller may report: merged above one limit, refused above the next; a trader of too many faults; events that cannot be stored.
begin;
select plan(30);

insert into auth.users (id, email) values ('00000000-0000-4000-8000-000000000001', 'owner@example.com');
insert into public.traders (id, user_id, name, filter) values
    ('00000000-0000-4000-8000-0000000000aa', '00000000-0000-4000-8000-000000000001', 'Dip hunter', '{"code": "return x"}'),
    ('00000000-0000-4000-8000-0000000000bb', '00000000-0000-4000-8000-000000000001', 'Rising', '{"code": "return y"}');

create function pg_temp.events(trader text, message text, events integer, more jsonb default '{}') returns jsonb language sql as $$
    select jsonb_agg(jsonb_build_object(
        'event_id', gen_random_uuid(), 'trader_id', '00000000-0000-4000-8000-0000000000' || trader, 'error_message', replace(message, '#', chr(96 + n))
    ) || more)
    from generate_series(1, events) as n;
$$;
create function pg_temp.rows() returns bigint language sql as $$ select count(*) from public.trader_error_history $$;
create function pg_temp.counted() returns bigint language sql as $$ select sum(occurrences)::bigint from public.trader_error_history $$;

update private.settings set ingest_rows_per_minute = 4, ingest_events_per_minute = 500, max_live_incidents = 3, storm_rows_per_minute = 100;
select throws_ok(
    'update private.settings set ingest_rows_per_minute = 1000', '23514', null, 'a caller is merged before it is refused'
);
set local role service_role;

-- Merging
select is(public.record_errors(pg_temp.events('aa', 'divide by zero', 5), 'fly') ->> 'accepted', '5', 'a batch that crosses the first limit is taken whole');
select is(pg_temp.rows(), 5::bigint, 'as rows');
select is(public.record_errors(pg_temp.events('aa', 'divide by zero', 7), 'fly') ->> 'accepted', '7', 'the next one is taken, too');
select is(pg_temp.rows(), 5::bigint, 'but adds no row');
select is(pg_temp.counted(), 12::bigint, 'and counts');
select is(public.record_errors(pg_temp.events('aa', 'nil map', 7), 'fly') ->> 'accepted', '7', 'a fault without a row');
select is(pg_temp.rows(), 6::bigint, 'gets its one row');
select is(pg_temp.counted(), 19::bigint, 'which counts all');
select is((select sum(occurrences)::bigint from public.trader_incidents), 19::bigint, 'as the incidents do');
select public.record_errors(pg_temp.events('aa', 'divide by zero', 2), 'other');
select is(pg_temp.rows(), 8::bigint, 'another caller has a limit of its own');

-- Refusing
select throws_ok(
    $$ select public.record_errors(pg_temp.events('aa', 'divide by zero', 482), 'fly') $$, 'TE429', null,
    'more than the second limit is refused'
);
select is(pg_temp.counted(), 21::bigint, 'and changes nothing');
select lives_ok($$ select public.record_errors(pg_temp.events('aa', 'divide by zero', 481), 'fly') $$, 'what fits is taken');
select throws_ok(
    $$ select public.record_errors(pg_temp.events('aa', 'divide by zero', 1), 'fly') $$, 'TE429', null,
    'until the minute is full'
);
do $$
declare
    v_hint text;
begin
    perform public.record_errors(pg_temp.events('aa', 'divide by zero', 1), 'fly');
exception
    when sqlstate 'TE429' then
        get stacked diagnostics v_hint = pg_exception_hint;
        perform set_config('test.hint', v_hint, true);
end
$$;
select ok(current_setting('test.hint')::integer between 1 and 70, 'a refusal says how many seconds to wait');
select lives_ok($$ select public.record_errors(pg_temp.events('aa', 'divide by zero', 1)) $$, 'a caller without a name has a limit of its own, too');
reset role;
update private.ingest_load set minute = minute - interval '1 minute';
set local role service_role;
select lives_ok($$ select public.record_errors(pg_temp.events('aa', 'divide by zero', 1), 'fly') $$, 'with the next minute it may go on');

-- A trader of many faults
select public.record_errors(pg_temp.events('bb', 'panic: odd ###', 9), 'crowd');
select results_eq(
    $$ select count(*), sum(occurrences)::bigint from public.trader_incidents where trader_id = '00000000-0000-4000-8000-0000000000bb' $$,
    $$ values (4::bigint, 9::bigint) $$, 'a trader of too many faults has one more incident for all further ones'
);
select public.record_errors(pg_temp.events('bb', 'panic: other ###', 9), 'crowd');
select results_eq(
    $$ select count(*), sum(occurrences)::bigint from public.trader_incidents where trader_id = '00000000-0000-4000-8000-0000000000bb' $$,
    $$ values (4::bigint, 18::bigint) $$, 'and no more than that'
);
select is((select count(*) from public.notifications where trader_id = '00000000-0000-4000-8000-0000000000bb'), 4::bigint, 'nor does its owner hear more');
select public.record_errors(pg_temp.events('bb', 'panic: old ###', 9, jsonb_build_object('code_sha256', repeat('0', 64))), 'crowd');
select public.record_errors(pg_temp.events('bb', 'panic: older ###', 9, jsonb_build_object('code_sha256', repeat('0', 64))), 'crowd');
select results_eq(
    $$ select count(*), sum(stale_occurrences)::bigint from public.trader_incidents where trader_id = '00000000-0000-4000-8000-0000000000bb' $$,
    $$ values (7::bigint, 18::bigint) $$, 'faults of replaced code are bounded as well'
);

-- What cannot be stored
reset role;
alter table public.trader_error_history add constraint for_this_test check (symbol is distinct from 'REFUSED');
set local role service_role;
select is(
    public.record_errors(
        pg_temp.events('aa', 'divide by zero', 2) || pg_temp.events('aa', 'divide by zero', 1, '{"context": {"symbol": "REFUSED"}}') || pg_temp.events('aa', 'divide by zero', 1), 'odd'
    ) - '{incidents,results,rejected}'::text[],
    '{"accepted": 3, "duplicates": 0}', 'an event that cannot be stored does not cost the others'
);
select is(
    public.record_errors(
        pg_temp.events('aa', 'divide by zero', 1) || pg_temp.events('aa', 'divide by zero', 1, '{"event_id": "00000000-0000-4000-8000-0000000000ee", "context": {"symbol": "REFUSED"}}'), 'odd'
    ) #>> '{rejected,0,code}',
    'invalid_event', 'and is rejected on its own'
);
select is(
    (select count(*) from private.error_event_ids where event_id = '00000000-0000-4000-8000-0000000000ee'), 0::bigint,
    'its id is not remembered'
);


-- A platform's own trigger that refuses one trader
reset role;
create function pg_temp.refuse() returns trigger language plpgsql as $$
begin
    if new.name = 'Refused' then
        raise exception 'secret detail of the platform';
    end if;
    return new;
end
$$;
create trigger for_this_test before update on public.traders for each row execute function pg_temp.refuse();
insert into public.traders (id, user_id, name, filter) values
    ('00000000-0000-4000-8000-0000000000cc', '00000000-0000-4000-8000-000000000001', 'Refused', '{"code": "return z"}');
set local role service_role;
select is(
    public.record_errors(pg_temp.events('cc', 'divide by zero', 2) || pg_temp.events('aa', 'divide by zero', 3), 'odd') - '{incidents,results,rejected}'::text[],
    '{"accepted": 3, "duplicates": 0}', 'what a trigger of the platform refuses does not cost the others either'
);
select is(
    public.record_errors(pg_temp.events('cc', 'divide by zero', 1), 'odd') #>> '{rejected,0,message}',
    'Cannot record this event: the database refuses to store it (P0001)', 'and its words are not passed on'
);
select is(
    public.record_errors(pg_temp.events('aa', 'divide by zero', 1, '{"occurred_at": "2026-11-24T10:00:00+99:99"}') || pg_temp.events('aa', 'divide by zero', 1), 'odd') - '{incidents,results,rejected}'::text[],
    '{"accepted": 1, "duplicates": 0}', 'nor does a time zone that is none'
);
select is(
    public.record_errors(
        pg_temp.events('ff', 'divide by zero', 1, '{"event_id": "00000000-0000-4000-8000-0000000000ed"}')
        || pg_temp.events('aa', 'divide by zero', 1, '{"event_id": "00000000-0000-4000-8000-0000000000ed"}'), 'odd'
    ) #>> '{results,1,status}',
    'accepted', 'an id that was rejected at first is accepted when its event can be stored'
);

-- One that is resolved makes room for another.
update public.trader_incidents set status = 'resolved', resolved_at = now()
where trader_id = '00000000-0000-4000-8000-0000000000bb' and error_message = 'panic: odd aaa';
select public.record_errors(pg_temp.events('bb', 'panic: unheard of', 1), 'crowd');
select is(
    (select count(*) from public.trader_incidents where trader_id = '00000000-0000-4000-8000-0000000000bb' and error_message = 'panic: unheard of'),
    1::bigint, 'the shared incident is not one of those that a trader may have'
);

select * from finish();
rollback;

-- The state machines: every step that is not drawn is refused, whoever asks.
begin;
select plan(16);

insert into auth.users (id, email) values ('00000000-0000-4000-8000-000000000001', 'owner@example.com');
insert into public.traders (id, user_id, name, filter) values
    ('00000000-0000-4000-8000-0000000000aa', '00000000-0000-4000-8000-000000000001', 'Dip hunter', '{"code": "return x"}');

-- The machines as docs/data-model.md draws them.
create temporary table machines (rel text, col text, states text[], born text[], steps text[]);
insert into machines values
    ('public.trader_incidents', 'status', '{open,ignored,resolved}', '{open,resolved}',
        '{open>ignored,open>resolved,ignored>open,ignored>resolved,resolved>open}'),
    ('public.proposed_fixes', 'status', '{queued,generating,proposed,accepted,rejected,superseded,failed,held,unfixable}', '{queued,held}',
        '{queued>generating,queued>held,queued>failed,queued>superseded,generating>proposed,generating>queued,generating>failed,generating>held,generating>unfixable,generating>superseded,proposed>accepted,proposed>rejected,proposed>superseded,held>queued,held>superseded,held>failed,held>accepted,failed>accepted,unfixable>accepted}'),
    ('public.deployments', 'status', '{pending,deployed,verified,rolled_back,failed}', '{pending}',
        '{pending>deployed,pending>failed,deployed>pending,deployed>verified,deployed>rolled_back,deployed>failed,failed>deployed,verified>rolled_back}'),
    ('public.notifications', 'email_status', '{pending,sending,sent,skipped,failed}', '{pending,skipped}',
        '{pending>sending,pending>skipped,pending>failed,sending>pending,sending>sent,sending>skipped,sending>failed,sent>pending,sent>failed,failed>pending}'),
    ('public.llm_usage', 'status', '{reserved,settled,released,presumed}', '{reserved}', '{reserved>settled,reserved>released,reserved>presumed}'),
    ('public.systemic_faults', 'status', '{open,resolved}', '{open}', '{open>resolved}'),
    ('public.filter_versions', 'health', '{unknown,probation,healthy,failing}', '{unknown,probation}',
        '{unknown>probation,unknown>healthy,unknown>failing,probation>healthy,probation>failing,healthy>failing,failing>healthy,failing>probation}'),
    ('private.operator_alerts', 'status', '{pending,sent,skipped,failed}', '{pending}', '{pending>sent,pending>skipped,pending>failed}');

-- Tries every step of a machine on a table with nothing but an id and the state, under the very trigger of the real one.
create function pg_temp.allowed_steps(rel text, col text, states text[], born text[]) returns text[] language plpgsql as $$
declare
    v_trigger record;
    v_allowed text[] := '{}';
    v_from text;
    v_to text;
begin
    execute format('create temporary table try (id integer, %I text)', col);
    for v_trigger in
        select t.tgname, pg_get_triggerdef(t.oid) as definition
        from pg_trigger as t
        where t.tgrelid = rel::regclass and t.tgfoid = 'private.enforce_transition'::regproc
    loop
        execute replace(v_trigger.definition, 'ON ' || rel, 'ON try');
    end loop;
    foreach v_from in array states loop
        foreach v_to in array states loop
            begin
                execute format('insert into try values (1, %L)', v_from);
                execute format('update try set %I = %L', col, v_to);
                if v_from <> v_to then
                    v_allowed := v_allowed || (v_from || '>' || v_to);
                end if;
            exception
                when sqlstate 'TE422' then null;
            end;
            delete from try;
        end loop;
    end loop;
    drop table try;
    return array(select s from unnest(v_allowed) as s order by s);
end
$$;
create function pg_temp.allowed_births(rel text, col text, states text[]) returns text[] language plpgsql as $$
declare
    v_definition text;
    v_allowed text[] := '{}';
    v_state text;
begin
    execute format('create temporary table try (id integer, %I text)', col);
    select pg_get_triggerdef(t.oid) into strict v_definition
    from pg_trigger as t
    where t.tgrelid = rel::regclass and t.tgfoid = 'private.enforce_initial_state'::regproc;
    execute replace(v_definition, 'ON ' || rel, 'ON try');
    foreach v_state in array states loop
        begin
            execute format('insert into try values (1, %L)', v_state);
            v_allowed := v_allowed || v_state;
        exception
            when sqlstate 'TE422' then null;
        end;
    end loop;
    drop table try;
    return v_allowed;
end
$$;

select is(
    pg_temp.allowed_steps(m.rel, m.col, m.states, m.born), array(select s from unnest(m.steps) as s order by s),
    format('%s.%s takes the steps that are drawn and no other', m.rel, m.col)
)
from machines as m;
select is(
    array(select s from unnest(pg_temp.allowed_births(m.rel, m.col, m.states)) as s order by s), array(select s from unnest(m.born) as s order by s),
    format('a row of %s begins as it is drawn', m.rel)
)
from machines as m;

select * from finish();
rollback;

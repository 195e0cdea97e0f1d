-- The tables and functions of pg_cron 1.6. Its scheduler is local/cron.ts.
create schema cron;

create table cron.job (
    jobid bigserial primary key,
    schedule text not null,
    command text not null,
    nodename text not null default 'localhost',
    nodeport int not null default inet_server_port(),
    database text not null default current_database(),
    username text not null default current_user,
    active boolean not null default true,
    jobname text,
    constraint jobname_username_uniq unique (jobname, username)
);
alter table cron.job enable row level security;
create policy cron_job_policy on cron.job using (username = current_user);

create sequence cron.runid_seq;
create table cron.job_run_details (
    jobid bigint,
    runid bigint primary key default nextval('cron.runid_seq'),
    job_pid integer,
    database text,
    username text,
    command text,
    status text,
    return_message text,
    start_time timestamptz,
    end_time timestamptz
);
alter table cron.job_run_details enable row level security;
create policy cron_job_run_details_policy on cron.job_run_details using (username = current_user);

-- What the scheduler understands: five cron fields, or '1 second' up to '59 seconds'.
create function cron._is_schedule(schedule text)
returns boolean
language sql
immutable
as $$
    select schedule ~ '^\s*[1-5]?[0-9]\s+seconds?\s*$' and schedule !~ '^\s*0+\s'
        or schedule ~* '^\s*([0-9a-z*,/$-]+\s+){4}[0-9a-z*,/$-]+\s*$'
$$;

create function cron.schedule(job_name text, schedule text, command text)
returns bigint
language plpgsql
as $$
declare
    v_id bigint;
begin
    if not cron._is_schedule(schedule.schedule) then
        raise exception 'invalid schedule: %', schedule.schedule
            using hint = 'Use cron format (e.g. 5 4 * * *), or interval format ''[1-59] seconds''';
    end if;
    insert into cron.job as existing (jobname, schedule, command)
    values (schedule.job_name, schedule.schedule, schedule.command)
    on conflict on constraint jobname_username_uniq do update
        set schedule = excluded.schedule, command = excluded.command
    returning jobid into v_id;
    return v_id;
end
$$;

create function cron.schedule(schedule text, command text)
returns bigint
language sql
as $$
    select cron.schedule(null, schedule, command)
$$;

create function cron.unschedule(job_id bigint)
returns boolean
language plpgsql
as $$
begin
    delete from cron.job where jobid = unschedule.job_id;
    if not found then
        raise exception 'could not find valid entry for job %', unschedule.job_id;
    end if;
    return true;
end
$$;

create function cron.unschedule(job_name text)
returns boolean
language plpgsql
as $$
begin
    delete from cron.job where jobname = unschedule.job_name and username = current_user;
    if not found then
        raise exception 'could not find valid entry for job ''%''', unschedule.job_name;
    end if;
    return true;
end
$$;

create function cron.alter_job(
    job_id bigint, schedule text default null, command text default null, database text default null, username text default null,
    active boolean default null
)
returns void
language plpgsql
as $$
begin
    update cron.job as j
    set schedule = coalesce(alter_job.schedule, j.schedule), command = coalesce(alter_job.command, j.command),
        database = coalesce(alter_job.database, j.database), username = coalesce(alter_job.username, j.username),
        active = coalesce(alter_job.active, j.active)
    where j.jobid = alter_job.job_id;
    if not found then
        raise exception 'Job % does not exist or you don''t own it', alter_job.job_id;
    end if;
end
$$;

-- The platform's grants: the project's owner schedules, API roles do not.
revoke all on all functions in schema cron from public;
grant usage on schema cron to postgres with grant option;
grant execute on all functions in schema cron to postgres with grant option;
grant select, insert, update, delete on cron.job to postgres with grant option;
grant select, delete on cron.job_run_details to postgres with grant option;
grant usage on all sequences in schema cron to postgres with grant option;

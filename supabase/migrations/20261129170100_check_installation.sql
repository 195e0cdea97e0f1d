-- check_installation: what npm run doctor has to know of the database, in one call.

-- Whether a secret has the form that both sides read: whsec_ and the base64 of 24 to 64 bytes, the first of a list.
create function private.form_of(secret text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
    v_first text := split_part(secret, ' ', 1);
begin
    if coalesce(secret, '') = '' then
        return 'missing';
    end if;
    if v_first like 'whsec\_%' and octet_length(decode(substr(v_first, 7), 'base64')) between 24 and 64 then
        return 'well_formed';
    end if;
    return 'malformed';
exception
    when invalid_parameter_value then
        return 'malformed';
end
$$;
comment on function private.form_of(text) is 'missing, malformed or well_formed: of a secret for signatures, or of the first of several';
revoke execute on function private.form_of(text) from public;


-- Failed runs of the last two hours, as some run once an hour, the newest of each job. What they say of themselves is the database's own text.
create function private.failed_jobs()
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
    v_failed jsonb;
begin
    if to_regclass('cron.job_run_details') is null then
        return '[]';
    end if;
    execute $query$
        select coalesce(jsonb_agg(jsonb_build_object('job', f.jobname, 'message', left(f.return_message, 300)) order by f.jobname), '[]')
        from (
            select distinct on (j.jobname) j.jobname, d.status, d.return_message
            from cron.job as j
            join cron.job_run_details as d on d.jobid = j.jobid
            where j.jobname like 'recovery-%' and d.start_time > pg_catalog.now() - interval '2 hours' and d.status in ('failed', 'succeeded')
            order by j.jobname, d.start_time desc
        ) as f
        where f.status = 'failed'
    $query$ into v_failed;
    return v_failed;
end
$$;
comment on function private.failed_jobs() is 'Jobs of ours whose last run failed, with what it said: [{job, message}]';
revoke execute on function private.failed_jobs() from public;


-- The history is the CLI's; who migrates by other means has none.
create function private.migrations_applied()
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
    v_versions jsonb;
begin
    if to_regclass('supabase_migrations.schema_migrations') is null then
        return null;
    end if;
    execute 'select coalesce(jsonb_agg(m.version order by m.version), ''[]'') from supabase_migrations.schema_migrations as m' into v_versions;
    return v_versions;
end
$$;
comment on function private.migrations_applied() is 'Versions of the migrations that were pushed; null where no history is kept';
revoke execute on function private.migrations_applied() from public;


-- What is missing must not keep the rest from being told, so each part fails for itself.
create function public.check_installation()
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_broken jsonb := '[]';
    v_catalogue jsonb;
    v_health jsonb;
    v_url text;
    v_secret text;
    v_form text := 'missing';
    v_id text := 'check_' || gen_random_uuid();
    v_sent_at bigint := extract(epoch from clock_timestamp());
    v_text text := 'check ' || gen_random_uuid();
    v_signature text;
    v_migrations jsonb;
    v_failed_jobs jsonb := '[]';
    v_operators bigint;
begin
    begin
        v_migrations := private.migrations_applied();
        v_failed_jobs := private.failed_jobs();
        v_operators := (select count(*) from private.operators());
    exception
        when others then v_broken := v_broken || jsonb_build_object('part', 'history', 'message', sqlerrm);
    end;
    begin
        -- Definitions are needed of what has to be enabled, dropped or revoked here; all others are known from the migrations.
        select jsonb_agg(jsonb_build_array(c.kind, c.name, c.state, case when c.kind in ('grant', 'job', 'trigger') then c.mend end)) into v_catalogue
        from private.catalogue() as c;
    exception
        when others then v_broken := v_broken || jsonb_build_object('part', 'catalogue', 'message', sqlerrm);
    end;
    begin
        v_health := public.recovery_health();
    exception
        when others then v_broken := v_broken || jsonb_build_object('part', 'health', 'message', sqlerrm);
    end;
    begin
        v_url := private.secret('recovery_functions_url');
        v_secret := private.secret('recovery_webhook_secret');
        v_form := private.form_of(v_secret);
        -- No function takes a body that is not JSON, so that this signature opens none.
        v_signature := case when v_form = 'well_formed' then private.sign_webhook(v_secret, v_id, v_sent_at, v_text) end;
    exception
        when others then v_broken := v_broken || jsonb_build_object('part', 'secrets', 'message', sqlerrm);
    end;
    return jsonb_build_object(
        'broken', v_broken,
        'migrations', v_migrations,
        'catalogue', v_catalogue,
        'extensions', (select jsonb_agg(e.extname order by e.extname) from pg_catalog.pg_extension as e),
        'failed_jobs', v_failed_jobs,
        'health', v_health,
        'functions_url', v_url,
        'webhook_secret', v_form,
        'challenge', case when v_signature is not null then
            jsonb_build_object('id', v_id, 'sent_at', v_sent_at, 'text', v_text, 'signature', v_signature)
        end,
        'operators', v_operators,
        'traders_secured', (select c.relrowsecurity from pg_catalog.pg_class as c where c.oid = 'public.traders'::regclass),
        'left_behind', (
            select coalesce(jsonb_agg(u.id), '[]')
            from auth.users as u
            where u.email like 'doctor-%@doctor.invalid' and u.created_at < pg_catalog.now() - interval '10 minutes'
        )
    );
end
$$;
comment on function public.check_installation() is
    'How the database is set up, for npm run doctor: the catalogue, migrations, extensions, jobs, health, a text signed with the secret of Vault, and synthetic users that were left';
revoke execute on function public.check_installation() from public, anon, authenticated;
grant execute on function public.check_installation() to service_role;

-- delete_user_data: what is stored of one user goes, in rounds that end soon. Traders are the platform's and stay, with the code they run.

create function public.delete_user_data(user_id uuid, dry_run boolean default false)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
    v_user alias for $1;
    v_batch integer;
    v_traders uuid[];
    v_busy timestamptz;
    v_found jsonb;
    v_errors bigint := 0;
begin
    if v_user is null then
        raise exception 'user_id must be a user''s id, but is null' using errcode = 'TE400', detail = 'invalid_user';
    end if;
    select s.prune_batch into v_batch from private.settings as s;

    -- In the order of every writer, so that nothing is recorded or claimed meanwhile.
    select coalesce(array_agg(l.id), '{}') into v_traders
    from (select t.id from public.traders as t where t.user_id = v_user order by t.id for update) as l;

    select jsonb_build_object(
        'traders', cardinality(v_traders),
        'errors', (select count(*) from public.trader_error_history as h where h.trader_id = any (v_traders)),
        'incidents', (select count(*) from public.trader_incidents as i where i.trader_id = any (v_traders)),
        'fixes', (select count(*) from public.proposed_fixes as f where f.trader_id = any (v_traders)),
        'versions', (select count(*) from public.filter_versions as v where v.trader_id = any (v_traders) and not v.is_running),
        'deployments', (select count(*) from public.deployments as d where d.trader_id = any (v_traders)),
        'notifications', (select count(*) from public.notifications as n where n.user_id = v_user or n.trader_id = any (v_traders)),
        'audit', (select count(*) from public.audit_log as l where l.trader_id = any (v_traders)),
        'calls', (select count(*) from public.llm_usage as u where u.user_id = v_user or u.trader_id = any (v_traders)),
        -- Kept elsewhere, where only the operator can delete them.
        'traces', (
            select coalesce(jsonb_agg(distinct a.trace_id), '[]')
            from public.fix_attempts as a where a.trader_id = any (v_traders) and a.trace_id is not null
        )
    ) into v_found;
    if dry_run then
        return v_found || jsonb_build_object('done', true);
    end if;

    -- Who is at work would write what it has made of them; each lease ends within minutes.
    select max(b.until) into v_busy
    from (
        select f.lease_until as until from public.proposed_fixes as f where f.trader_id = any (v_traders) and f.status = 'generating'
        union all
        select d.lease_until from public.deployments as d where d.trader_id = any (v_traders) and d.status = 'pending'
        union all
        select n.email_lease_until from public.notifications as n where n.user_id = v_user and n.email_status = 'sending'
        union all
        select pg_catalog.now() + interval '1 minute' from public.llm_usage as u where u.user_id = v_user and u.status = 'reserved'
    ) as b
    where b.until > pg_catalog.now();
    if v_busy is not null then
        raise exception 'Cannot delete the data of user % while a repair, a deployment or a mail of theirs is under way. Try again in a minute', v_user
            using errcode = 'TE409', detail = 'work_under_way', hint = '60';
    end if;

    delete from public.trader_error_history as h
    where h.id = any (array(
        select o.id from public.trader_error_history as o where o.trader_id = any (v_traders) order by o.id limit v_batch
    ));
    get diagnostics v_errors = row_count;
    if v_errors < v_batch then
        perform private.delete_user_rows(v_user, v_traders);
    end if;
    return v_found || jsonb_build_object('done', v_errors < v_batch);
end
$$;
comment on function public.delete_user_data(uuid, boolean) is
    'One round of deleting what is stored of a user, or with dry_run only what there is: counts by kind, trace ids kept elsewhere, and whether it is done';
revoke execute on function public.delete_user_data(uuid, boolean) from public, anon, authenticated;
grant execute on function public.delete_user_data(uuid, boolean) to service_role;


-- Money that was spent stays counted, without whose it was. Preferences stay as long as the account: without them mails would begin again.
create function private.delete_user_rows(owner uuid, traders uuid[])
returns void
language plpgsql
set search_path = ''
as $$
begin
    delete from public.trader_incidents as i where i.trader_id = any (delete_user_rows.traders);
    delete from public.notifications as n where n.user_id = owner or n.trader_id = any (delete_user_rows.traders);
    delete from public.deployments as d where d.trader_id = any (delete_user_rows.traders);
    delete from public.proposed_fixes as f where f.trader_id = any (delete_user_rows.traders);
    delete from public.filter_versions as v where v.trader_id = any (delete_user_rows.traders) and not v.is_running;
    delete from public.audit_log as l where l.trader_id = any (delete_user_rows.traders);
    delete from private.trader_attempts as a where a.trader_id = any (delete_user_rows.traders) and a.day < (pg_catalog.now() at time zone 'utc')::date;
    delete from private.preview_load as p where p.user_id = owner and p.minute < pg_catalog.now() - interval '1 minute';

    update public.llm_usage as u set user_id = null, trader_id = null
    where u.user_id = owner or u.trader_id = any (delete_user_rows.traders);
    -- Today's sum holds the cap.
    delete from public.daily_spend as s where s.user_id = owner and s.day < (pg_catalog.now() at time zone 'utc')::date;

    update public.traders as t
    set error_message = null, error_type = null, stack_trace = null, error_count = 0, last_error_at = null
    where t.id = any (delete_user_rows.traders) and (t.error_count > 0 or t.last_error_at is not null or t.error_message is not null);
end
$$;
comment on function private.delete_user_rows(uuid, uuid[]) is 'Deletes all but the errors of a user and these traders of theirs';
revoke execute on function private.delete_user_rows(uuid, uuid[]) from public;

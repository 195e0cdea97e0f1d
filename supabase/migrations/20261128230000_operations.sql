-- What operators decide: to let the repairs of a systemic fault go on or end with it, to stop the calls of language models, to try once more
-- what was given up. Who did it is kept.

select private.lock_traders_first();

alter table public.systemic_faults
    add column decision text,
    add column decision_reason text,
    add constraint systemic_faults_decision_is_known check (decision in ('release', 'discard')),
    add constraint systemic_faults_decision_ends_it check (decision is null or status = 'resolved'),
    add constraint systemic_faults_words_fit check (char_length(decision_reason) <= 2000);
comment on column public.systemic_faults.decision is
    'What became of its held repairs on an operator''s word: release (they went on) or discard (they ended with it); null while it is open, and when it ended by itself, which lets them go on';
comment on column public.systemic_faults.decision_reason is 'Why, in the operator''s words';
update public.systemic_faults as s set decision = 'release' where s.resolved_by is not null;


create or replace function private.release_systemic_fixes()
returns void
language sql
security definer
set search_path = ''
as $$
    update public.proposed_fixes as f
    set status = case when x.is_discarded then 'superseded' else 'queued' end,
        reason = case when x.is_discarded then 'fault_discarded' end,
        reason_detail = case
            when x.is_discarded then 'The operators ended the fault of the platform that this trader was part of, and the repairs that waited for it. '
                'Ask for a repair if it still fails.'
        end,
        next_attempt_at = pg_catalog.now()
    from (
        select h.id, coalesce(s.decision = 'discard', false) as is_discarded
        from public.proposed_fixes as h
        join public.trader_incidents as i on i.id = h.incident_id
        join public.systemic_faults as s on s.id = i.systemic_fault_id
        where h.status = 'held' and h.reason = 'systemic_fault' and s.status = 'resolved'
        for no key update of h skip locked
    ) as x
    where f.id = x.id;
$$;
comment on function private.release_systemic_fixes() is
    'Queues again the fixes that systemic faults held which are over, or ends them where an operator discarded them';


create or replace function private.notify_of_ended_faults()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- Every batch of errors updates faults, mostly none or only when they were last seen.
    if not exists (select from new_rows as n join old_rows as o on o.id = n.id and o.status = 'open' and n.status = 'resolved') then
        return null;
    end if;
    insert into public.notifications (user_id, kind, subject_id, title, body, link)
    select
        j.user_id, 'systemic_over', j.fault_id,
        'The fault of the platform is over',
        format(
            'Traders of yours that it stopped: %s. %s', j.traders,
            case
                when j.decision = 'discard'
                    then 'The operators have ended it, and with it the repairs that were held. If a trader still fails, open it and ask for a repair.'
                when j.decision = 'release'
                    then 'The operators have ended it, so repairs that were held go on by themselves; you will hear of what comes of them.'
                else 'It is not seen any more, so repairs that were held go on by themselves; you will hear of what comes of them.'
            end
        ),
        '/traders'
    from (
        select i.user_id, n.id as fault_id, n.decision, private.list_names(array_agg(distinct t.name)) as traders
        from new_rows as n
        join old_rows as o on o.id = n.id and o.status = 'open' and n.status = 'resolved'
        join public.trader_incidents as i on i.systemic_fault_id = n.id
        join public.traders as t on t.id = i.trader_id
        join auth.users as u on u.id = i.user_id
        group by i.user_id, n.id, n.decision
    ) as j
    on conflict do nothing;

    insert into private.operator_alerts (kind, subject, title, body, link)
    select
        'systemic_fault_over', n.id::text, 'A fault of many traders is over',
        format(
            '%s: %s',
            case n.decision
                when 'discard' then 'An operator has ended it and its repairs'
                when 'release' then 'An operator has ended it'
                else 'Nothing was seen of it for a while'
            end,
            n.error_message
        ),
        '/operations/faults/' || n.id
    from new_rows as n
    join old_rows as o on o.id = n.id and o.status = 'open' and n.status = 'resolved'
    on conflict do nothing;
    return null;
end
$$;


drop function public.resolve_systemic_fault(uuid, uuid);

create function public.resolve_systemic_fault(fault_id uuid, actor uuid, decision text default 'release', reason text default null)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    v_fault public.systemic_faults;
begin
    if private.is_admin_user(actor) then
        select s.* into v_fault from public.systemic_faults as s where s.id = resolve_systemic_fault.fault_id for no key update;
    end if;
    if v_fault.id is null then
        raise exception 'Cannot find the systemic fault among yours' using errcode = 'TE404', detail = 'systemic_fault_not_found';
    end if;
    if resolve_systemic_fault.decision is null or resolve_systemic_fault.decision not in ('release', 'discard') then
        raise exception 'Cannot end the fault: decision must be release or discard, not %', coalesce(quote_literal(resolve_systemic_fault.decision), 'null')
            using errcode = 'TE400', detail = 'invalid_decision';
    end if;
    -- What ended by itself has let its repairs go on.
    if v_fault.status = 'resolved' and coalesce(v_fault.decision, 'release') <> resolve_systemic_fault.decision then
        raise exception 'Cannot % the repairs: the fault is over already, and they have %', resolve_systemic_fault.decision,
            case when v_fault.decision = 'discard' then 'ended with it' else 'gone on' end
            using errcode = 'TE409', detail = 'fault_is_over';
    end if;
    update public.systemic_faults as s
    set status = 'resolved', resolved_at = pg_catalog.now(), resolved_by = actor,
        decision = resolve_systemic_fault.decision, decision_reason = resolve_systemic_fault.reason
    where s.id = v_fault.id and s.status = 'open';
    -- What somebody else is at follows with the next sweep.
    perform private.release_systemic_fixes();
    return (
        select jsonb_build_object('id', s.id, 'status', s.status, 'decision', s.decision, 'resolved_at', s.resolved_at)
        from public.systemic_faults as s
        where s.id = v_fault.id
    );
end
$$;
comment on function public.resolve_systemic_fault(uuid, uuid, text, text) is
    'Ends a systemic fault on an operator''s word, with the reason: release lets its held repairs go on, discard ends them and leaves the incidents open; twice is once';
revoke execute on function public.resolve_systemic_fault(uuid, uuid, text, text) from public, anon, authenticated;
grant execute on function public.resolve_systemic_fault(uuid, uuid, text, text) to service_role;


-- No reference to the user: who did it is known for as long as the setting lasts.
alter table private.settings
    add column model_calls_set_by uuid,
    add column model_calls_set_at timestamptz;
comment on column private.settings.model_calls_set_by is 'The operator who last switched the calls of language models on or off; null when it was done in SQL';
comment on column private.settings.model_calls_set_at is 'When that was';

drop function public.set_model_calls(boolean);

create function public.set_model_calls(is_on boolean, actor uuid default null)
returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_queued integer := 0;
begin
    if actor is not null and not private.is_admin_user(actor) then
        raise exception 'Cannot switch the calls of language models: that is for operators' using errcode = 'TE403', detail = 'not_an_operator';
    end if;
    if is_on is null then
        raise exception 'Cannot switch the calls of language models to null: is_on must be true or false'
            using errcode = 'TE400', detail = 'invalid_switch';
    end if;
    update private.settings as s
    set model_calls_on = set_model_calls.is_on, model_calls_set_by = actor, model_calls_set_at = pg_catalog.now()
    where s.model_calls_on <> set_model_calls.is_on;
    if is_on then
        update public.proposed_fixes as f
        set status = 'queued', reason = null, reason_detail = null, next_attempt_at = pg_catalog.now()
        where f.id in (
            select x.id
            from public.proposed_fixes as x
            join public.traders as t on t.id = x.trader_id
            where x.status = 'held' and x.reason = 'model_calls_off'
            for no key update of x skip locked for key share of t skip locked
        );
        get diagnostics v_queued = row_count;
    end if;
    return v_queued;
end
$$;
comment on function public.set_model_calls(boolean, uuid) is
    'The kill switch, by an operator or in SQL: false stops every call of a language model from now on, true queues again what waited for it and returns how many';
revoke execute on function public.set_model_calls(boolean, uuid) from public, anon, authenticated;
grant execute on function public.set_model_calls(boolean, uuid) to service_role;


-- What was taken up again, or does not matter any more, is no dead letter.
create or replace view public.dead_letters with (security_invoker = true) as
select 'fix' as kind, f.id, f.trader_id, f.user_id, f.attempt::integer as attempts, f.reason, f.updated_at as since, f.reason as code
from public.proposed_fixes as f
where f.status = 'failed'
    and exists (select from public.trader_incidents as i where i.id = f.incident_id and i.status = 'open')
    and not exists (select from public.proposed_fixes as e where e.incident_id = f.incident_id and e.created_at > f.created_at)
union all
select 'deployment', d.id, d.trader_id, d.user_id, d.attempts::integer, d.error, d.updated_at, d.reason
from public.deployments as d
where d.status = 'failed' and d.attempts > 0 and d.reason is distinct from 'replaced' and not coalesce(private.stays_live(d.reason), false)
    and exists (select from public.filter_versions as v where v.id = d.version_id and v.is_running)
    and not exists (select from public.deployments as e where e.trader_id = d.trader_id and e.created_at > d.created_at)
union all
select 'email', n.id, n.trader_id, n.user_id, n.email_failures::integer, n.email_error, n.updated_at, n.email_error
from public.notifications as n
where n.email_status = 'failed'
    and not exists (
        select
        from public.notifications as e
        where e.mail_id = n.mail_id and e.email_status = 'failed' and (e.created_at, e.id) < (n.created_at, n.id)
    );
comment on column public.dead_letters.code is 'Machine code of why; see docs/errors.md';


create or replace trigger enforce_email_transition
    before update of email_status on public.notifications
    for each row when (old.email_status is distinct from new.email_status)
    execute function private.enforce_transition(
        'email_status', 'pending>sending', 'pending>skipped', 'pending>failed', 'sending>pending', 'sending>sent', 'sending>skipped', 'sending>failed',
        -- Mail that comes back.
        'sent>pending', 'sent>failed',
        -- Mail that an operator has tried once more.
        'failed>pending'
    );


create function private.can_be_retried(kind text, code text)
returns boolean
language sql
immutable
set search_path = ''
as $$
    select case can_be_retried.kind
        when 'fix' then coalesce(can_be_retried.code in (
            'no_market_data', 'llm_rate_limited', 'llm_unavailable', 'llm_timeout', 'attempts_exhausted', 'lease_lost', 'internal_error'
        ), false)
        when 'email' then can_be_retried.code is distinct from 'bounced'
        else true
    end;
$$;
comment on function private.can_be_retried(text, text) is
    'Whether another try may help a dead letter: a repair that the platform failed, a deployment, or a mail to an address that takes mail';


create function private.retry_dead_fix(letter public.proposed_fixes, actor uuid)
returns void
language plpgsql
set search_path = ''
as $$
begin
    if not private.can_be_retried('fix', letter.reason) then
        raise exception 'Cannot try this repair again: another try would end in the same way. Its owner can change the code, ask for a repair with a hint, or resolve the incident'
            using errcode = 'TE409', detail = 'not_retryable';
    end if;
    -- Attempts that the platform failed are not the incident's.
    update public.proposed_fixes as f set refunded = f.attempt where f.id = letter.id;
    perform public.request_fix(letter.incident_id, coalesce(letter.user_id, actor));
end
$$;
comment on function private.retry_dead_fix(public.proposed_fixes, uuid) is
    'Has a repair that the platform failed made once more in the name of its owner, and gives its attempts back; TE409 where another try would not help or is not possible';


create function private.retry_dead_mail(letter public.notifications)
returns void
language plpgsql
set search_path = ''
as $$
declare
    v_obstacle text := private.mail_obstacle(letter.user_id);
begin
    if v_obstacle is not null then
        raise exception 'Cannot send this mail again: %', case v_obstacle
                when 'preference' then 'its recipient wants no mail'
                when 'no_address' then 'its recipient has no address'
                else 'mail to the address of its recipient comes back'
            end
            using errcode = 'TE409', detail = 'not_retryable';
    end if;
    perform private.hold_mail(letter.mail_id);
    update public.notifications as n
    set email_status = 'pending', email_error = null, email_failures = 0, email_lease_until = null,
        email_claimed_at = pg_catalog.now(), email_next_attempt_at = pg_catalog.now(),
        -- To the provider it is another mail.
        email_bounces = n.email_bounces + 1
    where (n.id = letter.id or n.mail_id = letter.mail_id) and n.email_status = 'failed';
end
$$;
comment on function private.retry_dead_mail(public.notifications) is 'Sends a mail again that was given up; TE409 where its recipient gets none';


create function public.retry_dead_letter(kind text, letter_id uuid, actor uuid)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
    v_trader_id uuid;
    v_fix public.proposed_fixes;
    v_deployment public.deployments;
    v_mail public.notifications;
begin
    if not private.is_admin_user(actor) then
        raise exception 'Cannot find it among what was given up' using errcode = 'TE404', detail = 'dead_letter_not_found';
    end if;
    case retry_dead_letter.kind
        when 'fix' then select f.* into v_fix from public.proposed_fixes as f where f.id = retry_dead_letter.letter_id;
        when 'deployment' then select d.* into v_deployment from public.deployments as d where d.id = retry_dead_letter.letter_id;
        when 'email' then select n.* into v_mail from public.notifications as n where n.id = retry_dead_letter.letter_id;
        else null;
    end case;
    if coalesce(v_fix.id, v_deployment.id, v_mail.id) is null then
        raise exception 'Cannot find it among what was given up' using errcode = 'TE404', detail = 'dead_letter_not_found';
    end if;
    -- One retry at a time: the others find that it is none any more.
    v_trader_id := coalesce(v_fix.trader_id, v_deployment.trader_id);
    perform from public.traders as t where t.id = v_trader_id for no key update;
    perform private.hold_mail(v_mail.mail_id);
    if not exists (select from public.dead_letters as l where l.kind = retry_dead_letter.kind and l.id = retry_dead_letter.letter_id) then
        return false;
    end if;

    if v_fix.id is not null then
        perform private.retry_dead_fix(v_fix, actor);
    elsif v_deployment.id is not null then
        -- Due at once: nobody else is at it.
        insert into public.deployments (trader_id, user_id, version_id, fix_id, is_validated, requested_by, request_reason, next_attempt_at)
        values (
            v_deployment.trader_id, v_deployment.user_id, v_deployment.version_id, v_deployment.fix_id, v_deployment.is_validated, actor,
            'Tried again by an operator', pg_catalog.now() - interval '15 seconds'
        );
    else
        perform private.retry_dead_mail(v_mail);
    end if;
    return true;
end
$$;
comment on function public.retry_dead_letter(text, uuid, uuid) is
    'Takes up again what was given up, on an operator''s word: a fix, a deployment or an email by its id; false when it is no dead letter any more';
revoke execute on function public.retry_dead_letter(text, uuid, uuid) from public, anon, authenticated;
grant execute on function public.retry_dead_letter(text, uuid, uuid) to service_role;


revoke execute on function
    private.can_be_retried(text, text),
    private.retry_dead_fix(public.proposed_fixes, uuid),
    private.retry_dead_mail(public.notifications)
from public;
grant execute on function private.can_be_retried(text, text) to authenticated, service_role;
grant execute on function
    private.retry_dead_fix(public.proposed_fixes, uuid),
    private.retry_dead_mail(public.notifications)
to service_role;

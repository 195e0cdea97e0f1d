-- trace_feedback: what owners made of a fix, told to the trace of the attempt that made it. A queue like the others.

select private.lock_traders_first();

create table private.trace_feedback (
    id uuid primary key default gen_random_uuid(),
    fix_id uuid not null references public.proposed_fixes (id) on delete cascade,
    trace_id text not null,
    verdict text not null,
    reason text,
    edited boolean not null default false,
    status text not null default 'pending',
    attempts smallint not null default 0,
    next_attempt_at timestamptz not null default now(),
    lease_until timestamptz,
    error text,
    created_at timestamptz not null default now(),
    constraint trace_feedback_once unique (fix_id, verdict),
    constraint trace_feedback_verdict_is_known check (verdict in ('accepted', 'rejected', 'rolled_back')),
    constraint trace_feedback_status_is_known check (status in ('pending', 'sent', 'failed')),
    constraint trace_feedback_attempts_are_natural check (attempts >= 0)
);
comment on table private.trace_feedback is 'Feedback on traces: what owners made of the fixes';
comment on column private.trace_feedback.id is 'Identity';
comment on column private.trace_feedback.fix_id is 'The fix';
comment on column private.trace_feedback.trace_id is 'Row of the trace it goes to';
comment on column private.trace_feedback.verdict is 'accepted, rejected or rolled_back';
comment on column private.trace_feedback.reason is 'Why, in the owner''s words or ours';
comment on column private.trace_feedback.edited is 'Whether the owner changed the code before accepting it';
comment on column private.trace_feedback.status is 'pending, sent, or failed: given up';
comment on column private.trace_feedback.attempts is 'How often it was tried';
comment on column private.trace_feedback.next_attempt_at is 'When it is due';
comment on column private.trace_feedback.lease_until is 'Until when a function is at it';
comment on column private.trace_feedback.error is 'What went wrong last';
comment on column private.trace_feedback.created_at is 'When the owner decided';
create index trace_feedback_due on private.trace_feedback (next_attempt_at) where status = 'pending';
create index trace_feedback_by_age on private.trace_feedback using brin (created_at);
alter table private.trace_feedback enable row level security;
grant select, insert, update, delete on private.trace_feedback to service_role;


create function private.note_feedback()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    insert into private.trace_feedback (fix_id, trace_id, verdict, reason, edited)
    select n.id, n.trace_id, n.status, n.decision_reason, coalesce(v.code_sha256 <> n.code_sha256, false)
    from new_rows as n
    join old_rows as o on o.id = n.id and o.status <> n.status
    left join public.filter_versions as v on v.fix_id = n.id
    where n.status in ('accepted', 'rejected') and n.trace_id is not null
    on conflict do nothing;
    return null;
end
$$;
comment on function private.note_feedback() is 'Queues what an owner decided, for fixes that have a trace';

create trigger note_feedback
    after update on public.proposed_fixes
    referencing old table as old_rows new table as new_rows
    for each statement execute function private.note_feedback();


create function private.note_rollback_feedback()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    insert into private.trace_feedback (fix_id, trace_id, verdict, reason)
    select f.id, f.trace_id, 'rolled_back', n.error
    from new_rows as n
    join old_rows as o on o.id = n.id and o.status <> n.status
    join public.proposed_fixes as f on f.id = n.fix_id and f.trace_id is not null
    where n.status = 'rolled_back'
    on conflict do nothing;
    return null;
end
$$;
comment on function private.note_rollback_feedback() is 'Queues that a fix was rolled back, if it has a trace';

create trigger note_feedback
    after update on public.deployments
    referencing old table as old_rows new table as new_rows
    for each statement execute function private.note_rollback_feedback();


create function private.ring_for_feedback()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    perform private.ring('send-feedback', n.id) from new_rows as n;
    return null;
end
$$;
comment on function private.ring_for_feedback() is 'Wakes send-feedback';

create trigger ring_for_feedback
    after insert on private.trace_feedback
    referencing new table as new_rows
    for each statement execute function private.ring_for_feedback();


create function public.claim_feedback(feedback_id uuid)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
    v_settings private.settings;
    v_feedback private.trace_feedback;
begin
    select s.* into v_settings from private.settings as s;
    update private.trace_feedback as b
    set attempts = b.attempts + 1, lease_until = pg_catalog.now() + v_settings.delivery_lease
    where b.id = claim_feedback.feedback_id
        and b.status = 'pending'
        and b.next_attempt_at <= pg_catalog.now()
        and b.attempts < v_settings.max_deliveries
        and (b.lease_until is null or b.lease_until < pg_catalog.now())
    returning * into v_feedback;
    if not found then
        return null;
    end if;
    return jsonb_build_object(
        'id', v_feedback.id, 'attempt', v_feedback.attempts, 'trace_id', v_feedback.trace_id, 'verdict', v_feedback.verdict,
        'reason', v_feedback.reason, 'edited', v_feedback.edited
    );
end
$$;
comment on function public.claim_feedback(uuid) is 'Takes due feedback under a lease: {id, attempt, trace_id, verdict, reason, edited}; null when it is not claimable';
revoke execute on function public.claim_feedback(uuid) from public, anon, authenticated;
grant execute on function public.claim_feedback(uuid) to service_role;


create function public.finish_feedback(feedback_id uuid, attempt integer, error text default null)
returns boolean
language plpgsql
set search_path = ''
as $$
begin
    update private.trace_feedback as b
    set status = case
            when finish_feedback.error is null then 'sent'
            when b.attempts < s.max_deliveries then 'pending'
            else 'failed'
        end,
        error = finish_feedback.error,
        lease_until = null,
        next_attempt_at = pg_catalog.now() + private.delivery_wait(b.attempts)
    from private.settings as s
    where b.id = finish_feedback.feedback_id and b.attempts = finish_feedback.attempt
        and b.status = 'pending' and b.lease_until is not null;
    return found;
end
$$;
comment on function public.finish_feedback(uuid, integer, text) is
    'Feedback was sent, or not for the reason given: then it is tried again later, and given up in the end; false when the lease was lost';
revoke execute on function public.finish_feedback(uuid, integer, text) from public, anon, authenticated;
grant execute on function public.finish_feedback(uuid, integer, text) to service_role;


revoke execute on function
    private.note_feedback(),
    private.note_rollback_feedback(),
    private.ring_for_feedback()
from public;

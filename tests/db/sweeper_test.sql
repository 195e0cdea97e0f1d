-- The sweeper, retention and health: what was lost is picked up, what was given up is seen, what is old goes.
begin;
select plan(39);

-- No other sweep than those below.
select pg_advisory_xact_lock(hashtextextended('recovery-sweep', 0));
insert into auth.users (id, email) values ('00000000-0000-4000-8000-000000000001', 'owner@example.com');
insert into public.traders (id, user_id, name, filter) values
    ('00000000-0000-4000-8000-0000000000aa', '00000000-0000-4000-8000-000000000001', 'Dip hunter', '{"code": "return x"}');
insert into public.trader_error_history (trader_id, error_message) values
    ('00000000-0000-4000-8000-0000000000aa', 'divide by zero'), ('00000000-0000-4000-8000-0000000000aa', 'undefined: fmt');

create function pg_temp.bells(name text) returns bigint language sql as $$
    select count(*) from net.http_request_queue as q where q.url like '%/' || name;
$$;
create function pg_temp.fix(message text) returns uuid language sql as $$
    select f.id from public.proposed_fixes as f join public.trader_incidents as i on i.id = f.incident_id where i.error_message = message;
$$;

-- Bells.
select is(pg_temp.bells('regenerate-filter'), 1::bigint, 'one statement rings once, however many fixes it queues');
select private.sweep();
select is(pg_temp.bells('regenerate-filter'), 3::bigint, 'the sweeper rings for each that is due');
select is((select count(*) from private.lost_bells), 0::bigint, 'bells that are only seconds old are not lost');
update public.proposed_fixes set next_attempt_at = now() - interval '31 seconds';
update private.heartbeats set beat_at = now() - interval '10 seconds';
select private.sweep();
select is((select bells from private.lost_bells where function_name = 'regenerate-filter'), 2::bigint, 'work nobody took half a minute after it was due has lost its bell');
select private.sweep();
select is((select bells from private.lost_bells where function_name = 'regenerate-filter'), 2::bigint, 'which is counted once');

-- Leases.
select ok(public.claim_fix(pg_temp.fix('divide by zero')) is not null, 'a fix is claimed');
select ok(public.extend_fix(pg_temp.fix('divide by zero'), 1) > now(), 'its worker lengthens the lease');
select is(public.extend_fix(pg_temp.fix('divide by zero'), 2), null, 'nobody else does');
update public.proposed_fixes set lease_until = now() - interval '1 second' where status = 'generating';
select is(public.extend_fix(pg_temp.fix('divide by zero'), 1), null, 'nor the worker that let it run out');
select is((select count(*) from private.due_work where row_id = pg_temp.fix('divide by zero')), 1::bigint, 'a lost lease is work that is due');
select ok(public.claim_fix(pg_temp.fix('divide by zero')) is not null, 'for the next attempt');

-- Failures.
select is(public.fail_fix(pg_temp.fix('divide by zero'), 2, '{"reason": "llm_unavailable", "reason_detail": "Later."}', 0), true, 'an attempt fails for a provider''s reason');
select is((select next_attempt_at - now() from public.proposed_fixes where id = pg_temp.fix('divide by zero')), interval '5 minutes', 'the second waits five minutes');
update public.proposed_fixes set next_attempt_at = now() where status = 'queued';
select ok(public.claim_fix(pg_temp.fix('divide by zero')) is not null, 'then comes the third');
select is(public.fail_fix(pg_temp.fix('divide by zero'), 3, '{"reason": "llm_unavailable", "reason_detail": "Later."}', 0), true, 'which fails too');
select is((select concat_ws(' ', status, reason) from public.proposed_fixes where id = pg_temp.fix('divide by zero')), 'failed llm_unavailable', 'and is the last');
update private.settings set trader_attempts_per_day = 3;
select is(public.claim_fix(pg_temp.fix('undefined: fmt')), null, 'a trader''s attempts of the day are limited');
select is((select concat_ws(' ', status, reason) from public.proposed_fixes where id = pg_temp.fix('undefined: fmt')), 'held trader_attempts_cap', 'the fix waits');
select is((select next_attempt_at from public.proposed_fixes where id = pg_temp.fix('undefined: fmt')), private.next_utc_day(), 'for the next day');
select private.sweep();
select is((select status from public.proposed_fixes where id = pg_temp.fix('undefined: fmt')), 'held', 'not earlier');
update public.proposed_fixes set next_attempt_at = now() where status = 'held';
select private.sweep();
select is((select status from public.proposed_fixes where id = pg_temp.fix('undefined: fmt')), 'queued', 'and then goes on');

-- Dead letters.
update public.notifications
set mail_id = id, email_claimed_at = now(), email_status = 'sending', email_lease_until = now() - interval '1 second', email_failures = 31
where kind = 'incident_detected';
select private.sweep();
select is(pg_temp.bells('notify'), 2::bigint, 'the sweeper rings for mails whose workers went away');
select is((select count(public.claim_notification(n.id)) from public.notifications as n where n.kind = 'incident_detected'), 0::bigint, 'which are given up at the limit');
select results_eq(
    'select kind, count(*) from public.dead_letters group by kind order by kind',
    $$ values ('email', 2::bigint), ('fix', 1::bigint) $$,
    'what was given up is a dead letter'
);

-- Health.
select is((public.recovery_health() -> 'dead_letters'), '{"fix": 1, "email": 2, "deployment": 0}', 'health counts them');
set local role service_role;
select lives_ok('select public.recovery_health()', 'the platform asks for it as service_role');
reset role;
select is((public.recovery_health() #>> '{sweeper,age_s}')::integer < 5, true, 'and knows when the sweeper last ran');
select is((public.recovery_health() #> '{bells,lost_last_day}')::integer, 2, 'and how many bells were lost');
select is(public.recovery_health() -> 'missing_secrets', '[]', 'and whether secrets are missing');
select is(public.recovery_health() -> 'problems', '["dead_letters"]', 'and names what is wrong');
delete from vault.secrets where name = 'recovery_webhook_secret';
update private.heartbeats set beat_at = now() - interval '3 minutes';
select is(
    public.recovery_health() -> 'problems', '["sweeper_silent", "secrets_missing", "dead_letters"]',
    'a sweeper that is silent and a secret that is missing among it'
);

-- Retention.
update private.settings set prune_batch = 1, silence_after = '1 hour', late_after = '1 minute';
alter table public.trader_error_history disable trigger user;
update public.trader_error_history set received_at = now() - interval '91 days';
alter table public.trader_error_history enable trigger user;
update public.incident_hours set hour = hour - interval '91 days';
update public.notifications set created_at = now() - interval '91 days';
select private.prune();
select is((select count(*) from public.trader_error_history), 0::bigint, 'the history is pruned in as many rounds as it takes');
select is((select count(*) from public.incident_hours), 1::bigint, 'a round deletes a batch of the hours');
select is((select count(*) from public.notifications where email_status = 'failed'), 1::bigint, 'and of the notifications');
update private.settings set prune_batch = 100;
select private.prune();
select is((select count(*) from public.incident_hours), 0::bigint, 'the next one goes on');
select is((select sum(occurrences) from public.trader_incidents), 2::numeric, 'incidents keep their counts');
select is((select count(*) from public.notifications where email_status not in ('sent', 'skipped', 'failed')), (select count(*) from public.notifications), 'what is still to be mailed stays');
select lives_ok(
    $$ insert into public.trader_error_history (trader_id, error_message) values ('00000000-0000-4000-8000-0000000000aa', 'divide by zero') $$,
    'an incident whose rows are gone goes on'
);
select results_eq(
    $$ select h.occurrences, i.latest_error_id = h.id from public.trader_error_history as h join public.trader_incidents as i on i.id = h.incident_id $$,
    'values (1::bigint, true)',
    'with a new row'
);

select * from finish();
rollback;

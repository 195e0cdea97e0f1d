-- What operators must know of: each alert once, to every operator and to their webhook, and never at the price of what it is about.
begin;
select plan(67);

insert into auth.users (id, email, raw_app_meta_data)
select ('00000000-0000-4000-8000-00000000000' || n)::uuid, 'user' || n || '@example.com', case when n > 7 then '{"role": "admin"}' else '{}' end::jsonb
from generate_series(1, 9) as n;
insert into public.traders (id, user_id, name, filter)
select ('00000000-0000-4000-8000-0000000000a' || n)::uuid, ('00000000-0000-4000-8000-00000000000' || n)::uuid, 'Trader ' || n, '{"code": "return x"}'
from generate_series(1, 4) as n;
-- No other sweep than those below, and the last one was just now.
select pg_advisory_xact_lock(hashtextextended('recovery-sweep', 0));
delete from private.operator_alerts;
delete from private.heartbeats;
insert into private.heartbeats (job, beat_at) values ('sweep', clock_timestamp());
update private.settings set systemic_traders = 2, systemic_owners = 2;

create function pg_temp.fail(low integer, high integer, message text default 'divide by zero') returns void language sql as $$
    insert into public.trader_error_history (trader_id, error_message)
    select ('00000000-0000-4000-8000-0000000000a' || n)::uuid, message from generate_series(low, high) as n;
$$;
create function pg_temp.alerts() returns text[] language sql as $$
    select coalesce(array_agg(a.kind order by a.kind), '{}') from private.operator_alerts as a;
$$;
create function pg_temp.told(kind text) returns bigint language sql as $$
    select count(*) from public.notifications as n where n.kind = told.kind;
$$;
create function pg_temp.bells() returns bigint language sql as $$ select count(*) from net.http_request_queue where url like '%/alert-operators'; $$;
create function pg_temp.the(kind text) returns private.operator_alerts language sql as $$
    select a from private.operator_alerts as a where a.kind = the.kind order by a.created_at desc, a.id limit 1;
$$;

-- A systemic fault and its end.
select pg_temp.fail(1, 3);
select is(pg_temp.alerts(), '{systemic_fault}', 'a systemic fault is an alert');
select is(pg_temp.told('systemic_fault'), 2::bigint, 'to every operator');
select is(pg_temp.bells(), 1::bigint, 'with a bell');
select is((pg_temp.the('systemic_fault')).subject, (select id::text from public.systemic_faults), 'it knows the fault');
select pg_temp.fail(4, 4);
select is(pg_temp.told('systemic_fault'), 2::bigint, 'one that grows is told once');
select public.resolve_systemic_fault((select id from public.systemic_faults), '00000000-0000-4000-8000-000000000009');
select is(pg_temp.alerts(), '{systemic_fault,systemic_fault_over}', 'as is that it is over');
select is(pg_temp.told('systemic_fault_over'), 2::bigint, 'to every operator');
select public.resolve_systemic_fault((select id from public.systemic_faults), '00000000-0000-4000-8000-000000000009');
select is(pg_temp.told('systemic_fault_over'), 2::bigint, 'once');
select is((select count(*) from public.notifications where user_id in ('00000000-0000-4000-8000-000000000008', '00000000-0000-4000-8000-000000000009') and trader_id is null), 4::bigint, 'about no trader');

-- The webhook.
set local role service_role;
create temporary table alert as select (pg_temp.the('systemic_fault')).id as id;
select is(
    public.claim_alert((select id from alert)) - '{title,body,created_at}'::text[],
    jsonb_build_object('id', (select id from alert), 'attempt', 1, 'kind', 'systemic_fault', 'link', '/operations/faults/' || (select id from public.systemic_faults)),
    'an alert is claimed'
);
select is(public.claim_alert((select id from alert)), null, 'once');
select is(public.claim_alert(gen_random_uuid()), null, 'if it is there');
select is(public.finish_alert((select id from alert), 2, null), null, 'another attempt finishes nothing');
select is(public.finish_alert((select id from alert), 1, 'status_500', true), 'pending', 'it fails, and is tried again');
select is((select next_attempt_at - now() from private.operator_alerts where id = (select id from alert)), interval '10 seconds', 'later');
select is(public.claim_alert((select id from alert)), null, 'not at once');
select is(public.finish_alert((select id from alert), 1, null), null, 'the attempt is over');
update private.operator_alerts set next_attempt_at = now();
select is((select count(*) from private.due_work where function_name = 'alert-operators'), 2::bigint, 'then it is due');
select is(public.claim_alert((select id from alert)) ->> 'attempt', '2', 'and claimed again');
select is((select count(*) from private.due_work where function_name = 'alert-operators'), 1::bigint, 'not due while a worker has it');
update private.operator_alerts set lease_until = now() - interval '1 second' where id = (select id from alert);
select is((select count(*) from private.due_work where function_name = 'alert-operators'), 2::bigint, 'but when it is lost');
select is(public.claim_alert((select id from alert)) ->> 'attempt', '3', 'and claimed by another');
select is(public.finish_alert((select id from alert), 2, null), null, 'the lost one has nothing to say');
select is(public.finish_alert((select id from alert), 3), 'sent', 'it is sent');
select is(public.finish_alert((select id from alert), 3), null, 'once');
select is(public.claim_alert((select id from alert)), null, 'and not claimed any more');
select throws_ok($$ update private.operator_alerts set status = 'pending' where status = 'sent' $$, 'TE422', null, 'nor begun anew');
update alert set id = (pg_temp.the('systemic_fault_over')).id;
update private.operator_alerts set attempts = 7 where status = 'pending';
select ok(public.claim_alert((select id from alert)) is not null, 'the last attempt');
select is(public.finish_alert((select id from alert), 8, 'status_500', true), 'failed', 'makes it a dead letter');
reset role;
create function pg_temp.alert(status text default 'pending') returns uuid language sql as $$
    insert into private.operator_alerts (kind, subject, title, body, link, created_at)
    values ('systemic_fault', gen_random_uuid()::text, 'x', 'x', '/operations', now() + interval '1 second') returning id;
$$;
update alert set id = pg_temp.alert();
update private.operator_alerts set attempts = 8, lease_until = now() - interval '1 second' where id = (select id from alert);
select private.give_up();
select is((select concat_ws(' ', status, error) from private.operator_alerts where id = (select id from alert)), 'failed attempts_exhausted', 'as does a worker that is lost');
delete from private.operator_alerts;
update alert set id = pg_temp.alert();
select public.claim_alert((select id from alert));
select is(public.finish_alert((select id from alert), 1, 'status_400', false), 'failed', 'what the webhook refuses for good has failed');
delete from private.operator_alerts;
update alert set id = pg_temp.alert();
select public.claim_alert((select id from alert));

-- What operators see on their page.
create function pg_temp.hints() returns text language plpgsql as $$
declare
    v_hints text;
begin
    perform set_config('request.jwt.claims', '{"sub": "00000000-0000-4000-8000-000000000009", "role": "authenticated", "app_metadata": {"role": "admin"}}', true);
    set local role authenticated;
    v_hints := public.operator_overview() ->> 'hints';
    reset role;
    return v_hints;
end
$$;
select is(pg_temp.hints(), '[]', 'while all is well there is no hint');
select is(public.finish_alert((select id from alert), 1, 'not_configured', true), 'skipped', 'where there is no webhook it is skipped');
select is(pg_temp.hints(), '["operator_webhook_not_configured"]', 'which is a hint');
update alert set id = pg_temp.alert();
select public.claim_alert((select id from alert));
select is(public.finish_alert((select id from alert), 1), 'sent', 'until one is sent');
update private.operator_alerts set created_at = created_at + interval '1 second' where id = (select id from alert);
select is(pg_temp.hints(), '[]', 'then it is gone');
update alert set id = pg_temp.alert();
update private.operator_alerts set created_at = created_at + interval '2 seconds' where id = (select id from alert);
select public.claim_alert((select id from alert));
select is(pg_temp.hints(), '[]', 'while one is being sent nothing is known of it');
select is(public.finish_alert((select id from alert), 1, 'status_404', false), 'failed', 'a webhook that takes none');
select is(pg_temp.hints(), '["operator_webhook_failing"]', 'is another hint');
select ok(public.recovery_health() -> 'problems' ? 'operator_webhook_failing', 'and a problem of health');
update alert set id = pg_temp.alert();
update private.operator_alerts set created_at = created_at + interval '3 seconds' where id = (select id from alert);
select public.claim_alert((select id from alert));
select public.finish_alert((select id from alert), 1);
select is(pg_temp.hints(), '[]', 'until it takes one');
update public.notifications set email_status = 'skipped', email_error = 'email_not_configured' where kind = 'incident_detected';
select is(pg_temp.hints(), '["email_not_configured"]', 'a mail that cannot be sent is one');
update public.notifications
set mail_id = id, email_claimed_at = now(), email_status = 'sending', email_lease_until = now() + interval '1 minute' where kind = 'systemic_fault';
update public.notifications set email_status = 'sent', email_lease_until = null, email_sent_at = clock_timestamp() where email_status = 'sending';
select is(pg_temp.hints(), '[]', 'until one is sent');
insert into private.email_pause (until, reason) values (now() + interval '1 hour', 'daily_quota_exceeded');
select is(pg_temp.hints(), '["email_paused"]', 'a pause is one');
select ok(public.recovery_health() -> 'problems' ? 'email_paused', 'health names it, too');
update private.email_pause set until = now();
select is(pg_temp.hints(), '[]', 'until it is over');

-- Dead letters, gathered.
create function pg_temp.give_up(trader integer, reason text) returns void language sql as $$
    update public.proposed_fixes as f set status = 'generating', attempt = 1, lease_until = now()
    where right(f.trader_id::text, 1)::integer = trader and f.status in ('queued', 'held');
    update public.proposed_fixes as f set status = 'failed', reason = give_up.reason, lease_until = null
    where right(f.trader_id::text, 1)::integer = trader and f.status = 'generating';
$$;
delete from private.operator_alerts;
update public.proposed_fixes set status = 'queued' where status = 'held';
select pg_temp.give_up(1, 'validation_failed');
select private.sweep();
select is(pg_temp.alerts(), '{}', 'a repair that was found wanting is its owner''s to look at');
select pg_temp.give_up(2, 'llm_unavailable');
select private.sweep();
select is(pg_temp.alerts(), '{dead_letters}', 'what was given up is an alert');
select ok((pg_temp.the('dead_letters')).body like '%given up: 1 of kind fix. %', 'with how much of what');
select ok((pg_temp.the('dead_letters')).body not like '%llm%', 'and no reason, which may be anybody''s text');
select is(pg_temp.told('dead_letters'), 2::bigint, 'to every operator');
select pg_temp.give_up(3, 'llm_refused');
select private.sweep();
select is(pg_temp.alerts(), '{dead_letters}', 'at most once an hour');
update private.operator_alerts set created_at = now() - interval '61 minutes', subject = 'an hour ago';
select pg_temp.fail(4, 4, 'undefined: math');
select private.sweep();
select is(pg_temp.alerts(), '{dead_letters,dead_letters}', 'then what has come since is told');
select private.sweep();
update private.operator_alerts set created_at = created_at - interval '61 minutes', subject = id::text;
alter table public.proposed_fixes disable trigger set_updated_at;
update public.proposed_fixes set updated_at = now() - interval '62 minutes';
alter table public.proposed_fixes enable trigger set_updated_at;
select private.sweep();
select is(pg_temp.alerts(), '{dead_letters,dead_letters}', 'what was told before is not told again');

-- A silent sweeper, noticed by errors.
update private.settings set systemic_traders = 100;
update public.systemic_faults set status = 'resolved', resolved_at = now() where status = 'open';
delete from private.operator_alerts;
create function pg_temp.silence() returns text[] language sql as $$
    select array(select a from unnest(pg_temp.alerts()) as a where a like 'sweeper%');
$$;
select pg_temp.fail(1, 1, 'undefined: fmt');
select is(pg_temp.silence(), '{}', 'a sweeper that runs is no news');
update private.heartbeats set beat_at = clock_timestamp() - interval '3 minutes' where job = 'sweep';
select pg_temp.fail(1, 2, 'undefined: fmt');
select is(pg_temp.silence(), '{sweeper_silent}', 'one that does not is noticed when an error comes');
select pg_temp.fail(1, 2, 'undefined: os');
select is(pg_temp.told('sweeper_silent'), 2::bigint, 'once a silence, by every operator');
select private.sweep();
select is(pg_temp.silence(), '{sweeper_back,sweeper_silent}', 'its next run says that it is back');
select private.sweep();
select is(pg_temp.told('sweeper_back'), 2::bigint, 'once');
update private.heartbeats set beat_at = clock_timestamp() - interval '4 minutes' where job = 'sweep';
select private.sweep();
select is(pg_temp.silence(), '{sweeper_back,sweeper_silent}', 'a silence nobody was told of needs no end');
update private.heartbeats set beat_at = clock_timestamp() - interval '5 minutes' where job = 'sweep';
select pg_temp.fail(1, 1, 'undefined: os');
select is(pg_temp.silence(), '{sweeper_back,sweeper_silent,sweeper_silent}', 'another silence is told again');
delete from private.operator_alerts;
alter table private.operator_alerts rename to moved_alerts;
select lives_ok($$ select pg_temp.fail(1, 1, 'undefined: os') $$, 'an error is taken in whatever becomes of the alert');
alter table private.moved_alerts rename to operator_alerts;
select pg_temp.fail(1, 1, 'undefined: os');
select is(pg_temp.silence(), '{sweeper_silent}', 'the next one tells');

-- Mail to operators waits for nothing, because nobody may be there to ring for it, and is no dead letter to alert of.
select is(
    (select bool_and(email_next_attempt_at = created_at) from public.notifications where kind = 'sweeper_silent'), true, 'it is due at once, however often they want mail'
);
delete from private.operator_alerts where kind = 'dead_letters';
delete from public.notifications where email_status = 'failed';
delete from public.proposed_fixes where status = 'failed';
delete from public.deployments where status = 'failed';
update public.notifications set email_status = 'failed', email_error = 'email_refused' where email_status = 'pending' and kind = 'sweeper_silent';
select private.report_dead_letters();
select is((select count(*) from public.dead_letters where kind = 'email') > 0 and pg_temp.alerts() = '{sweeper_silent}', true, 'a refused one is seen, not told');

-- Retention.
delete from private.operator_alerts where kind <> 'sweeper_silent';
update private.operator_alerts set created_at = now() - interval '91 days';
select private.prune_alerts();
select is(pg_temp.alerts(), '{sweeper_silent}', 'what is still to be sent stays');
update private.operator_alerts set status = 'skipped';
select private.prune_alerts();
select is(pg_temp.alerts(), '{}', 'the rest goes in time');

select * from finish();
rollback;

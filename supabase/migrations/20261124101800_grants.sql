-- Projects made before 2026 open every new table and sequence of public to the API roles. Closed here, so that what the
-- migrations grant is all there is, wherever they are applied.

select private.lock_traders_first();

revoke all on
    public.filter_versions, public.trader_incidents, public.trader_error_history, public.proposed_fixes, public.deployments,
    public.notifications
from anon, authenticated, service_role;
revoke all on sequence public.trader_error_history_id_seq, public.daily_spend_id_seq from anon, authenticated, service_role;

grant select on
    public.filter_versions, public.trader_incidents, public.trader_error_history, public.proposed_fixes, public.deployments,
    public.notifications
to authenticated, service_role;
grant insert, update on
    public.filter_versions, public.trader_incidents, public.proposed_fixes, public.deployments, public.notifications
to service_role;
grant update (read_at) on public.notifications to authenticated;
grant insert (
    event_id, trader_id, user_id, component, error_type, error_message, stack_trace, code_sha256, symbol, trigger_interval,
    context, market_data, occurrences, occurred_at
) on public.trader_error_history to service_role;
grant usage on sequence public.trader_error_history_id_seq to service_role;

-- The table of traders only where these migrations made it: one that was there is not theirs to close.
do $$
begin
    if obj_description('public.traders'::regclass, 'pg_class') = 'Traders: filters their owners run on every candle' then
        revoke all on public.traders from anon, authenticated, service_role;
        grant select, insert, update, delete on public.traders to authenticated, service_role;
    end if;
end
$$;

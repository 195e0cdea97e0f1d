-- What is kept of an event at most, counted as reporters count it, and the context within limits, too.

create or replace function private.fit_error(error public.trader_error_history)
returns public.trader_error_history
language plpgsql
immutable
set search_path = ''
as $$
declare
    -- 256 KB as it was sent: written out here, it has a space after each comma and colon.
    c_market_data constant integer := 262144 * 5 / 4;
    c_context constant integer := 16384;
    v_cut text[] := array_remove(array[
        case when octet_length(error.error_message) > 8192 then 'error_message' end,
        case when octet_length(error.stack_trace) > 32768 then 'stack_trace' end,
        case when octet_length(error.market_data::text) > c_market_data then 'market_data' end,
        case when octet_length(error.context::text) > c_context then 'context' end
    ], null);
begin
    error.symbol := left(error.symbol, 100);
    error.trigger_interval := left(error.trigger_interval, 20);
    if cardinality(v_cut) > 0 then
        error.error_message := private.truncate_bytes(error.error_message, 8192);
        error.stack_trace := private.truncate_bytes(error.stack_trace, 32768);
        -- Half a market cannot reproduce a failure, so it goes whole.
        error.market_data := case when not 'market_data' = any (v_cut) then error.market_data end;
        if 'context' = any (v_cut) then
            error.context := private.known_context(error.context);
        end if;
        error.context := error.context || jsonb_build_object('truncated', v_cut);
    end if;
    return error;
end
$$;


create function private.known_context(context jsonb)
returns jsonb
language sql
immutable
set search_path = ''
as $$
    select coalesce(jsonb_object_agg(c.key, c.value), '{}')
    from jsonb_each(context) as c
    where c.key in (
            'trigger_interval', 'symbol', 'symbols_processed', 'execution_duration_ms', 'executor_version', 'machine_id', 'failing_function',
            'failing_statement'
        )
        and octet_length(c.value::text) <= 2100;
$$;
comment on function private.known_context(jsonb) is 'What an executor said that this system has a use for';

revoke execute on function private.known_context(jsonb) from public;
grant execute on function private.known_context(jsonb) to service_role;

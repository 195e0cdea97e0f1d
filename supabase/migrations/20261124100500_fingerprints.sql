-- Fingerprints, version 2: numbers are told from digits inside names, and the failing function or statement counts.

create or replace function private.normalise_message(message text)
returns text
language sql
immutable
set search_path = ''
as $$
    select left(
        regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
            private.strip_wrappers(message),
            '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', '<id>', 'gi'),
            '"[^"]*"|''[^'']*''|`[^`]*`', '<quoted>', 'g'),
            '\m[A-Z0-9]{2,20}(USDT|USDC|FDUSD|BUSD|TUSD|BTC|ETH|BNB|EUR|USD)\M', '<symbol>', 'g'),
            '0x[0-9a-f]+', '<address>', 'gi'),
            '\m(?=[0-9a-f]*[0-9])[0-9a-f]{12,}\M', '<id>', 'gi'),
            '-?\m[0-9]+([.][0-9]+)?([eE][-+]?[0-9]+|[smhdw])?\M', '<n>', 'g'),
        500
    );
$$;
comment on function private.normalise_message(text) is
    'The message without what differs between occurrences of one fault: ids, quoted values, symbols, addresses, numbers';


create function private.failing_place(stack_trace text, context jsonb)
returns text
language sql
immutable
set search_path = ''
as $$
    select coalesce(
        left(nullif(context ->> 'failing_statement', ''), 200),
        nullif(context ->> 'failing_function', ''),
        -- The interpreter's own frames are the same for every fault; those of the library it calls into are not.
        substring(stack_trace from '\m((?:indicators|types)\.[A-Z]\w*)\('),
        ''
    );
$$;
comment on function private.failing_place(text, jsonb) is
    'Statement or function that failed, from the reporter''s context or the library''s frame in the stack; empty when neither says';


create function private.error_fingerprint(error_type text, component text, normal_message text, place text)
returns text
language sql
immutable
set search_path = ''
as $$
    select 'v2:' || md5(concat_ws(E'\x1f', error_type, component, normal_message, place));
$$;
comment on function private.error_fingerprint(text, text, text, text) is
    'Identity of a fault within a trader, from the normalised message; the prefix is the version of the algorithm. The code''s hash is beside it, never in it';


-- Incidents go on under their new fingerprints; where two have become one fault, the newest live one stays.
with renamed as (
    select
        i.id,
        f.fingerprint,
        row_number() over (partition by i.trader_id, f.fingerprint, i.status <> 'resolved' order by i.last_seen desc, i.id) as place
    from public.trader_incidents as i
    cross join lateral (select private.error_fingerprint(i.error_type, i.component, private.normalise_message(i.error_message), '') as fingerprint) as f
)
update public.trader_incidents as i
set fingerprint = r.fingerprint,
    status = case when r.place > 1 then 'resolved' else i.status end,
    resolved_at = case when r.place > 1 then coalesce(i.resolved_at, pg_catalog.now()) else i.resolved_at end
from renamed as r
where r.id = i.id;


revoke execute on function
    private.failing_place(text, jsonb),
    private.error_fingerprint(text, text, text, text)
from public;
grant execute on function
    private.failing_place(text, jsonb),
    private.error_fingerprint(text, text, text, text)
to service_role;

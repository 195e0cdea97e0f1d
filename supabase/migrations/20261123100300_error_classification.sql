-- What an error message means: rules as data, a normal form, a fingerprint.

create table private.error_rules (
    rank smallint primary key,
    pattern text not null,
    error_type text not null,
    attribution text not null,
    summary text not null,
    constraint error_rules_type_is_known check (error_type in ('compile', 'runtime', 'timeout', 'infrastructure')),
    constraint error_rules_attribution_is_known check (attribution in ('code', 'data', 'executor'))
);
comment on table private.error_rules is 'How messages are read; the first matching pattern by rank decides';
comment on column private.error_rules.rank is 'Order of trial';
comment on column private.error_rules.pattern is 'Regular expression, matched without regard to case against the message without its wrappers';
comment on column private.error_rules.error_type is 'compile, runtime, timeout or infrastructure';
comment on column private.error_rules.attribution is 'Whose fault it is: code, data or executor';
comment on column private.error_rules.summary is 'What happened, in a sentence for a trader who reads no Go';
alter table private.error_rules enable row level security;
grant select on private.error_rules to service_role;

insert into private.error_rules (rank, pattern, error_type, attribution, summary) values
    (10, '^ticker (data not found|is nil) for symbol', 'infrastructure', 'data', 'There was no ticker for a symbol the filter runs on.'),
    (20, 'failed to (get|fetch) (symbols|klines|tickers?)|failed to save signal', 'infrastructure', 'executor', 'The executor could not get its market data or save a signal.'),
    (30, 'context (canceled|deadline exceeded)|connection (refused|reset)|no such host|i/o timeout|too many connections', 'infrastructure', 'executor', 'The executor lost a connection it needs.'),
    (40, 'execution timed? ?out', 'timeout', 'code', 'The filter ran longer than it is allowed to, so it was stopped.'),
    (50, 'has no symbol|undefined selector', 'compile', 'code', 'The filter calls a function that does not exist.'),
    (60, '^undefined: (math|fmt|strings|sort|time|strconv|errors)\M', 'compile', 'code', 'The filter uses a Go package that filters cannot use.'),
    (70, '^undefined:|undefined field or method', 'compile', 'code', 'The filter uses a name that is not defined.'),
    (80, 'not enough arguments|too many arguments|assignment mismatch', 'compile', 'code', 'The filter calls a function with the wrong number of values.'),
    (90, 'mismatched types|cannot use .* as type|cannot indirect|must be integer|not defined on|invalid argument for', 'compile', 'code', 'The filter mixes kinds of values that do not fit together.'),
    (100, '^expected |illegal character|no new variables|syntax error|CFG post-order|import ', 'compile', 'code', 'The filter is not valid Go code.'),
    (110, 'call of reflect\.value\.\w+ on zero value|nil pointer dereference', 'runtime', 'code', 'The filter used an indicator that had no value yet, as happens with few candles.'),
    (120, 'index out of range|out of bounds|negative (len|index)', 'runtime', 'code', 'The filter asked for candles that are not there, as happens with few candles.'),
    (130, 'divide by zero', 'runtime', 'code', 'The filter divided by zero.'),
    (140, 'nil map', 'runtime', 'code', 'The filter wrote into a map that was never made.'),
    (150, 'interface conversion', 'runtime', 'code', 'The filter took a value for a kind it is not.'),
    (32000, '', 'runtime', 'code', 'The filter failed while it was running.');


create function private.strip_wrappers(message text)
returns text
language sql
immutable
set search_path = ''
as $$
    select regexp_replace(
        message,
        '^\s*((filter execution failed|failed to evaluate series code|series code execution failed|invalid filter code'
        || '|invalid series code|code validation failed|failed to compile (filter|series) code|panic in trader [0-9a-f-]+|panic in series code'
        || '|panic):\s*|(_\.go:)?[0-9]+:[0-9]+:\s*)+',
        '',
        'i'
    );
$$;
comment on function private.strip_wrappers(text) is 'The message without the executor''s prefixes and the position';
grant execute on function private.strip_wrappers(text) to service_role;


create function private.normalise_message(message text)
returns text
language sql
immutable
set search_path = ''
as $$
    select left(
        regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
            private.strip_wrappers(message),
            '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', '<id>', 'gi'),
            '"[^"]*"|''[^'']*''', '<quoted>', 'g'),
            '\m[A-Z0-9]{2,20}(USDT|USDC|FDUSD|BUSD|TUSD|BTC|ETH|BNB|EUR|USD)\M', '<symbol>', 'g'),
            '0x[0-9a-f]+', '<address>', 'gi'),
            '[0-9]+([.][0-9]+)?', '<n>', 'g'),
        500
    );
$$;
comment on function private.normalise_message(text) is
    'The message without what differs between occurrences of one fault: ids, quoted values, symbols, addresses, numbers';
grant execute on function private.normalise_message(text) to service_role;


create function private.error_fingerprint(error_type text, component text, message text)
returns text
language sql
immutable
set search_path = ''
as $$
    select 'v1:' || md5(concat_ws(E'\x1f', error_type, component, private.normalise_message(message)));
$$;
comment on function private.error_fingerprint(text, text, text) is
    'Identity of a fault within a trader; the prefix is the version of the algorithm. The code''s hash is beside it, never in it';
grant execute on function private.error_fingerprint(text, text, text) to service_role;


create function private.classify_error(message text)
returns private.error_rules
language sql
stable
set search_path = ''
as $$
    -- Materialized, or the message would be stripped anew for every rule.
    with stripped as materialized (select private.strip_wrappers(classify_error.message) as message)
    select r
    from private.error_rules as r
    join stripped as s on s.message ~* r.pattern
    order by r.rank
    limit 1;
$$;
comment on function private.classify_error(text) is 'The rule that a message falls under';
grant execute on function private.classify_error(text) to service_role;


revoke execute on function
    private.strip_wrappers(text),
    private.normalise_message(text),
    private.error_fingerprint(text, text, text),
    private.classify_error(text)
from public;

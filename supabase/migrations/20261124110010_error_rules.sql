-- The rules that messages are read by: what executors and the interpreter really say, each in a sentence for a trader.
-- Rules at other ranks stay; one that an operator put at one of these gives way.

delete from private.error_rules where rank in (10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 130, 140, 150, 32000);

insert into private.error_rules (rank, reported_as, pattern, error_type, attribution, is_assumed, summary) values
    -- What is not the filter's
    (10, null, '^ticker (?:data not found|is nil) for symbol', 'infrastructure', 'data', false, 'There was no ticker for a symbol that the filter runs on.'),
    (12, null, '(?:failed to|unable to|error) (?:get|getting|fetch|fetching|load|loading) (symbols|klines|tickers?|candles|market data)', 'infrastructure', 'executor', false,
        'The executor could not get its $1.'),
    (14, null, 'failed to save signals?', 'infrastructure', 'executor', false, 'The executor could not save a signal.'),
    (16, null, 'context (?:canceled|deadline exceeded)|connection (?:refused|reset)|no such host|i/o timeout|broken pipe|too many (?:connections|open files)', 'infrastructure', 'executor', false,
        'The executor lost a connection it needs, or was stopped in the middle of a run.'),
    (18, 'infrastructure', '', 'infrastructure', 'executor', false, 'The executor had trouble of its own.'),

    -- What crashed the interpreter while it compiled
    (28, null, 'CFG post-order panic', 'compile', 'code', false, 'The filter is written in a form that the executor cannot translate, so it does not run.'),
    (30, 'compile', '^reflect|nil pointer dereference|out of range|out of bounds|divide by zero|nil map|interface conversion', 'compile', 'code', false, 'The filter is written in a form that the executor cannot translate, so it does not run.'),

    -- What a panic says; far the most frequent
    (40, null, 'call of reflect\.value\.\w+ on zero value|nil pointer dereference|value method called using nil', 'runtime', 'code', false, 'The filter used an indicator that had no value yet, as happens with few candles.'),
    (42, null, 'call of reflect\.value\.(?:isnil|elem) on (\w+) value', 'runtime', 'code', false, 'The filter asks whether a number is missing; a number never is.'),
    (44, null, 'index out of range|out of bounds|bounds out of range|negative (?:len|index|slice)|len out of range', 'runtime', 'code', false, 'The filter asked for candles that are not there, as happens with few candles.'),
    (46, null, 'divide by zero', 'runtime', 'code', false, 'The filter divided by zero.'),
    (48, null, 'nil map', 'runtime', 'code', false, 'The filter wrote into a table that was never made.'),
    (50, null, 'interface conversion|call of reflect\.value\.\w+ on \w+ value|reflect\.set|reflect: call using|is not assignable to', 'runtime', 'code', false, 'The filter took a value for a kind it is not.'),
    (52, null, 'call of nil function', 'runtime', 'code', false, 'The filter calls a function that was never set.'),
    (54, null, 'stack overflow|out of memory|more memory than|memory limit', 'runtime', 'code', false, 'The filter uses far more memory than a filter needs, mostly because something grows without end.'),
    (56, null, 'all goroutines are asleep', 'runtime', 'code', false, 'The filter waits for something that never comes.'),

    -- What took too long
    (60, null, 'execution timed? ?out', 'timeout', 'code', false, 'The filter ran longer than it is allowed to, so it was stopped. Mostly a loop never ends.'),
    (62, 'timeout', '', 'timeout', 'code', false, 'The filter ran longer than it is allowed to, so it was stopped. Mostly a loop never ends.'),

    -- What does not compile
    (70, null, '(?:has no symbol|undefined selector:?) (\S+)', 'compile', 'code', false, 'The filter calls $1, which does not exist.'),
    (72, null, '^undefined: (math|fmt|strings|sort|time|strconv|errors|os|rand|bytes|regexp)\M', 'compile', 'code', false, 'The filter uses the Go package $1, which filters cannot use.'),
    (74, null, '^undefined: (\S+)', 'compile', 'code', false, 'The filter uses $1, which is not defined anywhere in it.'),
    (76, null, 'undefined (?:method|field or method|field):? (\S+)', 'compile', 'code', false, 'The filter reads $1, which this value does not have.'),
    (78, null, '(?:not enough|too many) arguments (?:in call )?(?:to|in|for) (\S+)', 'compile', 'code', false, 'The filter calls $1 with the wrong number of values.'),
    (80, null, 'not enough arguments|too many arguments|not enough return values|too many return values', 'compile', 'code', false, 'The filter passes or returns the wrong number of values.'),
    (82, null, 'assignment mismatch', 'compile', 'code', false, 'A calculation gives another number of results than the filter wants to store.'),
    (84, null, 'mismatched types|cannot use .* as (?:type|\w+ value)|cannot indirect|cannot convert|must be integer|not defined on|invalid argument for|invalid operation|non-bool|untyped nil', 'compile', 'code', false,
        'The filter mixes kinds of values that do not fit together.'),
    (86, null, 'no new variables|redeclared|already declared', 'compile', 'code', false, 'The filter gives a name a second time.'),
    (88, null, '^expected |illegal character|syntax error|(?:string|rune|comment) (?:literal )?not terminated|missing return|import .*(?:not allowed|must appear|error)|label .* not defined', 'compile', 'code', false, 'The filter is not complete or not Go, so nothing of it can run.'),
    (90, 'compile', '', 'compile', 'code', false, 'The filter contains something that the executor cannot read, so it does not run.'),

    -- What nobody has seen yet
    (32000, null, '', 'runtime', 'code', true, 'The filter failed while it was running.')
on conflict (rank) do update set
    reported_as = excluded.reported_as, pattern = excluded.pattern, error_type = excluded.error_type, attribution = excluded.attribution,
    is_assumed = excluded.is_assumed, summary = excluded.summary;

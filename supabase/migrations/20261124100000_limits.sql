-- The numbers that bound money and traffic, where an operator finds and changes them.

alter table private.settings
    add column retry_delays interval[] not null default '{0 s, 5 min, 30 min}',
    add column trader_attempts_per_day smallint not null default 12,
    add column daily_cost_cap_usd numeric(12, 6) not null default 10,
    add column max_daily_cost_cap_usd numeric(12, 6) not null default 50,
    add column platform_daily_cost_cap_usd numeric(12, 6) not null default 50,
    add column storm_rows_per_minute smallint not null default 10,
    add column announce_interval interval not null default '2 s',
    add column systemic_traders smallint not null default 10,
    add column systemic_owners smallint not null default 2,
    add column systemic_window interval not null default '10 min',
    add column escalation_factor numeric(6, 2) not null default 3,
    add column escalation_floor integer not null default 20,
    add column history_retention interval not null default '90 days',
    add column ledger_retention interval not null default '400 days',
    add column notification_retention interval not null default '90 days',
    add column log_retention interval not null default '3 days',
    add column prune_batch integer not null default 5000,
    add column late_after interval not null default '30 s',
    add column silence_after interval not null default '2 min',
    add constraint settings_delays_are_given check (cardinality(retry_delays) > 0),
    add constraint settings_caps_are_natural check (
        trader_attempts_per_day > 0 and daily_cost_cap_usd >= 0 and platform_daily_cost_cap_usd >= 0
        and max_daily_cost_cap_usd >= daily_cost_cap_usd
    ),
    add constraint settings_storm_keeps_a_row check (storm_rows_per_minute > 0 and announce_interval >= '0'),
    add constraint settings_systemic_is_positive check (systemic_traders > 1 and systemic_owners > 0 and systemic_window > '0'),
    add constraint settings_escalation_is_positive check (escalation_factor >= 1 and escalation_floor > 0),
    add constraint settings_retention_is_a_day check (
        least(history_retention, ledger_retention, notification_retention, log_retention) >= '1 day'
    ),
    add constraint settings_sweeps_are_positive check (prune_batch > 0 and late_after > '0' and silence_after > late_after);
comment on column private.settings.max_attempts is 'Repair attempts per incident before it ends as failed';
comment on column private.settings.retry_delays is 'Waits after the first, second, ... attempt that failed for a provider''s reason; the last one repeats';
comment on column private.settings.trader_attempts_per_day is 'Repair attempts per trader and UTC day, over all its incidents';
comment on column private.settings.daily_cost_cap_usd is 'Spend per user and UTC day when the user has set none';
comment on column private.settings.max_daily_cost_cap_usd is 'Most that a user may set';
comment on column private.settings.platform_daily_cost_cap_usd is 'Spend per UTC day on traders without an owner';
comment on column private.settings.storm_rows_per_minute is 'Rows an incident may add to the history in a minute; more only raise a count';
comment on column private.settings.announce_interval is 'Least time between two Realtime hints that only a count of an incident has grown';
comment on column private.settings.systemic_traders is 'Traders newly failing in one way within the window that make it a systemic fault';
comment on column private.settings.systemic_owners is 'Owners among them';
comment on column private.settings.systemic_window is 'That window; a systemic fault ends when nothing is seen of it for as long';
comment on column private.settings.escalation_factor is 'An ignored incident reopens at this multiple of its busiest hour before it was ignored';
comment on column private.settings.escalation_floor is 'Occurrences an hour that never reopen an ignored incident';
comment on column private.settings.history_retention is 'How long errors, their hourly counts and ended systemic faults are kept';
comment on column private.settings.ledger_retention is 'How long the ledger of language model calls is kept';
comment on column private.settings.notification_retention is 'How long notifications are kept';
comment on column private.settings.log_retention is 'How long run details of pg_cron and responses of pg_net are kept';
comment on column private.settings.prune_batch is 'Most rows one round of retention deletes per table';
comment on column private.settings.late_after is 'Work that waits longer than this after it was due has lost its bell';
comment on column private.settings.silence_after is 'A sweeper that has not run for this long is reported as silent';

-- What bounds a user is no secret to the user.
grant select (daily_cost_cap_usd, max_daily_cost_cap_usd, platform_daily_cost_cap_usd) on private.settings to authenticated;
create policy "Users see what bounds them" on private.settings
    for select to authenticated
    using (true);

-- Systemic faults are looked for among open incidents only. An index of all of them by fingerprint alone would also serve the search for one
-- trader's incident, and be taken for it as long as the planner knows nothing of the table: by reading every trader's.

drop index public.trader_incidents_new_by_fingerprint;
create index trader_incidents_open_by_fingerprint on public.trader_incidents (fingerprint, created_at desc) where status = 'open';

-- Who wanted the deployments that were there before: whoever accepted their fixes.

update public.deployments as d
set requested_by = f.decided_by, reason = case when d.status = 'failed' then 'unknown' end
from public.proposed_fixes as f
where f.id = d.fix_id and d.requested_by is null;

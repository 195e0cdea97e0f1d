-- The library of proven fixes: what owners accepted and what has not failed since, found again by the fault and the syntax of the
-- code that had it.

create index proposed_fixes_library on public.proposed_fixes (base_syntax_hash, decided_at desc)
    where status = 'accepted' and validated;


create function public.proven_fixes(fix_id uuid, base_syntax_hash text)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object('donor', x.donor, 'donor_fixed', x.donor_fixed) order by x.decided_at desc), '[]')
        from (
            select d.*
            from (
                select distinct on (f.syntax_hash)
                    case i.component when 'filter' then b.code else b.series_code end as donor,
                    case i.component when 'filter' then v.code else v.series_code end as donor_fixed,
                    f.decided_at
                from public.proposed_fixes as mine
                join public.trader_incidents as my_incident on my_incident.id = mine.incident_id
                join public.proposed_fixes as f
                    on f.base_syntax_hash = proven_fixes.base_syntax_hash and f.status = 'accepted' and f.validated
                join public.trader_incidents as i
                    on i.id = f.incident_id
                    and i.fingerprint = my_incident.fingerprint
                    and i.component = my_incident.component
                join public.filter_versions as b on b.id = f.base_version_id
                -- Code that its owner edited before accepting it, or that failed since, is no example.
                join public.filter_versions as v on v.fix_id = f.id and v.code_sha256 = f.code_sha256 and v.health <> 'failing'
                where mine.id = proven_fixes.fix_id
                    and not exists (
                        select from public.trader_incidents as later where later.filter_version_id = v.id and later.attribution = 'code'
                    )
                order by f.syntax_hash, f.decided_at desc
            ) as d
            order by d.decided_at desc
            limit 3
        ) as x
    );
end
$$;
comment on function public.proven_fixes(uuid, text) is
    'Up to three accepted repairs of the same fault in code of the same syntax: [{donor: the code that had it, donor_fixed}]. They are other people''s code: for carrying the change over, never to be shown';
revoke execute on function public.proven_fixes(uuid, text) from public, anon, authenticated;
grant execute on function public.proven_fixes(uuid, text) to service_role;

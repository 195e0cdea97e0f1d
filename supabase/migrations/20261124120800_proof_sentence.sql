-- The sentence says so when a proof is one on made-up data alone.

create or replace function private.proof_sentence(validated boolean, validation jsonb)
returns text
language sql
immutable
set search_path = ''
as $$
    select case
        when validated then concat(
            format('Proof: the failure was reproduced, and the repaired filter runs on all %s markets it was tried on', validation ->> 'replayed'),
            case when (validation #>> '{healthy,inputs}')::integer > 0 then format(
                '; where the running filter works, %s of %s verdicts are unchanged',
                validation #>> '{healthy,equal}',
                validation #>> '{healthy,inputs}'
            ) end,
            '.',
            case when validation ->> 'others_from' = 'samples' and (validation ->> 'captured')::integer = 0 then
                ' Those were sample markets: the data it failed on was not reported, and the executor gave none.'
            end
        )
        else 'It is not proven, so look at it closely before you accept it.'
    end;
$$;

-- The doorbell: rows are the queue, pg_net only wakes the function that works on them. A bell that is lost, late or
-- doubled changes latency, never the outcome; the sweeper rings again.

create function private.secret(name text)
returns text
language sql
stable
security definer
set search_path = ''
as $$
    select s.decrypted_secret from vault.decrypted_secrets as s where s.name = secret.name;
$$;
comment on function private.secret(text) is 'A secret from Vault by name; null when it is not set';


-- Standard Webhooks v1: base64 of HMAC-SHA256 over "id.timestamp.body". The secret may be a list; the first signs.
create function private.sign_webhook(secret text, id text, sent_at bigint, body text)
returns text
language sql
immutable
set search_path = ''
as $$
    select 'v1,' || encode(
        extensions.hmac(
            convert_to(concat_ws('.', id, sent_at, body), 'UTF8'),
            decode(regexp_replace(split_part(secret, ' ', 1), '^whsec_', ''), 'base64'),
            'sha256'
        ),
        'base64'
    );
$$;
comment on function private.sign_webhook(text, text, bigint, text) is
    'Standard Webhooks signature (standardwebhooks.com) with a secret of the form whsec_<base64>';


create function private.ring(function_name text, row_id uuid)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_url text := private.secret('recovery_functions_url');
    v_secret text := private.secret('recovery_webhook_secret');
    v_id text := 'bell_' || gen_random_uuid();
    v_sent_at bigint := extract(epoch from clock_timestamp());
    v_body jsonb := jsonb_build_object('id', row_id);
begin
    if v_url is null or v_secret is null then
        return;
    end if;
    -- pg_net sends the body as jsonb prints it, so that is what is signed.
    perform net.http_post(
        url => v_url || '/' || function_name,
        body => v_body,
        headers => jsonb_build_object(
            'Content-Type', 'application/json',
            'webhook-id', v_id,
            'webhook-timestamp', v_sent_at::text,
            'webhook-signature', private.sign_webhook(v_secret, v_id, v_sent_at, v_body::text)
        ),
        timeout_milliseconds => 3000
    );
exception
    when others then
        raise warning 'Cannot ring % for %: % (the sweeper will)', function_name, row_id, sqlerrm;
end
$$;
comment on function private.ring(text, uuid) is
    'Wakes an Edge Function for a row, after commit; does nothing when recovery_functions_url or recovery_webhook_secret is not in Vault';
grant execute on function private.ring(text, uuid) to service_role;


revoke execute on function
    private.secret(text),
    private.sign_webhook(text, text, bigint, text),
    private.ring(text, uuid)
from public;

-- Upstream encrypts with libsodium under a root key held outside the database. Here pgcrypto does (AES-256 with an
-- integrity check), under a random key in a file of the data folder that only this extension's owner may read.
create table vault.secrets (
    id uuid primary key default gen_random_uuid(),
    name text,
    description text not null default '',
    secret text not null,
    key_id uuid,
    nonce bytea,
    created_at timestamptz not null default current_timestamp,
    updated_at timestamptz not null default current_timestamp
);
create unique index secrets_name_idx on vault.secrets (name) where name is not null;
alter table vault.secrets enable row level security;

-- The key is already uniformly random, so it needs no stretching (s2k-mode=1).
create function vault._encrypt(secret text)
returns text
security definer
set search_path = ''
language sql
as $$
    select encode(
        extensions.pgp_sym_encrypt(secret, pg_read_file('vault.key'), 'cipher-algo=aes256, s2k-mode=1'), 'base64'
    )
$$;

create function vault._decrypt(secret text)
returns text
security definer
set search_path = ''
language sql
stable
as $$
    select extensions.pgp_sym_decrypt(decode(secret, 'base64'), pg_read_file('vault.key'))
$$;

create view vault.decrypted_secrets as
select id, name, description, secret, vault._decrypt(secret) as decrypted_secret, key_id, nonce, created_at, updated_at
from vault.secrets;

create function vault.create_secret(
    new_secret text,
    new_name text default null,
    new_description text default '',
    new_key_id uuid default null
)
returns uuid
security definer
set search_path = ''
language sql
as $$
    insert into vault.secrets (secret, name, description, key_id)
    values (vault._encrypt(new_secret), new_name, new_description, new_key_id)
    returning id
$$;

create function vault.update_secret(
    secret_id uuid,
    new_secret text default null,
    new_name text default null,
    new_description text default null,
    new_key_id uuid default null
)
returns void
security definer
set search_path = ''
language sql
as $$
    update vault.secrets as stored
    set
        secret = coalesce(vault._encrypt(new_secret), stored.secret),
        name = coalesce(new_name, stored.name),
        description = coalesce(new_description, stored.description),
        key_id = coalesce(new_key_id, stored.key_id),
        updated_at = current_timestamp
    where stored.id = secret_id
$$;

-- As hosted: the project's owner and service_role, over SQL alone, since the API never exposes this schema.
revoke all on all functions in schema vault from public;
grant usage on schema vault to postgres with grant option;
grant usage on schema vault to service_role;
grant select, delete on vault.secrets, vault.decrypted_secrets to postgres with grant option;
grant select, delete on vault.secrets, vault.decrypted_secrets to service_role;
grant execute on function vault.create_secret(text, text, text, uuid) to postgres, service_role;
grant execute on function vault.update_secret(uuid, text, text, text, uuid) to postgres, service_role;
grant execute on function vault._decrypt(text) to postgres, service_role;

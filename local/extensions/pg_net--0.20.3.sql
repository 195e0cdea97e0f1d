-- The tables, signatures and grants of pg_net 0.20. Its background worker is local/net-worker.ts, woken at commit.
create schema net;

create unlogged table net.http_request_queue (
    id bigserial,
    method text not null,
    url text not null,
    headers jsonb not null,
    body bytea,
    timeout_milliseconds int not null
);

create unlogged table net._http_response (
    id bigint,
    status_code integer,
    content_type text,
    headers jsonb,
    content text,
    timed_out bool,
    error_msg text,
    created timestamptz not null default now()
);
create index _http_response_created_idx on net._http_response (created);

create function net.http_post(
    url text,
    body jsonb default '{}'::jsonb,
    params jsonb default '{}'::jsonb,
    headers jsonb default '{"Content-Type": "application/json"}'::jsonb,
    timeout_milliseconds int default 5000
)
returns bigint
language plpgsql
as $$
declare
    v_id bigint;
    v_query text;
    v_content_type text;
begin
    select value into v_content_type from jsonb_each_text(http_post.headers) where lower(key) = 'content-type' limit 1;
    if v_content_type is null then
        http_post.headers := http_post.headers || '{"Content-Type": "application/json"}'::jsonb;
    elsif v_content_type <> 'application/json' then
        raise exception 'Content-Type header must be "application/json"';
    end if;
    select string_agg(key || '=' || net._urlencode(value), '&') into v_query from jsonb_each_text(http_post.params);
    insert into net.http_request_queue (method, url, headers, body, timeout_milliseconds)
    values (
        'POST',
        http_post.url || coalesce('?' || v_query, ''),
        http_post.headers,
        convert_to(http_post.body::text, 'UTF8'),
        http_post.timeout_milliseconds
    )
    returning id into v_id;
    perform pg_notify('net_wake', '');
    return v_id;
end
$$;

create function net._urlencode(value text)
returns text
language sql
immutable
strict
as $$
    select coalesce(string_agg(
        case
            when character ~ '^[A-Za-z0-9_.~-]$' then character
            else upper(regexp_replace(encode(convert_to(character, 'UTF8'), 'hex'), '(..)', '%\1', 'g'))
        end,
        '' order by position
    ), '')
    from regexp_split_to_table(value, '') with ordinality as letters (character, position)
$$;

grant usage on schema net to public;
grant all on all tables in schema net to public;
grant all on all sequences in schema net to public;

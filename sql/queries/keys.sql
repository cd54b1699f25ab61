-- API keys: what the API asks of them, and how people make and revoke them.

-- name: keys.one
select owner, secret_sha256, scopes, rate_limit from mediaq.api_key(%(id)s)

-- name: keys.used
select mediaq.api_key_used(%(id)s)

-- name: keys.in_use
select mediaq.api_keys_in_use() as in_use

-- name: keys.add
insert into mediaq.api_keys (id, name, owner, secret_sha256, scopes, expires_at, rate_limit)
values (%(id)s, %(name)s, %(owner)s, %(secret_sha256)s, %(scopes)s,
  mediaq.now() + make_interval(secs => %(expires_in)s), %(rate_limit)s)
returning id, name, owner, scopes, created_at, expires_at, rate_limit

-- name: keys.all
select id, name, owner, scopes, rate_limit, created_at, expires_at, revoked_at, last_used_at,
  case when revoked_at is not null then 'revoked' when expires_at <= mediaq.now() then 'expired'
    else 'valid' end as state,
  extract(epoch from mediaq.now() - last_used_at)::float8 as unused_seconds
from mediaq.api_keys order by created_at, id

-- name: keys.revoke
update mediaq.api_keys set revoked_at = coalesce(revoked_at, mediaq.now())
where id = any(%(ids)s) returning id

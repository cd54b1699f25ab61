-- A key that is neither revoked nor expired; the one way to its hash.
create or replace function mediaq.api_key(id text)
returns table (owner text, secret_sha256 bytea, scopes text[], rate_limit integer)
language sql stable security definer set search_path = mediaq, pg_temp
as $$
select k.owner, k.secret_sha256, k.scopes, k.rate_limit
from mediaq.api_keys k
where k.id = api_key.id and k.revoked_at is null
  and (k.expires_at is null or k.expires_at > mediaq.now())
$$;

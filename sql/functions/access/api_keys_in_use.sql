-- Whether there is a key that was not revoked; from then on the API answers nobody without one. An
-- expired key counts: no door opens because time has passed.
create or replace function mediaq.api_keys_in_use() returns boolean
language sql stable security definer set search_path = mediaq, pg_temp
as $$
select exists (select from mediaq.api_keys where revoked_at is null)
$$;

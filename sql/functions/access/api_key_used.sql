-- Notes that a key was used, at most once a minute.
create or replace function mediaq.api_key_used(id text) returns void
language sql volatile security definer set search_path = mediaq, pg_temp
as $$
update mediaq.api_keys k set last_used_at = mediaq.now()
where k.id = api_key_used.id
  and (k.last_used_at is null or k.last_used_at <= mediaq.now() - interval '1 minute')
$$;

-- Deletes up to `max_rows` remembered requests older than a day, whoever made them; how many.
create or replace function mediaq.forget_requests(max_rows integer) returns bigint
language sql volatile security definer set search_path = mediaq, pg_temp
as $$
with gone as (
  delete from mediaq.idempotency_keys k
  using (
    select o.owner, o.key from mediaq.idempotency_keys o
    where o.created_at < mediaq.now() - interval '24 hours'
    order by o.created_at limit max_rows for update skip locked
  ) old
  where k.owner = old.owner and k.key = old.key
  returning 1
)
select count(*) from gone
$$;

-- Takes up to max_jobs due jobs, in claim order, each with a new lease; counts the attempt.
-- Locks only the rows it takes and skips locked ones. A paused queue gives nothing, a limited one
-- no more than has a seat and a slot. The work is done by `claim_<table>` (compile_claim), which a
-- worker of one queue may call itself.
create or replace function mediaq.claim(queue regclass, worker uuid, max_jobs integer default 1)
returns table (id uuid, lease bigint, attempt integer, payload jsonb)
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
declare
  name text := (select relname from pg_class where oid = (mediaq.settings_of(claim.queue)).queue);
begin
  return query execute format('select * from mediaq.%I($1, $2)', 'claim_' || name)
    using worker, max_jobs;
end
$$;

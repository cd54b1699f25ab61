-- Takes a worker process off the list when it ends in order.
create or replace function mediaq.worker_gone(id uuid) returns void
language sql volatile security definer set search_path = mediaq, pg_temp
as $$
delete from mediaq.workers w where w.id = worker_gone.id
$$;

-- For whoever saw a worker process die: takes back at once what it held, whatever is left of the
-- leases, with the reason; takes it off the list. Returns how many jobs went to the queue and how many
-- failed. Were the process still alive, its leases would be gone and its writes without effect.
create or replace function mediaq.worker_lost(queue regclass, worker uuid, code text, error text)
returns table (rescued integer, failed integer)
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
begin
  if worker is null then
    raise exception 'no worker is named' using errcode = 'null_value_not_allowed';
  end if;
  perform mediaq.worker_gone(worker);
  return query select t.rescued, t.failed
    from mediaq.take_back(queue, worker, left(code, 100), left(error, 10000)) t;
end
$$;

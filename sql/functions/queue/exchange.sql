-- A worker's round trip: finishes jobs and claims new ones in one statement and one commit. Returns
-- the claimed jobs (outcome null) and, of the finished, only those that were not simply `done`.
create or replace function mediaq.exchange(
  queue regclass, worker uuid, ids uuid[], leases bigint[], max_jobs integer
) returns table (id uuid, lease bigint, attempt integer, payload jsonb, outcome text)
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
begin
  if cardinality(ids) > 0 then
    return query select c.id, c.lease, null::integer, null::jsonb, c.outcome
      from mediaq.complete(queue, ids, leases) c where c.outcome <> 'done';
  end if;
  if max_jobs > 0 then
    return query select c.id, c.lease, c.attempt, c.payload, null::text
      from mediaq.claim(queue, worker, max_jobs) c;
  end if;
end
$$;

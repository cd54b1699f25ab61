-- Gives jobs back unfinished, without charging the attempt: a worker that is told to stop.
-- They are due at once and stand behind what is already waiting. Returns those given back.
-- Rows are locked in the order of their ids.
create or replace function mediaq.release(queue regclass, ids uuid[], leases bigint[])
returns setof uuid
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
begin
  perform mediaq.settings_of(queue);
  return query execute format($sql$
    with held as materialized (
      select j.id from %1$s j join unnest($1, $2) as r (id, lease)
        on r.id = j.id and r.lease = j.lease
      where j.lease_expires_at is not null
      order by j.id
      for no key update of j
    )
    update %1$s j
    set status = 'queued', attempts = greatest(j.attempts - 1, 0), lease = null,
        lease_expires_at = null, worker = null, run_at = $3, updated_at = $3
    where j.id in (select h.id from held h)
    returning j.id
  $sql$, queue)
  using ids, leases, mediaq.now();
  perform mediaq.wake(queue);
end
$$;

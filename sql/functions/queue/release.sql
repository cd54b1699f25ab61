-- Gives jobs back unfinished, without charging the attempt: a worker that is told to stop.
-- They are due at once and stand behind what is already waiting. Returns those given back.
create or replace function mediaq.release(queue regclass, ids uuid[], leases bigint[])
returns setof uuid
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
begin
  perform mediaq.settings_of(queue);
  return query execute format($sql$
    update %1$s j
    set status = 'queued', attempts = greatest(j.attempts - 1, 0), lease = null,
        lease_expires_at = null, worker = null, run_at = $3, updated_at = $3
    from unnest($1, $2) as r (id, lease)
    where j.id = r.id and j.lease = r.lease and j.lease_expires_at is not null
    returning j.id
  $sql$, queue)
  using ids, leases, mediaq.now();
  perform mediaq.wake(queue);
end
$$;

-- Extends the leases that are still held and records progress; returns the jobs it extended.
-- What it does not return is lost or canceled, and its worker stops working on it.
-- Rows are locked in the order of their ids.
create or replace function mediaq.heartbeat(
  queue regclass, ids uuid[], leases bigint[], progress integer[]
) returns setof uuid
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
declare
  settings mediaq.queues := mediaq.settings_of(queue);
begin
  return query execute format($sql$
    with held as materialized (
      select j.id, h.progress
      from %1$s j join unnest($3, $4, $5) as h (id, lease, progress)
        on h.id = j.id and h.lease = j.lease
      where j.lease_expires_at is not null
      order by j.id
      for no key update of j
    )
    update %1$s j
    set lease_expires_at = $1 + $2, updated_at = $1,
        progress = greatest(j.progress, least(greatest(h.progress, 0), 100))
    from held h
    where j.id = h.id
    returning j.id
  $sql$, queue)
  using mediaq.now(), settings.lease, ids, leases, progress;
end
$$;

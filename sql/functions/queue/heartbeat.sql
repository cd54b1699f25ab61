-- Extends the leases that are still held and records progress; returns the jobs still held.
-- What it does not return is lost or canceled, and its worker stops working on it.
-- A row that somebody has locked is passed over: nobody can take it meanwhile, and the leases of the
-- other jobs must not lapse because the effects of one take long to be written.
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
      select j.id, h.lease, h.progress
      from %1$s j join unnest($3, $4, $5) as h (id, lease, progress)
        on h.id = j.id and h.lease = j.lease
      where j.lease_expires_at is not null
    ), free as materialized (
      select j.id, h.progress
      from %1$s j join held h using (id, lease)
      where j.lease_expires_at is not null
      for no key update of j skip locked
    ), extended as (
      update %1$s j
      set lease_expires_at = $1 + $2, updated_at = $1,
          progress = greatest(j.progress, least(greatest(f.progress, 0), 100))
      from free f
      where j.id = f.id
    )
    select h.id from held h
  $sql$, queue)
  using mediaq.now(), settings.lease, ids, leases, progress;
end
$$;

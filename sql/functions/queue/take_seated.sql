-- Like take_<table>, for queues whose jobs sit on numbered seats; those without one are left.
create or replace function mediaq.take_seated(
  settings mediaq.queues, picked uuid[], worker uuid, moment timestamptz
) returns table (id uuid, lease bigint, attempt integer, payload jsonb)
language plpgsql set search_path = mediaq, pg_temp
as $$
begin
  return query execute format($sql$
    update %1$s j
    set status = 'processing', lease = nextval('mediaq.lease_seq'), lease_expires_at = $1 + $2,
        worker = $3, attempts = j.attempts + 1, progress = 0,
        started_at = coalesce(j.started_at, $1), updated_at = $1,
        seat = s.seat, key_seat = s.key_seat
    from mediaq.seats_for($5, $4) s
    where j.id = any($4) and j.id = s.id
    returning j.id, j.lease, j.attempts, jsonb_build_object(%2$s)
  $sql$, settings.queue,
    (select string_agg(format('%L, j.%I', name, name), ', ') from unnest(settings.payload) as name))
  using moment, settings.lease, worker, picked, settings;
end
$$;

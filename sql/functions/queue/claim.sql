-- Takes up to max_jobs due jobs, in claim order, each with a new lease; counts the attempt.
-- Locks only the rows it takes and skips locked ones. A paused queue gives nothing.
-- `= any(array(...))` evaluates the LIMIT exactly once; a join could re-run it and take more.
create or replace function mediaq.claim(queue regclass, worker uuid, max_jobs integer default 1)
returns table (id uuid, lease bigint, attempt integer, payload jsonb)
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
declare
  settings mediaq.queues := mediaq.settings_of(queue);
  columns text;
begin
  if settings.paused_at is not null then
    return;
  end if;
  select string_agg(format('%L, j.%I', name, name), ', ') into columns
    from unnest(settings.payload) as name;
  return query execute format($sql$
    update %1$s j
    set status = 'processing', lease = nextval('mediaq.lease_seq'), lease_expires_at = $1 + $3,
        worker = $4, attempts = j.attempts + 1, progress = 0,
        started_at = coalesce(j.started_at, $1), updated_at = $1
    where j.id = any(array(
      select c.id from %1$s c
      where c.status = 'queued' and c.run_at <= $1
      order by c.priority, c.run_at, c.id
      limit $2
      for update skip locked
    ))
    returning j.id, j.lease, j.attempts, jsonb_build_object(%2$s)
  $sql$, queue, columns)
  using mediaq.now(), max_jobs, settings.lease, worker;
end
$$;

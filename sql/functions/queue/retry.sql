-- Puts failed or canceled jobs back to the queue with fresh attempts; all failed ones when no ids
-- are given. Returns those put back.
create or replace function mediaq.retry(queue regclass, ids uuid[] default null)
returns setof uuid
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
begin
  perform mediaq.settings_of(queue);
  return query execute format($sql$
    update %1$s j
    set status = 'queued', attempts = 0, crashes = 0, progress = 0, lease = null, worker = null,
        started_at = null, completed_at = null, run_at = $2, updated_at = $2
    where %2$s
    returning j.id
  $sql$, queue, case when ids is null then 'j.status = ''failed'''
    else 'j.id = any($1) and j.status in (''failed'', ''canceled'')' end)
  using ids, mediaq.now();
  perform mediaq.wake(queue);
end
$$;

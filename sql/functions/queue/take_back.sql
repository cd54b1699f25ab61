-- Takes jobs back from workers that are gone: to the queue at once after the first crash, after a
-- backoff later, and to `failed` when crashes or attempts are spent. Whose lease has lapsed, or, where
-- a worker is named, what that one held. Returns how many of each. One statement, so it cannot race
-- with a completion. `rescue` and `worker_lost` call it.
create or replace function mediaq.take_back(queue regclass, gone uuid, code text, error text)
returns table (rescued integer, failed integer)
language plpgsql set search_path = mediaq, pg_temp
as $$
declare
  settings mediaq.queues := mediaq.settings_of(queue);
begin
  execute format($sql$
    with lapsed as materialized (
      select j.id, j.worker, j.crashes + 1 >= $3
        or j.attempts - j.crashes - 1 >= coalesce(j.max_attempts, $4) as spent
      from %1$s j
      where j.status = 'processing' and %2$s
      for update skip locked
    ), taken as (
      update %1$s j
      set status = case when l.spent then 'failed' else 'queued' end,
          crashes = j.crashes + 1, lease = null, lease_expires_at = null, worker = null,
          run_at = case when l.spent then j.run_at when j.crashes = 0 then $1
            else $1 + mediaq.backoff(j.crashes, $5, $6) end,
          last_error = $9, error_code = $8,
          completed_at = case when l.spent then $1 end, updated_at = $1
      from lapsed l where j.id = l.id
      returning j.id, j.attempts, l.worker, l.spent
    ), noted as (
      insert into mediaq.job_errors (queue, job_id, attempt, kind, code, error, worker)
      select $2, t.id, t.attempts, 'crash', $8, $9, t.worker from taken t
    )
    select count(*) filter (where not spent), count(*) filter (where spent) from taken
  $sql$, queue, case when gone is null then 'j.lease_expires_at < $1'
    else 'j.worker = $7 and j.lease_expires_at is not null' end)
  into rescued, failed
  using mediaq.now(), queue, settings.max_crashes, settings.max_attempts,
    settings.backoff_base, settings.backoff_cap, gone, code, error;
  if rescued > 0 then
    perform mediaq.wake(queue);
  elsif failed > 0 then
    perform mediaq.seats_freed(settings);
  end if;
  return next;
end
$$;

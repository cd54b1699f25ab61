-- Takes jobs back whose lease has lapsed: to the queue at once after the first crash, after a
-- backoff later, and to `failed` when crashes or attempts are spent. Returns how many of each, and
-- how long until the next lease can lapse. One statement, so it cannot race with a completion.
create or replace function mediaq.rescue(queue regclass)
returns table (rescued integer, failed integer, next_in interval)
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
declare
  settings mediaq.queues := mediaq.settings_of(queue);
begin
  execute format($sql$
    with lapsed as materialized (
      select j.id, j.worker, j.crashes + 1 >= $3
        or j.attempts - j.crashes - 1 >= coalesce(j.max_attempts, $4) as spent
      from %1$s j
      where j.status = 'processing' and j.lease_expires_at < $1
      for update skip locked
    ), taken as (
      update %1$s j
      set status = case when l.spent then 'failed' else 'queued' end,
          crashes = j.crashes + 1, lease = null, lease_expires_at = null, worker = null,
          run_at = case when l.spent then j.run_at when j.crashes = 0 then $1
            else $1 + mediaq.backoff(j.crashes, $5, $6) end,
          last_error = 'the worker was lost', error_code = 'worker_lost',
          completed_at = case when l.spent then $1 end, updated_at = $1
      from lapsed l where j.id = l.id
      returning j.id, j.attempts, l.worker, l.spent
    ), noted as (
      insert into mediaq.job_errors (queue, job_id, attempt, kind, code, error, worker)
      select $2, t.id, t.attempts, 'crash', 'worker_lost', 'the worker was lost', t.worker from taken t
    )
    select count(*) filter (where not spent), count(*) filter (where spent) from taken
  $sql$, queue)
  into rescued, failed
  using mediaq.now(), queue, settings.max_crashes, settings.max_attempts,
    settings.backoff_base, settings.backoff_cap;
  if rescued > 0 then
    perform mediaq.wake(queue);
  elsif failed > 0 then
    perform mediaq.seats_freed(settings);
  end if;
  execute format('select least(min(j.lease_expires_at) - $1, $2) from %s j'
    ' where j.status = ''processing'' and j.lease_expires_at is not null', queue)
  into next_in using mediaq.now(), settings.lease;
  next_in := coalesce(next_in, settings.lease);
  return next;
end
$$;

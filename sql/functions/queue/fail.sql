-- Ends an attempt badly. Answers retried, failed (permanent, or no attempts left), already (this
-- very lease reported before) or lost. `delay` overrides the backoff. History goes to job_errors.
create or replace function mediaq.fail(
  queue regclass, id uuid, lease bigint, error text,
  code text default 'error', permanent boolean default false, delay interval default null
) returns text
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
declare
  settings mediaq.queues := mediaq.settings_of(queue);
  outcome text;
  attempt integer;
  worker uuid;
begin
  execute format($sql$
    update %1$s j
    set status = next.status, lease_expires_at = null, last_error = left($4, 10000),
        error_code = $5, updated_at = $1,
        run_at = case when next.status = 'queued'
          then $1 + coalesce($7, mediaq.backoff(j.attempts - j.crashes, $9, $10)) else j.run_at end,
        completed_at = case when next.status = 'failed' then $1 end
    from (
      select h.id, case when $6 or h.attempts - h.crashes >= coalesce(h.max_attempts, $8)
        then 'failed' else 'queued' end as status
      from %1$s h
      where h.id = $2 and h.lease = $3 and h.lease_expires_at is not null
      for update
    ) next
    where j.id = next.id
    returning case j.status when 'failed' then 'failed' else 'retried' end, j.attempts, j.worker
  $sql$, queue)
  into outcome, attempt, worker
  using mediaq.now(), id, lease, error, code, permanent, delay,
    settings.max_attempts, settings.backoff_base, settings.backoff_cap;
  if outcome is null then
    execute format('select case when j.status in (''queued'', ''failed'') then ''already'' end'
      ' from %s j where j.id = $1 and j.lease = $2', queue)
    into outcome using id, lease;
    return coalesce(outcome, 'lost');
  end if;
  perform mediaq.seats_freed(settings);
  insert into mediaq.job_errors (queue, job_id, attempt, kind, code, error, worker)
  values (fail.queue, fail.id, attempt, 'error', fail.code, left(fail.error, 10000), worker);
  return outcome;
end
$$;

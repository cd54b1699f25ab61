-- Notes an attempt at a delivery, by the lease of its job. 410 means that the receiver is gone: it
-- gets nothing more of this owner. Answers done, with the seconds to wait where the receiver named
-- some (never sooner than the queue's backoff nor later than its cap), or lost.
create or replace function mediaq.webhook_attempted(
  id uuid, lease bigint, response_status integer, error_code text, error text, excerpt text,
  duration_ms integer, retry_after double precision
) returns table (outcome text, delay double precision)
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
declare
  settings mediaq.queues := mediaq.settings_of('mediaq.webhook_jobs');
  job mediaq.webhook_jobs;
begin
  update mediaq.webhook_jobs j set response_status = webhook_attempted.response_status
  where j.id = webhook_attempted.id and j.lease = webhook_attempted.lease
    and j.lease_expires_at is not null
  returning j.* into job;
  if job.id is null then
    return query select 'lost', null::double precision;
    return;
  end if;
  insert into mediaq.webhook_attempts
    (job_id, attempt, response_status, error_code, error, excerpt, duration_ms)
  values (job.id, job.attempts, webhook_attempted.response_status, webhook_attempted.error_code,
    left(webhook_attempted.error, 1000), left(webhook_attempted.excerpt, 1000),
    webhook_attempted.duration_ms);
  if webhook_attempted.response_status = 410 then
    insert into mediaq.webhook_disabled (owner, url) values (job.owner, job.url)
    on conflict do nothing;
  end if;
  return query select 'done', case when retry_after is not null then greatest(
    extract(epoch from mediaq.backoff(
      job.attempts - job.crashes, settings.backoff_base, settings.backoff_cap)),
    least(retry_after, extract(epoch from settings.backoff_cap)))::double precision end;
end
$$;

-- Has webhooks delivered once more, at once and under the same ids, whatever became of them; those
-- being delivered just now are left alone. Their receivers count as there again. Looks at no owner.
create or replace function mediaq.redeliver(ids uuid[]) returns setof uuid
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
begin
  delete from mediaq.webhook_disabled d using mediaq.webhook_jobs j
  where j.id = any(ids) and d.owner = j.owner and d.url = j.url;
  return query
    update mediaq.webhook_jobs j
    set status = 'queued', attempts = 0, crashes = 0, progress = 0, lease = null, worker = null,
      last_error = null, error_code = null, started_at = null, completed_at = null,
      run_at = mediaq.now(), updated_at = mediaq.now()
    where j.id = any(ids) and j.status <> 'processing'
    returning j.id;
  perform mediaq.wake('mediaq.webhook_jobs');
end
$$;

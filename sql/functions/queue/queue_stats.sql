-- One row per queue for people and dashboards: counts of all jobs, whose ever they are.
create or replace function mediaq.queue_stats()
returns table (
  queue text, queued bigint, processing bigint, completed bigint, failed bigint, canceled bigint,
  oldest_due interval, paused_at timestamptz
)
language sql stable security definer set search_path = mediaq, pg_temp
as $$
select * from mediaq.count_queues()
$$;

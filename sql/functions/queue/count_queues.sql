-- One row per queue: counts, age of the oldest due job, pause. Counts the jobs that whoever calls it
-- may see: in the API those of the transaction's owner.
create or replace function mediaq.count_queues()
returns table (
  queue text, queued bigint, processing bigint, completed bigint, failed bigint, canceled bigint,
  oldest_due interval, paused_at timestamptz
)
language plpgsql stable set search_path = mediaq, pg_temp
as $$
declare
  settings mediaq.queues;
begin
  for settings in select * from mediaq.queues q order by q.queue::text loop
    execute format($sql$
      select count(*) filter (where status = 'queued'),
        count(*) filter (where status = 'processing'),
        count(*) filter (where status = 'completed'),
        count(*) filter (where status = 'failed'),
        count(*) filter (where status = 'canceled'),
        $1 - min(run_at) filter (where status = 'queued' and run_at <= $1)
      from %s
    $sql$, settings.queue)
    into queued, processing, completed, failed, canceled, oldest_due using mediaq.now();
    select relname into queue from pg_class where oid = settings.queue;
    paused_at := settings.paused_at;
    return next;
  end loop;
end
$$;

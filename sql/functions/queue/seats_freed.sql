-- Wakes idle workers after a job has ended, where a limit may have kept them from what waits.
create or replace function mediaq.seats_freed(settings mediaq.queues) returns void
language plpgsql set search_path = mediaq, pg_temp
as $$
declare
  waiting boolean;
begin
  if coalesce(settings.concurrency, settings.key_concurrency) is null then
    return;
  end if;
  execute format('select exists (select from %s j where j.status = ''queued'')', settings.queue)
  into waiting;
  if waiting then
    perform mediaq.wake(settings.queue);
  end if;
end
$$;

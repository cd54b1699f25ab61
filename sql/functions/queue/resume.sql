-- Lets a paused queue go on and wakes its workers.
create or replace function mediaq.resume(queue regclass) returns void
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
begin
  perform mediaq.settings_of(queue);
  update mediaq.queues q set paused_at = null where q.queue = resume.queue;
  perform mediaq.wake(queue);
end
$$;

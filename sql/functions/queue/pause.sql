-- Stops claims from a queue; what is running goes on. Repeating it changes nothing.
create or replace function mediaq.pause(queue regclass) returns void
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
begin
  perform mediaq.settings_of(queue);
  update mediaq.queues q set paused_at = mediaq.now()
  where q.queue = pause.queue and q.paused_at is null;
end
$$;

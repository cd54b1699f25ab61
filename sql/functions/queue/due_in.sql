-- How long until the next waiting job is due; null when none waits or the queue is paused. Asked
-- by a worker that has just found nothing to claim.
create or replace function mediaq.due_in(queue regclass) returns interval
language plpgsql stable security definer set search_path = mediaq, pg_temp
as $$
declare
  settings mediaq.queues := mediaq.settings_of(queue);
  answer interval;
begin
  if settings.paused_at is null then
    execute format('select min(j.run_at) - $1 from %s j where j.status = ''queued''', queue)
    into answer using mediaq.now();
  end if;
  return answer;
end
$$;

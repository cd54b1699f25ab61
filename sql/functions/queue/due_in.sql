-- How long until the next waiting job can be claimed; null when none waits, the queue is paused, or
-- seats must be given up first, of which a notification tells. Asked by a worker that has just found
-- nothing to claim.
create or replace function mediaq.due_in(queue regclass) returns interval
language plpgsql volatile security definer set search_path = mediaq, pg_temp
as $$
declare
  settings mediaq.queues := mediaq.settings_of(queue);
  next_at timestamptz;
  held integer;
begin
  if settings.paused_at is not null then
    return null;
  end if;
  if settings.concurrency is not null then
    execute format('select count(*) from %s j where j.status = ''processing'''
      ' and j.seat is not null', queue) into held;
    if held >= settings.concurrency then
      return null;
    end if;
  end if;
  if settings.key_concurrency is null then
    execute format('select min(j.run_at) from %s j where j.status = ''queued''', queue)
    into next_at;
  else
    select min(k.first_run_at) into next_at
      from mediaq.waiting_levels(queue, mediaq.now(), null) as level,
        mediaq.waiting_keys(settings, level, mediaq.now(), null, 1) k
      where coalesce(k.free, 1) > 0;
  end if;
  if settings.rate_limit is not null then
    next_at := greatest(next_at, case when next_at is not null then (
      select min(s.free_at) from mediaq.rate_slots s where s.queue = settings.queue) end);
  end if;
  return next_at - mediaq.now();
end
$$;

-- Takes back the jobs whose lease has lapsed, see `take_back`. Returns how many went to the queue and
-- how many failed, and how long until the next lease can lapse.
create or replace function mediaq.rescue(queue regclass)
returns table (rescued integer, failed integer, next_in interval)
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
declare
  settings mediaq.queues := mediaq.settings_of(queue);
begin
  select t.rescued, t.failed into rescue.rescued, rescue.failed
    from mediaq.take_back(queue, null, 'worker_lost', 'the worker was lost') t;
  execute format('select least(min(j.lease_expires_at) - $1, $2) from %s j'
    ' where j.status = ''processing'' and j.lease_expires_at is not null', queue)
  into next_in using mediaq.now(), settings.lease;
  next_in := coalesce(next_in, settings.lease);
  return next;
end
$$;

-- Takes rate slots for the next period, of which `room` has locked enough.
create or replace function mediaq.take_slots(
  settings mediaq.queues, needed integer, moment timestamptz
) returns void
language sql volatile set search_path = mediaq, pg_temp
as $$
update mediaq.rate_slots s set free_at = moment + settings.rate_period
where s.id = any(array(
  select f.id from mediaq.rate_slots f
  where f.queue = settings.queue and f.free_at <= moment
  order by f.free_at
  limit needed
  for no key update skip locked
))
$$;

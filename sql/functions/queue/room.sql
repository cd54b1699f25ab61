-- How many of max_jobs the limits of the whole queue let through now: free seats, free rate slots,
-- which it locks. Zero when other claims are in the way for too long.
create or replace function mediaq.room(
  settings mediaq.queues, max_jobs integer, moment timestamptz
) returns integer
language plpgsql set search_path = mediaq, pg_temp
as $$
declare
  answer integer := max_jobs;
  found integer;
begin
  if coalesce(settings.concurrency, settings.key_concurrency) is not null
      and not mediaq.take_turn(settings.queue) then
    return 0;
  end if;
  if settings.concurrency is not null then
    execute format('select count(*) from %s j where j.status = ''processing'''
      ' and j.seat is not null', settings.queue) into found;
    answer := greatest(least(answer, settings.concurrency - found), 0);
  end if;
  if settings.rate_limit is not null then
    select count(*) into found from (
      select from mediaq.rate_slots s
      where s.queue = settings.queue and s.free_at <= moment
      order by s.free_at
      limit answer
      for no key update skip locked
    ) free;
    answer := found;
  end if;
  return answer;
end
$$;

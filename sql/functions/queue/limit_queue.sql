-- Sets what a queue may do at once and how often; what is not named (null) stays, 0 lifts a limit.
-- Holds for claims that begin afterwards. Making the index of a large queue blocks its writers
-- meanwhile. For the owner: it changes indexes.
create or replace function mediaq.limit_queue(
  queue regclass, concurrency integer default null, key_concurrency integer default null,
  rate_limit integer default null, rate_period interval default null, fair boolean default null
) returns mediaq.queues
language plpgsql set search_path = mediaq, pg_temp
as $$
begin
  perform mediaq.settings_of(queue);
  update mediaq.queues q
  set concurrency = nullif(coalesce(limit_queue.concurrency, q.concurrency), 0),
      key_concurrency = nullif(coalesce(limit_queue.key_concurrency, q.key_concurrency), 0),
      rate_limit = nullif(coalesce(limit_queue.rate_limit, q.rate_limit), 0),
      rate_period = case when limit_queue.rate_limit = 0 then null
        else coalesce(limit_queue.rate_period, q.rate_period) end,
      fair = coalesce(limit_queue.fair, q.fair)
  where q.queue = limit_queue.queue;
  perform mediaq.equip_limits(queue);
  perform mediaq.wake(queue);
  return mediaq.settings_of(queue);
end
$$;

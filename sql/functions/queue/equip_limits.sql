-- Gives a queue what its limits need: the index of keys that take turns, rate slots, and seats for
-- what runs already. Takes away what they no longer need. Repeating it changes nothing.
create or replace function mediaq.equip_limits(queue regclass) returns void
language plpgsql set search_path = mediaq, pg_temp
as $$
declare
  settings mediaq.queues := mediaq.settings_of(queue);
  tab pg_class;
  turns text;
begin
  select * into tab from pg_class c where c.oid = queue;
  turns := left(tab.relname, 57) || '_turns';
  if settings.fair or settings.key_concurrency is not null then
    execute format('create index if not exists %I on %s (priority, coalesce(key, ''''), run_at, id)'
      ' where status = ''queued''', turns, queue);
  else
    execute format('drop index if exists %s.%I', tab.relnamespace::regnamespace, turns);
  end if;
  -- A shorter limit keeps the slots that were taken last.
  delete from mediaq.rate_slots s where s.id = any(array(
    select l.id from mediaq.rate_slots l where l.queue = equip_limits.queue
    order by l.free_at desc offset coalesce(settings.rate_limit, 0)));
  insert into mediaq.rate_slots (queue)
  select equip_limits.queue from generate_series(1, settings.rate_limit - (
    select count(*)::integer from mediaq.rate_slots s where s.queue = equip_limits.queue));
  if coalesce(settings.concurrency, settings.key_concurrency) is null then
    return;
  end if;
  perform pg_advisory_xact_lock(7226003, mediaq.lock_slot(queue));
  if settings.concurrency is not null then
    execute format($sql$
      update %1$s j set seat = n.seat
      from (
        select r.id, (select coalesce(max(s.seat), -1) from %1$s s where s.status = 'processing')
          + row_number() over (order by r.id) as seat
        from %1$s r where r.status = 'processing' and r.seat is null
      ) n
      where j.id = n.id and j.status = 'processing'
    $sql$, queue);
  end if;
  if settings.key_concurrency is not null then
    execute format($sql$
      update %1$s j set key_seat = n.seat
      from (
        select r.id, row_number() over (partition by r.key order by r.id) + (
          select coalesce(max(s.key_seat), -1) from %1$s s
          where s.status = 'processing' and s.key = r.key) as seat
        from %1$s r where r.status = 'processing' and r.key is not null and r.key_seat is null
      ) n
      where j.id = n.id and j.status = 'processing'
    $sql$, queue);
  end if;
end
$$;

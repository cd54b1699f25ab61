-- Deletes up to max_rows finished jobs that are older than the queue's retention; none when it
-- has none. Ids rise with time, so the primary key finds them: no index pays for it.
create or replace function mediaq.prune(queue regclass, max_rows integer default 1000)
returns integer
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
declare
  settings mediaq.queues := mediaq.settings_of(queue);
  pruned integer;
begin
  if settings.retention is null then
    return 0;
  end if;
  execute format($sql$
    delete from %1$s j where j.id = any(array(
      select o.id from %1$s o
      where o.id < mediaq.id_at($1) and o.completed_at < $1
      order by o.id
      limit $2
      for update skip locked
    ))
  $sql$, queue)
  using mediaq.now() - settings.retention, max_rows;
  get diagnostics pruned = row_count;
  return pruned;
end
$$;

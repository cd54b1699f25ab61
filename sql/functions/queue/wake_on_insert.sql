-- Trigger of every queue table: at most one notification per statement, and none when nothing is
-- due, or when there are workers and all are busy. A notifying commit takes a lock on the whole
-- cluster, so busy systems are spared it. Where no worker of ours is seen, others may be listening.
--
-- A worker about to idle holds the idle lock (shared), then passes the barrier: it waits for every
-- transaction that has looked for idle workers before and found none. So either this statement sees
-- the worker, or the worker sees this statement's rows. Any failed try means: notify.
create or replace function mediaq.wake_on_insert() returns trigger
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
declare
  slot integer := mediaq.lock_slot(tg_relid::regclass);
begin
  if not exists (select from new_rows where status = 'queued' and run_at <= mediaq.now()) then
    return null;
  end if;
  if pg_try_advisory_xact_lock_shared(7226001, slot) and pg_try_advisory_lock(7226002, slot) then
    perform pg_advisory_unlock(7226002, slot);
    if exists (
      select from mediaq.workers w
      where w.queue = 'mediaq.' || tg_table_name and w.seen_at > mediaq.now() - interval '30 seconds'
    ) then
      return null;
    end if;
  end if;
  perform pg_notify('mediaq_wake', tg_table_name);
  return null;
end
$$;

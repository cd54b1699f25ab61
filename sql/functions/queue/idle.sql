-- Says that this session's worker is about to idle: from then on inserts notify (wake_on_insert).
-- Waits for the barrier; answers false, and takes its word back, when it cannot pass within 50 ms,
-- because a transaction that notifies nobody is still open: the worker then looks again shortly.
-- After true it looks once more before it waits.
create or replace function mediaq.idle(queue regclass) returns boolean
language plpgsql security definer set search_path = mediaq, pg_temp
as $$
declare
  slot integer := mediaq.lock_slot(queue);
begin
  perform pg_advisory_lock_shared(7226002, slot);
  perform set_config('lock_timeout', '50ms', true);
  perform pg_advisory_lock(7226001, slot);
  perform pg_advisory_unlock(7226001, slot);
  return true;
exception when lock_not_available then
  -- A session lock outlives the rollback to here.
  perform pg_advisory_unlock_shared(7226002, slot);
  return false;
end
$$;

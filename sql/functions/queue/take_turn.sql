-- One claim at a time where seats are counted: the next one sees what this one took, so it neither
-- counts wrongly nor is refused by the seats' unique indexes. Held to the end of the transaction; who
-- waits longer than 100 ms gives up, so that a client that stays in its transaction blocks nobody.
create or replace function mediaq.take_turn(queue regclass) returns boolean
language plpgsql set search_path = mediaq, pg_temp set lock_timeout = '100ms'
as $$
declare
  slot integer := mediaq.lock_slot(queue);
begin
  if not pg_try_advisory_xact_lock(7226003, slot) then
    perform pg_advisory_xact_lock(7226003, slot);
  end if;
  return true;
exception when lock_not_available then
  return false;
end
$$;

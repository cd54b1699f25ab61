-- Says that this session's worker does not wait for notifications any more.
create or replace function mediaq.busy(queue regclass) returns boolean
language sql volatile security definer set search_path = mediaq, pg_temp
as $$
select pg_advisory_unlock_shared(7226002, mediaq.lock_slot(queue))
$$;

-- A queue's key among advisory locks: class 7226001 is the barrier, 7226002 the idle lock.
create or replace function mediaq.lock_slot(queue regclass) returns integer
language sql immutable
as $$
select (queue::oid::bigint - 2147483648)::integer
$$;

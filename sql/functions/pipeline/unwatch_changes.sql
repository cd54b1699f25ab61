-- Takes back watch_changes: this session needs no notifications for a while.
create or replace function mediaq.unwatch_changes() returns void
language sql volatile security definer set search_path = mediaq, pg_temp
as $$
select pg_advisory_unlock_shared(7226003, 0)
$$;

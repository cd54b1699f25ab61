-- Says that this session listens to `mediaq_changed`: until it ends, changes are told (changes_told).
create or replace function mediaq.watch_changes() returns void
language sql volatile security definer set search_path = mediaq, pg_temp
as $$
select pg_advisory_lock_shared(7226003, 0)
$$;

-- The one clock: the database's transaction time. Tests set `mediaq.now` to move it.
create or replace function mediaq.now() returns timestamptz
language sql stable parallel safe
as $$
select coalesce(nullif(current_setting('mediaq.now', true), '')::timestamptz, now())
$$;

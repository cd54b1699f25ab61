-- Tells idle workers of a queue that there is something to claim. Equal messages of one
-- transaction collapse into one.
create or replace function mediaq.wake(queue regclass) returns void
language sql volatile security definer set search_path = mediaq, pg_temp
as $$
select pg_notify('mediaq_wake', relname) from pg_class where oid = queue
$$;

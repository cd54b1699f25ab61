-- A time-ordered uuid (version 7): the server's own from PostgreSQL 18 on, else the same layout.
do $do$
begin
if to_regprocedure('pg_catalog.uuidv7()') is not null then
  create or replace function mediaq.new_id() returns uuid
  language sql volatile parallel safe
  as 'select pg_catalog.uuidv7()';
else
  create or replace function mediaq.new_id() returns uuid
  language sql volatile parallel safe
  as $$
  select encode(
    set_bit(set_bit(
      overlay(uuid_send(gen_random_uuid())
        placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
        from 1 for 6),
      52, 1), 53, 1),
    'hex')::uuid
  $$;
end if;
end
$do$;
